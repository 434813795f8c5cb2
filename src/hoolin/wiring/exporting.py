"""Everything a site has of one person, in a folder: for machines, for people, and their files.

It is whole by the way it is made: every fact that names them or something of theirs, everything that is sealed under a key of theirs, and every
file. Nothing is chosen by its kind, so a kind that comes later is in it too. What is not theirs is sealed under other keys: words about
agents, and other customers' words.
"""

import base64
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from hoolin import __version__
from hoolin.core.errors import NotFound
from hoolin.core.facts import Entry, Instant
from hoolin.journal.errors import DiskRefused
from hoolin.journal.sqlite.remains import blobs_of, contents_of
from hoolin.server.live.texts import said_of
from hoolin.wiring.export_page import page
from hoolin.wiring.leftovers import owners_of
from hoolin.wiring.site import Built

FORM = 1
"""Of `export.json`."""

STEP = 5_000
CONVERSATIONS_MAX = 1 << 40

Told = Callable[[str, int, int], None]


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """What was written. facts, contents, files: how many. folder: where."""

    folder: Path
    facts: int
    contents: int
    files: int


def export(
    site: Path,
    built: Built,
    customer: str,
    target: Path,
    language: str,
    now: Instant,
    told: Told,
    environ: Mapping[str, str] = os.environ,
) -> Exported:
    """Write all of it into a new folder that only its maker may read. site: where the sealed files and the key are. built: on a copy that nobody writes.

    Raises NotFound (no such customer), DiskRefused, MasterKeyMissing, Damaged. Where it fails, nothing is left.
    """
    if not built.reading.ask("people.customer", (customer,)):
        raise NotFound("customer", customer=customer)
    assert built.settings.folder is not None, "of a site that has a folder"
    partial = target.with_name(f".{target.name}-{secrets.token_hex(8)}")
    try:
        try:
            partial.mkdir(mode=0o700, parents=True)
            made = _Export(site, built, customer, partial, told, environ).write(language, now)
            partial.rename(target)
        except OSError as problem:
            raise DiskRefused("export", folder=str(target), said=problem.strerror or str(problem)) from problem
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return msgspec.structs.replace(made, folder=target)


class _Export:
    def __init__(
        self, site: Path, built: Built, customer: str, folder: Path, told: Told, environ: Mapping[str, str]
    ) -> None:
        self._site = site
        self._built = built
        self._folder = folder
        self._told = told
        self._environ = environ
        self._owners = owners_of(built, customer)
        ask = built.reading.ask
        self._together = [row["customer"] for row in ask("people.together", (customer,))] or [customer]
        ids = msgspec.json.encode(self._together).decode()
        self._talks = [dict(row) for row in ask("cases.timeline", (ids, CONVERSATIONS_MAX))][::-1]
        self._cases = [dict(row) for row in ask("cases.cases_of", (ids, CONVERSATIONS_MAX))]
        self._notes = [dict(row) for row in ask("cases.notes_of", (ids, CONVERSATIONS_MAX))][::-1]
        self._ours = {
            *self._together,
            *(row["interaction"] for row in self._talks),
            *(row["case"] for row in self._cases if row["customer"] in self._together),
            *(row["input"] for one in self._together for row in ask("post.inputs_of", (one,))),
        }

    def write(self, language: str, now: Instant) -> Exported:
        """All three parts."""
        names = dict(self._names())
        files = list(self._files(names))
        head = {
            "form": FORM, "hoolin": __version__, "operator": self._built.settings.operator, "made_at": now,
            "customer": self._together[0], "records": self._together, "conversations": self._talks, "cases": self._cases, "files": files,
        }  # fmt: skip
        facts, contents = self._json(head)
        where = {file["blob"]: f"files/{file['file']}" for file in files}
        self._keep("export.html", page(language, self._told_of(where), self._built.settings, now).encode())
        return Exported(folder=self._folder, facts=facts, contents=contents, files=len(files))

    def _json(self, head: Mapping[str, Any]) -> tuple[int, int]:
        """Written piece by piece: a long past is never in memory whole."""
        facts = contents = 0
        with self._open("export.json") as out:
            out.write(msgspec.json.encode(head)[:-1] + b',"facts":[')
            for entry in self._facts():
                told = {"n": entry.position, "at": entry.at, "actor": entry.actor, "fact": entry.fact}
                out.write((b",\n" if facts else b"\n") + msgspec.json.encode(told))
                facts += 1
            out.write(b'\n],"contents":{')
            for owner, id_, body in contents_of(self._site, self._copy, self._owners, self._environ):
                told = {"of": owner} | _readable(body)
                out.write((b",\n" if contents else b"\n") + msgspec.json.encode(id_) + b":" + msgspec.json.encode(told))
                contents += 1
            out.write(b"\n}}\n")
        return facts, contents

    @property
    def _copy(self) -> Path:
        folder = self._built.settings.folder
        assert folder is not None
        return folder

    def _facts(self) -> Iterator[Entry]:
        """Every fact that names the person or something of theirs, in order."""
        journal, after = self._built.stores.journal, 0
        while entries := journal.read(after, STEP):
            self._told("entries", after, journal.head())
            yield from (
                entry for entry in entries if not self._ours.isdisjoint(_strings(msgspec.to_builtins(entry.fact)))
            )
            after = entries[-1].position

    def _files(self, names: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        """Write every file under the name it was given; gives what there is."""
        (self._folder / "files").mkdir(mode=0o700)
        for number, (_owner, blob, size, pieces) in enumerate(
            blobs_of(self._site, self._copy, self._owners, self._environ), start=1
        ):
            self._told("files", number, 0)
            file = f"{number:04}-{_safe(names.get(blob, blob))}"
            with self._open(f"files/{file}") as out:
                for piece in pieces:
                    out.write(piece)
            yield {"blob": blob, "file": file, "name": names.get(blob), "size": size}

    def _names(self) -> Iterator[tuple[str, str]]:
        """What whoever sent each file called it."""
        for talk in self._talks:
            for row in self._messages(talk["interaction"]):
                said = said_of(self._bodies([row["message"]]).get(row["message"]))
                sent = msgspec.json.decode(row["attachments"]) if row["attachments"] else []
                yield from zip((one["blob"] for one in sent), said.names, strict=False)

    def _told_of(self, where: Mapping[str, str]) -> dict[str, Any]:
        """What a person reads. where: each file in the folder, by its id."""
        ask = self._built.reading.ask
        identities = [dict(row) for one in self._together for row in ask("people.identities", (one,))]
        names = [row["name"] for one in self._together for row in ask("people.customer", (one,)) if row["name"]]
        bodies = self._bodies([*names, *(row["identity"] for row in identities), *(row["note"] for row in self._notes)])
        talks = []
        for talk in self._talks:
            rows = list(self._messages(talk["interaction"]))
            said = self._bodies([row["message"] for row in rows])
            talks.append(talk | {"messages": [self._message(row, said, where) for row in rows]})
        return {
            "names": [bodies[one].decode() for one in names if one in bodies],
            "identities": [
                (row["kind"], bodies[row["identity"]].decode()) for row in identities if row["identity"] in bodies
            ],
            "conversations": talks,
            "notes": [(row["at"], bodies[row["note"]].decode()) for row in self._notes if row["note"] in bodies],
        }

    def _message(self, row: Any, said: Mapping[str, bytes], where: Mapping[str, str]) -> dict[str, Any]:
        words = said_of(said.get(row["message"]))
        sent = msgspec.json.decode(row["attachments"]) if row["attachments"] else []
        files = [
            (name, where.get(one["blob"])) for one, name in zip(sent, (*words.names, *("" for _ in sent)), strict=False)
        ]
        subject = words.letter.subject if words.letter is not None else ""
        return {"at": row["at"], "speaker": row["speaker"], "subject": subject, "text": words.text, "files": files}

    def _messages(self, interaction: str) -> Iterator[Any]:
        rows = self._built.reading.ask("cases.messages_before", (interaction, CONVERSATIONS_MAX, CONVERSATIONS_MAX))
        return iter(rows[::-1])

    def _bodies(self, ids: list[str]) -> dict[str, bytes]:
        return self._built.stores.contents.get(ids) if ids else {}

    def _keep(self, name: str, body: bytes) -> None:
        with self._open(name) as out:
            out.write(body)

    def _open(self, name: str) -> Any:
        file = self._folder / name
        file.touch(mode=0o600, exist_ok=False)
        return file.open("wb")


def _strings(value: Any) -> set[str]:
    """Every text in plain data."""
    if isinstance(value, str):
        return {value}
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return set().union(*(_strings(one) for one in inner))


def _readable(body: bytes) -> dict[str, Any]:
    """As what it is: JSON, a text, or bytes."""
    try:
        return {"json": msgspec.json.decode(body)}
    except msgspec.DecodeError:
        pass
    try:
        return {"text": body.decode()}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(body).decode()}


def _safe(name: str) -> str:
    """A name that is one in any folder: letters, digits, dots and dashes, never the first a dot."""
    return re.sub(r"[^\w.-]+", "_", name).lstrip(".")[-80:] or "file"
