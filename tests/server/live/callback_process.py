"""A real site in a process of its own that may be killed: `python -m tests.server.live.callback_process FOLDER`.

It prints `ready PORT` once it answers. It is open around the clock, and lets everybody ask as often as they like.
"""

import sys

from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import QueueRules
from hoolin.server.settings import ServerSettings
from hoolin.wiring import HoolinSettings, build, new_id
from hoolin.wiring.settings import CallbackSettings
from tests.serving import serve_until_ended

PLACES = 3


def main(folder: str) -> None:
    """Serve until the process is ended."""
    server = ServerSettings(port=0, access_log=False, public_rate_scale=0)
    settings = HoolinSettings(data=folder, server=server, callback=CallbackSettings(slot_places=PLACES))
    built = build(settings)
    built.rooms["callbacks"].state.open_between = lambda since, until: [(since, until)]

    async def begin(port: int) -> None:
        if not built.loop.durable_position:
            await built.loop.submit(c.SetQueue(rules=QueueRules(queue="service")), actor="system", key=new_id("x"))

    serve_until_ended(built, begin)


if __name__ == "__main__":
    main(sys.argv[1])
