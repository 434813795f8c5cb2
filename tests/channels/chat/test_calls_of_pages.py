"""What a page asks about its call is answered whatever happens, and ends with the house."""

import asyncio
from typing import Any

import pytest

from hoolin.channels.chat.gateway import ChatGateway
from hoolin.channels.webcall import Begins, Joined, WebCaller
from tests.channels.chat.stand import Visitor, standing, until


class Door:
    """A telephone that answers no call: it fails, or takes for ever."""

    def __init__(self, problem: Exception | None) -> None:
        self.problem = problem
        self.asked = 0
        self.given_up = 0

    async def call(self, caller: WebCaller, begins: Begins, sdp: bytes) -> Joined:
        """See the port."""
        self.asked += 1
        if self.problem is not None:
            raise self.problem
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.given_up += 1
            raise
        raise AssertionError

    async def join(self, caller: WebCaller, leg: str, sdp: bytes) -> Joined:
        """See the port."""
        raise AssertionError("nobody joins this one")

    def press(self, caller: WebCaller, leg: str, digits: str) -> None:
        """See the port."""

    def leave(self, caller: WebCaller, leg: str) -> None:
        """See the port."""

    def away(self, caller: WebCaller) -> None:
        """See the port."""


async def calls(gateway: ChatGateway, door: Door) -> Visitor:
    """A page that has asked for a call."""
    gateway.calling.door = door
    page = Visitor(gateway)
    await page.come()
    await page.line.say({"type": "call", "key": "1", "sdp": "v=0"})
    await until(lambda: door.asked)
    return page


async def test_what_nobody_thought_of_is_said_and_told_the_page(caplog: pytest.LogCaptureFixture) -> None:
    """A fault of ours is in the log, and the page does not wait for an answer that never comes."""
    async with standing() as stand:
        page = await calls(stand.gateway, Door(ZeroDivisionError("nobody thought of it")))
        refused: Any = await until(lambda: page.heard("refused", key="1"))
        assert refused["code"] == "defect"
        assert "nobody thought of it" in caplog.text
        await page.leave()


async def test_nothing_is_asked_any_more_once_the_house_stops() -> None:
    """A call that was just beginning is given up, and nobody does anything for it afterwards."""
    door = Door(None)
    async with standing() as stand:
        await calls(stand.gateway, door)
        await stand.gateway.stop()
        assert door.given_up == 1
