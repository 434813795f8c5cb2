"""Reference pages about the doors: settings, REST routes and the command line, read from what serves them."""

import importlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import typer

from scripts.pages_values import cell, load, modules, page, section

METHODS = ("get", "post", "put", "patch", "delete")


def settings_kinds(root: Path) -> list[type]:
    """Every class called Settings, or ending so, that a room reads its settings into, and the accounts of channels."""
    load(root)
    found: dict[type, None] = {}
    for name in modules(root):
        for thing in vars(importlib.import_module(name)).values():
            ends = ("Account", "Accounts") if name.startswith(("hoolin.channels.", "hoolin.wiring.")) else ("Settings",)
            if (
                isinstance(thing, msgspec.StructMeta)
                and thing.__module__ == name
                and thing.__name__.endswith(("Settings", *ends))
            ):
                found[thing] = None
    return list(found)


def settings_page(root: Path) -> str:
    """Every setting of the program, with its default."""
    body = [line for kind in settings_kinds(root) for line in section(kind.__name__, kind)]
    return page("Settings", "How the program itself is set up when it starts.", body)


def described_routes(root: Path) -> dict[str, dict[str, Any]]:
    """`METHOD path` of the committed OpenAPI description, and what it says of each; empty while there is none."""
    file = root / "docs" / "reference" / "openapi.json"
    if not file.exists():
        return {}
    paths = json.loads(file.read_text(encoding="utf-8"))["paths"]
    return {
        f"{method.upper()} {path}": operation
        for path, operations in paths.items()
        for method, operation in operations.items()
        if method in METHODS
    }


def routes_page(root: Path) -> str:
    """Every REST route, in the order of the OpenAPI description."""
    body = []
    for route, operation in described_routes(root).items():
        said = operation.get("description") or operation.get("summary") or ""
        statuses = ", ".join(sorted(operation.get("responses", {})))
        body.append(f"| `{route}` | {cell(said.strip())} | {statuses} |")
    head = ["| route | what it does | answers with |", "|---|---|---|"] if body else []
    opening = (
        "The whole description, with every shape, is [openapi.json](openapi.json); a running Hoolin serves the same. "
        "Errors are problem details (RFC 9457); their kinds are in [errors](errors.md)."
    )
    return page("REST routes", opening, [*head, *body])


def command_line() -> Any:
    """The command line as typer's click sees it, or None while there is none."""
    try:
        room = importlib.import_module("hoolin.cli")
    except ModuleNotFoundError as error:
        if error.name != "hoolin.cli":
            raise
        return None
    apps = [thing for thing in vars(room).values() if isinstance(thing, typer.Typer)]
    return typer.main.get_command(apps[0]) if apps else None


def verbs(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Every visible command with its full name, groups before what they hold; nothing for None."""
    if command is None or command.hidden:
        return
    yield name, command
    for child in getattr(command, "commands", {}).values():
        yield from verbs(child, f"{name} {child.name}")


def cli_page(_root: Path) -> str:
    """Every command of the command line with its arguments and options."""
    body: list[str] = []
    for name, command in verbs(command_line(), "hoolin"):
        body += [f"## {name}", "", (command.help or "").strip(), ""]
        rows = [row(parameter) for parameter in asked(command)]
        if rows:
            body += ["| argument or option | default | meaning |", "|---|---|---|", *rows, ""]
    return page("The command line", "Each verb answers `--help` with the same.", body)


def asked(command: Any) -> list[Any]:
    """The arguments and options of a command, but for those that every command has."""
    everywhere = ("help", "install_completion", "show_completion")
    return [each for each in command.params if each.name not in everywhere and not getattr(each, "hidden", False)]


def row(parameter: Any) -> str:
    """One argument or option as a row of a table."""
    named = ", ".join(parameter.opts) if parameter.param_type_name == "option" else str(parameter.name).upper()
    default = parameter.default
    shown = "" if parameter.required or default is None or callable(default) else f"`{default}`"
    return f"| `{named}` | {cell(shown)} | {cell(parameter.help or '')} |"


def undescribed_verbs() -> list[str]:
    """Commands without help, and arguments and options without a meaning."""
    found = []
    for name, command in verbs(command_line(), "hoolin"):
        if not (command.help or "").strip():
            found.append(name)
        found += [f"{name} {parameter.name}" for parameter in asked(command) if not (parameter.help or "").strip()]
    return found


def undescribed_routes(root: Path) -> list[str]:
    """Routes that the OpenAPI description does not describe in words."""
    return [
        route for route, operation in described_routes(root).items() if not (operation.get("description") or "").strip()
    ]
