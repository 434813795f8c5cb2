"""How long it takes to reach a person, as probes measured it from outside."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
from fastapi import Depends
from starlette.responses import Response

from hoolin.core.facts import Instant
from hoolin.experience.api import Probes, ReportProbe, alarms, time_to_human
from hoolin.server.accounts.records import Who
from hoolin.server.bodies import read
from hoolin.server.figures import Figure, Sample
from hoolin.server.live.hub import Hub
from hoolin.server.routing import api_router
from hoolin.server.who import part, require

router = api_router("probes")


@dataclass
class ProbeBoard:
    """The results of a site's probes."""

    probes: Probes
    clock: Callable[[], Instant]

    def figures(self) -> list[Figure]:
        """For whoever watches over the machine: 1 where the newest probe reached nobody."""
        ringing = [Sample(float(on), {"channel": channel}) for channel, on in alarms(self.probes).items()]
        return [Figure("hoolin_probe_alarm", "gauge", "1 where the newest probe did not reach a person.", ringing)]


TheBoard = Annotated[ProbeBoard, Depends(part(ProbeBoard))]
TheHub = Annotated[Hub, Depends(part(Hub))]


@router.get("/probes", response_class=Response)
async def probed(board: TheBoard, who: Annotated[Who, Depends(require("reports.read"))]) -> Response:
    """Time to a person in the last thirty days, by channel, with intervals; and whether the newest probe reached anybody."""
    told = {"at": board.clock(), "channels": time_to_human(board.probes, board.clock())}
    return Response(msgspec.json.encode(told), media_type="application/json", headers={"cache-control": "no-store"})


@router.post("/probes", status_code=201, response_class=Response)
async def report_probe(
    body: dict[str, Any], hub: TheHub, who: Annotated[Who, Depends(require("probes.report"))]
) -> Response:
    """What a probe met: `{"channel","language","asked_at","took_ms","ending":"reached|gave_up|closed|failed","code"}`."""
    answer = await hub.ask(read(body, ReportProbe), actor=who.actor, key=secrets.token_hex(16))
    return Response(msgspec.json.encode({"n": answer.position}), 201, media_type="application/json")
