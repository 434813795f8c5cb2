import signal
import subprocess
import sys
from pathlib import Path

from hoolin.journal.sqlite import open_stores
from tests.journal.samples import codec, positions
from tests.journal.writing_process import BATCH

ROOT = Path(__file__).resolve().parents[2]
KILLS = 6


def killed_after(folder: Path, lines: int) -> int:
    """Start a writer, kill it after it has acknowledged so many batches; gives the last position it acknowledged."""
    command = [sys.executable, "-m", "tests.journal.writing_process", str(folder)]
    environ = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    with subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        try:
            said = [writer.stdout.readline() for _ in range(lines)]
        finally:
            writer.kill()
        # What it managed to say before it died was acknowledged as well; a line cut short was not.
        said += [line for line in writer.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    assert writer.returncode == -signal.SIGKILL
    return int(said[-1])


def test_a_killed_writer_loses_nothing_acknowledged(tmp_path: Path) -> None:
    """Killed again and again in the middle of writing: every acknowledged entry is there once, with its content."""
    for kill in range(KILLS):
        acknowledged = killed_after(tmp_path, lines=20 + 37 * kill)
        stores = open_stores(tmp_path, codec(), environ={})
        head = stores.journal.head()
        # One batch may have become durable without there being time to say so.
        assert head in (acknowledged, acknowledged + BATCH)
        assert positions(stores.journal.read(0, head + 10)) == list(range(1, head + 1))
        words = [f"words-{position}" for position in range(1, head + 10)]
        assert set(stores.contents.get(words)) == set(words[:head])
        stores.journal.close()
