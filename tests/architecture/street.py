"""Who may import whom, beyond the order of the street (that order is an import-linter contract in pyproject.toml).

Each rule is a line of the table `RULES` and speaks of direct imports; names are relative to the package. A rule about a
room holds for everything in it. Rooms that do not exist yet break nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import grimp

BUSINESS = ("people", "cases", "catalogue", "finding", "experience", "workforce", "insight", "coaching")
WEB_FRAMEWORKS = ("fastapi", "starlette", "uvicorn", "litestar", "flask", "django", "aiohttp", "granian")
BACKENDS = (
    "journal.memory",
    "journal.sqlite",
    "journal.postgres",
    "cluster.single",
    "cluster.postgres",
    "cluster.nats",
)


@dataclass(frozen=True)
class Rule:
    """Nobody but `allowed` may import `guarded` directly; `only` narrows whom the rule is about (empty: everybody).

    What lies within a guarded room may always import its own room.
    """

    why: str
    guarded: tuple[str, ...]
    allowed: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    external: bool = False


RULES: tuple[Rule, ...] = (
    # The benches' bare servers are what the product is measured against: they must stand on the framework alone.
    Rule(
        "only the server knows a web framework",
        WEB_FRAMEWORKS,
        allowed=("server", "cli.bare_chat", "cli.bare_hooks"),
        external=True,
    ),
    Rule("business rooms know no channel and no cluster", ("channels", "cluster"), only=BUSINESS),
    Rule("the runtime knows no business room; wiring hands it their folds", BUSINESS, only=("runtime",)),
    # Bad days are lived on a disk in memory that outlives the process; nobody is served from it.
    # The accounts' file and that of the audit log are SQLite files of the server's own, made with the journal's tools; they pick no back end.
    Rule(
        "only wiring picks a back end",
        BACKENDS,
        allowed=("wiring", "journal", "cluster", "server.accounts.file", "server.audit.file", "faults.world"),
    ),
)


def within(module: str, room: str) -> bool:
    """Whether a dotted name is that room or lies in it."""
    return module == room or module.startswith(room + ".")


def imports(graph: grimp.ImportGraph) -> Iterator[tuple[str, str]]:
    """Every direct import of the graph as (importer, imported)."""
    for importer in sorted(graph.modules):
        for imported in sorted(graph.find_modules_directly_imported_by(importer)):
            yield importer, imported


def breaches(graph: grimp.ImportGraph, package: str) -> list[str]:
    """One sentence for each import that breaks a rule, a door or the strangeness of channels; empty when all is well."""
    found = []
    for importer, imported in imports(graph):
        if not within(importer, package):
            continue
        here = importer.removeprefix(package).removeprefix(".")
        there = imported.removeprefix(package).removeprefix(".") if within(imported, package) else imported
        inside = within(imported, package)
        found += [
            f"{importer} imports {imported}: {reason}"
            for reason in (*broken_rules(here, there, inside), *broken_doors(here, there, inside, graph, package))
        ]
    return found


def broken_rules(here: str, there: str, inside: bool) -> Iterator[str]:
    """The rules of the table that one import breaks."""
    for rule in RULES:
        guards = [room for room in rule.guarded if within(there, room)]
        if rule.external == inside or not guards or any(within(here, room) for room in guards):
            continue
        if rule.only and not any(within(here, room) for room in rule.only):
            continue
        if not any(within(here, room) for room in rule.allowed):
            yield rule.why


def broken_doors(here: str, there: str, inside: bool, graph: grimp.ImportGraph, package: str) -> Iterator[str]:
    """Business rooms meet at api.py, and channel folders never see each other; wiring alone may look behind doors."""
    if not inside or within(here, "wiring"):
        return
    room = there.split(".")[0]
    if room in BUSINESS and not within(here, room) and there not in (room, f"{room}.api"):
        yield f"rooms meet at {room}.api"
    mine, theirs = channel_folder(here, graph, package), channel_folder(there, graph, package)
    if mine and theirs and mine != theirs:
        yield "channels never see each other"


def channel_folder(name: str, graph: grimp.ImportGraph, package: str) -> str | None:
    """The folder of one channel that a module lies in (`channels.chat`), or None: files right in channels/ are shared."""
    parts = name.split(".")
    if parts[0] != "channels" or len(parts) < 2:
        return None
    folder = f"channels.{parts[1]}"
    return folder if graph.find_children(f"{package}.{folder}") else None


def cycles(graph: grimp.ImportGraph, package: str) -> list[list[str]]:
    """Groups of modules that import each other in a ring, each sorted; a package and its own parts count as modules."""
    ours = {module for module in graph.modules if within(module, package)}
    reach = {module: graph.find_upstream_modules(module) & ours for module in ours}
    rings: set[tuple[str, ...]] = set()
    for module in ours:
        ring = {other for other in reach[module] if module in reach[other]}
        if ring:
            rings.add(tuple(sorted(ring | {module})))
    return [list(ring) for ring in sorted(rings)]
