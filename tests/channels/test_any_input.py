"""Whatever a provider sends, with the right signature, something is made of it: no gateway breaks on JSON of any shape, and what
providers really sent is understood or passed over for a stated reason.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Protocol

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hoolin.channels import fetching
from hoolin.channels.fetching import Gone
from hoolin.channels.messenger.gateway import MessengerGateway
from hoolin.channels.messenger.manifest import MessengerAccount
from hoolin.channels.telegram.gateway import TelegramGateway
from hoolin.channels.telegram.manifest import TelegramAccount
from hoolin.channels.viber.gateway import ViberGateway
from hoolin.channels.viber.manifest import ViberAccount
from hoolin.channels.whatsapp.gateway import WhatsappGateway
from hoolin.channels.whatsapp.manifest import WhatsappAccount
from hoolin.channels.written import Gateway, Heard, Hooked, HookRequest, Passed, Raw, Understood
from hoolin.core.errors import Malformed
from tests.channels.around import House, meta, telegram, viber
from tests.channels.double import Answer, Call, Double, said
from tests.channels.real_inputs import needs_real_inputs, payloads

SECRET = "secret"


def everything(call: Call) -> Answer:
    """Every file is there, every name is known: what is tried here is the reading."""
    if call.path.endswith("/getFile"):
        return said({"ok": True, "result": {"file_path": "a"}})
    if "/file/" in call.path or call.path == "/bytes":
        return Answer(200, b"bytes")
    return said({"name": "Somebody", "url": f"http://{call.headers['host']}/bytes"})


class Door(Gateway, Hooked, Protocol):
    """The whole port of a channel whose provider calls us."""


Signed = Callable[[bytes], HookRequest]


@asynccontextmanager
async def standing(channel: str, house: House, own: str = "1") -> AsyncIterator[tuple[Door, Signed]]:
    """A gateway of a channel, and how its provider signs. own: the number or page."""
    async with Double(everything) as api:
        gateway, sign = made(channel, house, own, api.url)
        try:
            yield gateway, sign
        finally:
            await gateway.stop()


def made(channel: str, house: House, own: str, url: str) -> tuple[Door, Signed]:
    """A gateway of a channel with one account."""
    around = house.around()
    shared: dict[str, Any] = {"token": SECRET, "app_secret": SECRET, "verify_token": SECRET, "api_url": url}
    if channel == "telegram":
        bot = TelegramGateway(around, {"main": TelegramAccount(token="123456:" + "x" * 35, groups=True, api_url=url)})
        return bot, lambda body: telegram(None, bot.hook_secret("main"), body)
    if channel == "whatsapp":
        number = WhatsappAccount(phone_number_id=own, **shared)
        return WhatsappGateway(around, {"main": number}), lambda body: meta(None, SECRET, body)
    if channel == "messenger":
        page = MessengerAccount(page_id=own, app_id="205552219930699", **shared)
        return MessengerGateway(around, {"main": page}), lambda body: meta(None, SECRET, body)
    return ViberGateway(around, {"main": ViberAccount(token=SECRET, api_url=url)}), lambda body: viber(
        None, SECRET, body
    )


WORDS = st.sampled_from(
    ["update_id", "message", "edited_message", "callback_query", "message_reaction", "from", "user", "chat", "id", "text", "caption", "photo", "document", "sticker", "reply_to_message", "message_id", "new_reaction", "emoji", "entry", "changes", "value", "field", "messages", "statuses", "contacts", "metadata", "phone_number_id", "interactive", "type", "button_reply", "edit", "revoke", "reaction", "original_message_id", "messaging", "sender", "recipient", "mid", "attachments", "payload", "url", "postback", "delivery", "mids", "read", "watermark", "is_echo", "app_id", "event", "message_token", "tracking_data", "media", "location", "contact", "timestamp", "status", "errors", "code", "biz_opaque_callback_data", "context", "order", "nfm_reply", "response_json"]
)  # fmt: skip
VALUES = st.sampled_from(
    ["1", "messages", "text", "message", "image", "edit", "order", "\ud800", "\x00", "nfm_reply", "interactive"]
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5)
    | VALUES
)
JUNK = st.dictionaries(
    WORDS,
    st.recursive(
        LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=5), max_leaves=25
    ),
    max_size=6,
)


def wrapped(channel: str, junk: dict[str, Any]) -> list[dict[str, Any]]:
    """Junk as a whole call, and where a message would be."""
    if channel == "telegram":
        return [junk, {"update_id": 1, "message": {"from": {"id": 5}, **junk}}]
    if channel == "whatsapp":
        value = {
            "metadata": {"phone_number_id": "1"},
            "messages": [{"from": "5", **junk}],
            "statuses": [{"id": "x", **junk}],
            **junk,
        }
        return [junk, {"entry": [{"changes": [{"field": "messages", "value": value}]}]}]
    if channel == "messenger":
        event = {"sender": {"id": "5"}, "message": {"mid": "m", **junk}}
        return [junk, {"entry": [{"id": "1", "messaging": [event, junk], "standby": [junk], "changes": [junk]}]}]
    return [junk, {"event": "message", "message_token": 1, "sender": {"id": "5"}, "message": junk}]


@pytest.mark.parametrize("channel", ["telegram", "whatsapp", "messenger", "viber"])
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(junk=JUNK)
def test_any_json_is_kept_and_understood(channel: str, junk: dict[str, Any]) -> None:
    """Kept under one key however often it comes, and understood to the end; texts and keys can be stored."""

    async def one() -> None:
        house = House()
        gateway, sign = made(channel, house, "1", "http://127.0.0.1:9")
        house.now += 2 * 3_600_000
        try:
            for call in wrapped(channel, junk):
                house.kept.clear()
                request = sign(json.dumps(call).encode())
                for _ in range(2):
                    assert (await gateway.hook("main", request)).status == 200
                assert len(house.kept) <= 1
                house.now += 3_600_000
                for kept in house.kept:
                    assert 0 < len(kept.key) <= 500
                    check(await gateway.understand(kept))
        finally:
            await gateway.stop()

    asyncio.run(one())


def check(understood: tuple[Understood, ...]) -> None:
    """What was understood can be stored and shown."""
    for one in understood:
        if isinstance(one, Heard):
            assert one.key and one.sender.value and len(one.key) <= 500
            f"{one.text}{one.key}{one.sender.name}{one.thread}{one.reference}".encode()
            assert one.text or one.files


@pytest.mark.parametrize("channel", ["telegram", "whatsapp", "messenger", "viber"])
async def test_bytes_that_are_no_json_are_malformed(channel: str) -> None:
    """Signed and yet no JSON object: refused, and nothing is kept."""
    house = House()
    async with standing(channel, house) as (gateway, sign):
        for body in (b"", b"null", b"{", b"\x00", b"[" * 200_000, b'{"a":' * 20_000):
            with pytest.raises(Malformed):
                await gateway.hook("main", sign(body))
    assert house.asked == []


@pytest.mark.parametrize("channel", ["telegram", "whatsapp", "messenger", "viber"])
async def test_nothing_is_acknowledged_before_it_is_kept(channel: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as the disk works at it, the provider hears nothing; called twice at once, both wait for the same key."""
    house = House()
    durable, both = asyncio.Event(), asyncio.Event()
    asked: list[str] = []

    async def keep(raw: Raw) -> bool:
        asked.append(raw.key)
        if len(asked) == 2:
            both.set()
        await durable.wait()
        return len(asked) == 1

    monkeypatch.setattr(house, "keep", keep)
    async with standing(channel, house) as (gateway, sign):
        request = sign(json.dumps(wrapped(channel, {"text": "x", "id": "1", "type": "text"})[1]).encode())
        calls = [asyncio.create_task(gateway.hook("main", request)) for _ in range(2)]
        await both.wait()
        assert not any(call.done() for call in calls)
        durable.set()
        assert [(await call).status for call in calls] == [200, 200]
    assert asked[0] == asked[1]


def whole(channel: str, payload: Any) -> tuple[Any, str]:
    """A real payload as a whole call, and whose it is."""
    if channel == "messenger" and isinstance(payload, dict):
        # The files hold single events; an echo, a receipt and a hand-over are sent by the page.
        from_page = {"pass_thread_control", "take_thread_control", "request_thread_control", "delivery", "read"} & set(
            payload
        )
        echo = payload.get("message", {}).get("is_echo", False)
        own = payload["sender" if from_page or echo else "recipient"]["id"]
        own = own if own.isdigit() else "7"
        return {"object": "page", "entry": [{"id": own, "time": 1, "messaging": [payload]}]}, own
    if channel == "whatsapp":
        return payload, _number(payload) or "1"
    return payload, "1"


def _number(payload: Any) -> str:
    for entry in payload["entry"]:
        for change in entry["changes"]:
            number = str(change["value"].get("metadata", {}).get("phone_number_id", ""))
            if number.isdigit():
                return number
    return ""


@needs_real_inputs
@pytest.mark.parametrize("channel", ["telegram", "whatsapp", "messenger", "viber"])
async def test_what_providers_really_sent(channel: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every real payload is kept and understood, of 2017 and of today; what nobody said, or is not for us, says why."""
    monkeypatch.setattr(fetching, "public_address", nowhere)
    table = []
    for name, payload in payloads(channel):
        call, own = whole(channel, payload)
        house = House(now=10**13)
        async with standing(channel, house, own) as (gateway, sign):
            body = json.dumps(call).encode()
            if not isinstance(call, dict):
                with pytest.raises(Malformed):
                    await gateway.hook("main", sign(body))
                table.append((name, "refused: not an object"))
                continue
            assert (await gateway.hook("main", sign(body))).status == 200
            (kept,) = house.kept
            house.now += 3_600_000
            understood = await gateway.understand(kept)
        check(understood)
        assert understood
        table += [(name, told(one)) for one in understood]
    sys.stdout.write(f"\n{channel}: {len(table)} events\n")
    for name, line in table:
        sys.stdout.write(f"  {name.partition('/')[2]:60} {line}\n")
    wrong = [line for line in table if "unknown_status" in line[1] or "no_type" in line[1] or "empty" in line[1]]
    assert wrong == []


async def nowhere(host: str, port: int) -> str:
    """A test asks nobody outside."""
    raise Gone("not_asked")


def told(one: Understood) -> str:
    """An event in one line."""
    if isinstance(one, Heard):
        files = f" + {len(one.files)} file" if one.files else ""
        return f"heard: {' / '.join(one.text.splitlines())[:70]!r}{files}"
    return (
        f"passed: {one.why}"
        if isinstance(one, Passed)
        else f"{type(one).__name__.lower()}: {getattr(one, 'state', '')}"
    )
