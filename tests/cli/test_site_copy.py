"""The copy that a command looks into goes with the command, however that ends."""

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from hoolin.cli.site_copy import copied

HOLDING = """
import sys, time
from pathlib import Path
from hoolin.cli.site_copy import copied
with copied(Path(sys.argv[1])) as copy:
    print(copy, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A journal, and a place of its own for copies."""
    folder, place = tmp_path / "site", tmp_path / "place"
    folder.mkdir()
    place.mkdir()
    monkeypatch.setenv("TMPDIR", str(place))
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    with closing(sqlite3.connect(folder / "journal.db")) as there:
        there.execute("CREATE TABLE owners (wrapped BLOB)")
    return folder


def ended(site: Path, number: int) -> Path:
    """Where the copy was of a command that got this signal."""
    with subprocess.Popen([sys.executable, "-c", HOLDING, str(site)], stdout=subprocess.PIPE, text=True) as command:
        assert command.stdout is not None
        copy = Path(command.stdout.readline().strip())
        assert copy.stat().st_mode & 0o777 == 0o700 and (copy / "journal.db").exists()
        with copied(site) as other:
            # Two at once leave each other alone.
            assert other != copy
            assert (copy / "journal.db").exists()
        os.kill(command.pid, number)
    return copy


def test_a_command_that_is_told_to_stop_takes_its_copy_along(site: Path) -> None:
    """As where it comes to its end."""
    assert not ended(site, signal.SIGTERM).exists()


def test_what_a_killed_command_left_is_removed_by_the_next(site: Path) -> None:
    """Nothing can be done sooner."""
    left = ended(site, signal.SIGKILL)
    assert left.exists()
    with copied(site):
        # It might have been begun just now.
        assert left.exists()
    os.utime(left, (0, 0))
    with copied(site) as copy:
        assert [one.name for one in left.parent.iterdir()] == [copy.name]
    assert not list(left.parent.iterdir())
