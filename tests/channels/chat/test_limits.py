"""What no page of ours sends: too much, too fast, and nonsense."""

import json
from contextlib import suppress

from websockets.exceptions import ConnectionClosed

from tests.channels.chat.test_talk import token
from tests.server.live.open_site import OpenSite, until


async def test_a_script_that_floods_is_cut_off(site: OpenSite) -> None:
    """More than twenty frames a second for five seconds, saved up and sent at once, ends the connection with 1008."""
    page = await site.page(token())
    with suppress(ConnectionClosed):
        for _ in range(400):
            await page.send("ping")
    await until(lambda: page.closed is not None, "the end")
    assert page.closed == 1008
    assert 99 <= page.number("pong") < 400


async def test_an_oversize_frame_is_cut_off(site: OpenSite) -> None:
    """A frame above 64 KiB ends the connection with 1009, and others are served on."""
    page, other = await site.page(token()), await site.page(token())
    await page.send("say", key="large", text="x" * 70_000)
    await until(lambda: page.closed is not None, "the end")
    assert page.closed == 1009
    assert (await other.say("Tere"))["type"] == "accepted"


NONSENSE = (
    "",
    "not json",
    "[]",
    "null",
    json.dumps({"type": "no_such"}),
    json.dumps({"type": "say", "text": "no key"}),
    json.dumps({"type": "say", "key": "k" * 49, "text": "x"}),
    json.dumps({"type": "say", "key": "k", "text": "x", "agent": "juss"}),
    json.dumps({"type": "say", "key": "k", "text": "x" * 8_001}),
    json.dumps({"type": "hello", "token": "short"}),
    json.dumps({"type": "hello", "since": -1}),
    json.dumps({"type": "language", "value": "xx"}),
)


async def test_nonsense_is_refused_and_the_connection_lives(site: OpenSite) -> None:
    """Whatever is not a frame is answered `refused`, writes nothing, and the page may go on."""
    page = await site.page(token())
    before = site.built.loop.durable_position
    for text in NONSENSE:
        await page.socket.send(text)
    await page.caught_up()
    codes = [frame["code"] for frame in page.heard if frame["type"] == "refused"]
    assert len(codes) == len(NONSENSE)
    assert set(codes) == {"frame", "not_json"}
    assert site.built.loop.durable_position == before
    assert (await page.say("Tere"))["ordinal"] == 1


async def test_an_empty_message_is_no_message(site: OpenSite) -> None:
    """Blanks alone begin no conversation."""
    page = await site.page(token())
    assert (await page.say("  \n "))["code"] == "text_empty"
    assert not site.built.site.kept.interactions
