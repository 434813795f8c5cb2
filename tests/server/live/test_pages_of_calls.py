"""A leg goes with the socket that joined by it last: sockets die late, and in any order."""

import asyncio
from typing import Any, cast

from hoolin.channels.voice.phone import Joined
from hoolin.server.accounts.records import Who
from hoolin.server.live import frames
from hoolin.server.live.phone import ANSWER, PhoneDesk


class Page:
    """A page of an agent's. answered: set when it was sent something."""

    def __init__(self) -> None:
        self.who = cast("Who", _Mari())
        self.legs: set[str] = set()
        self.answered = asyncio.Event()

    def send(self, frame: bytes) -> None:
        """See `TalkingPage`."""
        assert b'"refused"' not in frame
        self.answered.set()


class _Mari:
    agent = "mari"
    permissions = frozenset({ANSWER})


class Door:
    """Gives whoever joins the leg they had, or the first."""

    async def join(self, agent: str, interaction: str, tab: str, leg: str = "") -> Joined:
        """See `PhoneDoor`."""
        return Joined(leg or "l1", b"")

    async def leave(self, agent: str, leg: str) -> None:
        """See `PhoneDoor`."""


async def said(desk: PhoneDesk, page: Page, frame: frames.PhoneFrame) -> None:
    """A page says something, and is answered."""
    page.answered.clear()
    desk.heard(page, frame)
    async with asyncio.timeout(90):
        await page.answered.wait()


def a_desk() -> tuple[PhoneDesk, list[str]]:
    """With the legs that it says are away."""
    desk, away = PhoneDesk(), list[str]()
    door: Any = Door()
    desk.door = desk.consulting = desk.supervising = door
    desk.away = away.append
    return desk, away


async def test_a_socket_that_dies_late_cuts_nobody_off() -> None:
    """The page has come back by another socket before the old one is known to be dead: its leg is away only with the new one."""
    desk, away = a_desk()
    old, new = Page(), Page()
    await said(desk, old, frames.PhoneJoin(interaction="i1", tab="t1", key="1"))
    await said(desk, new, frames.PhoneJoin(interaction="i1", tab="t1", leg="l1", key="2"))
    desk.left(old)
    assert away == []
    desk.left(new)
    assert away == ["l1"]


async def test_who_has_left_has_no_leg_away() -> None:
    """Who has left by their leg, and then closes the page, has no leg that is away."""
    desk, away = a_desk()
    page = Page()
    await said(desk, page, frames.PhoneJoin(interaction="i1", tab="t1", key="1"))
    await said(desk, page, frames.PhoneLeave(leg="l1", key="2"))
    desk.left(page)
    assert away == []
