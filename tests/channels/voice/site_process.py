"""A site with a telephone in a process of its own, to be killed: `python -m tests.channels.voice.site_process SETTINGS`. It says where
SIP is heard, and then a line for every fact about a call. With a second word, `plain`, pages speak plain RTP.
"""

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from hoolin.channels.voice import announce
from hoolin.channels.voice.media.port import TRUNK
from hoolin.channels.voice.media.sdp import ours
from hoolin.channels.voice.wires import Wire
from hoolin.core.facts import Content, Entry
from hoolin.core.interaction.commands import SetHours
from hoolin.wiring import HoolinSettings, build
from tests.channels.voice.site import JURI, MARI, VoiceSite, admit, closed_today, furnish

TOLD = (
    "CallBegan", "LegBegan", "LegAnswered", "LegEnded", "CallEnded", "InteractionArrived", "InteractionMoved", "InteractionAbandoned",
    "OfferMade", "OfferAccepted", "CallbackAsked", "SupervisorJoined", "SupervisorLeft",
    "OfferMade", "OfferAccepted", "CallbackAsked", "RecordingStarted", "RecordingEnded", "StretchKept", "StretchLost",
    "HoursSet", "InteractionDeferred", "VoicemailBegan", "VoicemailLeft", "VoicemailDropped",
)  # fmt: skip


WHO = {"talks": MARI, "three": JURI, "barges": "a-liis"}
"""Who comes into a call by which word."""


def tell(kind: str, **more: object) -> None:
    """One line to whoever started us."""
    print(json.dumps({"kind": kind, **more}), flush=True)  # noqa: T201 it is how it is heard


def take(entries: Sequence[Entry], contents: Sequence[Content]) -> None:
    """What is on disk."""
    for entry in entries:
        if type(entry.fact).__name__ in TOLD:
            tell(type(entry.fact).__name__, **msgspec.to_builtins(entry.fact))


async def joins(site: VoiceSite, who: str, agent: str, port: int) -> None:
    """`talks PORT`: Mari takes the call and talks from this port; `barges PORT`: somebody joins her call from this port; `three PORT`: she
    asks Juri, who answers from this port, and all three talk.
    """
    gateway = site.gateway
    if who == "talks":
        await site.online(agent)
        interaction = await site.accept(agent)
        joined = await gateway.phone.join(agent, interaction, "tab")
    elif who == "three":
        await site.online(agent)
        (call,) = gateway.x.calls.open.values()
        await gateway.phone.consult(MARI, call.interaction, agent, "")
        joined = await gateway.phone.join(agent, call.interaction, "tab")
    else:
        (call,) = gateway.x.calls.open.values()
        joined = await gateway.supervision.supervise(agent, call.interaction, "barge", "tab")
    await gateway.phone.answer(agent, joined.leg, ours("127.0.0.1", port))
    if who == "three":
        await gateway.supervision.confer(MARI, call.interaction)
    wires = gateway.x.wires.values()
    tell(who, given=joined.sdp.decode(), customer=next(wire.given.decode() for wire in wires if wire.sip is not None))


async def run(settings: HoolinSettings) -> None:
    """Until killed, or told to stop by the end of what we read. After the welcome there is music and nothing else, by which calls are known."""
    announce.FIRST_MS = 3_600_000
    built = build(settings)
    built.attended.update((MARI, JURI))
    site = VoiceSite(built)
    built.loop.read_along(take)
    async with built.running():
        await admit(built)
        if not built.site.kept.queues:
            await furnish(site)
        x = site.gateway.x
        tell("ready", port=site.port, restored=x.counted["calls_restored"], lost=x.counted["calls_lost"])
        loop = asyncio.get_running_loop()
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            if line.strip() == "count":
                in_engine = await x.media.calls()
                tell("count", calls=len(x.calls.open), engine=len(in_engine), restored=x.counted["calls_restored"])
            elif line.startswith(tuple(WHO)):
                who, port = line.split()
                await joins(site, who, WHO[who], int(port))
            elif line.strip() == "online":
                # At work as soon as her telephone is there.
                while not (x.stack is not None and x.stack.registered("101")):  # noqa: ASYNC110 it is asked each time
                    await asyncio.sleep(0.05)
                await site.online(MARI)
            elif line.strip() == "shut":
                await site.ask(SetHours(hours=closed_today()))
            elif line.startswith("blob "):
                _, blob, into = line.split()
                await asyncio.to_thread(Path(into).write_bytes, b"".join(built.stores.blobs.open(blob)))
                tell("blob", blob=blob)
            elif line.strip() == "end":
                for wire in list(x.wires.values()):
                    if wire.sip is not None:
                        x.gone(wire, "released")
                        wire.sip.end()


if __name__ == "__main__":
    if "plain" in sys.argv[2:]:
        Wire.shape = TRUNK  # type: ignore[assignment,method-assign]
    asyncio.run(run(msgspec.json.decode(Path(sys.argv[1]).read_bytes(), type=HoolinSettings)))
