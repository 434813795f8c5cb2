"""How long it takes to reach a person, as probes measured it from outside."""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any

import msgspec
from fastapi import Depends
from starlette.responses import Response

from hoolin.core.facts import Instant
from hoolin.experience.api import USUAL, AlarmRules, Probes, ReportProbe, alarms, mirrored, time_to_human
from hoolin.server.accounts.records import Who
from hoolin.server.bodies import plain, read
from hoolin.server.figures import Figure, Sample
from hoolin.server.live.hub import Hub
from hoolin.server.routing import api_router
from hoolin.server.who import part, public, require

router = api_router("probes")

log = logging.getLogger("hoolin.probes")

MIRROR_SECONDS = 60
"""So long others may keep what everybody may read."""


@dataclass
class ProbeBoard:
    """The results of a site's probes. rings: the alarms that the log has been told of."""

    probes: Probes
    clock: Callable[[], Instant]
    rules: AlarmRules = USUAL
    rings: dict[str, bool] = field(default_factory=dict)

    def look(self) -> None:
        """A probe has told something: what has begun or ended is written to the log, once."""
        now = alarms(self.probes, self.rules)
        for channel in sorted(now):
            if now[channel] and not self.rings.get(channel):
                log.error("nobody was reached, or too late, by the newest %d probes by %s", self.rules.in_row, channel)
            elif self.rings.get(channel) and not now[channel]:
                log.warning("people are reached again by %s", channel)
        self.rings = now

    def figures(self) -> list[Figure]:
        """For whoever watches over the machine: 1 where the newest probe reached nobody."""
        ringing = [Sample(float(on), {"channel": channel}) for channel, on in alarms(self.probes, self.rules).items()]
        return [
            Figure(
                "hoolin_probe_alarm", "gauge", "1 where the newest probes did not reach a person, or too late.", ringing
            )
        ]


TheBoard = Annotated[ProbeBoard, Depends(part(ProbeBoard))]
TheHub = Annotated[Hub, Depends(part(Hub))]


@router.get("/probes", response_class=Response)
async def probed(board: TheBoard, who: Annotated[Who, Depends(require("reports.read"))]) -> Response:
    """Time to a person in the last thirty days, by channel, with intervals; and whether the newest probe reached anybody."""
    told = {"at": board.clock(), "channels": time_to_human(board.probes, board.clock(), rules=board.rules)}
    return plain(told)


@router.get("/probes/alarms", response_class=Response)
async def alarmed(board: TheBoard, who: Annotated[Who, Depends(require("board.read"))]) -> Response:
    """For the wallboard and the desk: `{"at", "channels": {"voice": true, …}, "within_ms", "in_row"}`; true where nobody is reached."""
    told = {"at": board.clock(), "channels": alarms(board.probes, board.rules), **msgspec.structs.asdict(board.rules)}
    return plain(told)


@router.get("/mirror/time-to-human", dependencies=[Depends(public("public"))], response_class=Response)
async def time_to_a_person(board: TheBoard) -> Response:
    """For everybody: the share of probes that a person had answered by each time, by channel, with its interval, over thirty days. Each point is
    `[ms, share, standard error, low, high, at risk]`.
    """
    told = {"at": board.clock(), "channels": mirrored(board.probes, board.clock())}
    return plain(told, caching=f"public, max-age={MIRROR_SECONDS}")


@router.post("/probes", status_code=201, response_class=Response)
async def report_probe(
    body: dict[str, Any], board: TheBoard, hub: TheHub, who: Annotated[Who, Depends(require("probes.report"))]
) -> Response:
    """What a probe met: `{"channel","language","asked_at","took_ms","ending":"reached|gave_up|closed|failed","code"}`."""
    answer = await hub.ask(read(body, ReportProbe), actor=who.actor, key=secrets.token_hex(16))
    board.look()
    return plain({"n": answer.position}, 201)
