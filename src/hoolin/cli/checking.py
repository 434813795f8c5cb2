"""Whether a site is whole: what can be read, what its past comes to, and whether what is derived from it is what it should be. No console in here."""

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec

from hoolin.cli.replaying import Replay, Until
from hoolin.core.errors import HoolinError
from hoolin.journal.errors import Damaged
from hoolin.journal.port import Contents, Journal
from hoolin.journal.views import Views
from hoolin.server.accounts.file import FILE_NAME as ACCOUNTS
from hoolin.server.audit.chain import verify
from hoolin.server.audit.file import FILE_NAME as AUDIT
from hoolin.server.audit.file import AuditFile
from hoolin.wiring import HoolinSettings, build, view_sources
from hoolin.wiring.backups.soundness import Fault, file_faults, store_faults

Told = Callable[[str, int, int], None]

STEP = 5_000
FAULTS_MAX = 20
"""Of lost words: whoever has lost so many does not need the next."""


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What was found. position: of the last entry. snapshot: where the newest one stands; 0: there is none. faults: none in a whole site."""

    position: int
    snapshot: int
    faults: tuple[Fault, ...]


def check(site: Path, copy: Path, told: Told) -> Checked:
    """Look at everything. site: its folder, which is only read. copy: a copy of its SQLite files that nobody writes.

    Raises MasterKeyMissing.
    """
    found = list(store_faults(site, copy, os.environ, told))
    for file in (ACCOUNTS, AUDIT):
        if (copy / file).is_file():
            found += file_faults(copy / file)
    found += _audit(copy)
    if any(fault.code in ("file", "gap", "entry") for fault in found):
        # What cannot be read cannot be folded.
        return Checked(position=0, snapshot=0, faults=tuple(found))
    try:
        position, snapshot, more = _past(copy, told)
    except HoolinError as problem:
        return Checked(position=0, snapshot=0, faults=(*found, Fault(code="replay", said=str(problem))))
    return Checked(position=position, snapshot=snapshot, faults=(*found, *more))


def _audit(copy: Path) -> Iterator[Fault]:
    """Where the chain of the audit log does not fit."""
    if (copy / AUDIT).is_file():
        log = AuditFile(copy)
        try:
            verdict = verify(log.links())
        finally:
            log.close()
        if not verdict.sound:
            yield Fault(code="audit", where=str(verdict.at), said=verdict.why)


def _past(copy: Path, told: Told) -> tuple[int, int, list[Fault]]:
    """Where the journal ends, where its newest snapshot stands, and what is derived wrongly."""
    built = build(HoolinSettings(data=str(copy)), progress=lambda done, of: told("views", done, of))
    try:
        replayed = Replay(built).run(Until(), progress=lambda done, of: told("replay", done, of))
        found = [] if replayed.same else [Fault(code="snapshot", where=str(replayed.snapshot))]
        found += _views(built.reading.views, built.stores.journal, copy, told)
        found += _words(built.reading.views, built.stores.contents)
        return replayed.position, replayed.snapshot, found
    finally:
        built.close()
        built.accounts.close()


def _views(kept: Views, journal: Journal, copy: Path, told: Told) -> Iterator[Fault]:
    """Read models that a fresh folding of the journal makes otherwise, table by table."""
    file = copy / "fresh.db"
    fresh = Views(file, view_sources())
    try:
        fresh.catch_up(journal, lambda done, of: told("fresh", done, of))
    finally:
        fresh.close()
    assert kept.path is not None
    ours, theirs = _tables(kept.path), _tables(file)
    for table in sorted(ours.keys() | theirs.keys()):
        if ours.get(table) != theirs.get(table):
            yield Fault(code="view", where=table)


def _words(views: Views, contents: Contents) -> Iterator[Fault]:
    """Messages that a conversation shows and whose words are nowhere, though nobody erased whose they are."""
    after, number = 0, 0
    while rows := views.query("cases.every_message", (after, STEP)):
        after = rows[-1]["n"]
        there = _there(contents, [row["message"] for row in rows])
        for row in rows:
            if row["message"] not in there and not contents.erased(row["customer"]) and number < FAULTS_MAX:
                number += 1
                yield Fault(code="words_lost", where=row["message"])


def _there(contents: Contents, messages: list[str]) -> set[str]:
    """Which of these are there, whether they open or not: what does not open has been told already."""
    try:
        return set(contents.get(messages))
    except Damaged:
        if len(messages) == 1:
            return set(messages)
        half = len(messages) // 2
        return _there(contents, messages[:half]) | _there(contents, messages[half:])


def _tables(file: Path) -> dict[str, str]:
    """A digest of each table's rows, whatever order they lie in."""
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as reader:
        names = [
            name for (name,) in reader.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        ]
        return {name: _digest(reader, name) for name in names if not name.startswith("sqlite_")}


def _digest(reader: sqlite3.Connection, table: str) -> str:
    columns = ", ".join(f'"{row[1]}"' for row in reader.execute(f'PRAGMA table_info("{table}")'))
    whole = hashlib.sha256()
    for row in reader.execute(f'SELECT {columns} FROM "{table}" ORDER BY {columns}'):  # noqa: S608 names of our own tables
        whole.update(repr(row).encode())
    return whole.hexdigest()
