"""What exists is documented, and the reference pages say what the code says; each check can fail."""

import json
import re
import tomllib
from pathlib import Path
from typing import Annotated

import msgspec
import pytest
import typer

from hoolin.core.commands import Command
from hoolin.core.errors import HoolinError
from hoolin.core.facts import Fact
from hoolin.core.site.rules import Value
from scripts import pages_doors, pages_values, reference

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
DECISIONS = ROOT / "docs" / "decisions" / "dependencies.md"


@pytest.fixture(scope="module", autouse=True)
def everything_loaded() -> None:
    """All classes of Hoolin are known."""
    pages_values.load(ROOT)


@pytest.mark.parametrize("name", sorted(reference.PAGES))
def test_the_page_says_what_the_code_says(name: str) -> None:
    """A reference page that is made from the code has not drifted (`make docs` makes it anew)."""
    page = REFERENCE / name
    there = page.read_text(encoding="utf-8") if page.exists() else ""
    assert there == reference.PAGES[name](ROOT), f"docs/reference/{name} has drifted; run: make docs"


@pytest.mark.parametrize("base", [Fact, Command, Value], ids=lambda base: base.__name__)
def test_every_value_and_field_has_its_words(base: type) -> None:
    """Each fact, command and set-up value has a docstring, and each of its fields a meaning."""
    assert pages_values.descendants(base)
    assert pages_values.undocumented(pages_values.descendants(base)) == []


def test_every_error_speaks() -> None:
    """Each kind of error has its own sentence, since that is what a person reads."""
    assert [kind.__name__ for kind in pages_values.descendants(HoolinError) if not kind.__dict__.get("__doc__")] == []


def test_every_fact_has_its_own_name() -> None:
    """No two facts, and no two commands, bear the same name in the journal or on the wire."""
    for base in (Fact, Command):
        tags = [str(kind.__struct_config__.tag) for kind in pages_values.descendants(base)]  # type: ignore[attr-defined]
        assert sorted(tags) == sorted(set(tags))


def test_every_setting_has_its_words() -> None:
    """Each setting of the program has a meaning."""
    assert pages_values.undocumented(pages_doors.settings_kinds(ROOT)) == []


def test_every_route_has_its_words() -> None:
    """Each REST route is described."""
    assert pages_doors.undescribed_routes(ROOT) == []


def test_every_verb_has_its_words() -> None:
    """Each command of the command line has help, and each argument and option a meaning."""
    assert pages_doors.undescribed_verbs() == []


def test_the_index_names_every_page() -> None:
    """A reader of the reference's index finds each page beside it."""
    index = (REFERENCE / "README.md").read_text(encoding="utf-8")
    pages = [page.name for page in REFERENCE.iterdir() if page.suffix in (".md", ".json") and page.name != "README.md"]
    assert [name for name in pages if f"({name})" not in index] == []


def test_the_index_takes_in_a_new_page(tmp_path: Path) -> None:
    """A page written by hand is listed by its title, beside the known ones."""
    (tmp_path / reference.FOLDER).mkdir(parents=True)
    (tmp_path / reference.FOLDER / "tides.md").write_text("<!-- x -->\n# Tides of the month\n")
    (tmp_path / reference.FOLDER / "facts.md").write_text("# Facts\n")
    index = reference.index_page(tmp_path)
    assert "| [facts](facts.md) | what may stand in the journal |\n| [tides](tides.md) | Tides of the month |" in index


def python_dependencies(project: dict[str, object]) -> set[str]:
    """Every package that pyproject.toml names, in any group."""
    spec = msgspec.convert(project, type=Project)
    named = [*spec.project.dependencies, *(name for group in spec.groups.values() for name in group)]
    return {re.split(r"[<>=!~\[; ]", name)[0] for name in named}


class Named(msgspec.Struct):
    """The part of `[project]` that names packages."""

    dependencies: list[str]


class Project(msgspec.Struct):
    """The parts of pyproject.toml that name packages."""

    project: Named
    groups: dict[str, list[str]] = msgspec.field(name="dependency-groups")


def web_dependencies(root: Path) -> set[str]:
    """Every npm package that a package.json of the workspace, or of a peer for tests, names; its own packages left out."""
    found: set[str] = set()
    own: set[str] = set()
    for file in (*(root / "web").rglob("package.json"), *(root / "tests" / "peers").rglob("package.json")):
        if "node_modules" not in file.parts:
            spec = json.loads(file.read_text(encoding="utf-8"))
            own.add(spec.get("name", ""))
            for kind in ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies"):
                found |= set(spec.get(kind, {}))
    return found - own


def without_reason(names: set[str], decisions: str) -> set[str]:
    """The packages that have no line of their own in the table of dependencies."""
    lines = set(re.findall(r"^\| `([^`]+)` \|", decisions, re.MULTILINE))
    return names - lines


def test_every_dependency_has_its_reason() -> None:
    """Each package that the project names has a line saying what it does, what else was tried, and its licence."""
    names = python_dependencies(tomllib.loads((ROOT / "pyproject.toml").read_text())) | web_dependencies(ROOT)
    assert names
    assert without_reason(names, DECISIONS.read_text(encoding="utf-8")) == set()


def test_no_reason_outlives_its_dependency() -> None:
    """A package that is no longer named has no line any more."""
    lines = set(re.findall(r"^\| `([^`]+)` \|", DECISIONS.read_text(encoding="utf-8"), re.MULTILINE))
    named = python_dependencies(tomllib.loads((ROOT / "pyproject.toml").read_text())) | web_dependencies(ROOT)
    assert lines - named == set()


# ── each check can fail ─────────────────────────────────────────────────────────────────────────────────────────────


class Said(msgspec.Struct):
    """Something planted. plain: has a sentence. With `marked` there is another one.

    first, second: two fields with one meaning. under_score is named without marks.
    """

    plain: int
    marked: int
    first: int
    second: Annotated[int, msgspec.Meta(ge=0, le=9)]
    under_score: str = ""
    described: Annotated[int, msgspec.Meta(description="said by its type")] = 0
    queue: str = ""
    unsaid: int = 0


class Mute(msgspec.Struct):  # noqa: D101  it is the very thing the check must find
    pass


Mute.__doc__ = None


def test_a_field_without_words_is_caught() -> None:
    """Of fields described in every allowed way and one described in none, only that one is found."""
    fields = {field.name: field for field in pages_values.fields(Said)}
    assert pages_values.undocumented([Said]) == ["Said.unsaid"]
    assert fields["plain"].meaning == "has a sentence. With `marked` there is another one"
    assert fields["first"].meaning == fields["second"].meaning
    assert fields["second"].type == "int ≥ 0 ≤ 9"
    assert fields["described"].meaning == "said by its type"
    assert fields["queue"].meaning == "the queue's code"


def test_a_mute_class_is_caught() -> None:
    """A class without a docstring is found by its name."""
    assert pages_values.undocumented([Mute]) == ["Mute"]


def test_a_drifted_page_is_caught(tmp_path: Path) -> None:
    """A page that was changed by hand, and one that is missing, are both named."""
    for name, write in reference.PAGES.items():
        if text := write(ROOT):
            (tmp_path / name).write_text(text)
    assert reference.drifted(tmp_path) == []
    (tmp_path / "facts.md").write_text("# Facts\n")
    (tmp_path / "errors.md").unlink()
    assert reference.drifted(tmp_path) == ["facts.md", "errors.md"]


def serve(*, port: int = 80, quiet: Annotated[bool, typer.Option(help="Say less.")] = False) -> None:
    """Serve."""


def test_an_undescribed_verb_and_route_are_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command without help, an option without a meaning and a route without a description are each found."""
    app = typer.Typer(help="Everything.", add_completion=False)
    app.command("serve")(serve)
    app.command("mumble")(lambda: None)
    monkeypatch.setattr(pages_doors, "command_line", lambda: typer.main.get_command(app))
    assert pages_doors.undescribed_verbs() == ["hoolin serve port", "hoolin mumble"]
    (tmp_path / "docs" / "reference").mkdir(parents=True)
    paths = {"/api/v1/a": {"get": {"description": "Gives a."}, "post": {"summary": "Makes one"}, "parameters": []}}
    (tmp_path / "docs" / "reference" / "openapi.json").write_text(json.dumps({"paths": paths}))
    assert pages_doors.undescribed_routes(tmp_path) == ["POST /api/v1/a"]
    assert "| `GET /api/v1/a` | Gives a. |" in pages_doors.routes_page(tmp_path)


def test_a_dependency_without_a_reason_is_caught(tmp_path: Path) -> None:
    """A package named in pyproject.toml or a package.json and in no line of the table is found; our own ones are not."""
    project: dict[str, object] = {
        "project": {"dependencies": ["left-pad>=1", "msgspec[x]>=0.1"]},
        "dependency-groups": {"dev": ["six"]},
    }
    (tmp_path / "web" / "node_modules" / "x").mkdir(parents=True)
    (tmp_path / "web" / "node_modules" / "x" / "package.json").write_text('{"dependencies": {"hidden": "1"}}')
    (tmp_path / "web" / "package.json").write_text('{"name": "ours", "devDependencies": {"vite": "8", "ours": "*"}}')
    names = python_dependencies(project) | web_dependencies(tmp_path)
    assert without_reason(names, "| `six` | x |\n| `msgspec` | x |\n") == {"left-pad", "vite"}
