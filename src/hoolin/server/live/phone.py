"""The desk's telephone, over the desk's own socket: docs/reference/live.md is the contract.

What is asked takes its time (a media engine answers), so each question is a task of its own; a page's questions are answered in the
order in which they are done, under their keys.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

from hoolin.channels.voice.phone import Consulting, PhoneDoor
from hoolin.channels.voice.supervision import Supervising
from hoolin.core.errors import Defect, HoolinError, NotAllowed, NotFound
from hoolin.server.accounts.records import Who
from hoolin.server.live import frames

ASKED_AT_ONCE_MAX = 20
"""Of one page; a person presses one thing after the other."""

DIAL = "calls.dial"
SUPERVISE = "calls.supervise"
ANSWER = "conversations.answer"


class TalkingPage(Protocol):
    """A page as this file sees it. legs: those it has joined by."""

    who: Who
    legs: set[str]

    def send(self, frame: bytes) -> None:
        """See `Connection`."""


class PhoneDesk:
    """See above. door, consulting, supervising, away: of the site's telephone; None where it has none."""

    def __init__(self) -> None:
        self.door: PhoneDoor | None = None
        self.consulting: Consulting | None = None
        self.supervising: Supervising | None = None
        self.away: Callable[[str], None] = lambda leg: None
        self._tasks: dict[asyncio.Task[None], TalkingPage] = {}
        self._pages: dict[str, TalkingPage] = {}

    def heard(self, page: TalkingPage, frame: frames.PhoneFrame) -> None:
        """Answer a question, some time."""
        if sum(whose is page for whose in self._tasks.values()) >= ASKED_AT_ONCE_MAX:
            page.send(frames.write("refused", key=frame.key, code="too_many_at_once", detail={}))
            return
        task = asyncio.get_running_loop().create_task(self._answer(page, frame))
        self._tasks[task] = page
        task.add_done_callback(lambda done: self._tasks.pop(done, None))

    def left(self, page: TalkingPage) -> None:
        """A page's socket is gone: its legs are given a moment."""
        for leg in page.legs:
            self._pages.pop(leg, None)
            self.away(leg)
        page.legs.clear()

    def _has(self, page: TalkingPage, leg: str) -> None:
        """A leg is this page's. An earlier socket that had it may die much later: that is no matter of the leg's any more."""
        if leg in self._pages:
            self._pages[leg].legs.discard(leg)
        self._pages[leg] = page
        page.legs.add(leg)

    def _lets(self, page: TalkingPage, leg: str) -> None:
        """A page talks no more by a leg."""
        page.legs.discard(leg)
        if self._pages.get(leg) is page:
            del self._pages[leg]

    async def _answer(self, page: TalkingPage, frame: frames.PhoneFrame) -> None:
        try:
            told = await self._asked(page, frame)
        except HoolinError as problem:
            code = "defect" if isinstance(problem, Defect) else problem.code
            detail = {} if isinstance(problem, Defect) else problem.detail
            page.send(frames.write("refused", key=frame.key, code=code, detail=detail))
        else:
            page.send(frames.write("phone", key=frame.key, **told))

    async def _asked(self, page: TalkingPage, frame: frames.PhoneFrame) -> dict[str, object]:
        who, door, consulting, supervising = page.who, self.door, self.consulting, self.supervising
        if door is None or consulting is None or supervising is None:
            raise NotFound("telephone")
        agent = allowed(who)
        match frame:
            case frames.PhoneJoin(interaction=interaction, tab=tab, leg=leg):
                joined = await door.join(agent, interaction, tab, leg)
                self._has(page, joined.leg)
                return {"leg": joined.leg, "sdp": joined.sdp.decode() or None}
            case frames.PhoneDial(number=number, interaction=interaction, key=key):
                if number and DIAL not in who.permissions:
                    raise NotAllowed("permission", needs=DIAL)
                return {"interaction": await door.dial(agent, number, interaction, key)}
            case frames.PhoneConsult(interaction=interaction, to_agent=to_agent, number=number):
                if number and DIAL not in who.permissions:
                    raise NotAllowed("permission", needs=DIAL)
                return {"leg": await consulting.consult(agent, interaction, to_agent, number)}
            case frames.PhoneSupervise(interaction=interaction, mode=mode, tab=tab):
                if SUPERVISE not in who.permissions:
                    raise NotAllowed("permission", needs=SUPERVISE)
                joined = await supervising.supervise(agent, interaction, mode, tab)
                self._has(page, joined.leg)
                return {"leg": joined.leg, "sdp": joined.sdp.decode()}
            case frames.PhoneConfer(interaction=interaction):
                await supervising.confer(agent, interaction)
                return {}
            case frames.PhoneLook(interaction=interaction):
                return {"call": consulting.look(agent, interaction)}
        await self._done(page, agent, frame)(door, consulting)
        return {}

    def _done(
        self, page: TalkingPage, agent: str, frame: frames.PhoneFrame
    ) -> Callable[[PhoneDoor, Consulting], Awaitable[None]]:
        """What is asked without an answer of its own."""
        match frame:
            case frames.PhoneAnswer(leg=leg, sdp=sdp):
                return lambda door, _: door.answer(agent, leg, sdp.encode())
            case frames.PhonePress(leg=leg, digits=digits):
                return lambda door, _: door.press(agent, leg, digits)
            case frames.PhoneLeave(leg=leg):
                self._lets(page, leg)
                return lambda door, _: door.leave(agent, leg)
            case frames.PhoneHandOver(interaction=interaction):
                return lambda _, consulting: consulting.hand_over(agent, interaction)
            case frames.PhoneRelease(interaction=interaction):
                return lambda _, consulting: consulting.release(agent, interaction)
        raise NotFound("frame")


def allowed(who: Who) -> str:
    """The agent who asks. Raises NotAllowed."""
    if ANSWER not in who.permissions:
        raise NotAllowed("permission", needs=ANSWER)
    if who.agent is None:
        raise NotAllowed("not_an_agent")
    return who.agent
