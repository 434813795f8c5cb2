"""A process that may be killed: it answers every call and keeps each in a file; started again, it goes on with those that are kept.

Started as `python -m tests.channels.voice.sip.keeping_process FOLDER PORT PEER_PORT` it prints `ready N` (the calls that it restored).
A line on stdin has it hang up on that many calls.
"""

import asyncio
import json
import os
import secrets
import sys
from pathlib import Path

import uvloop

from hoolin.channels.voice.sip.calls import Ended, Info, Invite, Refer, Reinvite
from hoolin.channels.voice.sip.settings import Listen, SipSettings, Trunk
from hoolin.channels.voice.sip.stack import SipLeg, SipStack


class Keeper:
    """Answers, and keeps what is up in a file that is synced before anything else happens."""

    def __init__(self, file: Path) -> None:
        self.legs: dict[str, SipLeg] = {}
        self.kept = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
        self._file = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def _keep(self, leg: SipLeg) -> None:
        os.write(self._file, json.dumps({"id": leg.id, "saved": leg.saved().decode()}).encode() + b"\n")
        os.fsync(self._file)

    def called(self, leg: SipLeg, invite: Invite) -> None:
        """Answer and keep."""
        self.legs[leg.id] = leg
        leg.answer(invite.sdp)
        self._keep(leg)

    def progressed(self, leg: SipLeg, status: int, sdp: bytes) -> None:
        """It calls nobody."""

    def answered(self, leg: SipLeg, sdp: bytes) -> None:
        """It calls nobody."""

    def asked(self, leg: SipLeg, what: Reinvite | Refer | Info) -> None:
        """Agree, and keep how it is now."""
        if isinstance(what, Reinvite):
            leg.accept(what.sdp)
            self._keep(leg)

    def ended(self, leg: SipLeg, cause: Ended) -> None:
        """Keep it no more."""
        self.legs.pop(leg.id, None)


async def main(folder: str, port: str, peer: str) -> None:
    """Answer until stdin ends."""
    keeper = Keeper(Path(folder) / "calls")
    settings = SipSettings(
        listen=(Listen(host="127.0.0.1", port=int(port)),),
        trunks=(Trunk(name="peer", hosts=(f"127.0.0.1:{peer}",), ping_s=0),),
    )
    stack = SipStack(settings, keeper, lambda: secrets.token_hex(12))
    await stack.start()
    for entry in {one["id"]: one["saved"] for one in keeper.kept}.values():
        leg = stack.restore(entry.encode())
        keeper.legs[leg.id] = leg
    sys.stdout.write(f"ready {len(keeper.legs)}\n")
    sys.stdout.flush()
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        for leg in list(keeper.legs.values())[: int(line)]:
            leg.end()
    await stack.stop()


if __name__ == "__main__":
    uvloop.run(main(*sys.argv[1:]))
