"""Viber's gateway against a double of Viber's API."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

import hoolin.channels.viber as viber_channel
from hoolin.channels import calling
from hoolin.channels.viber.gateway import ViberGateway
from hoolin.channels.viber.manifest import EVENTS, ViberAccount
from hoolin.channels.written import Heard, HookRequest, Sent
from hoolin.core.errors import Defect, Invalid, Malformed, NotAllowed, NotFound, NotReached
from tests.channels.around import House, file, outgoing, raw, viber
from tests.channels.double import Answer, Call, Double, said

FIXTURES = Path(str(viber_channel.__file__)).parent / "fixtures"
TOKEN = "4453b6ac1s345678-e02c5f12174805f9-daec9cbb5448c51f"
PERSON = "xWxFWBYHceVLi80yULnRkw=="
MEDIA_LIMITS = {"picture": 1 << 20, "file": 50 << 20, "video": 26 << 20}


class ViberApi(Double):
    """The API: it knows one bot, checks what it is asked, answers with tokens of nineteen digits. wrong: what broke its rules."""

    def __init__(self) -> None:
        super().__init__(self._answer)
        self.media: dict[str, bytes] = {}
        self.sent: list[dict[str, Any]] = []
        self.wrong: list[str] = []
        self.webhook: dict[str, Any] = {}

    def _answer(self, call: Call) -> Answer:
        if call.path.startswith("/cdn/"):
            body = self.media.get(call.path.removeprefix("/cdn/"))
            return Answer(404) if body is None else Answer(200, body, {"content-type": "application/pdf"})
        if call.headers.get("x-viber-auth-token") != TOKEN:
            return said({"status": 2, "status_message": "invalidAuthToken"})
        asked = call.json
        if call.path == "/pa/get_account_info":
            about = {"id": "pa:1", "name": "Põhjala", "uri": "pohjala"}
            told = {"webhook": self.webhook.get("url", ""), "event_types": self.webhook.get("event_types", [])}
            return said({"status": 0, "status_message": "ok", **about, **told})
        if call.path == "/pa/set_webhook":
            self.webhook = asked
            return said({"status": 0, "status_message": "ok", "event_types": asked["event_types"]})
        if call.path == "/pa/send_message":
            return self._send(asked)
        return said({"status": 3, "status_message": "badData"}, 404)

    def _send(self, asked: dict[str, Any]) -> Answer:
        kind = asked.get("type")
        bad = {
            "receiver": not asked.get("receiver"),
            "sender": not 1 <= len(asked.get("sender", {}).get("name", "")) <= 28,
            "text": kind == "text" and not 1 <= len(asked.get("text", "")) <= 7_000,
            "media": kind in MEDIA_LIMITS and not asked.get("media", "").startswith("https://"),
            "size": kind == "file" and not (asked.get("size") and asked.get("file_name")),
            "tracking_data": len(asked.get("tracking_data", "")) > 4_000,
        }
        if any(bad.values()):
            self.wrong += [name for name, is_bad in bad.items() if is_bad]
            return said({"status": 3, "status_message": "badData"})
        self.sent.append(asked)
        token = 5_741_311_803_571_721_000 + len(self.sent)
        return said({"status": 0, "status_message": "ok", "message_token": token, "chat_hostname": "x"})


def fixture(name: str) -> Any:
    """One of the channel's own payloads."""
    return json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture
async def api() -> AsyncIterator[ViberApi]:
    """Viber's API; what is asked against its rules fails the test."""
    async with ViberApi() as double:
        yield double
    assert double.wrong == []


@pytest.fixture
def house() -> House:
    """The house that keeps."""
    return House()


@pytest.fixture
async def gateway(api: ViberApi, house: House) -> AsyncIterator[ViberGateway]:
    """A gateway with one bot."""
    one = ViberGateway(house.around(), {"main": account(api)})
    yield one
    await one.stop()


def account(api: ViberApi, **more: Any) -> ViberAccount:
    """One bot's settings."""
    return ViberAccount(**{"token": TOKEN, "api_url": f"{api.url}/pa", **more})


async def test_a_call_is_kept_as_it_came(gateway: ViberGateway, house: House) -> None:
    """To the byte, under event and token, the same each time; what Viber asks while the address is set is not kept."""
    call = viber(fixture("message__text"), TOKEN)
    for _ in range(2):
        assert (await gateway.hook("main", call)).status == 200
    assert [one.body for one in house.kept] == [call.body]
    assert house.asked == ["message:5741311803571721087"] * 2
    assert (await gateway.hook("main", viber(fixture("webhook__setting"), TOKEN))).status == 200
    assert len(house.asked) == 2


async def test_a_wrong_signature_is_refused(gateway: ViberGateway, house: House) -> None:
    """None, another token's, Meta's way of writing it, a changed body: nothing is kept. An unknown account, and no JSON."""
    call = viber(fixture("message__text"), TOKEN)
    right = call.headers["x-viber-content-signature"]
    for wrong in (
        call._replace(headers={}), viber(fixture("message__text"), "x"), call._replace(body=call.body + b" "),
        call._replace(headers={"x-viber-content-signature": "sha256=" + right}),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            await gateway.hook("main", wrong)
    assert house.asked == []
    with pytest.raises(NotFound):
        await gateway.hook("other", call)
    with pytest.raises(Malformed):
        await gateway.hook("main", viber(None, TOKEN, b"x"))
    house.broken = True
    with pytest.raises(Defect):
        await gateway.hook("main", call)


async def test_a_file_is_fetched(gateway: ViberGateway, api: ViberApi) -> None:
    """From where Viber says it lies; gone is said, a server error is waited for, our own network is not asked."""
    call = fixture("message__file")
    call["message"]["media"] = f"{api.url}/cdn/f"
    api.media["f"] = b"%PDF"
    (heard,) = await gateway.understand(raw(call))
    assert isinstance(heard, Heard)
    assert [(one.name, one.media_type, one.body) for one in heard.files] == [("arve.pdf", "application/pdf", b"%PDF")]
    api.faults.append(("/cdn/", Answer(500)))
    with pytest.raises(NotReached):
        await gateway.understand(raw(call))
    for url, why in (
        (f"{api.url}/cdn/none", "404"),
        ("http://127.0.0.1:9/x", "refused"),
        ("http://exa\ufffdmple/", "address"),
    ):
        call["message"]["media"] = url
        (missing,) = await gateway.understand(raw(call))
        assert isinstance(missing, Heard)
        assert missing.text == f"📎 arve.pdf · ⚠ {why}"


async def test_a_message_goes_out(gateway: ViberGateway, api: ViberApi) -> None:
    """In parts where it is long; the tokens keep every digit."""
    sent = await gateway.send(outgoing("viber", PERSON, "a" * 7_000 + " b"))
    assert sent == Sent("accepted", "", "5741311803571721001 5741311803571721002")


async def test_a_file_is_lent(gateway: ViberGateway, api: ViberApi, house: House) -> None:
    """Viber gets an address of ours, under which it finds the bytes; nobody guesses another."""
    sent = await gateway.send(outgoing("viber", PERSON, "", files=(file("arve.pdf", "application/pdf", b"%PDF"),)))
    assert sent.ending == "accepted"
    parts = urlsplit(api.sent[0]["media"])
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == "https://help.example.ee/hooks/viber/main"
    query = dict(parse_qsl(parts.query))
    reply = await gateway.hook("main", HookRequest("GET", {}, query, b""))
    assert (reply.status, reply.body, reply.media_type) == (200, b"%PDF", "application/pdf")
    with pytest.raises(NotFound):
        await gateway.hook("main", HookRequest("GET", {}, {"file": query["file"][:-1]}, b""))
    private = ViberGateway(house.around(""), {"main": account(api)})
    refused = await private.send(outgoing("viber", PERSON, files=(file("a", "image/png", b"x"),)))
    assert refused == Sent("rejected", "files_need_public_url")
    await private.stop()


@pytest.mark.parametrize(
    ("fault", "code"),
    [("drop", "remote_protocol_error"), (Answer(500), "500"), ("hang", "timed_out"), ("garbage", "remote_protocol_error")],
)  # fmt: skip
async def test_what_may_have_arrived_is_unknown(
    gateway: ViberGateway, api: ViberApi, monkeypatch: pytest.MonkeyPatch, fault: Any, code: str
) -> None:
    """The message was written and no clear answer came: unknown, and sent once."""
    monkeypatch.setattr(calling, "CALL_SECONDS_MAX", 0.5)
    api.faults.append(("/send_message", fault))
    sent = await gateway.send(outgoing("viber", PERSON))
    assert (sent.ending, sent.code) == ("unknown", code)
    assert len(api.asked("/send_message")) == 1


async def test_refusals_and_throttling(gateway: ViberGateway, api: ViberApi, house: House) -> None:
    """Not subscribed is rejected; throttled and nobody there are not reached; a later part is unknown."""
    api.faults.append(("/send_message", said({"status": 6, "status_message": "receiverNotSubscribed"})))
    assert await gateway.send(outgoing("viber", PERSON)) == Sent("rejected", "not_subscribed")
    api.faults.extend(
        [("/send_message", said({"status": 0, "message_token": 7})), ("/send_message", said({"status": 12}))]
    )
    sent = await gateway.send(outgoing("viber", PERSON, "a" * 7_000 + " b"))
    assert sent == Sent("unknown", "part_2_of_2:throttled", "7")
    with pytest.raises(NotReached):
        await gateway.send(outgoing("viber", PERSON))
    assert await gateway.send(outgoing("viber", PERSON, "")) == Sent("rejected", "empty")
    async with ViberApi() as gone:
        pass
    nobody = ViberGateway(house.around(), {"main": account(gone)})
    with pytest.raises(NotReached):
        await nobody.send(outgoing("viber", PERSON))
    assert [one.what for one in await nobody.check("main")] == ["reachable"]
    await nobody.stop()


async def test_starting_sets_the_webhook_when_it_must(gateway: ViberGateway, api: ViberApi) -> None:
    """To our address with the events we want; a second start finds it well and changes nothing."""
    assert [one.what for one in await gateway.check("main") if not one.well] == ["webhook"]
    await gateway.start()
    await api.until(lambda: bool(api.webhook))
    assert (api.webhook["url"], api.webhook["event_types"]) == (
        "https://help.example.ee/hooks/viber/main",
        list(EVENTS),
    )
    assert all(one.well for one in await gateway.check("main"))
    await gateway.start()
    await api.until(lambda: len(api.asked("/get_account_info")) >= 4)
    await gateway.stop()
    assert len(api.asked("/set_webhook")) == 1


async def test_an_account_is_checked_and_hides_its_token(api: ViberApi, house: House) -> None:
    """What cannot be right is refused; the token shows nowhere; a token that is none is said."""
    for wrong in ({"token": ""}, {"name": "x" * 29}, {"avatar": "http://x"}, {"messages_per_second": 0}):
        with pytest.raises(Invalid):
            account(api, **wrong)
    assert TOKEN not in repr(account(api))
    stranger = ViberGateway(house.around(), {"main": account(api, token="x")})
    assert [one.what for one in await stranger.check("main")] == ["token"]
    await stranger.stop()
