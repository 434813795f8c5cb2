"""Whatever comes over the sockets is refused or done; nothing of it breaks the house, and nobody else notices."""

import logging
import secrets
from contextlib import suppress
from random import Random
from typing import get_args

import pytest
from msgspec import inspect
from websockets.exceptions import ConnectionClosed

from hoolin.channels.chat import wire
from hoolin.server.live import frames
from hoolin.server.live.wishes import WISHES
from tests.server.live.any_frame import Drawn
from tests.server.live.open_site import Line, OpenSite, until

FRAMES = 1_500
AT_ONCE = 60
"""Less than a page may send without being taken for a script; the next come over a new line."""

POLITE = {None, 1008, 1009}
"""How a line may have ended: not at all, or for what was sent. 1011 and 1013 would say that we are broken."""


async def hear_all(site: OpenSite, line: Line, sent: list[str]) -> None:
    """Send some frames and wait until every one of them was looked at."""
    before = line.number("pong")
    with suppress(ConnectionClosed):
        for text in (*sent, '{"type": "ping"}'):
            await line.socket.send(text)
    await until(lambda: line.number("pong") > before or line.closed is not None, "an end of looking")
    assert line.closed in POLITE, sent
    assert site.built.loop.failure is None, sent
    await line.leave()


@pytest.mark.parametrize("who", ["juss", "kristi", "admin"])
async def test_any_frame_at_a_desk_is_refused_or_done(
    site: OpenSite, who: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Every frame and every command of the desk, as it should be and as it should not: each command is answered, with a code where it is refused;
    nothing is logged as a fault of ours; and a customer and a colleague who are there meanwhile are served as ever.
    """
    visitor = await site.page(secrets.token_urlsafe(32))
    await visitor.say("Tere")
    one = site.only()
    await site.joined("oleg", one.interaction)
    drawn = Drawn(
        Random(f"desk {who}"),
        [
            one.interaction,
            one.customer,
            one.case,
            f"{one.interaction}.m1",
            "juss",
            "oleg",
            "service",
            "technical",
            "bill",
            "k1",
        ],
    )
    kinds = [kind for kind in get_args(frames.Incoming) if kind is not frames.Ping]
    for begin in range(0, FRAMES, AT_ONCE):
        line, sent = await site.desk(who), []
        for number in range(begin, begin + AT_ONCE):
            kind = kinds[number % len(kinds)]
            if number % 2:
                name = sorted(WISHES)[number // 2 % len(WISHES)]
                wish = drawn.value(inspect.type_info(WISHES[name][0]))
                sent.append(
                    drawn.frame(
                        frames.Do,
                        key=f"{who}{number}",
                        command={**wish, "command": name} if isinstance(wish, dict) else {},
                    )
                )
            else:
                sent.append(drawn.frame(kind))
        await hear_all(site, line, sent)
        answers = [told for told in line.heard if told["type"] in ("accepted", "refused")]
        assert answers and all(told["type"] == "accepted" or told["code"] for told in answers)
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []
    assert (await visitor.say("Kas keegi kuuleb?"))["type"] in ("accepted", "refused")
    assert (await (await site.desk("oleg")).do("set_presence", presence="online", reason=""))["type"] == "accepted"


async def test_any_frame_of_a_visitors_page_is_refused_or_done(
    site: OpenSite, caplog: pytest.LogCaptureFixture
) -> None:
    """Every frame of the chat, as it should be and as it should not: nothing is logged as a fault of ours, and another visitor is served as ever."""
    other = await site.page(secrets.token_urlsafe(32))
    drawn = Drawn(Random("visitor"), ["service", "k1", "k2", "et", "ru", secrets.token_urlsafe(32)])
    kinds = get_args(wire.Incoming)
    for begin in range(0, FRAMES, AT_ONCE):
        line = await site.page(secrets.token_urlsafe(32))
        await hear_all(
            site, line, [drawn.frame(kinds[number % len(kinds)]) for number in range(begin, begin + AT_ONCE)]
        )
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []
    assert (await other.say("Tere"))["type"] == "accepted"
