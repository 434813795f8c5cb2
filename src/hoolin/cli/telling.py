"""How far a long work is, on one line at a terminal; nothing where nobody looks."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import monotonic

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

PATIENCE_SECONDS = 1.0
"""Shorter waits need no explanation."""


@contextmanager
def telling(console: Console, words: Mapping[str, str]) -> Iterator[Callable[[str, int, int], None]]:
    """Gives what is called with the name of a part, how much of it is done, and of how much. words: what each part is called."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    began = monotonic()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None, visible=False)

        def told(part: str, done: int, of: int) -> None:
            late = monotonic() - began > PATIENCE_SECONDS
            bar.update(task, description=words.get(part, part), completed=done, total=of or None, visible=late)

        yield told
