"""What is left of somebody in the files of a site and in its backups: every place is looked at, and nothing is changed.

Words are looked for as they are: in the bytes of every file as UTF-8, as UTF-16, and as JSON writes letters that are not ASCII, each as it is written,
in small letters, in capitals and with a capital; and once more in every column of every database, for a text may lie over several pages.
"""

import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import duckdb
import msgspec

from hoolin.core.facts import Instant
from hoolin.core.intake.intake import owner_of
from hoolin.finding import api as finding
from hoolin.journal.sqlite.remains import bodies, remains_of, texts_in
from hoolin.wiring.backups.manifest import backups_in
from hoolin.wiring.finding import FILE_NAME as INDEX
from hoolin.wiring.site import Built

Told = Callable[[str, int, int], None]

WORD = re.compile(r"[^\W_]{5,}")
"""What tells one person's words from another's: five letters or digits at least."""

ID = re.compile(r"[a-z]?[0-9a-f]{16,}")
"""Ids stand in facts, which stay: they lead nowhere any more."""

WORDS_MAX = 500
"""The longest ones: more would make a search of hours and say no more."""

CHUNK = 8 << 20
DATABASES = ("journal.db", "accounts.db", "audit.db", "views.db")
COLUMNS = "experience.duckdb"
DAY_MS = 86_400_000


class Leftover(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is left. code: `key`, `sealed` (unreadable without a key), `row` (a read model names them), `word`. where: a file, a table,
    an owner. said: the word, or how many.
    """

    code: str
    where: str
    said: str = ""


class OldBackup(msgspec.Struct, frozen=True, kw_only=True):
    """A backup made before somebody was erased. until: when it is let go of at the latest; 0: nobody has said."""

    folder: str
    made_at: Instant
    until: Instant


def owners_of(built: Built, customer: str) -> list[str]:
    """Under whose keys everything of a customer lies: their own, those shown with them, and what ever came from them as it came."""
    everybody = [row["customer"] for row in built.reading.ask("people.together", (customer,))] or [customer]
    inputs = [owner_of(row["input"]) for one in everybody for row in built.reading.ask("post.inputs_of", (one,))]
    return [*everybody, *inputs]


def own_words(site: Path, copy: Path, owners: Iterable[str], environ: Mapping[str, str] = os.environ) -> list[str]:
    """Words that these have said, are called or are reached by, and nobody else in the site, the longest first. Raises MasterKeyMissing, Damaged."""
    theirs, others = set[str](), set[str]()
    wanted = set(owners)
    for owner, body in bodies(site, copy, environ):
        (theirs if owner in wanted else others).update(WORD.findall(body.decode("utf-8", "ignore").casefold()))
    own = (word for word in theirs - others if not ID.fullmatch(word))
    return sorted(own, key=lambda word: (-len(word), word))[:WORDS_MAX]


def leftovers(
    site: Path, copy: Path, built: Built, customer: str, words: Iterable[str], told: Told
) -> Iterator[Leftover]:
    """Everything that is left. copy: of the site's SQLite files; built: opened on it."""
    owners = owners_of(built, customer)
    for one in remains_of(copy, owners):
        if one.key:
            yield Leftover(code="key", where=one.owner)
        if one.contents or one.blobs:
            yield Leftover(code="sealed", where=one.owner, said=str(one.contents + one.blobs))
    for row in built.reading.ask("people.customer", (customer,)):
        if row["name"] is not None:
            yield Leftover(code="row", where="people.customer", said="name")
    if number := finding.texts_of(copy / INDEX, customer):
        yield Leftover(code="row", where=INDEX, said=str(number))
    if built.reading.ask("people.identities", (customer,)):
        yield Leftover(code="row", where="people.identity")
    forms = _forms(words)
    if forms:
        yield from _in_files(site, forms, told)
        yield from _in_databases(copy, forms, told)
        yield from _in_columns(site / COLUMNS, forms)


def older_backups(place: Path, erased_at: Instant) -> Iterator[OldBackup]:
    """Backups in which somebody who was erased at that instant is still sealed, together with their key."""
    for folder, manifest in backups_in(place):
        if manifest.made_at <= erased_at:
            until = manifest.made_at + manifest.keep_days * DAY_MS if manifest.keep_days else 0
            yield OldBackup(folder=str(folder), made_at=manifest.made_at, until=until)


def _forms(words: Iterable[str]) -> dict[bytes, str]:
    """Each word as bytes, in every way it may be written."""
    found = {}
    for word in words:
        for form in {word, word.lower(), word.upper(), word.capitalize()}:
            escaped = (
                msgspec.json.encode(form).strip(b'"') if form.isascii() else form.encode("ascii", "backslashreplace")
            )
            for written in (form.encode(), form.encode("utf-16-le"), escaped):
                found[written] = word
    return found


def _in_files(site: Path, forms: Mapping[bytes, str], told: Told) -> Iterator[Leftover]:
    files = sorted(file for file in site.rglob("*") if file.is_file())
    overlap = max(map(len, forms))
    for done, file in enumerate(files):
        told("files", done, len(files))
        found, before = set[str](), b""
        try:
            with file.open("rb") as opened:
                while chunk := opened.read(CHUNK):
                    found |= _found(before + chunk, forms)
                    before = chunk[-overlap:]
        except FileNotFoundError:
            continue
        for word in sorted(found):
            yield Leftover(code="word", where=file.relative_to(site).as_posix(), said=word)


def _in_databases(copy: Path, forms: Mapping[bytes, str], told: Told) -> Iterator[Leftover]:
    there = [name for name in DATABASES if (copy / name).is_file()]
    for done, name in enumerate(there):
        told("databases", done, len(there))
        seen: defaultdict[str, set[str]] = defaultdict(set)
        for column, value in texts_in(copy / name, but=("said", "contents")):
            seen[column] |= _found(value, forms)
        for column, found in seen.items():
            for word in sorted(found):
                yield Leftover(code="word", where=f"{name}: {column}", said=word)


def _in_columns(file: Path, forms: Mapping[bytes, str]) -> Iterator[Leftover]:
    """The columnar rows of all contacts, which DuckDB packs: nothing of it can be seen in the bytes."""
    if not file.is_file():
        return
    with duckdb.connect(":memory:") as asking:
        asking.execute(f"ATTACH '{str(file).replace(chr(39), chr(39) * 2)}' AS kept (READ_ONLY)")
        columns = asking.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = 'kept' AND data_type = 'VARCHAR'"
        ).fetchall()
        for table, column in columns:
            asked = f'SELECT DISTINCT "{column}" FROM kept."{table}" WHERE "{column}" IS NOT NULL'  # noqa: S608 our own tables
            values = asking.execute(asked).fetchall()
            found = {word for (value,) in values for word in _found(str(value).encode(), forms)}
            for word in sorted(found):
                yield Leftover(code="word", where=f"{COLUMNS}: {table}.{column}", said=word)


def _found(body: bytes, forms: Mapping[bytes, str]) -> set[str]:
    return {word for form, word in forms.items() if form in body}
