import os
import subprocess
import sys
from pathlib import Path

import pytest

from hoolin.cluster.port import LeaseTaken
from hoolin.cluster.single import take_folder

HOLDER = """
import sys
from pathlib import Path
from hoolin.cluster.single import take_folder
lease = take_folder(Path(sys.argv[1]))
print(lease.epoch, flush=True)
sys.stdin.read()
"""


def holder(folder: Path) -> "subprocess.Popen[str]":
    """Another process that has taken the lease and holds it until its input ends, or it does."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip().isdigit()
    return process


def test_the_refusal_names_the_process(tmp_path: Path) -> None:
    """A person who starts Hoolin twice reads which process already serves the folder."""
    with holder(tmp_path) as process:
        with pytest.raises(LeaseTaken) as refused:
            take_folder(tmp_path)
        assert refused.value.detail == {"pid": process.pid, "folder": str(tmp_path)}
        assert f"Another Hoolin process is serving this site. [leasetaken: pid={process.pid}" in str(refused.value)
        process.kill()


def test_a_killed_holder_leaves_the_folder_free(tmp_path: Path) -> None:
    """There is nothing to clean up after a crash."""
    with holder(tmp_path) as process:
        process.kill()
    lease = take_folder(tmp_path)
    assert (lease.held(), lease.epoch) == (True, 2)
    lease.release()


def test_a_child_does_not_keep_the_folder(tmp_path: Path) -> None:
    """A program that we started and that outlives us does not hold our lease."""
    lease = take_folder(tmp_path)
    command = [sys.executable, "-c", "input(1)"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, close_fds=False) as child:
        assert child.stdout is not None
        assert child.stdout.read(1) == b"1"
        lease.release()
        again = take_folder(tmp_path)
        assert again.held()
        again.release()
        child.kill()


def test_a_removed_lock_file_is_noticed(tmp_path: Path) -> None:
    """With the file gone nothing guards the folder any more, and `held` says so."""
    lease = take_folder(tmp_path)
    (tmp_path / "hoolin.lock").unlink()
    assert not lease.held()
    other = take_folder(tmp_path)
    assert (lease.held(), other.held()) == (False, True)
    lease.release()
    assert other.held()
    other.release()


@pytest.mark.parametrize("rubbish", ["", "not a holder", '{"pid": "me"}'])
def test_what_the_file_says_has_no_force(tmp_path: Path, rubbish: str) -> None:
    """Whatever stands in it, a free folder is taken; and a held one is refused even if nobody can tell by whom."""
    file = tmp_path / "hoolin.lock"
    file.write_text(rubbish)
    lease = take_folder(tmp_path)
    assert f'"pid":{os.getpid()}' in file.read_text()
    file.write_text(rubbish)
    with pytest.raises(LeaseTaken) as refused:
        take_folder(tmp_path)
    assert refused.value.detail["pid"] is None
    lease.release()


def test_the_folder_is_made_private(tmp_path: Path) -> None:
    """A first start makes the folder, for its owner alone."""
    lease = take_folder(tmp_path / "new" / "site")
    assert (tmp_path / "new" / "site").stat().st_mode & 0o777 == 0o700
    lease.release()
