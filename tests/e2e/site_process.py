"""A real site in a process of its own, for browser tests: `python -m tests.e2e.site_process FOLDER`.

A second word `ways` sets up calling back as well, closed today and tomorrow. It prints `ready PORT` once it answers. Log-ins: NAME / PASSWORD for each of PEOPLE, who are fictional.
"""

import sys
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hoolin.channels.chat.manifest import RULES
from hoolin.core.interaction import commands as c
from hoolin.core.site.hours import DAYS, Day, Hours, Span
from hoolin.core.site.rules import AgentProfile, ChannelRules, QueueRules, SiteRules
from hoolin.server import serve
from hoolin.server.accounts.records import Account
from hoolin.server.settings import ServerSettings
from hoolin.wiring import Built, HoolinSettings, build, new_id, web

PASSWORD = "ainult-katseks-2026"
PEOPLE = {"kristi": ("Kristi Kask", "supervisor"), "oleg": ("Oleg Orlov", "agent")}
LANGUAGES = {"lang:et": 100, "lang:ru": 100, "lang:en": 100}


def closed_for_two_days() -> Hours:
    """Round the clock, but not today and tomorrow."""
    today = datetime.now(ZoneInfo("Europe/Tallinn")).date()
    week: dict[Day, tuple[Span, ...]] = dict.fromkeys(DAYS, (Span(opens="00:00", closes="24:00"),))
    return Hours(channel="callback", week=week, dates={(today + timedelta(days=n)).isoformat(): () for n in (0, 1)})


async def furnish(built: Built, ways: bool) -> None:
    """Queues, people and reasons, on the first start."""
    if built.loop.durable_position:
        return
    commands = [
        c.SetChannel(rules=RULES),
        c.SetSite(rules=SiteRules(reasons=("bill", "roaming", "outage"))),
        c.SetQueue(rules=QueueRules(queue="service", offer_ms=60_000)),
        c.SetQueue(rules=QueueRules(queue="technical", offer_ms=60_000)),
        *(c.SetAgent(profile=AgentProfile(agent=login, skills=LANGUAGES)) for login in PEOPLE),
    ]
    if ways:
        commands += [c.SetChannel(rules=ChannelRules(channel="callback")), c.SetHours(hours=closed_for_two_days())]
    for command in commands:
        await built.loop.submit(command, actor="system", key=new_id("x"))
    for login, (name, role) in PEOPLE.items():
        account = Account(id="new", login=login, name=name, role=role, agent=login, language="en")  # type: ignore[arg-type]
        await built.accounts.add(account, PASSWORD)
    await built.read_names()


def main(folder: str, ways: bool) -> None:
    """Serve until the process is ended."""
    settings = HoolinSettings(data=folder, operator="Põhjala Mobiil", server=ServerSettings(port=0, access_log=False))
    built = build(settings)
    serving = serve.Serving(web(built), settings.server)

    async def begin() -> None:
        await furnish(built, ways)
        # Who connects now waits in the socket's backlog until the first answer.
        sys.stdout.write(f"ready {serving.port}\n")
        sys.stdout.flush()

    built.on_start.append(begin)
    serve.run(serving)


if __name__ == "__main__":
    main(sys.argv[1], "ways" in sys.argv[2:])
