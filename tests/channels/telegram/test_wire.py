"""What Telegram's updates mean."""

import json

import pytest

import hoolin.channels.telegram as telegram
from hoolin.channels import lenient
from hoolin.channels.gathering import Meaning, Wanted, Written
from hoolin.channels.telegram import content, wire
from hoolin.channels.written import Heard, Passed
from tests.channels.around import fixtures
from tests.channels.real_inputs import needs_real_inputs
from tests.channels.telegram import schema

FILES = {file.stem: lenient.read_object(file.read_bytes()) for file in fixtures(telegram)}
CHAT = "5000000001"

TEXTS = {
    "message__text": "Tere! Mu arve on vale.",
    "message__reply": "See siin.",
    "message__photo": "Ruuter",
    "message__document": "",
    "message__voice": "",
    "message__sticker_moving": "😀",
    "message__venue": "📍 59.437, 24.745 · Viru keskus · Viru väljak 4",
    "message__contact": "👤 Jüri Tamm · +3725551234",
    "message__forwarded": "↪️ Keegi\nTeie leping lõpeb.",
    "message__poll": "📊 Millal?\n– Täna\n– Homme",
    "message__unknown_kind": "❔ hologram\nUus asi\nesimene\nteine",
    "edited__text": "✏️ Tere! Mu arve 12 on vale.",
    "callback__button": "Jah",
    "reaction__thumb": "👍",
    "message__as_in_2017": "old",
    "message__start_code": "HL-7QM2X-9PXFA",
}
WHY = {
    "message__start": "start",
    "message__notice": "notice:pinned_message",
    "message__group": "group",
    "reaction__removed": "reaction_removed",
    "blocked__by_person": "unknown_event:my_chat_member",
}


def read(name: str, groups: bool = False) -> Meaning:
    """What a fixture means."""
    return wire.read(FILES[name], "the-key", groups)


def heard(name: str) -> Heard:
    """What was heard of a fixture."""
    found = read(name)
    assert isinstance(found, Written)
    return found.heard


def test_every_fixture_is_told() -> None:
    """Each fixture is in one of the two tables below."""
    assert set(FILES) == set(TEXTS) | set(WHY)


@pytest.mark.parametrize("name", TEXTS)
def test_what_a_person_said_is_heard(name: str) -> None:
    """Words, captions and what is not words are heard, from a proven sender."""
    found = heard(name)
    assert found.text == TEXTS[name]
    assert (found.sender.kind, found.sender.proven) == ("telegram", True)


@pytest.mark.parametrize("name", WHY)
def test_what_nobody_said_is_passed_over(name: str) -> None:
    """Telegram's own notices, a first press of Start and a taken-back reaction come to nothing, and say why."""
    assert read(name) == Passed(why=WHY[name])


def test_a_message_carries_who_where_and_when() -> None:
    """The sender's name and language, the chat an answer goes to, and ids that hold for the whole account."""
    found = heard("message__reply")
    assert found.sender.name == "Mari Maasikas"
    assert (found.thread, found.language) == (CHAT, "et")
    assert (found.key, found.reference, found.answers) == (f"{CHAT}:2", f"{CHAT}:2", (f"{CHAT}:1",))
    assert found.sent_at == 1_800_000_000_000


def test_an_edit_is_an_event_of_its_own() -> None:
    """It has another key than the message, and refers to it."""
    found = heard("edited__text")
    assert (found.key, found.answers) == (f"{CHAT}:15:1800000060", (f"{CHAT}:15",))


def test_the_largest_photo_and_a_still_picture_are_wanted() -> None:
    """Of a photo's sizes the largest is fetched, of a moving sticker the still picture, of a document its own name."""
    wanted = {}
    for name in ("message__photo", "message__sticker_moving", "message__document", "message__voice"):
        found = read(name)
        assert isinstance(found, Written)
        wanted[name] = found.wanted
    assert wanted["message__photo"] == (Wanted("large", "photo.jpg", "image/jpeg", 120_000),)
    assert wanted["message__sticker_moving"] == (Wanted("thumb", "sticker.webp", "image/webp", 0),)
    assert wanted["message__document"] == (Wanted("doc", "arve.pdf", "application/pdf", 3_000),)
    assert wanted["message__voice"] == (Wanted("voc", "voice.ogg", "audio/ogg", 900),)


def test_a_group_is_heard_when_it_is_wanted() -> None:
    """With `groups` the answer goes to the group."""
    found = read("message__group", groups=True)
    assert isinstance(found, Written)
    assert (found.heard.thread, found.heard.sender.value) == ("-1001305240521", CHAT)


def test_an_update_without_a_number_has_a_key() -> None:
    """An update's key is the bot and its number; without a number the key is of what it says."""
    assert wire.update_key("12", {"update_id": 7}, b"x") == "12:7"
    assert wire.update_key("12", {}, b"x") == wire.update_key("12", {}, b"x") != wire.update_key("12", {}, b"y")


@needs_real_inputs
def test_the_tables_know_every_field_of_the_schema() -> None:
    """Each field of a message that the Bot API describes is about it, a notice, a kind that is read, or words; or is known to be left."""
    fields = {one["name"] for one in schema.described()["Message"]["annotations"]}
    known = content.ABOUT | content.NOTICES | set(content.KINDS) | {"text", "caption"}
    assert fields - known == {"rich_message", "live_photo", "paid_media", "story", "checklist"}


@needs_real_inputs
@pytest.mark.parametrize("name", sorted(set(FILES) - {"message__unknown_kind", "message__as_in_2017"}))
def test_the_fixtures_are_what_telegram_describes(name: str) -> None:
    """Each of our own updates breaks no rule of the schema, but for the two that are meant to."""
    assert schema.of_type("Update", FILES[name]) == []


@needs_real_inputs
def test_the_schema_finds_what_is_wrong() -> None:
    """A missing, a misspelt and a mistyped field are each found, so that finding nothing means something."""
    good = FILES["message__text"]
    assert schema.of_type("Update", {"message": good["message"]}) == ["Update.update_id: missing"]
    assert schema.of_type("Update", {**good, "massage": 1}) == ["Update.massage: unknown"]
    assert schema.of_type("Update", {**good, "update_id": "7"}) == ["Update.update_id: str is no Integer"]
    assert schema.of_call("sendMessage", {"chat_id": 1}) == ["sendMessage.text: missing"]
    assert schema.of_call("sendPigeon", {}) == ["sendPigeon: no such method"]


def test_an_id_never_becomes_a_float() -> None:
    """Ids larger than a floating number holds keep every digit."""
    body = json.dumps(
        {"message": {"message_id": 2**62 + 1, "from": {"id": 2**60 + 1}, "chat": {"id": -(2**61) - 1}, "text": "x"}}
    )
    found = wire.read(lenient.read_object(body.encode()), "k", groups=True)
    assert isinstance(found, Written)
    assert found.heard.sender.value == str(2**60 + 1)
    assert found.heard.reference == f"{-(2**61) - 1}:{2**62 + 1}"
