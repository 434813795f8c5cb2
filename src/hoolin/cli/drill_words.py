"""`hoolin drill words`: whether a language model is good enough to put a customer's lines into other words. Every answer on the way to a drill's good ending is asked for, as a play would."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from rich.console import Console
from rich.markup import escape

from hoolin.coaching.api import drills
from hoolin.core.site.rules import Language
from hoolin.server.coaching.model import Model, PhrasingSettings

WHY = {
    "silent": "no answer in time, or none that is whole", "lines": "not as many lines as were asked for", "same": "unchanged", "length": "too long or too short", "letters": "other letters or signs", "speaker": "somebody else speaks",
    "task": "speaks of the task", "language": "another language", "question": "a question more or less", "lost": "a number, a time or the matter is lost", "invented": "a number or a time is invented", "name_lost": "a name is lost",
    "name_invented": "a name is invented", "untold": "tells what was not told", "solves": "tells the solution", "yes_no": "yes for no", "gender": "another gender", "strays": "hardly a word of it",
}  # fmt: skip
"""Why a line is said as it is written, in words."""


class Tried(NamedTuple):
    """One line. phrase: what the model gave, "" where nothing. why: it may not be said; "" where it may."""

    written: str
    phrase: str
    why: str


def report(console: Console, chosen: list[drills.Drill], language: Language, settings: PhrasingSettings) -> int:
    """Show each line as it is written and as it would be said, and at the end how many would be and how long it took. Gives that number."""
    tried, seconds = asyncio.run(_tried(console, chosen, language, Model(settings)))
    said = sum(not one.why for one in tried)
    console.rule()
    if not tried:
        console.print("There is no line to put into other words.")
        return 0
    console.print(f"{said} of {len(tried)} lines would be said in the model's words; half of its answers took {sorted(seconds)[len(seconds) // 2]:.1f} s or longer.")  # fmt: skip
    for why, number in Counter(one.why for one in tried if one.why).most_common():
        console.print(f"   {number} × {WHY[why]}")
    return said


async def _tried(
    console: Console, chosen: list[drills.Drill], language: Language, model: Model
) -> tuple[list[Tried], list[float]]:  # fmt: skip
    found, seconds = list[Tried](), list[float]()
    for drill in chosen:
        console.print(f"[bold]{escape(drill.title.said(language))}[/]")
        for asked in _answers(drill, language):
            begun = time.monotonic()
            length = sum(len(asked.written[at]) for at in asked.wanted)
            text = await model.ask(drills.messages(asked), length, asked.turn)
            seconds.append(time.monotonic() - begun)
            for one in _judged(drill, asked, text):
                found.append(one)
                console.print(f"  [dim]{escape(one.written)}[/]")
                if one.why:
                    console.print(f"  [red]✗[/] {escape(one.phrase)} [dim]({WHY[one.why]})[/]")
                else:
                    console.print(f"  [green]✓[/] {escape(one.phrase)}")
    return found, seconds


def _judged(drill: drills.Drill, asked: drills.Asking, text: str | None) -> Iterator[Tried]:
    phrases = drills.answers(text, asked) if text is not None else None
    for number, at in enumerate(asked.wanted):
        if phrases is None:
            yield Tried(asked.written[at], "", "silent" if text is None else "lines")
        else:
            why = drills.refusal(drill, asked, at, phrases[number])
            yield Tried(asked.written[at], phrases[number], why or "")


def _answers(drill: drills.Drill, language: Language) -> Iterator[drills.Asking]:
    """Every answer on the shortest way to the first ending that can be reached."""
    ways = {way.ending: way.deeds for way in drills.walk.walk(drill).ways}
    way = next((ways[one.code] for one in drill.endings if one.code in ways), ())
    turns = [drills.Turn(text="…", meant=(move,)) for move, _ in way if move in drills.PLAYERS]
    for number in range(len(turns) + 1):
        played = drills.play(drill, language, 1, turns[:number])
        if len(played.turns) < number:
            return
        asked = drills.asking(drill, played, language)
        if asked.wanted:
            yield asked
