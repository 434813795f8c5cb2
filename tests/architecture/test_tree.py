"""The tree has no drawers, no traces of a machine, no dead links, and the pages a reader looks for; each check can fail."""

import doctest
import re
from pathlib import Path

import pytest

import hoolin
from tests.architecture import tree

ROOT = Path(__file__).resolve().parents[2]
FILES = tree.sources(ROOT)
PAGES = sorted((ROOT / "docs").rglob("*.md"))


def test_no_name_is_a_drawer() -> None:
    """No file or folder of code is called utils, helpers, common, manager, service or base."""
    assert tree.drawers(ROOT, FILES) == []


def test_no_trace_of_a_machine() -> None:
    """No path of one machine and no host of a package registry is written anywhere in the tree, locks included."""
    assert tree.machine_traces(ROOT, FILES) == []


def test_every_link_of_the_docs_leads_somewhere() -> None:
    """Each relative link in a Markdown page finds its file, and its heading if it names one."""
    assert tree.dead_links(ROOT, FILES) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_examples_in_the_docs_are_true(page: Path) -> None:
    """Each `>>>` example of a page gives the answer that is printed under it."""
    result = doctest.testfile(str(page), module_relative=False, verbose=False)
    assert result.failed == 0


@pytest.mark.parametrize(
    "name",
    ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "docs/tutorial.md",
     "docs/glossary.md", "docs/decisions/dependencies.md", "docs/how-to/README.md", "docs/reference/README.md"],
)  # fmt: skip
def test_a_reader_finds_the_page(name: str) -> None:
    """The pages that every reader looks for are there and say something."""
    assert len((ROOT / name).read_text(encoding="utf-8")) > 300


def test_the_changelog_knows_this_version() -> None:
    """The changelog is written for users, newest first, and its top entry is this version or what comes next."""
    heads = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert heads
    assert heads[0] == "Unreleased" or heads[0].startswith(hoolin.__version__)


def plant(root: Path, files: dict[str, str]) -> list[Path]:
    """Write files under a planted root and list them."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return tree.sources(root)


@pytest.mark.parametrize(
    "name",
    ["src/utils.py", "src/room/helpers.py", "src/common/a.py", "web/desk/src/manager.svelte.ts", "src/base.py",
     "web/Service.svelte", "src/_helper.py"],
)  # fmt: skip
def test_a_drawer_is_caught(name: str, tmp_path: Path) -> None:
    """Each forbidden name is found, singular or plural, as a file or a folder, in Python and in TypeScript."""
    assert len(tree.drawers(tmp_path, plant(tmp_path, {name: "", "src/room/fold.py": "", "base.md": ""}))) == 1


@pytest.mark.parametrize(
    "line",
    ["open('{s}work/main/x')", "see {s}root/notes", "# {s}home/olga/hoolin", "path: {s}Users/olga/x", "{s}farm/a"],
)
def test_a_machine_path_is_caught(line: str, tmp_path: Path) -> None:
    """A path that exists on one machine only is found in any kind of text file."""
    files = plant(tmp_path, {"docs/a.md": line.format(s="/") + "\n", "web/b.ts": "'/api/v1/homework/x', a/work/b\n"})
    assert len(tree.machine_traces(tmp_path, files)) == 1


@pytest.mark.parametrize("host", tree.REGISTRIES)
def test_a_registry_is_caught(host: str, tmp_path: Path) -> None:
    """A lock that names the registry it was made from is found."""
    files = plant(tmp_path, {"web/package-lock.json": f'"resolved": "https://x.{host}/a/-/a-1.tgz"\n', "b.bin": ""})
    assert len(tree.machine_traces(tmp_path, files)) == 1


@pytest.mark.parametrize(
    ("link", "dead"),
    [
        ("[a](b.md)", False),
        ("[a](b.md#two-words)", False),
        ("[a](#here-too)", False),
        ("[a](https://example.org/nowhere)", False),
        ("`[a](gone.md)`", False),
        ("[a](gone.md)", True),
        ("[a](b.md#three-words)", True),
        ("[a](#nowhere)", True),
        ("![a](gone.png)", True),
    ],
)
def test_a_dead_link_is_caught(link: str, dead: bool, tmp_path: Path) -> None:
    """A link to a file, a picture or a heading that is not there is found; code and outside links are left alone."""
    files = plant(tmp_path, {"a.md": f"# Here, too\n\n{link}\n", "b.md": "## Two `words`\n"})
    assert len(tree.dead_links(tmp_path, files)) == dead
