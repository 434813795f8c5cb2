"""The lease of a site on one machine: a lock on a file in its data folder.

The operating system holds the lock (`flock`) for as long as the process lives and lets go of it however the process
ends, so there is nothing to clean up after a crash. The file says who holds it, for people and for the refusal; what it
says has no force. The folder must lie on a disk of this machine: network file systems are not trusted with locks.
"""

import fcntl
import os
from contextlib import suppress
from pathlib import Path

import msgspec

from hoolin.cluster.port import LeaseTaken

FILE_NAME = "hoolin.lock"


class Holder(msgspec.Struct, frozen=True, gc=False):
    """What the lock file says. pid: of the process that holds, or last held, the lease. epoch: see the port."""

    pid: int
    epoch: int


class FileLease:
    """See `cluster.port.Lease`."""

    def __init__(self, file: Path, handle: int, epoch: int) -> None:
        self._file = file
        self._handle: int | None = handle
        self._epoch = epoch

    @property
    def epoch(self) -> int:
        """See the port."""
        return self._epoch

    def held(self) -> bool:
        """See the port. False too when somebody removed or replaced the lock file, for then nothing is guarded."""
        if self._handle is None:
            return False
        ours = os.fstat(self._handle)
        try:
            there = self._file.stat()
        except FileNotFoundError:
            return False
        return (ours.st_dev, ours.st_ino) == (there.st_dev, there.st_ino)

    def release(self) -> None:
        """See the port."""
        if self._handle is not None:
            handle, self._handle = self._handle, None
            os.close(handle)


class FileLeases:
    """See `cluster.port.Leases`. A site is a folder below `root`, or `root` itself when its name is empty."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def take(self, site: str = "") -> FileLease:
        """See the port."""
        folder = self._root / site
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = folder / FILE_NAME
        # Not inherited by child processes: a child that outlives us must not keep the site closed.
        handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            _lock(handle, folder)
            lease = FileLease(file, handle, _sign(handle))
        except BaseException:
            os.close(handle)
            raise
        if not lease.held():
            # The file was replaced between opening and locking it; whoever did that has the new one.
            lease.release()
            raise LeaseTaken(folder=str(folder), pid=None)
        return lease


def take_folder(folder: Path) -> FileLease:
    """The lease of the site in this data folder. Raises LeaseTaken with the holder's pid."""
    return FileLeases(folder).take()


def holder_of(file: Path) -> int | None:
    """The process that holds the lease of this lock file at this moment; None when nobody does, or the system does not say.

    It only looks at what the system lists: trying the lock itself would keep out a site that starts at that instant.
    """
    with suppress(OSError):
        wanted = str(file.stat().st_ino)
        for line in Path("/proc/locks").read_text(encoding="ascii").splitlines():
            _number, kind, _advice, how, pid, place, *_ = line.replace("->", "").split()
            if (kind, how) == ("FLOCK", "WRITE") and place.rpartition(":")[2] == wanted:
                return int(pid)
    return None


def _lock(handle: int, folder: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = _read(handle)
        raise LeaseTaken(pid=holder.pid if holder else None, folder=str(folder)) from None


def _sign(handle: int) -> int:
    """Write into the file who we are; gives our epoch."""
    before = _read(handle)
    holder = Holder(os.getpid(), before.epoch + 1 if before else 1)
    os.ftruncate(handle, 0)
    os.pwrite(handle, msgspec.json.encode(holder) + b"\n", 0)
    return holder.epoch


def _read(handle: int) -> Holder | None:
    try:
        return msgspec.json.decode(os.pread(handle, 4096, 0), type=Holder)
    except msgspec.DecodeError:
        return None
