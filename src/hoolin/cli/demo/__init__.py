"""`hoolin demo`: a telephone company that exists only here, at work: simulated customers and agents beside real ones."""

import tempfile
from typing import Annotated

import typer


def run(
    port: Annotated[int, typer.Option(min=0, max=65_535, help="The port to listen on; 0 takes a free one.")] = 8080,
    rate: Annotated[float, typer.Option(min=0, max=600, help="Simulated customers a minute; 0: none.")] = 6.0,
    agents: Annotated[int, typer.Option(min=0, max=24, help="Simulated agents.")] = 6,
    data: Annotated[str, typer.Option(help='The folder of the demo site; "": nothing is kept.')] = "data/demo",
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Forget the demo site that was there, and begin anew.")
    ] = False,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    anyone: Annotated[
        bool,
        typer.Option("--anyone-may-log-in", help="Listen beyond this machine, with passwords that everybody knows."),
    ] = False,
) -> None:
    """Start a demo site: simulated customers and agents at work, a page to be a customer on, a desk to be an agent at."""
    # Imported here: listing the verbs must not load a whole house.
    from hoolin.cli.demo.start import Wanted, start

    if data:
        start(Wanted(host, port, rate, agents, data, fresh), anyone)
        return
    with tempfile.TemporaryDirectory(prefix="hoolin-demo-") as folder:
        start(Wanted(host, port, rate, agents, folder, False), anyone)
