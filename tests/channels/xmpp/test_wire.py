"""Every fixture means what it says; what others may send to mislead us does not."""

import json
from pathlib import Path

import pytest

import hoolin.channels.xmpp
from hoolin.channels.written import Heard, Passed, Reported, Understood
from hoolin.channels.xmpp import asking, wire
from hoolin.core.errors import Malformed
from hoolin.core.limits import MESSAGE_CHARACTERS_MAX

FIXTURES = sorted((Path(hoolin.channels.xmpp.__file__).parent / "fixtures").glob("*.json"))
OWN = "help@xmpp.test"
MESSAGE = "<message xmlns='jabber:client' from='{}' to='help@xmpp.test' type='chat' id='1'>{}</message>"
INNER = MESSAGE.format("mari@xmpp.test/x", "<body>hi</body>")


def flat(found: Understood, key: str) -> dict[str, object]:
    """What was understood, as a fixture says it."""
    if isinstance(found, Heard):
        return {
            "kind": "heard", "text": found.text, "sender": found.sender.value, "name": found.sender.name, "key": key,
            "language": found.language, "reference": found.reference, "answers": list(found.answers),
            "sent_at": found.sent_at,
        }  # fmt: skip
    if isinstance(found, Reported):
        return {"kind": "reported", "state": found.state, "ours": found.ours, "code": found.code}
    assert isinstance(found, Passed)
    return {"kind": "passed", "why": found.why}


@pytest.mark.parametrize("file", FIXTURES, ids=lambda file: file.stem)
def test_a_fixture_means_what_it_says(file: Path) -> None:
    """The stanza, kept and read again, is understood as the fixture says, under a key that does not change."""
    said = json.loads(file.read_text())
    stanza = wire.read(said["stanza"].encode())
    arrival = wire.unwrap(stanza, OWN)
    assert arrival is not None
    again = wire.read(wire.write(arrival.stanza))
    key = wire.key(arrival)
    assert key == wire.key(wire.Arrival(again, arrival.archived, arrival.stamp))
    found = flat(wire.understood(again, OWN, key, arrival.stamp), key)
    for name, value in said["means"].items():
        if name == "key" and value == "sha256:":
            assert str(found["key"]).startswith("sha256:")
        else:
            assert found[name] == value


def test_the_fixtures_are_there() -> None:
    """There is one for each thing that a stanza can mean."""
    assert len(FIXTURES) >= 16


@pytest.mark.parametrize(
    "body",
    [b"", b"<message", b"<!DOCTYPE m [<!ENTITY a 'b'>]><message xmlns='jabber:client'><body>&a;</body></message>",
     b"<message xmlns='jabber:client'><body>\x00</body></message>", b"<message>" + b"x" * 1_100_000 + b"</message>"],
    ids=["empty", "cut", "entities", "control", "huge"],
)  # fmt: skip
def test_what_is_no_stanza_is_refused(body: bytes) -> None:
    """Broken, too large, or with entities: refused as malformed."""
    with pytest.raises(Malformed):
        wire.read(body)


def test_only_our_own_account_may_wrap() -> None:
    """A carbon or an archived copy is believed from our own account, and from nobody who makes one up."""
    carbon = (
        "<received xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>"
        + INNER
        + "</forwarded></received>"
    )
    ours = wire.unwrap(wire.read(MESSAGE.format(OWN, carbon).encode()), OWN)
    assert ours is not None and ours.stanza.get("from") == "mari@xmpp.test/x"
    assert wire.unwrap(wire.read(MESSAGE.format("evil@xmpp.test", carbon).encode()), OWN) is None
    copy = (
        "<result xmlns='urn:xmpp:mam:2' queryid='q' id='a7'><forwarded xmlns='urn:xmpp:forward:0'>"
        "<delay xmlns='urn:xmpp:delay' stamp='2026-11-30T06:12:00Z'/>" + INNER + "</forwarded></result>"
    )
    entry = asking.archived(wire.read(MESSAGE.format(OWN, copy).encode()), OWN)
    assert entry is not None and entry[1] is not None
    assert (entry[0], entry[1].archived, entry[1].stamp) == ("q", "a7", "2026-11-30T06:12:00Z")
    evil = wire.read(MESSAGE.format("evil@xmpp.test", copy).encode())
    assert asking.archived(evil, OWN) is None and wire.unwrap(evil, OWN) is None
    sent = carbon.replace("received", "sent")
    assert wire.unwrap(wire.read(MESSAGE.format(OWN, sent).encode()), OWN) is None


def test_what_is_not_worth_keeping() -> None:
    """Somebody who only types leaves no trace."""
    typing = MESSAGE.format("mari@xmpp.test/x", "<composing xmlns='http://jabber.org/protocol/chatstates'/>")
    assert wire.unwrap(wire.read(typing.encode()), OWN) is None


def test_two_messages_without_ids_are_two() -> None:
    """Where nothing is archived, another text, another sender or another time is another key; the same is the same."""

    def key(sender: str, text: str, stamp: str = "") -> str:
        return wire.key(wire.Arrival(wire.read(MESSAGE.format(sender, f"<body>{text}</body>").encode()), "", stamp))

    assert key("a@x/1", "yes") == key("a@x/1", "yes")
    assert (
        len({key("a@x/1", "yes"), key("a@x/1", "no"), key("b@x/1", "yes"), key("a@x/1", "yes", "2026-01-01T00:00:00Z")})
        == 4
    )


def test_a_long_text_is_shortened_and_whole() -> None:
    """Its beginning is read; the whole is a file, and the letter says so."""
    text = "õ" * (MESSAGE_CHARACTERS_MAX + 5)
    stanza = wire.read(MESSAGE.format("mari@xmpp.test/x", f"<body>{text}</body>").encode())
    found = wire.understood(stanza, OWN, "k", "")
    assert isinstance(found, Heard) and found.letter is not None and found.letter.shortened
    assert len(found.text) == MESSAGE_CHARACTERS_MAX and found.files[0].body.decode() == text


@pytest.mark.parametrize(
    "stamp", ["", "yesterday", "2026-11-30T06:12:00", "0001-01-01T00:00:00Z", "9999-99-99T00:00:00Z"]
)
def test_a_time_that_is_none(stamp: str) -> None:
    """What is no time with a zone is no time."""
    assert wire.instant(stamp) == 0


def test_a_receipt_goes_to_whoever_asked() -> None:
    """A receipt is made for an ordinary message with an id that asks for one; never for a receipt or for a room."""
    ask = "<body>x</body><request xmlns='urn:xmpp:receipts'/>"
    made = wire.receipt(wire.read(MESSAGE.format("mari@xmpp.test/x", ask).encode()))
    assert made is not None and made.get("to") == "mari@xmpp.test/x"
    for no in (
        INNER,
        MESSAGE.format("m@x/x", ask).replace("chat", "groupchat"),
        MESSAGE.format("m@x/x", ask).replace("id='1'", ""),
    ):
        assert wire.receipt(wire.read(no.encode())) is None


def test_an_upload_slot_may_not_make_us_say_anything() -> None:
    """Of the headers that a slot asks for, only the allowed ones are sent, and none with a line break in it."""
    slot = asking.slot(wire.read(
        b"<iq xmlns='jabber:client'><slot xmlns='urn:xmpp:http:upload:0'><put url='https://u/p'>"
        b"<header name='Authorization'>Basic x</header><header name='Host'>evil</header>"
        b"<header name='Cookie'>a&#10;b: c</header></put><get url='https://u/g'/></slot></iq>"
    ))  # fmt: skip
    assert slot == asking.Slot("https://u/p", "https://u/g", (("Authorization", "Basic x"),))
    assert asking.slot(wire.read(b"<iq xmlns='jabber:client'/>")) is None
