"""What the demo says on the console."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.panel import Panel
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from hoolin.cli.demo.cast import PASSWORD, PEOPLE
from hoolin.cli.demo.past import HOURS
from hoolin.cli.demo.past import Progress as Told
from hoolin.cli.demo.setup import OPERATOR

FIRST_MINUTE = """\
[bold]Serve a customer within a minute[/]
1. Open the [bold]desk[/], log in as [bold]kristi[/] and press [bold]Make me available[/]: a
   simulated customer is offered to you. Accept it and write; the
   customer answers.
2. Open the [bold]customer's page[/] in a second window beside it, press the
   round button and write. Your own conversation comes to your desk
   too: real chats go to real people only.
3. Close it with its reason and look at the [bold]wallboard[/]: you are in the
   numbers."""


def opening(console: Console, url: str, data: str, built_pages: bool) -> None:
    """Addresses, log-ins, and what to do first."""
    places = Table.grid(padding=(0, 2))
    places.add_row("Customer's page", f"{url}/demo/")
    places.add_row("Desk", f"{url}/desk/")
    places.add_row("Wallboard", f"{url}/wallboard/")
    places.add_row("Customer experience", f"{url}/experience/")
    places.add_row("Mirror, for everybody", f"{url}/mirror")
    places.add_row("Menus", f"{url}/admin/flows")
    logins = Table("log-in", "password", "who", "may", "screens", box=None, padding=(0, 2), header_style="dim")
    for person in PEOPLE:
        logins.add_row(person.login, PASSWORD, person.name, person.role, person.language)
    body = Table.grid(padding=(1, 0))
    body.add_row(places)
    body.add_row(logins)
    body.add_row(FIRST_MINUTE)
    body.add_row(f"[dim]Kept in {data}; --fresh begins anew. Ctrl+C stops the site.[/]")
    console.print(Panel(body, title=f"[bold]{OPERATOR}[/], a telephone company that exists only here", expand=False))
    if not built_pages:
        console.print("[yellow]The web apps are not built yet: run `make web` in the folder of the sources.[/]")


@contextmanager
def playing(console: Console) -> Iterator[Told]:
    """A bar for the hours that are played before the site opens."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(f"Playing the last {HOURS:g} hours of {OPERATOR}", total=1.0)
        yield lambda done: bar.update(task, completed=done)


def trouble(console: Console, what: str, remedy: str) -> None:
    """Why the demo does not start, and what to do."""
    console.print(f"[red]{what}[/]\n{remedy}")
