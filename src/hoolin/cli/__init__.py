"""The command line: `hoolin VERB`. One file a verb, read only when the verb is named.

A verb's file has either a function `run`, whose typed arguments are the verb's arguments and options and whose docstring
is its help, or a Typer application `app` where the verb has verbs of its own.
"""

import os
import sys
from collections.abc import Iterator, MutableMapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import typer
from typer.core import TyperGroup

from hoolin.core.errors import HoolinError
from hoolin.runtime.one_thread import ONE_THREAD

VERBS = (
    "serve",
    "demo",
    "user",
    "audit",
    "channel",
    "config",
    "flow",
    "prices",
    "reasons",
    "lesson",
    "drill",
    "report",
    "probe",
    "backup",
    "restore",
    "migrate",
    "check",
    "privacy",
    "doctor",
    "replay",
    "insight",
    "simulate",
    "bench",
)
"""In the order in which a person meets them."""


class Commands(MutableMapping[str, Any]):
    """The verbs as Typer wants them; a verb's file is imported when it is first asked for."""

    def __init__(self) -> None:
        self._loaded: dict[str, Any] = {}
        self._names = [verb for verb in VERBS if _is_file(verb)]

    def __getitem__(self, name: str) -> Any:
        if name not in self._names:
            raise KeyError(name)
        if name not in self._loaded:
            self._loaded[name] = _command(name)
        return self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __setitem__(self, name: str, command: Any) -> None:
        self._names.append(name)
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        self._names.remove(name)
        self._loaded.pop(name, None)


class Verbs(TyperGroup):
    """The top of the command line."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**{**given, "commands": None})
        self.commands = Commands()


app = typer.Typer(cls=Verbs, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def hoolin() -> None:
    """Hoolin, a self-hosted customer contact centre."""


def main() -> None:
    """The program `hoolin`. A refusal is said in one line and ends with status 1; a defect shows where it happened."""
    for name, threads in ONE_THREAD.items():
        os.environ.setdefault(name, threads)
    try:
        app()
    except HoolinError as error:
        said = ", ".join(f"{name}: {value}" for name, value in error.detail.items())
        print(f"hoolin: {(error.__doc__ or '').strip()} [{error.code}{'; ' + said if said else ''}]", file=sys.stderr)
        sys.exit(1)


def _is_file(verb: str) -> bool:
    """Whether the verb has its file; a folder of data with its name is none."""
    spec = find_spec(f"{__name__}.{verb}")
    return spec is not None and spec.origin is not None


def _command(name: str) -> Any:
    module = import_module(f"{__name__}.{name}")
    inner = getattr(module, "app", None)
    if not isinstance(inner, typer.Typer):
        inner = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        inner.command(name)(module.run)
    command = typer.main.get_command(inner)
    command.name = name
    return command
