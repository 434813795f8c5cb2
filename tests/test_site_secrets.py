"""The site's own secrets: made whole or not at all, and never taken up damaged."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hoolin.core.errors import Invalid
from hoolin.wiring.ids import SECRET_BYTES, report_secret, site_secret

FULL = """
import resource, sys
from pathlib import Path
from hoolin.wiring.ids import site_secret
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
try:
    site_secret(Path(sys.argv[1]))
except OSError:
    sys.exit(7)
"""


def test_a_full_disk_leaves_no_key(tmp_path: Path) -> None:
    """No byte can be written: that is said, nothing is left, and the next start makes a real one."""
    done = subprocess.run([sys.executable, "-c", FULL, str(tmp_path)], check=False)
    assert done.returncode == 7 and not list(tmp_path.iterdir())
    assert len(site_secret(tmp_path)) == SECRET_BYTES


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_damaged_key_is_refused(tmp_path: Path, length: int) -> None:
    """An empty one is known to everybody; it stays as it is, for somebody to look at."""
    (tmp_path / "report.key").write_bytes(b"x" * length)
    with pytest.raises(Invalid) as refused:
        report_secret(tmp_path)
    assert refused.value.code == "secret_damaged" and (tmp_path / "report.key").stat().st_size == length


def one_name_only(*_: object) -> None:
    """What a disk without hard links says."""
    raise OSError(errno.EPERM, "no")


def test_a_disk_without_second_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key is made all the same, and stays."""
    monkeypatch.setattr(os, "link", one_name_only)
    made = site_secret(tmp_path)
    assert len(made) == SECRET_BYTES and site_secret(tmp_path) == made
    assert [file.name for file in tmp_path.iterdir()] == ["lookup.key"]
    assert (tmp_path / "lookup.key").stat().st_mode & 0o777 == 0o600


def test_another_fault_is_no_reason_to_write_over_a_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no lack of second names is said."""

    def broken(*_: object) -> None:
        raise OSError(errno.EIO, "no")

    monkeypatch.setattr(os, "link", broken)
    with pytest.raises(OSError, match="no"):
        site_secret(tmp_path)
    assert not list(tmp_path.iterdir())
