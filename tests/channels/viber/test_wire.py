"""What Viber's calls mean, and what we ask it to send."""

import pytest

import hoolin.channels.viber as viber
from hoolin.channels import lenient
from hoolin.channels.calling import Reply
from hoolin.channels.gathering import Meaning, Wanted, Written
from hoolin.channels.parts import part_tag
from hoolin.channels.signed import with_proof
from hoolin.channels.viber import calls, wire
from hoolin.channels.viber.manifest import SHELF_SECONDS_MAX, ViberAccount
from hoolin.channels.viber.shelf import Shelf
from hoolin.channels.written import Address, Passed, Reported, Sent
from hoolin.core.errors import NotReached
from tests.channels.around import SECRET, file, fixtures, outgoing

FILES = {one.stem: lenient.read_object(one.read_bytes()) for one in fixtures(viber)}
TOKEN = "5741311803571721095"
PERSON = "xWxFWBYHceVLi80yULnRkw=="

TEXTS = {
    "message__text": "Tere! Mu arve on vale.",
    "message__picture": "Ruuter",
    "message__file": "",
    "message__location": "📍 59.437, 24.745",
    "message__contact": "👤 Jüri · 3725554321",
    "message__sticker": "🙂 46105",
    "message__url": "🔗 https://example.com/n",
    "message__unknown_kind": "❔ hologram",
}
OTHERS: dict[str, Meaning] = {
    "delivered__one": Reported(state="delivered", reference=TOKEN),
    "seen__one": Reported(state="read", reference=TOKEN),
    "failed__one": Reported(state="failed", reference=TOKEN, code="no device"),
    "subscribed__person": Passed(why="subscribed"),
    "webhook__setting": Passed(why="webhook"),
}


def test_every_fixture_is_told() -> None:
    """Each fixture is in one of the tables."""
    assert set(FILES) == set(TEXTS) | set(OTHERS)


@pytest.mark.parametrize("name", TEXTS)
def test_what_a_person_said_is_heard(name: str) -> None:
    """Words, captions, and what is not words, from a proven sender, with a token that kept every digit."""
    found = wire.read(FILES[name], "k", SECRET)
    assert isinstance(found, Written)
    assert found.heard.text == TEXTS[name]
    assert found.heard.sender == Address(kind="viber", value=PERSON, name="Mari Maasikas", proven=True)
    assert (found.heard.language, found.heard.sent_at) == ("et", 1_800_000_000_000)
    assert found.heard.reference == str(FILES[name]["message_token"])
    assert len(found.heard.reference) == 19


@pytest.mark.parametrize("name", OTHERS)
def test_what_nobody_said(name: str) -> None:
    """Reports, and what is passed over with its reason."""
    assert wire.read(FILES[name], "k", SECRET) == OTHERS[name]


def test_files_are_wanted_where_they_lie() -> None:
    """With their own name and announced size."""
    found = wire.read(FILES["message__file"], "k", SECRET)
    assert isinstance(found, Written)
    assert found.wanted == (Wanted("https://cdn.example.com/f", "arve.pdf", "", 3_000),)


def test_delivered_and_seen_have_keys_of_their_own() -> None:
    """The token is the same; a call without one has the key of what it says."""
    keys = {wire.call_key(FILES[name], b"") for name in ("delivered__one", "seen__one", "failed__one", "message__text")}
    assert len(keys) == 4
    assert wire.call_key(FILES["delivered__one"], b"") == f"delivered:{TOKEN}:{PERSON}"
    assert wire.call_key({}, b"a") == wire.call_key({}, b"a") != wire.call_key({}, b"b")


def answering(tracking: str) -> str:
    """The delivery that an answer with this tracking data belongs to."""
    message = {"type": "text", "text": "Jah", "tracking_data": tracking}
    found = wire.read({"event": "message", "sender": {"id": PERSON}, "message": message}, "k", SECRET)
    assert isinstance(found, Written)
    return found.heard.ours


def test_tracking_data_is_ours_only_with_our_proof() -> None:
    """It went through the customer's hands: what they could have written themselves counts for nothing."""
    assert answering(with_proof(SECRET, part_tag("d-1", 3, 3))) == "d-1"
    assert answering(with_proof(SECRET, part_tag("d-1", 1, 3))) == "d-1"
    assert answering("d-1") == answering("tracking data") == answering(with_proof(b"other", "d-1")) == ""


def test_what_is_asked_for() -> None:
    """Seven thousand characters a message, signed with the person's name, else the bot's, else the operator's."""
    account = ViberAccount(token="t", name="Klienditugi", avatar="https://example.ee/a.png")
    sending = calls.messages(outgoing("viber", PERSON, "a" * 8_000, person="Jaan"), account, SECRET)
    assert [len(one.fields["text"]) for one in sending] == [7_000, 1_000]
    assert sending[0].fields["sender"] == {"name": "Jaan", "avatar": "https://example.ee/a.png"}
    assert sending[1].fields["tracking_data"] == with_proof(SECRET, "d-1")
    (one,) = calls.messages(outgoing("viber", PERSON, operator="Põhjala Mobiil"), ViberAccount(token="t"), SECRET)
    assert one.fields["sender"] == {"name": "Põhjala Mobiil"}
    (document,) = calls.messages(
        outgoing("viber", PERSON, "", files=(file("x" * 300 + ".pdf", "", b"12"),)), account, SECRET
    )
    assert (document.fields["size"], document.fields["file_name"][-5:], len(document.fields["file_name"])) == (
        2,
        "x.pdf",
        256,
    )


@pytest.mark.parametrize(
    ("body", "status", "sent"),
    [(b'{"status":0,"message_token":5741311803571721095}', 200, Sent("accepted", "", TOKEN)),
     (b'{"status":6,"status_message":"receiverNotSubscribed"}', 200, Sent("rejected", "not_subscribed")),
     (b'{"status":2,"status_message":"invalidAuthToken"}', 200, Sent("rejected", "2 invalidAuthToken")),
     (b"<html>", 200, Sent("unknown", "200")), (b"", 502, Sent("unknown", "502")), (b"", 404, Sent("rejected", "404"))],
)  # fmt: skip
def test_what_viber_answers(body: bytes, status: int, sent: Sent) -> None:
    """Viber says under status 200 how it went."""
    assert calls.judge(Reply(status, body)) == sent


def test_too_many_is_not_reached() -> None:
    """Status 12 means that it was not accepted for now."""
    with pytest.raises(NotReached):
        calls.judge(Reply(200, b'{"status":12}'))


def test_the_shelf_is_bounded_in_time_and_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is lent for an hour; when they are too much together the oldest makes room; what a browser runs is plain bytes."""
    shelf = Shelf()
    word = shelf.put(b"x", "text/html", 0.0)
    lent = shelf.get(word, 1.0)
    assert lent is not None and lent.media_type == "application/octet-stream"
    assert shelf.get(word, SHELF_SECONDS_MAX + 1) is None
    assert shelf.get("", 1.0) is None
    monkeypatch.setattr("hoolin.channels.viber.shelf.SHELF_BYTES_MAX", 10)
    first, second = shelf.put(b"12345", "image/png", 0.0), shelf.put(b"123456", "image/png", 0.0)
    assert (shelf.get(first, 1.0), shelf.get(second, 1.0)) == (None, (b"123456", "image/png", SHELF_SECONDS_MAX))
