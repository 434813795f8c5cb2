"""Texts are cut where nothing is lost, and counted as whoever writes them is told."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoolin.channels.sms import parts as module
from hoolin.channels.sms.alphabet import ESC, decode_septets, encode
from hoolin.channels.sms.compose import bodies
from hoolin.channels.sms.heard import piece, text_of
from hoolin.channels.sms.parts import PART, WHOLE, Concatenation, parts, plan, tidy
from hoolin.channels.sms.pdu import Command, Number, Tag, read_message
from tests.channels.sms.stand import account

VECTORS = json.loads((Path(module.__file__).parent / "fixtures" / "parts.json").read_text(encoding="utf-8"))["vectors"]
WAYS: tuple[Concatenation, ...] = ("udh8", "udh16", "sar", "payload")
texts = st.text(st.sampled_from("aõ€[Ж😀é~\n ") | st.characters(), max_size=700)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda one: str(one["why"]))
def test_the_vectors_hold(vector: dict[str, object]) -> None:
    """Encoding, parts and what is left, as reckoned by hand."""
    found = parts(str(vector["text"]), bool(vector["transliterate"]))
    assert found == (vector["encoding"], vector["parts"], vector["left"])


@given(texts, st.sampled_from(WAYS), st.booleans())
def test_parts_are_the_text_and_fit(text: str, way: Concatenation, transliterate: bool) -> None:
    """Together the parts are the text; each fits; none is empty; none could have taken the next one's first letter."""
    made = plan(text, transliterate, "gsm7", way)
    if not made.changed:
        assert "".join(made.texts) == tidy(text)
    sizes = [
        len(encode(one, "gsm7")) if made.encoding == "gsm7" else len(one.encode("utf-16-be")) // 2 for one in made.texts
    ]
    room = WHOLE[made.encoding] if len(sizes) <= 1 else PART[made.encoding, way]
    assert all(0 < size <= room for size in sizes)
    assert all(size >= room - 1 for size in sizes[:-1])
    assert made.left == room - (sizes[-1] if sizes else 0)


@given(texts, st.sampled_from(WAYS))
def test_nothing_is_cut_in_two(text: str, way: Concatenation) -> None:
    """Each part can be read alone: no part ends within an escaped pair or within a surrogate pair."""
    made = plan(text, False, "gsm7", way)
    for one in made.texts:
        if made.encoding == "gsm7":
            septets = encode(one, "gsm7")
            assert septets[-1] != ESC
            assert decode_septets(septets) == one
        else:
            assert one.encode("utf-16-be").decode("utf-16-be") == one


@given(
    texts.filter(lambda one: bool(one)),
    st.sampled_from(WAYS),
    st.sampled_from(["gsm7", "latin1", "ascii"]),
    st.booleans(),
)
def test_what_goes_out_is_read_again(text: str, way: Concatenation, alphabet: str, packed: bool) -> None:
    """The PDUs of a text, read as a receiver would read them, are the text: every concatenation, alphabet and packing."""
    mine = account(
        1,
        concatenation=way,
        alphabet=alphabet,
        packed=packed and alphabet == "gsm7" and way != "payload",
        parts_max=255,
    )
    made = plan(text, False, mine.alphabet, way)
    sent = [read_message(Command.SUBMIT_SM, one) for one in bodies(made, Number(1, 1, "372"), "d1", mine)]
    pieces = [piece(one, mine) for one in sent]
    found = text_of(pieces, mine)
    assert found == tidy(text).replace("\0", "") or (mine.packed and found + "\r" == tidy(text))
    if len(pieces) > 1:
        assert [one.place and one.place.number for one in pieces] == list(range(1, len(pieces) + 1))
        assert len({one.place and one.place.reference for one in pieces}) == 1
    assert all(len(one.text) <= (140 if mine.packed or one.data_coding else 160) for one in sent)


def test_a_change_is_told() -> None:
    """Whoever writes sees which letters are written plainly, each once; Cyrillic is left alone, and then all is."""
    made = plan("Õhtul õues šašlõkk", True)
    assert "".join(made.texts) == "Ohtul oues saslokk"
    assert made.changed == (("Õ", "O"), ("õ", "o"), ("š", "s"))
    assert plan("Õ и", True).changed == ()
    assert plan("kõik", False).changed == ()


def test_receipts_are_asked_for_the_last_part() -> None:
    """Of the last part we want to know how it ended, of the others only that they failed; or nothing at all."""
    three = plan("a" * 400)
    asked = [
        read_message(Command.SUBMIT_SM, one).registered_delivery
        for one in bodies(three, Number(1, 1, "1"), "d", account(1))
    ]
    assert asked == [2, 2, 1]
    none = bodies(three, Number(1, 1, "1"), "d", account(1, receipts=False))
    assert [read_message(Command.SUBMIT_SM, one).registered_delivery for one in none] == [0, 0, 0]


def test_every_attempt_has_the_same_reference() -> None:
    """A message that is tried again is cut and numbered as before; another message is numbered otherwise."""
    long = plan("a" * 400)
    assert bodies(long, Number(1, 1, "1"), "d1", account(1)) == bodies(long, Number(1, 1, "1"), "d1", account(1))
    assert bodies(long, Number(1, 1, "1"), "d1", account(1)) != bodies(long, Number(1, 1, "1"), "d2", account(1))


def test_validity_and_reference_are_written() -> None:
    """What the account sets is in the PDU."""
    mine = account(1, validity_hours=50, user_reference=True, service_type="CMT")
    sent = read_message(Command.SUBMIT_SM, bodies(plan("tere"), Number(1, 1, "1"), "d1", mine)[0])
    assert (sent.validity, sent.service_type) == ("000002020000000R", "CMT")
    assert sent.number(Tag.USER_MESSAGE_REFERENCE, 2) is not None
