"""The import street holds, and each of its checks can fail."""

import itertools
import sys
import tomllib
from pathlib import Path

import grimp
import pytest
from importlinter.cli import lint_imports

from tests.architecture import street

ROOT = Path(__file__).resolve().parents[2]
serial = itertools.count()


def plant(folder: Path, files: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> str:
    """Write a package with these files under a fresh name (`{p}` in a text stands for it), importable in this test."""
    name = f"planted_{next(serial)}"
    for path, text in files.items():
        file = folder / name / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.replace("{p}", name))
        for parent in file.relative_to(folder).parents[:-1]:
            (folder / parent / "__init__.py").touch()
    monkeypatch.syspath_prepend(folder)
    return name


def read_graph(package: str) -> grimp.ImportGraph:
    """The graph of all imports, those inside functions and under TYPE_CHECKING included."""
    return grimp.build_graph(package, include_external_packages=True, cache_dir=None)


def lint(package: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Run import-linter on a planted package with the very layers of pyproject.toml; status and output."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    layers = "\n".join(f"    {layer}" for layer in contract["layers"])
    config = folder / "linter.ini"
    config.write_text(
        f"[importlinter]\nroot_package = {package}\n[importlinter:contract:street]\nname = street\n"
        f"type = layers\ncontainers = {package}\nexhaustive = true\nlayers =\n{layers}\n"
    )
    status = lint_imports(config_filename=str(config), no_cache=True)
    return status, capsys.readouterr().out


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """The imports of Hoolin itself."""
    return read_graph("hoolin")


def test_the_street_is_one_way(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """No room imports a room to its left or a stranger, and every room has its place on the street."""
    monkeypatch.chdir(ROOT)
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert status == 0, capsys.readouterr().out


def test_rules_doors_and_channels_hold(graph: grimp.ImportGraph) -> None:
    """The web framework, back ends, business rooms and channels are known only to those who may know them."""
    found = street.breaches(graph, "hoolin")
    assert not found, "\n".join(found)


def test_there_are_no_import_cycles(graph: grimp.ImportGraph) -> None:
    """No module imports itself by a detour."""
    assert street.cycles(graph, "hoolin") == []


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"core/a.py": "import {p}.journal.port", "journal/port.py": ""}, "core -> {p}.journal"),
        ({"core/a.py": "", "cases/api.py": "import {p}.people.api", "people/api.py": ""}, "cases -> {p}.people"),
        ({"core/a.py": "", "attic/box.py": ""}, "{p}.attic"),
    ],
    ids=["to the left", "a stranger", "a room without a place"],
)
def test_the_street_catches(
    files: dict[str, str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """An import to the left, an import of a stranger and a room that is not on the street are each found."""
    package = plant(tmp_path, files, monkeypatch)
    status, output = lint(package, tmp_path, capsys)
    assert status == 1, output
    for word in said.replace("{p}", package).split(" -> "):
        assert word in output


def test_the_street_lets_a_straight_one_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A package that keeps to the street passes, so that the failures above mean something."""
    files = {"core/a.py": "", "journal/port.py": "import {p}.core.a", "wiring.py": "import {p}.journal.port"}
    status, output = lint(plant(tmp_path, files, monkeypatch), tmp_path, capsys)
    assert status == 0, output


PLANTED = [
    ("cli/serve.py", "import uvicorn", {}, "only the server knows a web framework"),
    ("people/fold.py", "import {p}.cluster.port", {"cluster/port.py": ""}, "business rooms know no channel"),
    ("insight/fold.py", "import {p}.channels.port", {"channels/port.py": ""}, "business rooms know no channel"),
    ("runtime/loop.py", "import {p}.cases.api", {"cases/api.py": ""}, "the runtime knows no business room"),
    ("runtime/loop.py", "import {p}.journal.sqlite", {"journal/sqlite/log.py": ""}, "only wiring picks a back end"),
    ("server/app.py", "from {p}.people import fold", {"people/fold.py": ""}, "rooms meet at people.api"),
    (
        "channels/chat/wire.py",
        "import {p}.channels.mail.wire",
        {"channels/mail/wire.py": "", "channels/chat/__init__.py": ""},
        "channels never see each other",
    ),
]


@pytest.mark.parametrize(("importer", "line", "others", "why"), PLANTED, ids=[case[3] for case in PLANTED])
def test_a_broken_rule_is_caught(
    importer: str, line: str, others: dict[str, str], why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each rule finds the one import that was planted against it, also inside a function."""
    package = plant(tmp_path, {importer: f"def later():\n    {line}\n", **others}, monkeypatch)
    found = street.breaches(read_graph(package), package)
    assert len(found) == 1, found
    assert why in found[0]


def test_those_who_may_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server's framework, wiring's back ends and folds, a room's own files, shared channel files: all allowed."""
    files = {
        "server/app.py": "import fastapi\nimport {p}.people.api",
        "wiring.py": "import {p}.journal.sqlite.log\nimport {p}.people.fold",
        "people/api.py": "import {p}.people.fold",
        "people/fold.py": "",
        "journal/sqlite/log.py": "import {p}.journal.sqlite.sql",
        "journal/sqlite/sql.py": "",
        "channels/port.py": "",
        "channels/chat/wire.py": "import {p}.channels.port",
    }
    package = plant(tmp_path, files, monkeypatch)
    assert street.breaches(read_graph(package), package) == []


def test_a_cycle_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three modules that import each other in a ring are found together, even where one import hides in a function."""
    files = {
        "core/a.py": "import {p}.core.b",
        "core/b.py": "import {p}.core.c",
        "core/c.py": "def f():\n    import {p}.core.a",
        "core/d.py": "import {p}.core.a",
    }
    package = plant(tmp_path, files, monkeypatch)
    ring = [f"{package}.core.{letter}" for letter in "abc"]
    assert street.cycles(read_graph(package), package) == [ring]


def test_every_rule_of_the_table_has_a_planted_breach() -> None:
    """A rule without a test that it can fail is no rule."""
    for rule in street.RULES:
        assert any(rule.why.startswith(why) or why in rule.why for *_rest, why in PLANTED), rule.why


def test_planted_packages_do_not_linger() -> None:
    """Reading a package's imports runs none of its code."""
    assert not [name for name in sys.modules if name.startswith("planted_")]
