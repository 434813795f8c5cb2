"""core/ is pure, and the check that says so can fail."""

from pathlib import Path

import pytest

from tests.architecture.purity import IMPURE_CALLS, impurities

CORE = Path(__file__).resolve().parents[2] / "src" / "hoolin" / "core"


def test_the_core_is_pure() -> None:
    """No clock, no random, no log, no file, no socket, no waiting in core/."""
    assert CORE.is_dir()
    assert impurities(CORE) == []


@pytest.mark.parametrize(
    "module",
    ["time", "random", "asyncio", "logging", "os", "socket", "datetime", "uuid", "secrets", "pathlib", "sqlite3",
     "threading", "hoolin.journal.port", "os.path"],
)  # fmt: skip
@pytest.mark.parametrize("form", ["import {m}", "from {m} import x", "def f():\n    import {m}"])
def test_an_impure_import_is_caught(module: str, form: str, tmp_path: Path) -> None:
    """Each way out of the core is found in each way of writing it, also inside a function."""
    (tmp_path / "routing").mkdir()
    (tmp_path / "routing" / "decide.py").write_text(form.format(m=module) + "\n")
    assert len(impurities(tmp_path)) == 1


@pytest.mark.parametrize("name", sorted(IMPURE_CALLS))
def test_an_impure_call_is_caught(name: str, tmp_path: Path) -> None:
    """A call whose answer depends on the machine is found with its line."""
    (tmp_path / "fold.py").write_text(f"x = 1\ny = {name}('a')\n")
    assert impurities(tmp_path) == [f"fold.py:2: calls {name}(), which {IMPURE_CALLS[name]}"]


def test_global_state_and_waiting_are_caught(tmp_path: Path) -> None:
    """A function that changes a global, and one that waits, are found."""
    (tmp_path / "a.py").write_text("n = 0\ndef f():\n    global n\n    n += 1\n")
    (tmp_path / "b.py").write_text("async def f():\n    pass\n")
    assert impurities(tmp_path) == ["a.py:3: changes the global n", "b.py:1: waits (async)"]


def test_a_pure_module_passes(tmp_path: Path) -> None:
    """Its own package, msgspec and the listed part of the standard library are allowed."""
    (tmp_path / "a.py").write_text("import heapq\nimport msgspec\nfrom hoolin.core.facts import Fact\nopened = 1\n")
    assert impurities(tmp_path) == []
