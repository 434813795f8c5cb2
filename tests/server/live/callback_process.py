"""A real site in a process of its own that may be killed: `python -m tests.server.live.callback_process FOLDER`.

It prints `ready PORT` once it answers. It is open around the clock, and lets everybody ask as often as they like.
"""

import sys

from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import QueueRules
from hoolin.server import serve
from hoolin.server.settings import ServerSettings
from hoolin.wiring import HoolinSettings, build, new_id, web
from hoolin.wiring.settings import CallbackSettings

PLACES = 3


def main(folder: str) -> None:
    """Serve until the process is ended."""
    server = ServerSettings(port=0, access_log=False, public_rate_scale=0)
    settings = HoolinSettings(data=folder, server=server, callback=CallbackSettings(slot_places=PLACES))
    built = build(settings)
    built.rooms["callbacks"].state.open_between = lambda since, until: [(since, until)]
    serving = serve.Serving(web(built), server)

    async def begin() -> None:
        if not built.loop.durable_position:
            await built.loop.submit(c.SetQueue(rules=QueueRules(queue="service")), actor="system", key=new_id("x"))
        # Who connects now waits in the socket's backlog until the first answer.
        sys.stdout.write(f"ready {serving.port}\n")
        sys.stdout.flush()

    built.on_start.append(begin)
    serve.run(serving)


if __name__ == "__main__":
    main(sys.argv[1])
