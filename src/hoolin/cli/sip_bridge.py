"""`python -m hoolin.cli.sip_bridge`, for tests and `hoolin bench sip`: a process of its own that bridges: each call that comes in by the trunk "in" goes on by the trunk "out", and what happens on one
side happens on the other. Signalling alone; descriptions are handed through.

Started with one JSON line on stdin ({"to": "127.0.0.1:5080", "transport": "udp"}), it answers with one ({"ports": [...]}). A line on stdin asks for its
figures; the end of stdin ends it.
"""

import asyncio
import json
import resource
import secrets
import sys
import time

import uvloop

from hoolin.channels.voice.sip.calls import Dial, Ended, Info, Invite, Refer, Reinvite
from hoolin.channels.voice.sip.settings import Limits, Listen, SipSettings, Trunk
from hoolin.channels.voice.sip.stack import SipLeg, SipStack


class Bridge:
    """Joins legs in pairs."""

    def __init__(self) -> None:
        self.stack: SipStack | None = None
        self.other: dict[str, SipLeg] = {}
        self.counts: dict[str, int] = {}

    def count(self, what: str) -> None:
        """One more."""
        self.counts[what] = self.counts.get(what, 0) + 1

    def called(self, leg: SipLeg, invite: Invite) -> None:
        """Call on."""
        assert self.stack is not None
        self.count("called")
        out = self.stack.call(Dial(to=invite.request_user or "service", sdp=invite.sdp, account="out"))
        self.other[leg.id], self.other[out.id] = out, leg

    def progressed(self, leg: SipLeg, status: int, sdp: bytes) -> None:
        """It rings there: so it does here."""
        self.other[leg.id].ring(sdp)

    def answered(self, leg: SipLeg, sdp: bytes) -> None:
        """Answered there."""
        self.count("answered")
        self.other[leg.id].answer(sdp)

    def asked(self, leg: SipLeg, what: Reinvite | Refer | Info) -> None:
        """Other media: agreed to as it stands."""
        if isinstance(what, Reinvite):
            leg.accept(what.sdp)

    def ended(self, leg: SipLeg, cause: Ended) -> None:
        """One end ends the other."""
        self.count(f"ended {cause.status} {cause.by}")
        other = self.other.pop(leg.id, None)
        if other is None or other.state == "over":
            return
        if other.state == "early" and other.inbound and cause.status >= 300:
            other.refuse(cause.status)
        else:
            other.end()

    def figures(self) -> dict[str, object]:
        """What it cost so far."""
        assert self.stack is not None
        engine = self.stack.engine
        return {
            "cpu_s": time.process_time(),
            "rss_kib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
            "transactions": len(engine.transactions),
            "dialogs": len(engine.line.dialogs),
            "open": len(self.other),
            "odd": engine.outlet.counts,
            **self.counts,
        }


def say(what: dict[str, object]) -> None:
    """One line."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


async def main() -> None:
    """Bridge until stdin ends."""
    loop = asyncio.get_running_loop()
    wish = json.loads(await loop.run_in_executor(None, sys.stdin.readline))
    bridge = Bridge()
    host = wish.get("host", "127.0.0.1")
    settings = SipSettings(
        listen=tuple(Listen(transport=name, host=host, port=0) for name in wish.get("listen", ["udp"])),
        trunks=(
            Trunk(name="in", hosts=(f"[{host}]:9" if ":" in host else f"{host}:9",), ping_s=0),
            Trunk(name="out", hosts=(wish["to"],), transport=wish.get("transport", "udp"), ping_s=0, user="hoolin"),
        ),
        limits=Limits(transactions_max=400_000, dialogs_max=50_000),
    )
    bridge.stack = SipStack(settings, bridge, lambda: secrets.token_hex(12))
    await bridge.stack.start()
    say({"ports": bridge.stack.ports()})
    while await loop.run_in_executor(None, sys.stdin.readline):
        say(bridge.figures())
    await bridge.stack.stop()


if __name__ == "__main__":
    uvloop.run(main())
