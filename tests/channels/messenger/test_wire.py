"""What calls of Messenger and Instagram mean, and what we ask them to send."""

import pytest

import hoolin.channels.messenger as messenger
from hoolin.channels import lenient
from hoolin.channels.gathering import Meaning, Wanted, Written
from hoolin.channels.messenger import calls, wire
from hoolin.channels.signed import with_proof
from hoolin.channels.written import Address, Heard, Passed, ReadUpTo, Reported
from tests.channels.around import SECRET, file, fixtures, outgoing
from tests.channels.graph_api import APP_ID, PAGE

FILES = {one.stem: lenient.read_object(one.read_bytes()) for one in fixtures(messenger)}
READER = wire.Reader("messenger", PAGE, APP_ID, SECRET)
PERSON = "1423587017700273"
CODE = "HL-7QM2X-9PXFA"

HEARD = {
    "message__text": ("Tere! Mu arve on vale.", "m_1", ()),
    "message__reply": ("See.", "m_2", ("m_ours",)),
    "message__two_images": ("", "m_3", ()),
    "message__like": ("👍", "m_4", ()),
    "message__location": ("📍 59.437, 24.745 · Viru", "m_5", ()),
    "message__deleted": ("🗑️", "m_1:deleted", ("m_1",)),
    "message__shared": ("🔗 Uudis · https://example.com/n", "m_6", ()),
    "edit__text": ("✏️ Mu arve 12 on vale.", "m_1:edit:1", ("m_1",)),
    "reaction__love": ("❤", "m_ours:reaction:1800000000000", ("m_ours",)),
    "postback__button": ("Jah", "m_7", ()),
    "postback__code": (f"Alusta\n{CODE}", "m_9", ()),
    "message__code": (f"Tere!\n{CODE}", "m_10", ()),
    "referral__code": (CODE, wire._digest(FILES["referral__code"]["entry"][0]["messaging"][0]), ()),
}
"""Text, key, and what is referred to."""

OTHERS: dict[str, tuple[Meaning, ...]] = {
    "reaction__removed": (Passed(why="reaction_removed"),),
    "delivery__mids": (
        Reported(state="delivered", reference="m_ours"),
        Reported(state="delivered", reference="m_ours2"),
    ),
    "delivery__watermark": (Passed(why="delivered_up_to"),),
    "read__watermark": (ReadUpTo(sender=Address(kind="messenger", value=PERSON, proven=True), at=1_800_000_000_000),),
    "read__instagram": (Reported(state="read", reference="m_ours"),),
    "echo__other": (Passed(why="echo_other"),),
    "standby__message": (Passed(why="standby"),),
    "referral__campaign": (Passed(why="referral"),),
    "unknown__event": (Passed(why="unknown_event:hologram"),),
}


def heard(name: str) -> Heard:
    """What was heard of a fixture."""
    (found,) = wire.read(FILES[name], READER)
    assert isinstance(found, Written)
    return found.heard


def test_every_fixture_is_told() -> None:
    """Each fixture is in one of the tables."""
    assert set(FILES) == set(HEARD) | set(OTHERS)


@pytest.mark.parametrize("name", HEARD)
def test_what_a_person_said_is_heard(name: str) -> None:
    """Words, and what is not words, each under its own key, with what it refers to."""
    found = heard(name)
    assert (found.text, found.key, found.answers) == HEARD[name]
    assert found.sender == Address(kind="messenger", value=PERSON, proven=True)
    assert found.sent_at == 1_800_000_000_000


@pytest.mark.parametrize("name", OTHERS)
def test_what_nobody_said(name: str) -> None:
    """Reports, watermarks, and what is passed over with its reason."""
    assert wire.read(FILES[name], READER) == OTHERS[name]


def test_pictures_are_wanted_where_they_lie() -> None:
    """Each by its address, named as the address says where it says something."""
    (found,) = wire.read(FILES["message__two_images"], READER)
    assert isinstance(found, Written)
    assert found.wanted == (
        Wanted("https://cdn.example.com/a/photo.jpg?x=1", "photo.jpg"),
        Wanted("https://cdn.example.com/b", "image.jpg"),
    )


def echo(app: object, **more: str) -> tuple[Meaning, ...]:
    """What an echo of our page means."""
    message = {"mid": "m_8", "is_echo": True, "app_id": app, "text": "x", **more}
    event = {"sender": {"id": PAGE}, "recipient": {"id": PERSON}, "message": message}
    return wire.read({"object": "page", "entry": [{"id": PAGE, "messaging": [event]}]}, READER)


def test_an_echo_of_ours_confirms_what_we_sent() -> None:
    """Our app's id and our proof together, the id as text or number; neither alone, and never as words of the customer's."""
    mark = with_proof(SECRET, "d-1")
    confirmed = (Reported(state="accepted", ours="d-1", reference="m_8"),)
    assert echo(int(APP_ID), metadata=mark) == echo(APP_ID, metadata=mark) == confirmed
    assert echo(APP_ID) == echo(APP_ID, metadata="d-1") == (Passed(why="echo"),)
    assert echo(1, metadata=mark) == (Passed(why="echo_other"),)


def test_another_pages_events_are_left_to_it() -> None:
    """A call may hold several pages' events; each account reads its own."""
    call = {
        "entry": [*FILES["message__text"]["entry"], {"id": "1", "messaging": [{"message": {"mid": "x", "text": "y"}}]}]
    }
    mine, other = wire.read(call, READER)
    assert isinstance(mine, Written)
    assert other == Passed(why="other_page")


def test_a_call_has_one_key_in_any_order() -> None:
    """Two events in another order are the same call; a changed one is not."""
    first, second = FILES["message__text"]["entry"][0]["messaging"] + FILES["message__reply"]["entry"][0]["messaging"]

    def key(*events: dict[str, object]) -> str:
        return wire.call_key([(PAGE, "messaging", event) for event in events], b"")

    assert key(first, second) == key(second, first)
    assert key(first) != key(second)


def test_what_is_asked_for() -> None:
    """Two thousand characters a message on Messenger, a thousand bytes on Instagram; the last one bears our mark."""
    out = outgoing("messenger", PERSON, "õ" * 3_000, answers=("m_1",))
    sending = calls.messages(out, False, SECRET)
    assert [len(one.body["text"]) for one in sending] == [2_000, 1_000]
    assert [one.body.get("metadata") for one in sending] == [None, with_proof(SECRET, "d-1")]
    assert [one.fields.get("reply_to") for one in sending] == [{"mid": "m_1"}, None]
    instagram = calls.messages(out, True, SECRET)
    assert [len(one.body["text"].encode()) for one in instagram] == [1_000] * 6
    assert all("metadata" not in one.body for one in instagram)


def test_files_by_platform() -> None:
    """Messenger takes anything up to 25 MiB; Instagram pictures, sound, film and PDF; names are made ASCII."""
    pdf, word = file("arve ä.pdf", "application/pdf", b"x"), file("a.docx", "application/msword", b"x")
    assert [calls.refusal(one, True) for one in (pdf, word)] == ["", "file_type"]
    assert calls.refusal(word, False) == ""
    assert calls.refusal(word._replace(size=30 << 20), False) == "file_too_large"
    assert calls.refusal(file("a", "image/png", b"")._replace(size=9 << 20), True) == "file_too_large"
    assert [calls.upload_name(one) for one in (pdf, file("ш.jpg", "", b""), file("ш", "", b""))] == [
        "arve.pdf",
        "file.jpg",
        "file",
    ]
    (one,) = calls.messages(outgoing("messenger", PERSON, "", files=(pdf,)), True, SECRET)
    assert calls.filled(one, "7", True)["message"] == {"attachment": {"type": "MEDIA_SHARE", "payload": {"id": "7"}}}
    assert calls.filled(one, "7", False)["message"]["attachment"] == {"type": "file", "payload": {"attachment_id": "7"}}
