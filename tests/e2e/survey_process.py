"""A site whose surveys and criteria are being set up, in a process of its own: `python -m tests.e2e.survey_process FOLDER`; prints `ready PORT`.

A chat, a telephone and mail; two administrators, Anu and Boriss; Gerli, who publishes criteria; and Kristi, who serves customers and reads
figures. Forty customers were asked by the survey `usual` how it went; some answered, some to the end.
"""

import sys

from hoolin.channels.chat.manifest import RULES
from hoolin.channels.email.manifest import RULES as MAIL
from hoolin.channels.voice.manifest import RULES as VOICE
from hoolin.core.commands import Command
from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import AgentProfile, Capacity, QueueRules, SiteRules
from hoolin.experience.api import surveys
from hoolin.server.accounts.records import Account
from hoolin.server.permissions import Role
from hoolin.server.settings import ServerSettings
from hoolin.wiring import Built, HoolinSettings, build, new_id
from tests.e2e.site_process import LANGUAGES, PASSWORD
from tests.serving import serve_until_ended

PEOPLE: dict[str, tuple[str, Role]] = {
    "anu": ("Anu Aas", "admin"),
    "boriss": ("Boriss Belov", "admin"),
    "gerli": ("Gerli Guru", "guru"),
    "kristi": ("Kristi Kask", "supervisor"),
}
USUAL = surveys.SurveyRules(
    surveys=(surveys.Survey(code="usual", questions=("resolution.solved", "outcome.nps")),), quiet_days=0
)
CUSTOMERS = 40


async def furnish(built: Built) -> None:
    """Channels, queues, people and what is asked."""
    for command in (
        *(c.SetChannel(rules=rules) for rules in (RULES, VOICE, MAIL)),
        c.SetSite(rules=SiteRules(reasons=("bill", "roaming", "outage"))),
        *(c.SetQueue(rules=QueueRules(queue=queue)) for queue in ("service", "technical")),
        c.SetAgent(profile=AgentProfile(agent="kristi", skills=LANGUAGES)),
        surveys.commands.SetSurveys(rules=USUAL, after=0),
    ):
        await built.loop.submit(command, actor="system", key=new_id("x"))
    for login, (name, role) in PEOPLE.items():
        agent = login if login == "kristi" else None
        account = Account(id="new", login=login, name=name, role=role, agent=agent, language="en")
        await built.accounts.add(account, PASSWORD)
    await built.read_names()
    await ask_many(built)


async def ask_many(built: Built) -> None:
    """One chat after the other is answered and ended; two thirds of the customers answer, half of them to the end."""
    agent = "many"
    profile = AgentProfile(agent=agent, skills=LANGUAGES, capacity=Capacity(units=0))
    for command in (c.SetAgent(profile=profile), c.SetPresence(agent=agent, presence="online")):
        await built.loop.submit(command, actor="system", key=new_id("x"))
    for number in range(CUSTOMERS):
        one = c.Arrive(
            interaction=f"i{number}", customer=f"c{number}", case=f"k{number}", channel="chat", language="et"
        )
        came = one.interaction
        answered = surveys.commands.AnswerSurvey(interaction=came, item="resolution.solved", value=number % 3)
        happened: list[tuple[Command, str]] = [
            (one, f"customer:{one.customer}"),
            (c.Take(interaction=came, agent=agent), f"agent:{agent}"),
            (c.SendMessage(interaction=came, agent=agent, text="Korras!"), f"agent:{agent}"),
            (c.Close(interaction=came, agent=agent, outcome="solved", reasons=("bill",)), f"agent:{agent}"),
            *([(answered, "survey")] if number % 3 else []),
            *([(surveys.commands.EndSurvey(interaction=came, ending="finished"), "survey")] if number % 3 == 1 else []),
        ]
        for said, actor in happened:
            await built.loop.submit(said, actor=actor, key=new_id("x"))
    await built.loop.submit(c.SetPresence(agent=agent, presence="offline"), actor="system", key=new_id("x"))


def main(folder: str) -> None:
    """Serve until the process is ended."""
    server = ServerSettings(port=0, access_log=False)
    built = build(HoolinSettings(data=folder, operator="Põhjala Mobiil", server=server))

    async def begin(port: int) -> None:
        await furnish(built)
        built.faces.surveys.public_url = f"http://127.0.0.1:{port}"

    serve_until_ended(built, begin)


if __name__ == "__main__":
    main(sys.argv[1])
