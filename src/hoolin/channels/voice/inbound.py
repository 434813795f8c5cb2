"""A call comes in: whose it is, which conversation it becomes, and only then it is answered.

Nothing is answered that is not on disk. A call that its peer sends again after our restart is the same call: its id is made of what SIP
calls it. Who calls from a number is whoever writes SMS from it; a number proves nothing, and opens nobody's record to anybody.
"""

import asyncio
import time

import msgspec

from hoolin.channels.voice import commands as c
from hoolin.channels.voice.admission import Admission
from hoolin.channels.voice.exchange import Exchange, log
from hoolin.channels.voice.house import Known
from hoolin.channels.voice.manifest import CHANNEL
from hoolin.channels.voice.media.port import Take
from hoolin.channels.voice.numbers import caller
from hoolin.channels.voice.sip.calls import Invite
from hoolin.channels.voice.sip.stack import SipLeg
from hoolin.channels.voice.wires import Numbers, Wire
from hoolin.core.errors import Defect, HoolinError, NotReached, PeerError, Refusal
from hoolin.core.interaction.commands import Arrive
from hoolin.core.site.rules import Language

NOT_FOUND, NOT_ACCEPTABLE, UNAVAILABLE = 404, 488, 503

DISPLAY_CHARACTERS_MAX = 100


class Inbound:
    """Takes calls in."""

    def __init__(self, exchange: Exchange) -> None:
        self.x = exchange
        self.admission = Admission(time.monotonic)
        self._tasks: set[asyncio.Task[None]] = set()

    def called(self, leg: SipLeg, invite: Invite) -> None:
        """A call from a trunk. It hears nothing until it is on disk."""
        if len(self.x.house.desk.kept.open) >= self.x.house.settings.calls_max or not self.admission.admit(leg.id):
            leg.refuse(UNAVAILABLE, "all lines are busy")
            self.x.counted["calls_refused"] += 1
            return
        task = asyncio.get_running_loop().create_task(self._guarded(leg, invite))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, leg: SipLeg, invite: Invite) -> None:
        try:
            await self._take(leg, invite)
        except Refusal as problem:
            # A site that is not set up yet, or full, is no wrong number: the trunk may try another way.
            self._refuse(leg, UNAVAILABLE if problem.code in ("queue", "channel", "line_full") else NOT_FOUND, problem)
        except PeerError as problem:
            self._refuse(
                leg,
                UNAVAILABLE if isinstance(problem, NotReached) or problem.code == "too_busy" else NOT_ACCEPTABLE,
                problem,
            )
        except Defect as problem:
            # The site has stopped taking commands: the trunk shall try another way.
            self._refuse(leg, UNAVAILABLE, problem)
        finally:
            self.admission.done(leg.id)

    def _refuse(self, leg: SipLeg, status: int, problem: HoolinError) -> None:
        self.x.counted["calls_refused"] += 1
        log.warning("a call was refused with %d: %s", status, problem.code)
        wire = self.x.by_sip.get(leg.id)
        if wire is not None and wire.call in self.x.house.desk.kept.open:
            self.x.gone(wire, "unreachable", status)
        elif wire is not None:
            # It never became one: nothing will be written down of its end, and so nothing follows from that.
            self.x.drop(wire.leg)
            self.x.numbers.pop(wire.call, None)
        leg.refuse(status)

    async def _take(self, leg: SipLeg, invite: Invite) -> None:
        x = self.x
        leg.ring()
        call = _call_id(x, leg)
        known = x.house.desk.kept.open.get(call)
        if known is None:
            numbers = self._numbers(invite)
            whose = x.house.rooms.people.whose("phone", numbers.number) if numbers.number else None
            command = self._begin(call, "l" + call[1:], invite, numbers, whose)
            wire = x.keep(Wire(call, command.leg, "sip", leg, said=invite.sdp))
            x.numbers[call] = numbers
            await x.ask(command, f"customer:{command.begins.customer}", f"call-{call}")
            if whose is not None:
                introduce(x, whose, command.begins.customer, numbers.number)
        else:
            # Sent again after our restart, before it was answered.
            x.counted["calls_taken_up"] += 1
            wire = x.keep(Wire(call, known.customer_leg, "sip", leg, said=invite.sdp))
        await self.answer(wire)

    async def answer(self, wire: Wire) -> None:
        """The customer is there: from now on something is heard."""
        leg = wire.sip
        if leg is None or leg.state == "over":
            return
        if wire.said:
            done = await self.x.media.do(Take(wire.call, wire.leg, wire.said, wire.shape))
            wire.given = done.sdp
            leg.answer(wire.given)
            await self.x.there(wire)
        else:
            # Their answer to our offer comes with the acknowledgement; see `SipEvents.answered`.
            leg.answer(await self.x.offered(wire))

    # ── whose it is ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _numbers(self, invite: Invite) -> Numbers:
        number = "" if invite.privacy else caller(invite.from_.user, self.x.house.settings.country)
        display = "" if invite.privacy else invite.from_.display[:DISPLAY_CHARACTERS_MAX]
        return Numbers(number, display, invite.request_user[:DISPLAY_CHARACTERS_MAX])

    def _begin(self, call: str, leg: str, invite: Invite, numbers: Numbers, whose: Known | None) -> c.BeginCall:
        """whose: the number is. Without one nobody knows who it is, so it is nobody whom we know."""
        x, post = self.x, self.x.house.rooms
        customer = whose.customer if whose is not None else "c" + post.lookup("voice/nameless", call)[:32]
        line = x.house.settings.lines.get(invite.request_user)
        queue = line.queue if line is not None and line.queue in post.site.kept.queues else ""
        case, prefers = post.past.case_of(customer)
        spoken: Language = post.people.record(customer).language or (line and line.language) or x.house.settings.language  # fmt: skip
        begins = Arrive(
            interaction="i" + call[1:], customer=customer, case=case or post.new_id("k"), channel=CHANNEL,
            language=spoken, queue=queue, prefers=prefers,
        )  # fmt: skip
        return c.BeginCall(
            call=call, leg=leg, trunk=invite.account, numbers=post.new_id("u"), body=msgspec.json.encode(numbers),
            begins=begins, greets=not x.house.opening().open,
            nameless=not (numbers.number and x.house.settings.may_call(numbers.number)),
        )  # fmt: skip


def introduce(x: Exchange, known: Known, customer: str, number: str) -> None:
    """Note a number with its customer, as said and not proved, where it is new (`known`, when they called). Nothing hangs on the answer."""
    if known.identified or known.verified:
        return
    try:
        x.tell(x.house.rooms.people.identity(customer, "phone", number, verified=False))
    except Refusal as problem:
        log.info("a number could not be noted: %s", problem.code)


def _call_id(x: Exchange, leg: SipLeg) -> str:
    """The same for the same call, however often its peer sends it; its leg and its conversation are called like it."""
    return "v" + x.house.rooms.lookup("voice/v", f"{leg.account}/{leg.call_id}/{leg.remote.uri}")[:32]
