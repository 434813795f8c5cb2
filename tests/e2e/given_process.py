"""A site where something is given to people: `python -m tests.e2e.given_process FOLDER`. It prints `ready PORT`.

Eleven people who serve, of whom four serve the queue of bills, and Gerda who teaches; the lessons that come with Hoolin are the site's own. It is noon of the last day of November 2026, and
lots fall as they did when this was written. Log-ins: gerda, and first names, all with PASSWORD.
"""

import sys
import time
from datetime import date
from typing import Any

from hoolin.coaching.api import learning
from hoolin.core.interaction.commands import SetAgent, SetQueue, SetSite
from hoolin.core.site.rules import AgentProfile, QueueRules, SiteRules
from hoolin.insight.days import midnight
from hoolin.server.accounts.records import Account
from hoolin.server.coaching.effects import EffectOffice
from hoolin.wiring import build, new_id
from tests.coaching.effects.past import NAMES
from tests.e2e.site_process import PASSWORD
from tests.insight.improvements.past import ZONE, settings
from tests.serving import serve_until_ended

NOON = midnight(date(2026, 11, 30), ZONE) + 12 * 3_600_000
PEOPLE = {name.split()[0].lower(): name for name in NAMES[:11]}


def main(folder: str) -> None:
    """Serve until the process is ended."""
    EffectOffice.seed = lambda office: 7  # type: ignore[method-assign, assignment]
    begun = time.monotonic()
    built = build(settings(folder), clock=lambda: NOON + round(1_000 * (time.monotonic() - begun)))  # type: ignore[arg-type]

    async def begin(_port: int) -> None:
        skills = {login: {"lang:et": 100, **({"bills": 100} if at < 4 else {})} for at, login in enumerate(PEOPLE)}
        commands = (
            SetSite(rules=SiteRules(reasons=("bill", "roaming"))),
            SetQueue(rules=QueueRules(queue="bills", skills={"bills": 50})),
            SetAgent(profile=AgentProfile(agent="gerda")),
            *(SetAgent(profile=AgentProfile(agent=login, skills=able)) for login, able in skills.items()),
            *(learning.commands.PublishLesson(lesson=one, based_on=0) for one in learning.ready.lessons()),
        )
        for command in commands:
            await built.loop.submit(command, actor="agent:gerda", key=new_id("x"))
        gerda = Account(id="new", login="gerda", name="Gerda Guru", role="guru", agent="gerda", language="en")
        await built.accounts.add(gerda, PASSWORD)
        for login, name in PEOPLE.items():
            account = Account(id="new", login=login, name=name, role="agent", agent=login, language="et")
            await built.accounts.add(account, PASSWORD)
        await built.read_names()

    async def obey(order: dict[str, Any]) -> object:
        return None

    serve_until_ended(built, begin, obey)


if __name__ == "__main__":
    main(sys.argv[1])
