"""Menus: listed, shown, checked, set, tried out by text and by ear, retired; what they were before, and which channel uses which."""

from typing import Annotated, Any

from fastapi import Depends, Query
from starlette.responses import Response

from hoolin.server.accounts.records import Who
from hoolin.server.asked import Version
from hoolin.server.bodies import plain, read
from hoolin.server.flow_past import DAYS_MAX, FlowPast
from hoolin.server.flow_voice import FlowVoice, Words
from hoolin.server.flows import Change, Draft, FlowOffice, Preview
from hoolin.server.routing import api_router
from hoolin.server.who import part, require

router = api_router("flows")

Configurer = Annotated[Who, Depends(require("site.configure"))]
Office = Annotated[FlowOffice, Depends(part(FlowOffice))]
Past = Annotated[FlowPast, Depends(part(FlowPast))]
Voice = Annotated[FlowVoice, Depends(part(FlowVoice))]


@router.get("/flows", response_class=Response)
async def flows(who: Configurer, office: Office) -> Response:
    """Every flow, whether a person is within reach of everybody in it as the site is set up now, which channel uses which, and what a flow
    of this site can name.
    """
    return plain(await office.all())


@router.get("/flows/{name}", response_class=Response)
async def flow(name: str, who: Configurer, office: Office) -> Response:
    """One flow, and its verdict."""
    return plain(await office.show(name))


@router.put("/flows/{name}", response_class=Response)
async def put_flow(name: str, body: dict[str, Any], who: Configurer, office: Office) -> Response:
    """Set a flow: `{"flow": {…}}`, or `{"yaml": "…"}`. One that could trap anybody is refused (422, `flow_traps`), with the way into
    the trap. With `based_on`, the revision that was changed, it is refused when somebody has changed it since (409, `flow_changed`).
    """
    return plain(await office.put(name, read(body, Change, "flow"), who))


@router.post("/flows/{name}/check", response_class=Response)
async def check_flow(name: str, body: dict[str, Any], who: Configurer, office: Office) -> Response:
    """What would be said of a flow if it were set; nothing is."""
    return plain(await office.check(name, read(body, Draft, "flow")))


@router.post("/flows/{name}/written", response_class=Response)
async def write_flow(name: str, body: dict[str, Any], who: Configurer, office: Office) -> Response:
    """A flow as data and as YAML, whichever of both it is given as; nothing is set."""
    return plain(office.written(name, read(body, Draft, "flow")))


@router.post("/flows/{name}/sound", response_class=Response)
async def flow_sound(name: str, body: dict[str, Any], who: Configurer, voice: Voice) -> Response:
    """What a caller would hear: `{"language": "et", "text": "…"}` as a WAV file, the site's own recording (`prompt`) first. 503 where nobody can speak it."""
    wav = await voice.sound(read(body, Words, "words"))
    return Response(wav, media_type="audio/wav", headers={"cache-control": "no-store"})


@router.get("/flows/{name}/revisions", response_class=Response)
async def flow_revisions(name: str, who: Configurer, past: Past) -> Response:
    """Who changed a flow, when and why, the newest first; also of one that was retired."""
    return plain({"revisions": await past.revisions(name)})


@router.get("/flows/{name}/revisions/{revision}", response_class=Response)
async def flow_revision(name: str, revision: Version, who: Configurer, past: Past) -> Response:
    """A flow as it was."""
    return plain(await past.revision(name, revision))


@router.get("/flows/{name}/ways", response_class=Response)
async def flow_ways(
    name: str, who: Configurer, past: Past, days: Annotated[int, Query(ge=1, le=DAYS_MAX)] = 30
) -> Response:
    """How many customers went from which node to which in the last days (1 to 365), how, and how they left."""
    return plain(await past.ways(name, days))


@router.post("/flows/{name}/preview", response_class=Response)
async def preview_flow(name: str, body: dict[str, Any], who: Configurer, office: Office) -> Response:
    """One step of a flow, as text: begin with `{"language": "et"}`, go on with the step's `state` and an `event`."""
    return plain(office.preview(name, read(body, Preview, "flow")))


@router.delete("/flows/{name}", status_code=204, response_class=Response)
async def retire_flow(name: str, who: Configurer, office: Office) -> Response:
    """Do away with a flow that no channel uses."""
    await office.retire(name, who)
    return Response(status_code=204)


@router.put("/flow-channels/{channel}", response_class=Response)
async def use_flow(channel: str, body: dict[str, Any], who: Configurer, office: Office) -> Response:
    """Greet whoever comes by a channel with a flow: `{"flow": "NAME"}`; with an empty name, by none."""
    return plain({"channels": await office.use(channel, str(body.get("flow", "")), who)})
