"""A site with all that there is to learn from, in a process of its own: `python -m tests.e2e.coached_process FOLDER`; prints `ready PORT`.

The half year of `advised_process`, in which Oleg hardly ever names the problem back; the lessons and the path that come with Hoolin are the site's own, its drills are there, and two examples are
kept. Mari was put on the path today, and Hele goes along with her.
"""

import sys
import time
from pathlib import Path

from hoolin.coaching.api import exemplars, learning
from hoolin.core.commands import Command
from hoolin.core.interaction.commands import SetPresence
from hoolin.core.site.rules import Language
from hoolin.wiring import build, new_id
from tests.coaching.advice.past import admit, live, now
from tests.insight.improvements.past import settings
from tests.ports import free_port
from tests.serving import serve_until_ended

EXAMPLES: tuple[tuple[str, Language, str, tuple[str, ...], str, tuple[tuple[str, str], ...]], ...] = (
    (
        "bill", "et", "Ütleb mure oma sõnadega tagasi, enne kui midagi otsib.", ("heard.named_back", "heard.empathy"), "mari",
        (
            ("customer", "Arvel on kuutasu kaks korda ja ma olen sellest juba kirjutanud."),
            ("agent", "Kui ma õigesti aru sain: kuutasu on topelt, ja te pidite selle pärast teist korda kirjutama. Vaatan kohe."),
        ),
    ),
    (
        "roaming", "ru", "Сразу говорит, что будет дальше и когда.", ("resolution.next_step", "heard.named_back"), "anna",
        (("customer", "Интернет за границей не включился."), ("agent", "Включаю. Через десять минут придёт SMS, и я сама проверю.")),
    ),
)  # fmt: skip


def kept(at: int) -> tuple[Command, ...]:
    """One of them, from the proposal into the library."""
    reason, language, about, items, agent, turns = EXAMPLES[at]
    said = tuple(exemplars.Turn(who=who, text=text) for who, text in turns)
    return (
        exemplars.commands.ProposeExemplar(
            exemplar=f"e{at}", interaction=f"i{at}", customer=f"c{at}", channel="chat", queue="service", language=language, agent=agent, by=agent,
            source="agent", typed=said, reasons=(reason,),
        ),
        exemplars.commands.ApproveExemplar(
            exemplar=f"e{at}", by="hele", text=exemplars.Text(about=about, turns=said), language=language, criteria=items, reasons=(reason,),
            basis="unrecognisable",
        ),
    )  # fmt: skip


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
            SetPresence(agent="mari", presence="online"),
            learning.commands.BeginPath(learner="mari", path="newcomer", coach="hele"),
        )
        for command in commands:
            await built.loop.submit(command, actor="agent:hele", key=new_id("x"))
        await admit(built)

    serve_until_ended(built, begin)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
