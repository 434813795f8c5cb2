"""`hoolin drill`: practice conversations, checked as files and played in the terminal. No site is needed, and nothing is recorded."""

import os
import random
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

from hoolin.cli import drill_words
from hoolin.coaching.api import drills
from hoolin.core.errors import Invalid, NotFound
from hoolin.core.site.rules import LANGUAGES, Language
from hoolin.experience.api import criteria
from hoolin.server.coaching.model import PhrasingSettings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Practice conversations: check drills in files, play one here, or try a model for their words.",
)

WHY = {
    "no_words": "has no text in: {said}.",
    "no_lines": "has nothing in: {said}.",
    "code_twice": "has {said} twice. Give each a code of its own.",
    "no_such_item": "names {said}, which is no item that a drill is marked on.",
    "empty_sign": "has the sign “{said}”, in which nothing has to stand. Write what should.",
    "nothing_names_it": "is empty: say by which words the matter is named back.",
    "nothing_solves_it": "is empty: say by which words the right solution is recognised.",
    "nothing_hidden": "has nothing hidden. Mark what the customer really needs as hidden.",
    "never_comes_out": "can never come out. Lower its mood_min, or let something raise the mood.",
    "no_such_fact": "asks for {said}, which the customer does not know.",
    "never_reached": "can never be reached. An ending above it always holds first, or it asks for what cannot be.",
    "no_good_ending": "has none that is good and can be reached.",
    "no_bad_ending": "has none that is bad and can be reached.",
    "nobody_leaves": "has none for a customer who leaves. Give one with leaves: true.",
    "no_way_out": "leaves {said} states with no way out. Give a last ending that asks for nothing.",
    "cannot_be_mended": "leaves {said} states from which it can only end badly while the customer is still there.",
    "not_understood": "is not understood as what it should be, in: {said}.",
    "too_large": "It has more than {said} states. Take out a fact, or an ending that asks for much.",
    "same_language": "has the customer speak the player's own language, {said}.",
    "ends_at_once": "begins so low that the customer leaves at once.",
}
"""What is wrong, in words with what to do."""

Play = dict[str, str]
TEXTS: dict[Language, Play] = {
    "et": {
        "you": "Sina", "them": "Klient", "help": "Kirjuta vastus ja vajuta Enter. Tühi rida: sa ootad. /aru: mida klient mõistis. /lõpp: lahku.", "understood": "Mõisteti", "need": "Mis tal tegelikult vaja oli",
        "good": "Hea lõpp", "middling": "Keskmine lõpp", "bad": "Halb lõpp", "better": "Parem lause", "try": "Järgmisel korral proovi", "turn": "repliik {n}", "stop": "/lõpp", "why": "/aru",
    },
    "ru": {
        "you": "Вы", "them": "Клиент", "help": "Напишите ответ и нажмите Enter. Пустая строка: вы ждёте. /понял: что понял клиент. /конец: выйти.", "understood": "Понято", "need": "Что ему было нужно на самом деле",
        "good": "Хорошая концовка", "middling": "Средняя концовка", "bad": "Плохая концовка", "better": "Лучше так", "try": "В следующий раз попробуйте", "turn": "реплика {n}", "stop": "/конец", "why": "/понял",
    },
    "en": {
        "you": "You", "them": "Customer", "help": "Write your answer and press Enter. An empty line: you wait. /why: what was understood. /quit: leave.", "understood": "Understood", "need": "What they really needed",
        "good": "A good ending", "middling": "A middling ending", "bad": "A bad ending", "better": "A better sentence", "try": "Next time, try", "turn": "turn {n}", "stop": "/quit", "why": "/why",
    },
}  # fmt: skip


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Drills: YAML or JSON, see docs/how-to/write-a-drill.md.")],
) -> None:
    """Look whether drills may be published, and show the shortest way to each ending. Ends with status 1 if not."""
    console, wrong = Console(), False
    for file in files:
        try:
            drill = drills.read(_text(file))
        except Invalid as refusal:
            console.print(f"[red]✗[/] {escape(file.name)}: {escape(str(refusal.detail.get('said', refusal)))}")
            wrong = True
            continue
        found = drills.faults(drill, LANGUAGES)
        wrong = wrong or bool(found)
        console.print(
            f"{'[red]✗[/]' if found else '[green]✓[/]'} {escape(file.name)}: {escape(drill.title.en or drill.code)}"
        )
        for fault in found:
            console.print(f"   {escape(fault.place or drill.code)} {escape(WHY[fault.why].format(said=fault.said))}")
        if not found:
            for way in drills.walk.walk(drill).ways:
                deeds = " → ".join(f"{move} ({fact})" if fact else move for move, fact in way.deeds)
                console.print(f"   {drill.ending(way.ending).kind}, {escape(way.ending)}: {escape(deeds)}")
    if wrong:
        raise typer.Exit(1)


@app.command()
def play(
    drill: Annotated[str, typer.Argument(help="The code of a drill that ships with Hoolin, or a file.")] = "",
    language: Annotated[str, typer.Option(help="et, ru or en.")] = "",
    seed: Annotated[int | None, typer.Option(help="Which lines are said; without it, others each time.")] = None,
) -> None:
    """Play a drill here. Without a code, list them. Nothing is recorded."""
    console = Console()
    spoken = _language(language)
    if not drill:
        table = Table(show_header=False, box=None)
        for code, one in drills.shipped().items():
            table.add_row(f"[bold]{code}[/]", one.title.said(spoken), f"{one.minutes} min")
        console.print(table)
        return
    chosen = _drill(drill)
    chance = random.SystemRandom().randrange(2**31) if seed is None else seed
    _begin(console, chosen, spoken)
    turns: list[drills.Turn] = []
    played = drills.play(chosen, spoken, chance, turns)
    _says(console, spoken, played.opening)
    while not played.end:
        text = console.input(f"[bold green]{TEXTS[spoken]['you']}:[/] ")
        if text.strip() in (TEXTS[spoken]["stop"], "/quit"):
            return
        if text.strip() in (TEXTS[spoken]["why"], "/why"):
            _understood(console, spoken, played)
            continue
        turns.append(drills.Turn(text=text[: drills.TEXT_MAX]))
        played = drills.play(chosen, spoken, chance, turns)
        _says(console, spoken, played.turns[-1].says)
    _over(console, chosen, spoken, played)


@app.command()
def words(
    url: Annotated[str, typer.Option(help="Where the model's server is, such as http://127.0.0.1:8080.")],
    model: Annotated[str, typer.Option(help="The model's name there.")],
    drill: Annotated[
        str,
        typer.Argument(
            help="The code of a drill that ships with Hoolin, or a file; all that ship, where none is given."
        ),
    ] = "",
    language: Annotated[str, typer.Option(help="et, ru or en.")] = "",
    seconds: Annotated[float, typer.Option(min=0.1, max=10, help="How long an answer may take.")] = 2.0,
    key: Annotated[
        str, typer.Option(envvar="HOOLIN_PHRASING_KEY", help="What its server wants as a Bearer token.")
    ] = "",
) -> None:
    """Try whether a language model of your own is good enough to put customers' lines into other words. Ends with status 1 if none could be said."""
    settings = PhrasingSettings(url=url, model=model, seconds=seconds, key=key)
    chosen = [_drill(drill)] if drill else list(drills.shipped().values())
    if not drill_words.report(Console(), chosen, _language(language), settings):
        raise typer.Exit(1)


def _begin(console: Console, drill: drills.Drill, spoken: Language) -> None:
    card = "\n".join(
        f"[dim]{escape(line.name.said(spoken))}:[/] {escape(line.value.said(spoken))}" for line in drill.card
    )
    console.print(Panel(f"{escape(drill.situation.said(spoken))}\n\n{card}", title=escape(drill.title.said(spoken))))
    console.print(f"[dim]{TEXTS[spoken]['help']}[/]")


def _says(console: Console, spoken: Language, lines: tuple[str, ...]) -> None:
    for line in lines:
        console.print(f"[bold cyan]{TEXTS[spoken]['them']}:[/] {escape(line)}")


def _understood(console: Console, spoken: Language, played: drills.Played) -> None:
    if played.turns:
        moves = ", ".join(played.turns[-1].moves)
        console.print(f"[dim]{TEXTS[spoken]['understood']}: {moves}[/]")


def _over(console: Console, drill: drills.Drill, spoken: Language, played: drills.Played) -> None:
    """What was heard and what was not, with the very turn and a better sentence."""
    words, ending = TEXTS[spoken], drill.ending(played.end)
    colour = {"good": "green", "middling": "yellow", "bad": "red"}[ending.kind]
    marks = drills.rubric(drill, played, spoken)
    console.rule(f"[{colour}]{words[ending.kind]}[/]")
    console.print(escape(ending.about.said(spoken)))
    console.print(f"[dim]{words['need']}:[/] {escape(drill.need.said(spoken))}")
    for mark in marks:
        where = f" [dim]({words['turn'].format(n=mark.turn + 1)})[/]" if mark.turn is not None else ""
        console.print(
            f"{'[green]✓[/]' if mark.mark else '[red]✗[/]'} {escape(criteria.ITEMS[mark.item].name.said(spoken))}{where}"
        )
        better = drill.better.get(mark.item)
        if not mark.mark and better:
            console.print(f"   [dim]{words['better']}:[/] {escape(better.said(spoken))}")
    tried = drills.to_try(marks)
    if tried:
        console.print(f"[bold]{words['try']}:[/] {escape(criteria.ITEMS[tried.item].name.said(spoken))}")


def _drill(named: str) -> drills.Drill:
    if named in drills.shipped():
        return drills.shipped()[named]
    if Path(named).is_file():
        return drills.read(_text(Path(named)))
    raise NotFound("no_such_drill", drill=named, there_are=", ".join(drills.shipped()))


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise Invalid("drill_form", said=f"{file.name}: {problem}") from None


def _language(wanted: str) -> Language:
    """As wanted, as the terminal speaks, or Estonian."""
    for language in LANGUAGES:
        if (wanted or os.environ.get("LANG", "")).startswith(language):
            return language
    if wanted:
        raise Invalid("no_such_language", language=wanted)
    return "et"
