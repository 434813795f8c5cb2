"""A site where somebody has their first day: `python -m tests.e2e.learning_process FOLDER`. It prints `ready PORT`.

The lessons and the path that come with Hoolin are the site's own; Mari is an agent who was put on the path today, and Gerda goes along with her. It is noon.
Orders on standard input, each answered by a line: `{"days": [true, false]}`: so many days pass, and on which of them Mari works.
"""

import sys
import time
from datetime import date
from typing import Any

from hoolin.coaching.api import learning
from hoolin.core.interaction.commands import SetAgent, SetPresence, SetSite
from hoolin.core.site.rules import AgentProfile, SiteRules
from hoolin.insight.days import midnight
from hoolin.server.accounts.records import Account
from hoolin.server.permissions import Role
from hoolin.server.settings import ServerSettings
from hoolin.wiring import HoolinSettings, build, new_id
from tests.e2e.site_process import PASSWORD
from tests.serving import serve_until_ended

ZONE = "Europe/Tallinn"
DAY = 86_400_000
NOON = midnight(date(2026, 11, 30), ZONE) + 12 * 3_600_000
PEOPLE: dict[str, tuple[str, Role]] = {"mari": ("Mari Mets", "agent"), "gerda": ("Gerda Guru", "guru")}


def main(folder: str) -> None:
    """Serve until the process is ended."""
    begun, passed = time.monotonic(), [0]
    settings = HoolinSettings(
        data=folder, operator="Põhjala Mobiil", time_zone=ZONE, server=ServerSettings(port=0, access_log=False)
    )
    built = build(settings, clock=lambda: NOON + passed[0] * DAY + round(1_000 * (time.monotonic() - begun)))

    async def begin(_port: int) -> None:
        commands = (
            SetSite(rules=SiteRules(reasons=("bill", "roaming", "complaint"))),
            *(SetAgent(profile=AgentProfile(agent=login)) for login in PEOPLE),
            *(learning.commands.PublishLesson(lesson=one, based_on=0) for one in learning.ready.lessons()),
            *(learning.commands.PublishPath(path=one, based_on=0) for one in learning.ready.paths()),
            SetPresence(agent="mari", presence="online"),
            learning.commands.BeginPath(learner="mari", path="newcomer", coach="gerda"),
        )
        for command in commands:
            await built.loop.submit(command, actor="agent:gerda", key=new_id("x"))
        for login, (name, role) in PEOPLE.items():
            account = Account(id="new", login=login, name=name, role=role, agent=login, language="en")
            await built.accounts.add(account, PASSWORD)
        await built.read_names()

    async def obey(order: dict[str, Any]) -> object:
        for works in order["days"]:
            passed[0] += 1
            for presence in ("offline", "online") if works else ():
                changed = SetPresence(agent="mari", presence=presence)
                await built.loop.submit(changed, actor="agent:mari", key=new_id("x"))
        return True

    serve_until_ended(built, begin, obey)


if __name__ == "__main__":
    main(sys.argv[1])
