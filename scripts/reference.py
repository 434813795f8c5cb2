"""Make the reference pages from the code: `make docs` writes them, `make docs-check` tells whether they still tell the truth.

    python scripts/reference.py           write docs/reference/*.md
    python scripts/reference.py --check   write nothing; exit 1 and name the pages that have drifted

What is documented is found, not listed: every Fact, Command and error class, the values a site is set up with, every
setting, every route of the OpenAPI description and every command of the command line. A page about something that does
not exist yet is not made.
"""

import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from scripts.life_cycle import life_cycle_page  # noqa: E402
from scripts.pages_doors import cli_page, routes_page, settings_page  # noqa: E402
from scripts.pages_figures import figures_page  # noqa: E402
from scripts.pages_values import commands_page, errors_page, facts_page, page, site_page  # noqa: E402

FOLDER = Path("docs") / "reference"

ABOUT = {
    "facts.md": "what may stand in the journal",
    "commands.md": "what can be asked of Hoolin",
    "errors.md": "whose fault it is, and every code",
    "site.md": "queues, channels, agents, the site itself",
    "figures.md": "the criteria, what is asked and counted, and by which method",
    "life-cycle.md": "how a conversation goes from its arrival to its end, on every channel",
    "settings.md": "how the program is set up when it starts",
    "routes.md": "every REST route",
    "openapi.json": "the whole description of the REST interface, for programs",
    "cli.md": "every verb of the command line",
    "live.md": "the live sockets: what a page sends and hears",
}
"""What a reader finds on each page, in the order of the index; a page that is not here is listed by its title."""


def index_page(root: Path) -> str:
    """The index of all pages that are there, those written by hand included."""
    there = {file.name: file for file in (root / FOLDER).iterdir() if file.suffix in (".md", ".json")}
    there.pop("README.md", None)
    rows = []
    for name in [name for name in ABOUT if name in there] + sorted(set(there) - set(ABOUT)):
        rows.append(f"| [{name.split('.')[0]}]({name}) | {ABOUT.get(name) or title(there[name])} |")
    opening = (
        "Most of these pages are made from the code by `make docs`, and a test holds them to it. "
        "The words are those of the [glossary](../glossary.md)."
    )
    return page("Reference", opening, ["| Page | What is in it |", "|---|---|", *rows])


def title(file: Path) -> str:
    """The first heading of a page, or its name."""
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            return line.removeprefix("# ")
    return file.name


PAGES: dict[str, Callable[[Path], str]] = {
    "facts.md": facts_page,
    "commands.md": commands_page,
    "errors.md": errors_page,
    "site.md": site_page,
    "figures.md": figures_page,
    "life-cycle.md": life_cycle_page,
    "settings.md": settings_page,
    "routes.md": routes_page,
    "cli.md": cli_page,
    "README.md": index_page,
}
"""Each page and the function that writes it; an empty text means there is nothing to say yet."""


def drifted(folder: Path, root: Path = ROOT) -> list[str]:
    """The pages in a folder that do not say what the code says."""
    found = []
    for name, write in PAGES.items():
        page = folder / name
        there = page.read_text(encoding="utf-8") if page.exists() else ""
        if there != write(root):
            found.append(name)
    return found


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` name those that have drifted (exit status 1)."""
    folder = ROOT / FOLDER
    if "--check" in arguments:
        names = drifted(folder)
        for name in names:
            print(f"docs/reference/{name} does not say what the code says; run: make docs")
        return 1 if names else 0
    for name, write in PAGES.items():
        if text := write(ROOT):
            (folder / name).write_text(text, encoding="utf-8")
            print(f"docs/reference/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
