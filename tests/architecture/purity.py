"""What makes `core/` pure, read from its source: same facts and arguments in, same answer out, on every machine.

Imports are a list of what is allowed, so that a new door to the outside must be opened here first. Calls and names are a
list of what would make an answer depend on the machine, the moment, or the process.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

PURE_IMPORTS = frozenset(
    {
        "__future__",
        "abc",
        "array",
        "bisect",
        "collections",
        "collections.abc",
        "dataclasses",
        "enum",
        "fractions",
        "functools",
        "heapq",
        "itertools",
        "math",
        "msgspec",
        "operator",
        "re",
        "statistics",
        "string",
        "types",
        "typing",
    }
)

IMPURE_CALLS = {
    "open": "reads or writes the machine",
    "print": "writes to the machine",
    "input": "reads from the machine",
    "breakpoint": "stops the process",
    "exec": "runs what is not here",
    "eval": "runs what is not here",
    "compile": "runs what is not here",
    "__import__": "imports behind the list's back",
    "id": "differs from run to run",
    "hash": "differs from run to run for texts",
}


def impurities(folder: Path, package: str = "hoolin.core") -> list[str]:
    """One line per breach (`file:line: what`) in the Python files under a folder that is the given package."""
    found = []
    for file in sorted(folder.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        where = file.relative_to(folder)
        found += [f"{where}:{line}: {what}" for node in ast.walk(tree) for line, what in breaches(node, package)]
    return found


def breaches(node: ast.AST, package: str) -> Iterator[tuple[int, str]]:
    """What one node of the tree does that a pure module may not do."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            if not allowed(alias.name, package):
                yield node.lineno, f"imports {alias.name}"
    elif isinstance(node, ast.ImportFrom):
        if node.level == 0 and not allowed(node.module or "", package):
            yield node.lineno, f"imports from {node.module}"
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in IMPURE_CALLS:
        yield node.lineno, f"calls {node.func.id}(), which {IMPURE_CALLS[node.func.id]}"
    elif isinstance(node, ast.Global):
        yield node.lineno, f"changes the global {', '.join(node.names)}"
    elif isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith):
        yield getattr(node, "lineno", 0), "waits (async)"


def allowed(module: str, package: str) -> bool:
    """Whether a pure module may import this one: its own package, or a line of the list."""
    return module == package or module.startswith(package + ".") or module in PURE_IMPORTS
