"""A site whose menus are being written, in a process of its own: `python -m tests.e2e.editor_process FOLDER`.

Chat and telephone, two queues that are closed at night, a machine to ask, two administrators, Anu and Boriss, and a supervisor, Kristi; their
pages speak English.
It prints `ready PORT` once it answers. A JSON object a line on the standard input is answered by a line: `{"come": ["1", "inimene"]}` a
customer comes by chat and says these, one after the other, whatever the hour.
"""

import sys
from functools import partial
from itertools import count
from typing import Any

from hoolin.channels.chat.manifest import RULES
from hoolin.channels.machines import Hook
from hoolin.core.interaction import commands as c
from hoolin.core.site.hours import DAYS, Day, Hours, Span, Spans
from hoolin.core.site.rules import AgentProfile, ChannelRules, QueueRules
from hoolin.server.accounts.records import Account
from hoolin.server.permissions import Role
from hoolin.server.settings import ServerSettings
from hoolin.wiring import Built, HoolinSettings, build, new_id
from hoolin.wiring.settings import FlowSettings
from tests.e2e.site_process import LANGUAGES, PASSWORD
from tests.serving import serve_until_ended

PEOPLE: dict[str, tuple[str, Role]] = {
    "anu": ("Anu Aas", "admin"),
    "boriss": ("Boriss Belov", "admin"),
    "kristi": ("Kristi Kask", "supervisor"),
}
BY_DAY: dict[Day, Spans] = dict.fromkeys(DAYS[:5], (Span(opens="09:00", closes="17:00"),))
ALWAYS: dict[Day, Spans] = dict.fromkeys(DAYS, (Span(opens="00:00", closes="24:00"),))
NUMBERS = count(1)


async def furnish(built: Built) -> None:
    """Channels, queues, hours and people, on the first start."""
    if built.site.kept.queues.get("bills") is not None:
        return
    for command in (
        c.SetChannel(rules=RULES),
        c.SetChannel(rules=ChannelRules(channel="voice")),
        c.SetQueue(rules=QueueRules(queue="bills")),
        c.SetQueue(rules=QueueRules(queue="service")),
        c.SetHours(hours=Hours(week=BY_DAY)),
        c.SetAgent(profile=AgentProfile(agent="mari", skills={**LANGUAGES, "bills": 100})),
    ):
        await built.loop.submit(command, actor="system", key=new_id("x"))
    for login, (name, role) in PEOPLE.items():
        account = Account(id="new", login=login, name=name, role=role, agent=login, language="en")
        await built.accounts.add(account, PASSWORD)
    await built.read_names()


async def come(built: Built, said: list[str]) -> None:
    """A customer comes by chat and says these; from then on it is open day and night."""
    await built.loop.submit(c.SetHours(hours=Hours(week=ALWAYS)), actor="system", key=new_id("x"))
    number = next(NUMBERS)
    arrive = c.Arrive(
        interaction=f"i-{number}", customer=f"c-{number}", case=f"k-{number}", channel="chat", language="et"
    )
    for text in ("tere", *said):
        receive = c.ReceiveMessage(interaction=arrive.interaction, key=new_id("m"), text=text, begins=arrive)
        await built.loop.submit(receive, actor=f"customer:{arrive.customer}", key=new_id("x"))
    await built.reading.reached(built.loop.durable_position)


async def obey(built: Built, order: dict[str, Any]) -> bool:
    """A customer comes."""
    await come(built, order["come"])
    return True


def main(folder: str) -> None:
    """Serve until the process is ended."""
    hooks = {"orders": Hook(url="https://shop.example.ee/hoolin", secret="sixteen letters or more")}
    settings = HoolinSettings(
        data=folder, operator="Põhjala Mobiil", flows=FlowSettings(hooks=hooks),
        server=ServerSettings(port=0, access_log=False),
    )  # fmt: skip
    built = build(settings)

    async def begin(_port: int) -> None:
        await furnish(built)

    serve_until_ended(built, begin, partial(obey, built))


if __name__ == "__main__":
    main(sys.argv[1])
