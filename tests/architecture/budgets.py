"""How large things may grow, measured from the source. Lines are all lines, comments and docstrings included.

A file or function that grows past its budget is split by what it does. Where that must wait, `exceptions.toml` beside
this file holds the measured size; the list only shrinks (see `ratchet`).
"""

import ast
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

FILE_LINES_MEDIAN = 200
FILE_LINES_P90 = 500
FILE_LINES_MAX = 700
FUNCTION_LINES_P90 = 40
FUNCTION_LINES_MAX = 70
CONSTRUCTOR_ARGUMENTS_MAX = 6
PROTOCOL_METHODS_MAX = 5
SVELTE_LINES_MEDIAN = 60
SVELTE_LINES_MAX = 300

Node = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class Sizes:
    """What was measured in one folder, by name: `file`, or `file:Class.function`."""

    files: dict[str, int] = field(default_factory=dict)
    functions: dict[str, int] = field(default_factory=dict)
    constructors: dict[str, int] = field(default_factory=dict)
    protocols: dict[str, int] = field(default_factory=dict)


def measure(root: Path, folder: str) -> Sizes:
    """Sizes of the Python under `root/folder`; names are relative to root."""
    sizes = Sizes()
    for file in sorted((root / folder).rglob("*.py")):
        name = file.relative_to(root).as_posix()
        text = file.read_text(encoding="utf-8")
        sizes.files[name] = len(text.splitlines())
        for path, node in definitions(ast.parse(text)):
            place = f"{name}:{path}"
            if isinstance(node, ast.ClassDef):
                measure_class(sizes, place, node)
            else:
                sizes.functions[place] = (node.end_lineno or node.lineno) - node.lineno + 1
    return sizes


def definitions(tree: ast.AST, path: str = "") -> Iterator[tuple[str, Node | ast.ClassDef]]:
    """Every function and class, those within others included, with its dotted path in the file."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            here = f"{path}.{node.name}" if path else node.name
            yield here, node
            yield from definitions(node, here)
        else:
            yield from definitions(node, path)


def measure_class(sizes: Sizes, place: str, node: ast.ClassDef) -> None:
    """Arguments of the constructor, and methods if it is a port."""
    methods = [item for item in node.body if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)]
    # asyncio's class of the same name is no port of ours.
    if any(name_of(base) == "Protocol" and ast.unparse(base) != "asyncio.Protocol" for base in node.bases):
        sizes.protocols[place] = len(methods)
    for method in methods:
        if method.name == "__init__":
            spec = method.args
            named = len(spec.posonlyargs) + len(spec.args) + len(spec.kwonlyargs) - 1
            sizes.constructors[place] = named + (spec.vararg is not None) + (spec.kwarg is not None)
    if is_open_dataclass(node):
        sizes.constructors[place] = sum(takes_argument(item) for item in node.body)


def name_of(node: ast.expr) -> str:
    """The last name of `a.b.c`, `c`, `c[T]` or `c(...)`."""
    if isinstance(node, ast.Subscript):
        return name_of(node.value)
    if isinstance(node, ast.Call):
        return name_of(node.func)
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def is_open_dataclass(node: ast.ClassDef) -> bool:
    """Whether it is a dataclass that can change: a thing with parts. A frozen one is a value, and may have many fields."""
    for mark in node.decorator_list:
        if name_of(mark) == "dataclass":
            settings = mark.keywords if isinstance(mark, ast.Call) else []
            return not any(setting.arg == "frozen" for setting in settings)
    return False


def takes_argument(item: ast.stmt) -> bool:
    """Whether a line of a dataclass's body must be given when it is made: a field without a default."""
    return isinstance(item, ast.AnnAssign) and item.value is None and name_of(item.annotation) != "ClassVar"


def measure_web(root: Path) -> tuple[dict[str, int], dict[str, int]]:
    """Lines of Svelte components, and of TypeScript files, under web/ without what npm installed or a build made."""
    svelte, script = {}, {}
    folder = root / "web"
    for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
        name = file.relative_to(root)
        if {"node_modules", "dist"} & set(name.parts) or not file.is_file():
            continue
        if file.suffix == ".svelte":
            svelte[name.as_posix()] = len(file.read_text(encoding="utf-8").splitlines())
        elif file.suffix in (".ts", ".tsx") and not file.name.endswith(".d.ts"):
            script[name.as_posix()] = len(file.read_text(encoding="utf-8").splitlines())
    return svelte, script


def percentile(sizes: dict[str, int], share: float) -> int:
    """The size that this share of all does not exceed (nearest rank); 0 for none."""
    ordered = sorted(sizes.values())
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)] if ordered else 0


def median(sizes: dict[str, int]) -> float:
    """The middle size; 0 for none."""
    return statistics.median(sizes.values()) if sizes else 0


def over(sizes: dict[str, int], most: int, exceptions: dict[str, int]) -> list[str]:
    """What is larger than `most` and not listed at its very size; what is listed but no larger than it must be, too."""
    found = [
        f"{name}: {size}, allowed {exceptions.get(name, most)}"
        for name, size in sizes.items()
        if size > exceptions.get(name, most)
    ]
    for name, size in exceptions.items():
        if name not in sizes or sizes[name] <= most:
            found.append(f"{name}: needs no exception any more; take it off the list")
        elif sizes[name] < size:
            found.append(f"{name}: has shrunk to {sizes[name]}; the list still says {size}")
    return found


def grown(now: dict[str, dict[str, int]], before: dict[str, dict[str, int]]) -> list[str]:
    """Exceptions of the list `now` that an earlier list did not grant, or granted smaller."""
    return [
        f"{kind}: {name} = {size}, earlier {before.get(kind, {}).get(name, 'not listed')}"
        for kind, entries in now.items()
        for name, size in entries.items()
        if size > before.get(kind, {}).get(name, 0)
    ]
