"""`hoolin reasons`: the tree of reasons of a site, shown, looked at before it is published, and published from a file."""

import asyncio
import json
import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
import yaml
from rich.console import Console
from rich.tree import Tree as Drawn

from hoolin.cli.serving import replaying
from hoolin.cli.settings_file import CONFIG, read_settings
from hoolin.cli.site_copy import copied
from hoolin.cluster.port import LeaseTaken
from hoolin.core.errors import Conflict, Invalid, NotFound
from hoolin.insight.api import reasons
from hoolin.wiring import Built, HoolinSettings, build
from hoolin.wiring.stores import is_there

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="The tree of reasons: show it, check or publish one from a file."
)

FILE_BYTES_MAX = 2_000_000

WORDS = {
    "named_twice": "is there twice. Give each reason a code of its own.",
    "retired": "was taken out once. A code keeps its meaning for ever: choose another one.",
    "no_such_parent": "stands beneath {said}, which is not there.",
    "circle": "stands beneath itself.",
    "too_deep": "lies deeper than {said} steps. Nobody finds it there.",
    "no_words": "has no name in: {said}.",
    "name_twice": "is called the same as {said}, beside it.",
    "nothing_to_choose": "The tree has no reason that a contact may have.",
    "went_twice": "is named twice in `went`.",
    "went_from_nothing": "is in `went`, and no contact can have it.",
    "went_to_no_leaf": "went to {said}, which no contact may have. Name a reason that has nothing beneath it.",
    "went_nowhere": "went to itself alone: leave it out of `went`.",
    "shares_not_whole": "has shares in `went` that make {said}. They should make 1.",
}
"""What is wrong, in words with what to do."""

File = Annotated[Path, typer.Argument(help="The tree: YAML or JSON, see docs/how-to/keep-the-tree-of-reasons.md.")]
Config = Annotated[Path, typer.Option(envvar="HOOLIN_CONFIG", help="The settings: a TOML file.")]
Data = Annotated[Path | None, typer.Option(help="The site's data folder, where it is not that of the settings.")]


@app.command()
def show(
    config: Config = CONFIG,
    data: Data = None,
    as_json: Annotated[bool, typer.Option("--json", help="The tree as the API takes it, with its version.")] = False,
) -> None:
    """Draw the tree in force, with how many contacts were closed with each reason. The site may be serving meanwhile."""
    settings = settings_of(config, data)
    with copied(Path(settings.data), place=settings.journal.place) as copy, replaying(Console(stderr=True)) as progress:
        built = build(settings.over(copy), progress=progress)
        try:
            state: reasons.Reasons = built.rooms["reasons"].state
            version, used = state.in_force, dict(state.kept.used)
            tree = version.tree if version.number else reasons.flat(state.site.kept.rules.reasons)
        finally:
            built.close()
            built.accounts.close()
    if as_json:
        told = {"number": version.number, "tree": msgspec.to_builtins(tree), "used": used}
        print(json.dumps(told, ensure_ascii=False))
    else:
        Console().print(drawn(tree, f"version {version.number}" if version.number else "no tree yet", used))


@app.command()
def check(
    file: File,
    why: Annotated[str, typer.Option(help="What for: with --json it is in the body.")] = "",
    based_on: Annotated[int, typer.Option(min=0, help="The version that it was made from.")] = 0,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the body of `POST /api/v1/reasons/tree`, and the faults.")
    ] = False,
) -> None:
    """Look whether a tree may be the first one of a site. Ends with status 1 if not. It changes nothing."""
    tree, crosswalk = read(file)
    found = reasons.faults(tree, (), (), (), ("et", "ru", "en"))
    if as_json:
        body = {"tree": tree, "crosswalk": crosswalk, "based_on": based_on, "why": why or file.stem}
        print(msgspec.json.encode({**body, "faults": found}).decode())
    elif not found:
        Console().print(drawn(tree, str(file.name), {}))
    said(found)
    if found:
        raise typer.Exit(1)


@app.command()
def publish(
    file: File,
    why: Annotated[str, typer.Option(help="What for, for everybody who later wonders.")],
    config: Config = CONFIG,
    data: Data = None,
) -> None:
    """Publish a tree on a site that does not serve at the moment; one that does takes it from its own page, or over the API."""
    tree, crosswalk = read(file)
    settings = settings_of(config, data)
    console = Console(stderr=True)
    try:
        with replaying(console) as progress:
            built = build(settings, progress=progress)
    except LeaseTaken:
        raise Conflict("site_is_serving", hint="publish on the page Reasons, or: POST /api/v1/reasons/tree") from None
    try:
        number = asyncio.run(_published(built, tree, crosswalk, why))
    except Invalid as refusal:
        if refusal.code != "reasons":
            raise
        said(msgspec.convert(refusal.detail["faults"], tuple[reasons.Fault, ...]))
        raise typer.Exit(1) from None
    finally:
        built.close()
        built.accounts.close()
    print(f"Version {number} of the tree is in force.", file=sys.stderr)


async def _published(built: Built, tree: reasons.Tree, crosswalk: reasons.Crosswalk, why: str) -> int:
    """The loop alone runs: no channel is opened, and nothing leaves the house."""
    state: reasons.Reasons = built.rooms["reasons"].state
    command = reasons.PublishReasons(tree=tree, crosswalk=crosswalk, based_on=state.in_force.number, why=why)
    built.loop.start()
    try:
        await built.loop.submit(command, actor="system", key=f"reasons-{secrets.token_hex(16)}")
    finally:
        await built.loop.stop()
    return state.in_force.number


def read(file: Path) -> tuple[reasons.Tree, reasons.Crosswalk]:
    """A tree from a file, and where codes went. Raises Invalid."""
    try:
        if file.stat().st_size > FILE_BYTES_MAX:
            raise Invalid("reasons_form", place=str(file), said="the file is too large")
        written: Any = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as problem:
        raise Invalid("reasons_form", place=str(file), said=str(problem)) from None
    return reasons.handwritten.read(written)


def settings_of(config: Path, data: Path | None) -> HoolinSettings:
    """The settings of a site that is there. Raises NotFound."""
    settings, _ = read_settings(config if config.exists() or config != CONFIG else None, os.environ)
    folder = data or Path(settings.data)
    if (not settings.data and data is None) or not is_there(folder):
        raise NotFound("site", folder=str(folder))
    return msgspec.structs.replace(settings, data=str(folder))


def said(found: tuple[reasons.Fault, ...]) -> None:
    """What is wrong, in words."""
    console = Console(stderr=True)
    for fault in found:
        line = f"{fault.place} {WORDS[fault.why].format(said=fault.said)}".strip()
        console.print(f"[red]not[/]   {line}", highlight=False)


def drawn(tree: reasons.Tree, title: str, used: Mapping[str, int]) -> Drawn:
    """The tree with its names, what to do about each reason, and its contacts."""
    top = Drawn(title)
    branches: dict[str | None, Drawn] = {None: top}
    waiting = list(tree.reasons)
    while waiting:
        ready = [one for one in waiting if one.parent in branches]
        for one in ready:
            beside = [one.action or "", f"{used[one.code]} contacts" if used.get(one.code) else ""]
            notes = ", ".join(note for note in beside if note)
            label = f"[bold]{one.code}[/]  {one.name.en or one.name.et or one.name.ru}"
            branches[one.code] = branches[one.parent].add(label + (f"  [dim]({notes})[/]" if notes else ""))
        waiting = [one for one in waiting if one not in ready]
        if not ready:
            break
    return top
