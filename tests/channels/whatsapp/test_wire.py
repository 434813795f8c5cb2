"""What WhatsApp's calls mean, and what we ask it to send."""

import pytest

import hoolin.channels.whatsapp as whatsapp
from hoolin.channels import lenient
from hoolin.channels.gathering import Meaning, Wanted, Written
from hoolin.channels.parts import part_tag
from hoolin.channels.signed import with_proof
from hoolin.channels.whatsapp import calls, wire
from hoolin.channels.written import Heard, Passed, Reported
from hoolin.core.interaction.commands import Letter
from tests.channels.around import SECRET, file, fixtures, outgoing

FILES = {one.stem: lenient.read_object(one.read_bytes()) for one in fixtures(whatsapp)}
NUMBER = "1122334455667"
PERSON = "EE.13491208655302741918"
OURS = "wamid.ours"

TEXTS = {
    "message__text": "Tere! Mu arve on vale.",
    "message__number_only": "Tere",
    "message__hidden_number": "Tere",
    "message__image": "Ruuter",
    "message__document": "",
    "message__location": "📍 59.437, 24.745 · Viru keskus · Viru väljak 4",
    "message__contacts": "👤 Jüri Tamm · +372 555 4321",
    "message__reaction": "👍",
    "message__edit": "✏️ Mu arve 12 on vale.",
    "message__deleted": "🗑️",
    "message__unknown_kind": "❔ hologram\nUus asi",
    "message__reply": "See.",
    "message__form": "Sent\nnumber: 12\nstars: 5",
}
OTHERS: dict[str, tuple[Meaning, ...]] = {
    "message__other_number": (Passed(why="other_number"),),
    "status__delivered": (Reported(state="delivered", reference=OURS),),
    "status__failed_window": (Reported(state="failed", reference=OURS, code="window_closed"),),
}


def read(name: str) -> tuple[Meaning, ...]:
    """What a fixture means."""
    return wire.read(FILES[name], NUMBER, SECRET)


def heard(name: str) -> Heard:
    """What was heard of a fixture of one message."""
    (found,) = read(name)
    assert isinstance(found, Written)
    return found.heard


def test_every_fixture_is_told() -> None:
    """Each fixture is in one of the tables."""
    assert set(FILES) == set(TEXTS) | set(OTHERS) | {"batch__two_and_status"}


@pytest.mark.parametrize("name", TEXTS)
def test_what_a_person_said_is_heard(name: str) -> None:
    """Words, captions and what is not words are heard, each under its own key."""
    found = heard(name)
    assert (found.text, found.sender.proven, found.sender.kind) == (TEXTS[name], True, "whatsapp")
    assert found.key == f"{NUMBER}:{found.reference}"
    assert found.sent_at == 1_800_000_000_000


@pytest.mark.parametrize("name", OTHERS)
def test_what_nobody_said(name: str) -> None:
    """Reports, and what is for another number."""
    assert read(name) == OTHERS[name]


def test_a_customer_is_known_by_the_id_that_is_theirs() -> None:
    """The business-scoped id where there is one, else the number; the answer goes to the number while it is known."""
    known = {
        name: (one.sender.value, one.thread)
        for name in ("message__text", "message__number_only", "message__hidden_number")
        for one in [heard(name)]
    }
    assert known == {
        "message__text": (PERSON, "3725551234"),
        "message__number_only": ("3725551234", "3725551234"),
        "message__hidden_number": (PERSON, ""),
    }
    assert heard("message__text").sender.name == "Mari Maasikas"


def test_what_is_referred_to() -> None:
    """A reply, a reaction, an edit and a deletion each name the message they are about."""
    about = {name: heard(f"message__{name}").answers for name in ("reply", "reaction", "edit", "deleted")}
    assert about == {"reply": (OURS,), "reaction": (OURS,), "edit": ("wamid.m1",), "deleted": ("wamid.m1",)}


def test_files_are_wanted_by_their_id() -> None:
    """A document bears its own name, a picture one of ours."""
    (image,), (document,) = read("message__image"), read("message__document")
    assert isinstance(image, Written) and isinstance(document, Written)
    assert image.wanted == (Wanted("65463453", "image.jpg", "image/jpeg", 0),)
    assert document.wanted == (Wanted("65463454", "arve.pdf", "application/pdf", 0),)


def test_a_batch_has_one_key_in_any_order() -> None:
    """Messages and statuses of a call are told apart; called again in another order it is the same call."""
    call = FILES["batch__two_and_status"]
    first, second, status = read("batch__two_and_status")
    assert isinstance(first, Written) and isinstance(second, Written)
    assert first.heard.key != second.heard.key
    assert status == Reported(state="read", reference=OURS)
    key = wire.call_key(wire.changes(call), b"")
    call["entry"][0]["changes"][0]["value"]["messages"].reverse()
    assert wire.call_key(wire.changes(call), b"x") == key
    del call["entry"][0]["changes"][0]["value"]["messages"][0]
    assert wire.call_key(wire.changes(call), b"") != key


def status(state: str, tag: str) -> tuple[Meaning, ...]:
    """What a status with a tag means."""
    value = {
        "metadata": {"phone_number_id": NUMBER},
        "statuses": [{"id": OURS, "status": state, "biz_opaque_callback_data": tag}],
    }
    return wire.read({"entry": [{"changes": [{"field": "messages", "value": value}]}]}, NUMBER, SECRET)


def test_a_status_names_our_delivery() -> None:
    """Proven, it is ours; anybody else's data is not; of a part that is not the last only a failure counts."""
    mark = with_proof(SECRET, part_tag("d-1", 2, 2))
    assert status("sent", mark) == (Reported(state="accepted", ours="d-1", reference=OURS),)
    assert status("played", "somebody's") == (Reported(state="read", reference=OURS),)
    first = with_proof(SECRET, part_tag("d-1", 1, 2))
    assert status("read", first) == (Passed(why="part"),)
    assert status("failed", first) == (Reported(state="failed", ours="d-1", reference=OURS),)
    assert status("exploded", mark) == (Passed(why="unknown_status:exploded"),)


def test_what_is_asked_for() -> None:
    """Text, then files by kind and size; only the first refers, only the last bears the delivery alone."""
    files = (
        file("a.jpg", "image/jpeg", b"x"),
        file("b.jpg", "image/jpeg", b"x" * 6_000_000),
        file("c.pdf", "application/pdf", b"x"),
    )
    sending = calls.messages(outgoing("whatsapp", PERSON, "a" * 5_000, files=files, answers=("wamid.m1",)), SECRET)
    assert [one.kind for one in sending] == ["text", "text", "image", "document", "document"]
    assert [one.fields.get("context") for one in sending] == [{"message_id": "wamid.m1"}, None, None, None, None]
    assert sending[-1].fields["biz_opaque_callback_data"] == with_proof(SECRET, "d-1")
    assert all(one.fields["recipient"] == PERSON and "to" not in one.fields for one in sending)
    assert calls.with_media(sending[3], "m9")["document"] == {"id": "m9", "filename": "b.jpg"}
    assert calls.receiver(outgoing("whatsapp", PERSON, thread="3725551234")) == {"to": "3725551234"}


def test_a_template_is_asked_for_alone() -> None:
    """Its name, its language (the conversation's, or its own) and its values in order."""
    letter = Letter(template="order_ready", values=("12", "Mari"))
    (one,) = calls.messages(outgoing("whatsapp", PERSON, "Teie tellimus", letter=letter), SECRET)
    body = [{"type": "text", "text": "12"}, {"type": "text", "text": "Mari"}]
    wanted = {"name": "order_ready", "language": {"code": "et"}, "components": [{"type": "body", "parameters": body}]}
    assert one.fields["template"] == wanted
    plain = calls.template(outgoing("whatsapp", PERSON, letter=Letter(template="hello:en_US")))
    assert plain == {"name": "hello", "language": {"code": "en_US"}}
