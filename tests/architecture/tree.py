"""What may not lie in the tree: drawers for everything, traces of one machine, addresses of package registries, dead links."""

import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

DRAWERS = frozenset({"util", "helper", "common", "manager", "service", "base"})
"""A name that says nothing becomes a drawer for everything. Singular and plural, as a file's or a folder's name."""

NOT_OURS = {".git", ".venv", "node_modules", "__pycache__", "dist", "static"}

MACHINE_PATH = re.compile(r"(?<![\w.}~-])/(?:work|farm|root|home/\w+|Users/\w+)/[\w.]")
"""A path that exists on somebody's machine only."""

REGISTRIES = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("security", "debian", "org"),
        ("archive", "ubuntu", "com"),
        ("crates", "io"),
        ("unpkg", "com"),
        ("jsdelivr", "net"),
    )
)
"""A lock that names a registry works only where that registry is reached; a mirror is the reader's to choose. Written in
parts, so that this file passes its own check."""

LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$")
FENCE = re.compile(r"^\s*(```|~~~)")


def sources(root: Path) -> list[Path]:
    """Every file that is or would be committed, sorted; without git, every file outside what tools leave behind."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=root, capture_output=True, timeout=30, check=False,
    )  # fmt: skip
    if listed.returncode == 0:
        files: Iterable[Path] = (root / name for name in listed.stdout.decode().split("\0") if name)
    else:
        files = (file for file in root.rglob("*") if not NOT_OURS & set(file.relative_to(root).parts))
    return sorted(file for file in files if file.is_file())


def drawers(root: Path, files: Iterable[Path]) -> list[str]:
    """Files and folders of code whose name is a drawer's."""
    found = set()
    for file in files:
        if file.suffix not in (".py", ".ts", ".tsx", ".js", ".svelte", ".sql", ".css"):
            continue
        parts = file.relative_to(root).parts
        for depth, part in enumerate(parts, start=1):
            word = part.split(".")[0].lower().strip("_")
            if word in DRAWERS or word.removesuffix("s") in DRAWERS:
                found.add("/".join(parts[:depth]))
    return sorted(found)


def lines(files: Iterable[Path]) -> Iterator[tuple[Path, int, str]]:
    """Every line of every file that is text."""
    for file in files:
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            yield file, number, line


def machine_traces(root: Path, files: Iterable[Path]) -> list[str]:
    """`file:line: what` for each path of a machine and each host of a package registry."""
    found = []
    for file, number, line in lines(files):
        where = f"{file.relative_to(root).as_posix()}:{number}"
        if MACHINE_PATH.search(line):
            found.append(f"{where}: a path of one machine: {line.strip()[:100]}")
        lower = line.lower()
        found += [f"{where}: a package registry: {host}" for host in REGISTRIES if host in lower]
    return found


def anchor(heading: str) -> str:
    """The anchor that a Markdown page gives a heading: lower case, spaces to hyphens, punctuation gone."""
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").lower()
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", plain))


def prose(text: str) -> Iterator[str]:
    """The lines of a Markdown page outside fenced blocks, with inline code blanked."""
    fenced = False
    for line in text.splitlines():
        if FENCE.match(line):
            fenced = not fenced
        elif not fenced:
            yield re.sub(r"`[^`]*`", "``", line) if not line.startswith("#") else line


def anchors(page: Path) -> set[str]:
    """Every anchor of a page."""
    return {anchor(match[1]) for line in prose(page.read_text(encoding="utf-8")) if (match := HEADING.match(line))}


def dead_links(root: Path, files: Iterable[Path]) -> list[str]:
    """`page: target` for each link of a Markdown page to a file or a heading that is not there. Outside ones are not asked."""
    found = []
    for page in files:
        if page.suffix != ".md":
            continue
        for line in prose(page.read_text(encoding="utf-8")):
            for target in LINK.findall(line):
                if not re.match(r"[a-z]+:", target) and not reached(page, target):
                    found.append(f"{page.relative_to(root).as_posix()}: {target}")
    return found


def reached(page: Path, target: str) -> bool:
    """Whether a relative link leads somewhere."""
    path, _, fragment = target.partition("#")
    goal = (page.parent / path) if path else page
    if not goal.exists():
        return False
    return not fragment or goal.suffix != ".md" or fragment in anchors(goal)
