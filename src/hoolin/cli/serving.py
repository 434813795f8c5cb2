"""A site that has been put together, served until it is told to stop, or stops by itself."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from hoolin.runtime.loop import Progress as Told
from hoolin.server import serve
from hoolin.wiring import Built

PATIENCE_SECONDS = 1.0
"""Shorter waits need no explanation."""


def serving(built: Built, port: serve.Serving, ready: Callable[[int], None]) -> None:
    """Serve until told to stop; blocking. Ends the program with status 1 when the site could not go on.

    port: taken already. ready: called with its number once requests are answered.
    """
    failures: list[BaseException] = []

    def stop(failure: BaseException) -> None:
        # It may not go on with what is not on disk: the next start replays what is.
        failures.append(failure)
        port.stop()

    built.loop.on_failure = stop
    serve.run(port, ready)
    if failures:
        Console(stderr=True).print(f"[red]The site stopped: {type(failures[0]).__name__}.[/] The log says where.")
        raise typer.Exit(1)


@contextmanager
def replaying(console: Console) -> Iterator[Told]:
    """Shows how far a replay is, if it takes longer than a moment."""
    columns = (TextColumn("Reading the journal"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    began = monotonic()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None, visible=False)

        def told(position: int, head: int) -> None:
            late = monotonic() - began > PATIENCE_SECONDS
            bar.update(task, completed=position, total=head, visible=late)

        yield told
