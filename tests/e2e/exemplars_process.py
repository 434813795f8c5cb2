"""A site with a library of examples, in a process of its own: `python -m tests.e2e.exemplars_process FOLDER`; prints `ready PORT`.

A JSON object a line on standard input, each answered by a line: `{"talk": true}` Mari serves somebody well, and it ends; gives the conversation; `{"praise": WORDS}` so too, and that
customer gives the best marks and writes these words; `{"ask": true}` somebody asks the same, and Mari has it before her; gives that one. Log-ins: NAME / PASSWORD for each of the people of `reviews_process`.
"""

import sys
from functools import partial
from typing import Any

from hoolin.core.interaction import commands as c
from hoolin.experience.api import surveys
from hoolin.server.settings import ServerSettings
from hoolin.wiring import Built, HoolinSettings, build, new_id
from tests.e2e.reviews_process import furnish, told
from tests.serving import serve_until_ended


async def asks(built: Built, text: str) -> str:
    """Somebody asks something in a chat, and Mari takes it."""
    arrive = c.Arrive(interaction=new_id("i"), customer=new_id("c"), case=new_id("k"), channel="chat", language="et")
    first = c.ReceiveMessage(interaction=arrive.interaction, key="1", text=text, begins=arrive)
    await told(built, first, actor=f"customer:{arrive.customer}")
    await told(built, c.Take(interaction=arrive.interaction, agent="mari"), actor="agent:mari")
    return arrive.interaction


async def praises(built: Built, words: str) -> str:
    """Somebody is served well, and says so where they are asked."""
    rules = surveys.SurveyRules(surveys=(surveys.Survey(code="usual", questions=("heard.understood",)),), quiet_days=0)
    if built.rooms["surveys"].state.kept.version == 0:
        await told(built, surveys.commands.SetSurveys(rules=rules, after=0))
    one = str(await obey(built, {"talk": True}))
    ended = surveys.commands.EndSurvey(interaction=one, ending="finished", comment=words, comment_id=new_id("w"))
    await told(
        built, surveys.commands.AnswerSurvey(interaction=one, item="heard.understood", value=5), ended, actor="survey"
    )
    return one


async def obey(built: Built, order: dict[str, Any]) -> object:
    """Somebody talks, praises, or asks."""
    if "ask" in order:
        return await asks(built, "Tere, miks mul arvel kaks rida on?")
    if "praise" in order:
        return await praises(built, str(order["praise"]))
    one = await asks(built, "Tere! Olen Ülari Pukspuu, number 5559 3821. Arvel on sama rida kaks korda.")
    said = "Tere, Ülari! Näen sama: rida on topelt. Parandan kohe ja uus arve on homme hommikuks teil."
    ends = c.Close(interaction=one, agent="mari", outcome="solved", reasons=("bill",))
    await told(built, c.SendMessage(interaction=one, agent="mari", text=said), ends, actor="agent:mari")
    return one


def main(folder: str) -> None:
    """Serve until the process is ended."""
    server = ServerSettings(port=0, access_log=False)
    built = build(HoolinSettings(data=folder, operator="Põhjala Mobiil", server=server))

    async def begin(_port: int) -> None:
        await furnish(built)

    serve_until_ended(built, begin, partial(obey, built))


if __name__ == "__main__":
    main(sys.argv[1])
