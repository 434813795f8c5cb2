import random
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from hoolin.journal.port import Stores
from hoolin.journal.sqlite import checkpoint, file, later, open_stores
from tests.journal.lossy_disk import LossyDisk, cut_power
from tests.journal.samples import codec, poured

CUTS = 300
BATCHES = 80
BATCH_MAX = 6


class Verdict(msgspec.Struct):
    """What came of the cuts. lost: acknowledged and gone. broken: unreadable, torn apart, or not to be opened."""

    lost: int = 0
    broken: int = 0
    cuts: int = 0


@pytest.fixture
def disk() -> Iterator[LossyDisk]:
    """A disk that remembers."""
    disk = LossyDisk("lossy")
    yield disk
    disk.close()


@pytest.fixture(autouse=True)
def frequent_checkpoints(monkeypatch: pytest.MonkeyPatch) -> None:
    """The log is copied into the file, and starts over, several times during one run."""
    monkeypatch.setattr(checkpoint, "CHECKPOINT_EVERY_BYTES", 300_000)
    monkeypatch.setattr(later, "ROUND", 40)
    monkeypatch.setattr(later, "TOGETHER", 8)


def with_sync(monkeypatch: pytest.MonkeyPatch, mode: str) -> None:
    """Another `synchronous` for the writer."""
    pragmas = [p.replace("synchronous = FULL", f"synchronous = {mode}") for p in file.WRITER_PRAGMAS]
    assert any(mode in pragma for pragma in pragmas)
    monkeypatch.setattr(file, "WRITER_PRAGMAS", tuple(pragmas))


def live(folder: Path, disk: LossyDisk) -> list[int]:
    """Write for a while through the disk; gives the positions at which batches ended."""
    stores = open_stores(folder, codec(), environ={}, connect=disk.connect)
    begun = len(disk.asked)
    ends = [0]
    first: int | None = None
    for number in range(BATCHES * 20):
        if first is None and checkpointed(disk, begun):
            first = number
        # On a busy machine the checkpoint's thread comes late; what is judged is mostly what comes after its work.
        if number >= BATCHES:
            if first is None:
                time.sleep(0.005)
            elif number >= first + BATCHES // 2:
                break
        size = 1 + number * 5 % BATCH_MAX
        pairs = [poured(ends[-1] + n, f"owner-{number % 7}", "x" * 300) for n in range(1, size + 1)]
        stores.journal.append([entry for entry, _ in pairs], [words for _, words in pairs])
        ends.append(ends[-1] + size)
        disk.note("ack", "", ends[-1])
    alive = len(disk.asked)
    stores.journal.close()
    # What closing does is no part of the story: the power was cut while all was running.
    disk.asked = disk.asked[:alive]
    assert checkpointed(disk, begun)
    return ends


def checkpointed(disk: LossyDisk, begun: int) -> bool:
    """Whether the log has been copied into the file since `begun`."""
    return any(request.what == "cut" or request.file == "journal.db" for request in disk.asked[begun:])


def judge(folder: Path, disk: LossyDisk, ends: list[int], cuts: int) -> Verdict:
    """Cut the power at random moments, start again on what is left, and see."""
    chance = random.Random(20_240_229)
    first_ack = next(index for index, request in enumerate(disk.asked) if request.what == "ack")
    key = (folder / "master.key").read_text()
    verdict = Verdict(cuts=cuts)
    for number in range(cuts):
        moment = chance.randrange(first_ack + 1, len(disk.asked) + 1)
        files, acknowledged = cut_power(disk.asked[:moment], chance)
        after = folder / f"cut-{number}"
        after.mkdir()
        for name, body in files.items():
            (after / name).write_bytes(body)
        try:
            stores = open_stores(after, codec(), environ={"HOOLIN_MASTER_KEY": key})
        except Exception:
            # A broken file breaks its reader in any way it likes; that it does is all that is asked here.
            verdict.broken += 1
            continue
        verdict.lost += stores.journal.head() < acknowledged
        verdict.broken += not whole(stores, ends)
        stores.journal.close()
    return verdict


def whole(stores: Stores, ends: list[int]) -> bool:
    """Whether it ends where a batch ended, every entry is there, and so is the content of each."""
    head = stores.journal.head()
    try:
        entries = stores.journal.read(0, 100_000)
        found = stores.contents.get([f"words-{position}" for position in range(1, head + 7)])
    except Exception:
        return False
    positions = list(range(1, head + 1))
    return (
        head in ends
        and [entry.position for entry in entries] == positions
        and set(found) == {f"words-{position}" for position in positions}
    )


def test_a_power_cut_loses_nothing_acknowledged(tmp_path: Path, disk: LossyDisk) -> None:
    """Cut at 300 moments, checkpoints and torn sectors included: all acknowledged is there, and every batch is whole."""
    ends = live(tmp_path, disk)
    assert judge(tmp_path, disk, ends, CUTS) == Verdict(lost=0, broken=0, cuts=CUTS)


def test_without_full_syncs_the_same_cuts_do_lose(
    tmp_path: Path, disk: LossyDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: with `synchronous = NORMAL` acknowledged entries are lost, so the test above can see a loss."""
    with_sync(monkeypatch, "NORMAL")
    verdict = judge(tmp_path, disk, live(tmp_path, disk), 60)
    assert verdict.lost > 10


def test_without_any_syncs_the_same_cuts_break_the_file(
    tmp_path: Path, disk: LossyDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other control: a checkpoint that does not sync leaves a broken file, so a broken one is seen too."""
    with_sync(monkeypatch, "OFF")
    real = checkpoint.Checkpointer.__init__

    def careless(self: checkpoint.Checkpointer, *arguments: object) -> None:
        real(self, *arguments)  # type: ignore[arg-type]
        self._connection.execute("PRAGMA synchronous = OFF")

    monkeypatch.setattr(checkpoint.Checkpointer, "__init__", careless)
    verdict = judge(tmp_path, disk, live(tmp_path, disk), 60)
    assert verdict.broken > 10
