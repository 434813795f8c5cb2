"""A site with half a year behind it and somebody who may do everything: `python -m tests.hostile.site_process FOLDER`; prints `ready PORT`.

What every room can have is there once: lessons, drills and examples, prices, a tree of reasons, a conversation that waits and one in hand.
"""

import sys
import time
from pathlib import Path

from hoolin.coaching.api import learning
from hoolin.core.commands import Command
from hoolin.core.interaction import commands as c
from hoolin.server.accounts.records import Account
from hoolin.wiring import build, new_id
from tests.coaching.advice.past import STAFF, live, now
from tests.e2e.coached_process import EXAMPLES, kept
from tests.insight.improvements.past import settings
from tests.ports import free_port
from tests.server.test_contact import PASSWORD
from tests.serving import serve_until_ended

ADMIN = "root"


def main(folder: Path) -> None:
    """Serve until the process is ended."""
    live(folder)
    begun, port = time.monotonic(), free_port()
    reached = settings(folder, port=port, public_url=f"http://127.0.0.1:{port}")
    built = build(reached, clock=lambda: now() + round(1_000 * (time.monotonic() - begun)))

    async def begin(_port: int) -> None:
        commands: tuple[Command, ...] = (
            *(learning.commands.PublishLesson(lesson=one, based_on=0) for one in learning.ready.lessons()),
            *(learning.commands.PublishPath(path=one, based_on=0) for one in learning.ready.paths()),
            *(one for at in range(len(EXAMPLES)) for one in kept(at)),
            c.SetPresence(agent="mari", presence="online"),
            c.Arrive(interaction="open1", customer="cust1", case="case1", channel="chat", language="et"),
            c.ReceiveMessage(interaction="open1", key="1", text="Tere!"),
            c.Arrive(interaction="open2", customer="cust2", case="case2", channel="chat", language="ru"),
        )
        for command in commands:
            await built.loop.submit(command, actor="agent:hele", key=new_id("x"))
        for login, (name, role, agent) in {**STAFF, ADMIN: ("Root", "admin", "root")}.items():
            await built.accounts.add(
                Account(id="new", login=login, name=name, role=role, agent=agent, language="en"), PASSWORD
            )
        await built.read_names()

    serve_until_ended(built, begin)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
