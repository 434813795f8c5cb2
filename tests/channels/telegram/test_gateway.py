"""Telegram's gateway against a Bot API server that is held to Telegram's own schema."""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest

from hoolin.channels import calling, fetching
from hoolin.channels.gathering import WAIT_MS_MAX
from hoolin.channels.telegram.bot import Bot
from hoolin.channels.telegram.gateway import TelegramGateway
from hoolin.channels.telegram.manifest import TelegramAccount
from hoolin.channels.telegram.polling import IDLE_SECONDS_MIN, Polling
from hoolin.channels.written import Finding, Heard, HookRequest, Passed, Raw, Sent
from hoolin.core.errors import Defect, Invalid, Malformed, NotAllowed, NotFound, NotReached, PeerError
from tests.channels.around import NOW, House, file, outgoing, raw, telegram
from tests.channels.double import Answer, said
from tests.channels.telegram.bot_api import TOKEN, BotApi, message

TEXT = message(1, text="Tere!")


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """A Bot API server; whatever breaks the schema in either direction fails the test."""
    async with BotApi() as double:
        yield double
    assert double.wrong == []


@pytest.fixture
def house() -> House:
    """The house that keeps."""
    return House()


@pytest.fixture
async def gateway(api: BotApi, house: House) -> AsyncIterator[TelegramGateway]:
    """A gateway with one bot."""
    one = made(api, house)
    yield one
    await one.stop()


def made(api: BotApi, house: House, public_url: str | None = None, **more: Any) -> TelegramGateway:
    """A gateway with one bot."""
    account = TelegramAccount(token=TOKEN, api_url=api.url, **more)
    around = house.around() if public_url is None else house.around(public_url)
    return TelegramGateway(around, {"main": account})


# ── in ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_an_update_is_kept_as_it_came(gateway: TelegramGateway, house: House) -> None:
    """The body is kept to the byte, under the bot's and the update's number, before the answer; again it is the same key."""
    call = telegram(TEXT, gateway.hook_secret("main"))
    assert (await gateway.hook("main", call)).status == 200
    assert (await gateway.hook("main", call)).status == 200
    assert house.kept[0].body == call.body
    assert house.asked == ["123456789:900000001"] * 2
    assert len(house.kept) == 1


@pytest.mark.parametrize("secret", ["", "wrong", "\udcff"])
async def test_whoever_does_not_know_the_word_is_refused(gateway: TelegramGateway, house: House, secret: str) -> None:
    """A wrong word and none at all: nothing is kept, nothing is read."""
    with pytest.raises(NotAllowed):
        await gateway.hook("main", telegram(TEXT, secret, b"not even JSON"))
    assert house.asked == []


async def test_what_cannot_be_kept_is_not_acknowledged(gateway: TelegramGateway, house: House) -> None:
    """When the disk refuses, Telegram is not told that we have it."""
    house.broken = True
    with pytest.raises(Defect):
        await gateway.hook("main", telegram(TEXT, gateway.hook_secret("main")))


async def test_the_hook_refuses_what_it_does_not_know(gateway: TelegramGateway, api: BotApi, house: House) -> None:
    """An unknown account, another method, a body that is no JSON object, and a bot that asks by itself."""
    secret = gateway.hook_secret("main")
    with pytest.raises(NotFound):
        await gateway.hook("other", telegram(TEXT, secret))
    assert (await gateway.hook("main", HookRequest("GET", telegram(TEXT, secret).headers, {}, b""))).status == 405
    for body in (b"", b"[1]", b"{", b"[" * 100_000, b'{"update_id": NaN}', b"\xff\xfe"):
        with pytest.raises(Malformed):
            await gateway.hook("main", telegram(None, secret, body))
    polls = made(api, house, receive="polling")
    with pytest.raises(NotAllowed):
        await polls.hook("main", telegram(TEXT, secret))
    await polls.stop()
    assert house.asked == []


async def test_a_photo_is_fetched(gateway: TelegramGateway, api: BotApi) -> None:
    """The file comes with the message, under a name."""
    api.files["photos/large.jpg"] = b"\xff\xd8 a picture"
    update = message(3, caption="Ruuter", photo=[{"file_id": "large", "file_unique_id": "l", "width": 9, "height": 9}])
    (heard,) = await gateway.understand(raw(api.tell(update)))
    assert isinstance(heard, Heard)
    assert heard.text == "Ruuter"
    assert [(one.name, one.media_type, one.body) for one in heard.files] == [
        ("photo.jpg", "image/jpeg", b"\xff\xd8 a picture")
    ]


def document(**more: Any) -> dict[str, Any]:
    """An update with a document."""
    return message(4, document={"file_id": "doc", "file_unique_id": "d", "file_name": "arve.pdf", **more})


async def test_a_file_that_is_too_large_is_said_in_the_text(
    gateway: TelegramGateway, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Announced, found out by Telegram, or found out while it comes: the words are heard, and what is missing is said."""
    (announced,) = await gateway.understand(raw(document(file_size=90 << 20)))
    assert isinstance(announced, Heard)
    assert announced.text == "📎 arve.pdf · ⚠ 90.0 MB > 25.0 MB"
    assert api.asked("/getFile") == []
    api.sizes["doc"] = 90 << 20
    (told,) = await gateway.understand(raw(document()))
    assert isinstance(told, Heard)
    assert told.text == "📎 arve.pdf · ⚠ > 25.0 MB"
    api.sizes.clear()
    api.files["photos/doc.jpg"] = b"x" * 5_000
    monkeypatch.setattr("hoolin.channels.telegram.bot.FILE_BYTES_MAX", 4_999)
    (found,) = await gateway.understand(raw(document()))
    assert isinstance(found, Heard)
    assert (found.files, "⚠" in found.text) == ((), True)


async def test_a_file_that_cannot_be_had_now_is_waited_for(gateway: TelegramGateway, api: BotApi, house: House) -> None:
    """A server error is worth another time; after half an hour the words come without the file, which is said."""
    for fault in (Answer(502), "drop", "drop_midway"):
        api.files["photos/doc.jpg"] = b"x"
        api.faults.append(("/file/", fault))
        with pytest.raises(NotReached):
            await gateway.understand(raw(document()))
    (heard,) = await gateway.understand(raw(document()))
    assert isinstance(heard, Heard) and len(heard.files) == 1
    house.now = NOW + WAIT_MS_MAX + 1
    api.faults.append(("/file/", Answer(502)))
    (late,) = await gateway.understand(raw(document()))
    assert isinstance(late, Heard)
    assert (late.files, late.text) == ((), "📎 arve.pdf · ⚠ file_502")


async def test_a_file_that_trickles_is_given_up(
    gateway: TelegramGateway, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that sends a byte now and then does not hold us for ever."""
    monkeypatch.setattr(fetching, "FILE_SECONDS_MAX", 0.3)
    api.files["photos/doc.jpg"] = b"x"
    api.faults.append(("/file/", "trickle"))
    with pytest.raises(NotReached):
        await asyncio.wait_for(gateway.understand(raw(document())), 90)


async def test_a_redirect_into_our_own_network_is_refused(gateway: TelegramGateway, api: BotApi) -> None:
    """Wherever the provider's server points, what is not the open internet is not asked."""
    async with BotApi() as inner:
        for where in (
            inner.url,
            "http://169.254.169.254/",
            "http://[::1]/",
            "http://0x7f000001/",
            "file:///etc/passwd",
        ):
            api.faults.append(("/file/", Answer(302, b"", {"location": where})))
            (heard,) = await gateway.understand(raw(document()))
            assert isinstance(heard, Heard)
            assert heard.text == "📎 arve.pdf · ⚠ refused", where
        assert inner.calls == []


# ── out ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_message_goes_out(gateway: TelegramGateway, api: BotApi) -> None:
    """It goes to the chat, refers to what it answers, and its reference is the chat and the number."""
    out = outgoing("telegram", "5", "Tere, Mari!", thread="5000000001", answers=("5000000001:7", "5000000001:6"))
    assert await gateway.send(out) == Sent("accepted", "", "5000000001:1001")
    assert api.sent == [
        {"chat_id": 5_000_000_001, "text": "Tere, Mari!",
         "reply_parameters": {"message_id": 7, "allow_sending_without_reply": True}}
    ]  # fmt: skip


async def test_a_long_text_goes_in_parts(gateway: TelegramGateway, api: BotApi) -> None:
    """Each part is as long as Telegram allows at most, cut between words; every part's reference is kept."""
    text = " ".join(f"sõna{number}" for number in range(1_200))
    sent = await gateway.send(outgoing("telegram", "5", text))
    assert sent == Sent("accepted", "", "5:1001 5:1002 5:1003")
    assert all(len(one["text"]) <= 4_096 for one in api.sent)
    assert " ".join(one["text"] for one in api.sent) == text


async def test_files_are_uploaded(gateway: TelegramGateway, api: BotApi) -> None:
    """A picture goes as one, anything else as a document, with name and bytes."""
    files = (file("ü.jpg", "image/jpeg", b"j" * 2_500), file("arve.pdf", "application/pdf", b"%PDF"))
    assert (await gateway.send(outgoing("telegram", "5", "", files=files))).ending == "accepted"
    photo, document = api.asked("/sendPhoto")[0].form, api.asked("/sendDocument")[0].form
    assert photo["photo"] == ("ü.jpg", "image/jpeg", b"j" * 2_500)
    assert document["document"] == ("arve.pdf", "application/pdf", b"%PDF")
    assert document["chat_id"] == "5"


def refused(status: int, description: str, **parameters: object) -> Answer:
    """An error as Telegram tells it."""
    return said({"ok": False, "error_code": status, "description": description, "parameters": parameters}, status)


async def test_a_refusal_is_rejected_with_telegrams_word(gateway: TelegramGateway, api: BotApi) -> None:
    """Blocked by the person, a chat that does not exist: final, and said."""
    api.faults.append(("/sendMessage", refused(403, "Forbidden: bot was blocked by the user")))
    assert await gateway.send(outgoing("telegram", "5")) == Sent(
        "rejected", "403 Forbidden: bot was blocked by the user"
    )
    api.faults.append(("/sendMessage", refused(400, "Bad Request: chat not found")))
    assert await gateway.send(outgoing("telegram", "6")) == Sent("rejected", "400 Bad Request: chat not found")


async def test_throttling_is_not_reached_and_paces_the_chat(gateway: TelegramGateway, api: BotApi) -> None:
    """After 429 the chat rests for as long as Telegram said, without a call; another chat goes on."""
    api.faults.append(("/sendMessage", refused(429, "Too Many Requests: retry after 30", retry_after=30)))
    with pytest.raises(NotReached, match="throttled"):
        await gateway.send(outgoing("telegram", "5"))
    with pytest.raises(NotReached, match="paced"):
        await gateway.send(outgoing("telegram", "5"))
    assert (await gateway.send(outgoing("telegram", "6"))).ending == "accepted"
    assert len(api.asked("/sendMessage")) == 2


async def test_a_group_that_moved_is_followed(gateway: TelegramGateway, api: BotApi) -> None:
    """The message goes to the new chat, once, and the next one goes there at once."""
    api.moved[-5] = -1_001_305_240_521
    assert await gateway.send(outgoing("telegram", "1", thread="-5")) == Sent("accepted", "", "-1001305240521:1001")
    assert (await gateway.send(outgoing("telegram", "1", thread="-5"))).ending == "accepted"
    assert [one["chat_id"] for one in api.sent] == [-1_001_305_240_521] * 2
    assert len(api.asked("/sendMessage")) == 3


@pytest.mark.parametrize(
    ("fault", "code"),
    [("drop", "remote_protocol_error"), ("drop_midway", "remote_protocol_error"), ("garbage", "remote_protocol_error"),
     (Answer(500), "500"), (Answer(502, b"<html>"), "502"), (Answer(200, b"<html>"), "200"), ("hang", "timed_out"),
     ("trickle", "timed_out")],
)  # fmt: skip
async def test_what_may_have_arrived_is_unknown(
    gateway: TelegramGateway, api: BotApi, monkeypatch: pytest.MonkeyPatch, fault: Any, code: str
) -> None:
    """The request was written and no clear answer came: unknown, and sent once."""
    monkeypatch.setattr(calling, "CALL_SECONDS_MAX", 0.5)
    api.faults.append(("/sendMessage", fault))
    sent = await gateway.send(outgoing("telegram", "5"))
    assert (sent.ending, sent.code) == ("unknown", code)
    assert len(api.asked("/sendMessage")) == 1


async def test_an_error_after_the_first_part_is_unknown(gateway: TelegramGateway, api: BotApi) -> None:
    """The first part is with the customer: whatever the second meets, throttling too, the whole is not sent again."""
    text = "a" * 4_096 + " " + "b" * 10
    for fault in (refused(429, "Too Many Requests", retry_after=1), refused(400, "Bad Request"), Answer(500)):
        api.sent.clear()
        api.faults.extend(
            [
                ("/sendMessage", said({"ok": True, "result": {"message_id": 9, "chat": {"id": 5}}})),
                ("/sendMessage", fault),
            ]
        )
        sent = await gateway.send(outgoing("telegram", str(hash(fault.body)), text))
        assert (sent.ending, sent.reference) == ("unknown", "5:9")
        assert sent.code.startswith("part_2_of_2:")


async def test_nobody_there_is_not_reached(house: House) -> None:
    """A server that is not there got nothing, so it may be tried again."""
    async with BotApi() as gone:
        url = gone.url
    gateway = TelegramGateway(house.around(), {"main": TelegramAccount(token=TOKEN, api_url=url)})
    with pytest.raises(NotReached):
        await gateway.send(outgoing("telegram", "5"))
    found = await gateway.check("main")
    assert [(one.well, one.what) for one in found] == [(False, "reachable")]
    await gateway.stop()


# ── polling ─────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_polling_keeps_before_it_moves_on(api: BotApi, house: House) -> None:
    """What cannot be kept is asked for again; what was kept is confirmed by the next offset, and not before."""
    api.webhook["url"] = "https://elsewhere.example"
    for number in (1, 2, 3):
        api.tell(message(number, text=str(number)))
    gateway = made(api, house, receive="polling")
    await gateway.start()
    try:
        await api.until(lambda: len(house.kept) == 3 and not api.waiting)
    finally:
        await gateway.stop()
    assert [one.key for one in house.kept] == [f"123456789:90000000{number}" for number in (1, 2, 3)]
    offsets = [call.json.get("offset") for call in api.asked("/getUpdates")]
    assert (offsets[0], offsets[1]) == (None, 900_000_004)
    assert api.webhook["url"] == ""
    (heard,) = await gateway.understand(house.kept[0])
    assert isinstance(heard, Heard) and heard.text == "1"


async def test_polling_goes_on_after_faults(api: BotApi, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A conflict, a dropped answer, a wrong token for a while: pauses, and then everything is there."""
    monkeypatch.setattr("hoolin.channels.trying.PAUSES_SECONDS", (0.01,))
    api.faults.extend(
        [
            ("/getUpdates", refused(409, "Conflict: terminated by other getUpdates")),
            ("/getUpdates", "drop"),
            ("/getUpdates", refused(401, "Unauthorized")),
        ]
    )
    api.tell(message(1, text="x"))
    gateway = made(api, house, receive="polling")
    await gateway.start()
    try:
        await api.until(lambda: bool(house.kept))
    finally:
        await gateway.stop()


async def test_polling_never_runs_in_circles(api: BotApi, house: House) -> None:
    """An answer that moves nothing on is trouble, one that comes empty at once is waited after, and the last number is confirmed."""
    client = calling.open_client()
    polling = Polling(house.around(), "main", Bot(client, TelegramAccount(token=TOKEN, api_url=api.url)))
    api.faults.append(("/getUpdates", said({"ok": True, "result": [{"message": {"text": "x"}}]})))
    with pytest.raises(PeerError, match="offset_stands_still"):
        await polling.once()
    loop = asyncio.get_running_loop()
    begun = loop.time()
    await polling.once()
    assert loop.time() - begun >= IDLE_SECONDS_MIN
    again = [{"update_id": 900_000_000}, {"update_id": 17}]
    api.faults.append(("/getUpdates", said({"ok": True, "result": again})))
    await polling.once()
    assert polling.offset == 18
    await client.aclose()


async def test_polling_survives_what_nobody_foresaw(api: BotApi, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of another kind while keeping does not end the asking: the update comes again and is kept."""
    monkeypatch.setattr("hoolin.channels.trying.PAUSES_SECONDS", (0.01,))
    api.tell(message(1, text="x"))
    kept, tries = house.keep, []

    async def keep(raw: Raw) -> bool:
        tries.append(raw.key)
        if len(tries) == 1:
            raise OSError
        return await kept(raw)

    monkeypatch.setattr(house, "keep", keep)
    gateway = made(api, house, receive="polling")
    await gateway.start()
    try:
        await api.until(lambda: bool(house.kept))
    finally:
        await gateway.stop()
    assert tries[:2] == ["123456789:900000001"] * 2


# ── the account ─────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_starting_sets_the_webhook(gateway: TelegramGateway, api: BotApi) -> None:
    """To our address, with the word that is ours to know, and again at each start."""
    await gateway.start()
    await api.until(lambda: bool(api.webhook["url"]))
    asked = api.asked("/setWebhook")[0].json
    assert asked["url"] == "https://help.example.ee/hooks/telegram/main"
    assert asked["secret_token"] == gateway.hook_secret("main")
    assert all(one.well for one in await gateway.check("main"))


async def test_the_check_says_what_is_wrong(api: BotApi, house: House) -> None:
    """A webhook that leads elsewhere, a failing one, a wrong token, no public address: each in plain words."""
    gateway = made(api, house)
    api.webhook |= {
        "url": "https://old.example/x",
        "last_error_message": "Connection timed out",
        "pending_update_count": 500,
    }
    found = {one.what: one for one in await gateway.check("main") if not one.well}
    assert "https://old.example/x" in found["webhook"].said
    assert "Connection timed out" in found["last call"].said
    assert "500" in found["waiting"].said
    await gateway.stop()
    private = made(api, house, public_url="")
    assert any("public_url" in one.said for one in await private.check("main"))
    await private.stop()
    stranger = TelegramGateway(house.around(), {"main": TelegramAccount(token="1234:" + "x" * 35, api_url=api.url)})
    assert await stranger.check("main") == (
        Finding(False, "token", "Telegram does not know this token. Ask @BotFather for it again: /mybots."),
    )
    await stranger.stop()


def test_an_account_is_checked_and_hides_its_token() -> None:
    """A token that is none and an unsafe address are refused; the token shows nowhere."""
    wrongs: list[dict[str, Any]] = [
        {"token": "x"},
        {"token": TOKEN, "api_url": "http://api.example.com"},
        {"token": TOKEN, "api_url": "x"},
        {"token": TOKEN, "api_url": "https://api.example.com:99999999"},
    ]
    for wrong in wrongs:
        with pytest.raises(Invalid):
            TelegramAccount(**wrong)
    assert TOKEN not in repr(TelegramAccount(token=TOKEN))
    assert TelegramAccount(token=TOKEN, api_url="http://telegram-bot-api:8081").bot == "123456789"


async def test_the_token_is_never_logged(
    gateway: TelegramGateway, api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    """However much the log is asked to tell, an address with the token is not in it, nor in an error."""
    with caplog.at_level(logging.DEBUG):
        await gateway.send(outgoing("telegram", "5"))
        api.faults.append(("/sendMessage", "drop"))
        assert TOKEN not in repr(await gateway.send(outgoing("telegram", "5")))
        await gateway.check("main")
    assert TOKEN not in caplog.text


async def test_a_notice_comes_to_nothing(gateway: TelegramGateway) -> None:
    """What nobody said is passed over, with the reason."""
    assert await gateway.understand(raw(message(5, text="/start"))) == (Passed(why="start"),)
