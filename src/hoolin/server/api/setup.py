"""How the site is set up: its rules, channels, queues and agents, read and changed whole, one at a time."""

import secrets
from typing import Annotated, Any, Literal

from fastapi import Depends
from starlette.responses import Response

from hoolin.channels.chat.gateway import ChatGateway
from hoolin.core.commands import Command
from hoolin.core.errors import Invalid
from hoolin.core.interaction import commands as c
from hoolin.server.accounts.records import Who
from hoolin.server.bodies import plain, read
from hoolin.server.live.hub import Hub
from hoolin.server.routing import api_router
from hoolin.server.who import part, require

router = api_router("setup")

Configurer = Annotated[Who, Depends(require("site.configure"))]
TheHub = Annotated[Hub, Depends(part(Hub))]
TheChat = Annotated[ChatGateway, Depends(part(ChatGateway))]

What = Literal["site", "channel", "queue", "hours", "agent", "retire_agent"]

COMMANDS: dict[str, type[Command]] = {
    "site": c.SetSite,
    "channel": c.SetChannel,
    "queue": c.SetQueue,
    "hours": c.SetHours,
    "agent": c.SetAgent,
    "retire_agent": c.RetireAgent,
}


@router.get("/setup", response_class=Response)
async def setup(who: Configurer, hub: TheHub, gateway: TheChat) -> Response:
    """The whole set-up, in the shapes of docs/reference/site.md."""
    desk = hub.desk
    told = {
        "n": desk.position,
        "site": desk.rules,
        "channels": list(hub.doors.channels().values()),
        "queues": list(desk.queues.values()),
        "hours": gateway.house.site.kept.hours_set,
        "holidays": list(gateway.house.site.kept.holidays.values()),
        "agents": [line.profile for line in desk.agents.values()],
    }
    return plain(told)


@router.put("/setup/{what}", response_class=Response)
async def change_setup(what: What, body: dict[str, Any], who: Configurer, hub: TheHub) -> Response:
    """Set the site's rules, a channel, a queue, hours or an agent (`{"rules": …}`, `{"hours": …}`, `{"profile": …}`), or
    retire an agent (`{"agent": …}`).
    """
    kind = COMMANDS.get(what)
    if kind is None:
        raise Invalid("unknown_command")
    answer = await hub.ask(read(body, kind), actor=who.actor, key=secrets.token_hex(16))
    return plain({"n": answer.position})
