"""A disk that remembers what was asked of it, so that the power can be cut at any moment afterwards.

While the journal runs through this VFS, every write, cut and sync is noted in order, between notes of what was
acknowledged. A power cut at moment m keeps, of each file, all that was synced before m, and of what was written since
its last sync any part: whole writes or single sectors, in any order. That is what a disk with a cache may do.

File names are taken to be durable once the file exists.
"""

import random
from pathlib import Path
from threading import Lock

import apsw
import msgspec

SECTOR = 512


class Asked(msgspec.Struct, frozen=True):
    """One thing asked of the disk: "write" (at, data), "cut" (to length at), "sync", "delete", or "ack" (position at)."""

    what: str
    file: str
    at: int = 0
    data: bytes = b""


class LossyDisk:
    """A VFS over real files that notes everything."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.asked: list[Asked] = []
        self._lock = Lock()
        self._vfs = _Vfs(self)

    def connect(self, path: Path) -> apsw.Connection:
        """A connection through this disk, for `open_stores(connect=...)`."""
        return apsw.Connection(str(path), vfs=self.name)

    def note(self, what: str, file: str, at: int = 0, data: bytes = b"") -> None:
        """Remember one more thing."""
        with self._lock:
            self.asked.append(Asked(what, Path(file).name, at, data))

    def close(self) -> None:
        """Forget the VFS."""
        self._vfs.unregister()


def cut_power(asked: list[Asked], chance: random.Random) -> tuple[dict[str, bytes], int]:
    """What may be on the disk after these requests and a power cut: bytes by file, and the last acknowledged position."""
    durable: dict[str, bytearray] = {}
    waiting: dict[str, list[Asked]] = {}
    acknowledged = 0
    for request in asked:
        match request.what:
            case "ack":
                acknowledged = request.at
            case "delete":
                durable.pop(request.file, None)
                waiting.pop(request.file, None)
            case "sync":
                for done in waiting.pop(request.file, []):
                    _apply(durable.setdefault(request.file, bytearray()), done)
            case _:
                waiting.setdefault(request.file, []).append(request)
    for file, requests in waiting.items():
        for request in _survivors(requests, chance):
            _apply(durable.setdefault(file, bytearray()), request)
    return {file: bytes(body) for file, body in durable.items()}, acknowledged


def _survivors(requests: list[Asked], chance: random.Random) -> list[Asked]:
    """Of the unsynced requests those that reached the platter: all, none, a beginning, or any sectors of any of them."""
    style = chance.choice(("none", "beginning", "any", "sectors", "all"))
    if style in ("none", "all"):
        return requests if style == "all" else []
    if style == "beginning":
        return requests[: chance.randrange(len(requests) + 1)]
    kept = []
    for request in requests:
        if request.what == "write" and style == "sectors":
            starts = range(0, len(request.data), SECTOR)
            kept += [
                Asked("write", request.file, request.at + start, request.data[start : start + SECTOR])
                for start in starts
                if chance.random() < 0.7
            ]
        elif chance.random() < 0.5:
            kept.append(request)
    return kept


def _apply(body: bytearray, request: Asked) -> None:
    if request.what == "cut":
        del body[request.at :]
        return
    if len(body) < request.at:
        body.extend(bytes(request.at - len(body)))
    body[request.at : request.at + len(request.data)] = request.data


class _Vfs(apsw.VFS):
    def __init__(self, disk: LossyDisk) -> None:
        self._disk = disk
        super().__init__(disk.name, base="")

    def xOpen(self, name: "str | apsw.URIFilename | None", flags: list[int]) -> "_File":  # noqa: N802 (SQLite's name)
        return _File(self._disk, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802 (SQLite's name)
        super().xDelete(filename, syncdir)
        self._disk.note("delete", filename)


class _File(apsw.VFSFile):
    def __init__(self, disk: LossyDisk, name: "str | apsw.URIFilename | None", flags: list[int]) -> None:
        self._disk = disk
        self._name = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 (SQLite's name)
        super().xWrite(data, offset)
        self._disk.note("write", self._name, offset, bytes(data))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802 (SQLite's name)
        super().xTruncate(newsize)
        self._disk.note("cut", self._name, newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802 (SQLite's name)
        # Noted before it is done: whatever another thread writes meanwhile is not covered by it.
        self._disk.note("sync", self._name)
        super().xSync(flags)
