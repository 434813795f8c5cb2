"""Calls that a visitor's page makes, beside what is written: its frames become questions to the telephone, and what the telephone tells
becomes frames. A call goes on with what the customer has under way here: same customer, case, language, person and place in line.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from hoolin.channels.chat import wire
from hoolin.channels.chat.house import ChatHouse
from hoolin.channels.passes import Carried
from hoolin.channels.webcall import Joined, WebCallDoor, WebCaller
from hoolin.core.errors import Defect, HoolinError, NotFound
from hoolin.core.interaction import commands as c

if TYPE_CHECKING:
    from hoolin.channels.chat.page import Page

log = logging.getLogger("hoolin.chat")

VOICE = "voice"
"""The channel that a call is on."""

ASKED_AT_ONCE_MAX = 8
"""Of one page: a person presses one thing after the other."""

Begins = Callable[["Page"], Awaitable[tuple[c.Arrive, Carried | None]]]
"""Introduces a page: how the call that it begins now arrives, and what of it a pass has brought."""


class Calling:
    """See above. door: of the telephone; None where customers cannot call from pages. begins: given by the gateway."""

    def __init__(self, house: ChatHouse, begins: Begins) -> None:
        self.house = house
        self.door: WebCallDoor | None = None
        self._begins = begins
        self._tasks: dict[asyncio.Task[None], Page] = {}

    def heard(self, page: "Page", frame: wire.CallFrame) -> None:
        """Answer a question, some time; a page's messages do not wait for its call."""
        if sum(whose is page for whose in self._tasks.values()) >= ASKED_AT_ONCE_MAX:
            page.send(wire.refused(frame.key, "too_many_at_once", {}))
            return
        task = asyncio.get_running_loop().create_task(self._answer(page, frame))
        self._tasks[task] = page
        task.add_done_callback(lambda done: self._tasks.pop(done, None))

    async def stop(self) -> None:
        """Nothing is answered any more."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    def left(self, page: "Page") -> None:
        """The page's socket is gone."""
        if page.caller is not None and self.door is not None:
            self.door.away(page.caller)
        page.caller = None

    async def _answer(self, page: "Page", frame: wire.CallFrame) -> None:
        try:
            told = await self._asked(page, frame)
        except Defect:
            page.send(wire.refused(frame.key, "defect", {}))
        except HoolinError as problem:
            page.send(wire.refused(frame.key, problem.code, dict(problem.detail)))
        except Exception:
            log.exception("what a page asked about its call failed")
            page.send(wire.refused(frame.key, "defect", {}))
        else:
            page.send(wire.call(event="joined", key=frame.key, **told))

    async def _asked(self, page: "Page", frame: wire.CallFrame) -> dict[str, object]:
        door = self.door
        if door is None:
            raise NotFound("telephone")
        if isinstance(frame, wire.Call):
            page.spend("calls")
            joined = await self._called(page, door, frame.sdp.encode())
            return {"leg": joined.leg, "sdp": joined.sdp.decode()}
        if page.customer is None:
            raise NotFound("call")
        caller = self._caller(page)
        match frame:
            case wire.CallJoin(leg=leg, sdp=sdp):
                if sdp:
                    page.spend("call_joins")
                joined = await door.join(caller, leg, sdp.encode())
                return {"leg": joined.leg, "sdp": joined.sdp.decode() or None}
            case wire.CallPress(leg=leg, digits=digits):
                door.press(caller, leg, digits)
            case wire.CallLeave(leg=leg):
                door.leave(caller, leg)
        return {"leg": frame.leg, "sdp": None}

    async def _called(self, page: "Page", door: WebCallDoor, sdp: bytes) -> Joined:
        carried: Carried | None = None

        async def begins() -> tuple[WebCaller, c.Arrive]:
            nonlocal carried
            arrives, carried = await self._begins(page)
            return self._caller(page), arrives

        try:
            return await door.call(self._caller(page), begins, sdp)
        except HoolinError:
            page.carried = page.carried or carried
            raise

    def _caller(self, page: "Page") -> WebCaller:
        """The page as the telephone knows it: the same as long as the page is the same customer's."""
        customer = page.customer or ""
        if page.caller is None or page.caller.customer != customer:
            self.left(page)
            page.caller = WebCaller(customer, page.place, lambda fields: self._tell(page, fields))
        return page.caller

    def _tell(self, page: "Page", fields: dict[str, object]) -> None:
        agent = fields.get("agent")
        told = {name: value for name, value in fields.items() if name != "agent"}
        if "agent" in fields:
            told["person"] = self.house.past.person_name(str(agent)) if agent is not None else None
        page.send(wire.call(**told))
