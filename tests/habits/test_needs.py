"""Skips are named for a user and fail a strict run (tests/needs.py)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.components import COMPONENTS, component

ROOT = Path(__file__).resolve().parents[2]


def run_sample(folder: Path, sample: str, *, strict: bool, workers: int = 0) -> subprocess.CompletedProcess[str]:
    """Run one planted test file in a process of its own; its exit status and output."""
    (folder / "test_sample.py").write_text(sample)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n    needs: parts\n    timing: durations\n")
    environment = {name: value for name, value in os.environ.items() if name not in ("CI", "HOOLIN_STRICT")}
    environment |= {"PYTHONPATH": str(ROOT), "NO_COLOR": "1"} | ({"HOOLIN_STRICT": "1"} if strict else {})
    split = ["-n", str(workers)] if workers else ["-p", "no:xdist"]
    command = [sys.executable, "-m", "pytest", "-p", "tests.needs", "-p", "no:cacheprovider", *split, "-rs", "."]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False)


SKIPPING = """
import pytest

def test_passes():
    assert True

@pytest.mark.skip(reason="the moon is full")
def test_skipped():
    assert False
"""

WHOLE_FILE = """
import pytest
pytest.importorskip("no_such_module_anywhere")
"""

EXPECTED_FAILURE = """
import pytest

@pytest.mark.xfail(reason="known")
def test_known():
    assert False
"""


@pytest.mark.parametrize("workers", [0, 2], ids=["one process", "two workers"])
def test_a_skip_fails_a_strict_run_by_name(tmp_path: Path, workers: int) -> None:
    """A skip that nobody expected makes a strict run fail and names the test and its reason, also in a split run."""
    done = run_sample(tmp_path, SKIPPING, strict=True, workers=workers)
    assert done.returncode == 1, done.stdout
    assert "test_sample.py::test_skipped: the moon is full" in done.stdout
    assert "1 passed, 1 skipped" in done.stdout.splitlines()[-1]


def test_a_skip_is_a_note_for_a_user(tmp_path: Path) -> None:
    """The same skip leaves everybody else's run green."""
    done = run_sample(tmp_path, SKIPPING, strict=False)
    assert done.returncode == 0, done.stdout
    assert "the moon is full" in done.stdout


def test_a_file_that_skips_itself_fails_a_strict_run(tmp_path: Path) -> None:
    """A file that is skipped whole while it is read does not slip through."""
    done = run_sample(tmp_path, WHOLE_FILE, strict=True)
    assert done.returncode == 1, done.stdout
    assert "test_sample.py: could not import 'no_such_module_anywhere'" in done.stdout


def test_an_expected_failure_is_no_skip(tmp_path: Path) -> None:
    """A test marked as a known failure is not counted among the skips."""
    assert run_sample(tmp_path, EXPECTED_FAILURE, strict=True).returncode == 0


def test_a_missing_part_is_named_with_the_command_that_brings_it(tmp_path: Path) -> None:
    """A test that needs a part this machine lacks is skipped under the part's name; a strict run fails on it."""
    sample = (
        "import pytest, shutil\n"
        "shutil.which = lambda program: None\n"
        "@pytest.mark.needs('chromium')\n"
        "def test_browser():\n    assert False\n"
    )
    loose = run_sample(tmp_path, sample, strict=False)
    assert loose.returncode == 0, loose.stdout
    assert "needs chromium (missing: chromium-headless-shell" in loose.stdout
    assert component("chromium").how_to_install() in loose.stdout
    assert run_sample(tmp_path, sample, strict=True).returncode == 1


def test_an_unknown_part_is_an_error(tmp_path: Path) -> None:
    """A test that asks for a part the table does not know stops the run and is told the known ones."""
    sample = "import pytest\n@pytest.mark.needs('teleporter')\ndef test_it():\n    assert True\n"
    done = run_sample(tmp_path, sample, strict=False)
    assert done.returncode != 0
    assert "no component 'teleporter'" in done.stdout + done.stderr


def test_every_part_can_be_looked_for_and_installed() -> None:
    """Each line of the table says how the part is found, what brings it and what it is for; names are unique."""
    names = [part.name for part in COMPONENTS]
    assert len(set(names)) == len(names)
    for part in COMPONENTS:
        assert part.programs or part.files, part.name
        assert bool(part.apt) != bool(part.make), part.name
        assert part.why, part.name
