"""What can be wrong around a site: its machine, its folder, its keys, its address, its backups. Everything is only looked at. No console in here."""

import os
import resource
import shutil
import socket
import sqlite3
import ssl
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec

from hoolin.core.errors import HoolinError
from hoolin.core.facts import Instant
from hoolin.server import serve
from hoolin.server.accounts.file import FILE_NAME as ACCOUNTS
from hoolin.server.accounts.file import admins_in
from hoolin.server.files.build import read_build
from hoolin.wiring import HoolinSettings
from hoolin.wiring.backups.manifest import backups_in
from hoolin.wiring.backups.soundness import JOURNAL, KEY_FILE, KEY_VARIABLE, newest_fact, served_by
from hoolin.wiring.stores import HOW_TO, elsewhere, ends_at

DAY_MS = 86_400_000

SPARE_BYTES = 1_000_000_000
"""Below this a busy day may fill the disk, and a full disk stops the site."""

OTHERS_FILES = 500
"""Files and sockets beside those of customers and agents: databases, providers, logs."""

CERTIFICATE_DAYS = 14
"""Renewal runs at thirty days before the end, as a rule: at fourteen something is wrong with it."""

BACKUP_HOURS = 26
"""A nightly backup and an hour or two for it to be late."""

PROBE_SECONDS = 5.0

NETWORK_DISKS = frozenset({"nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "fuse.glusterfs", "ceph"})
"""Their locks and syncs are not to be trusted with a journal."""

SQLITE_MIN = (3, 37)
"""STRICT tables."""


class Symptom(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was looked at. state: well, or how bad it is: `wrong` keeps the site from working or loses something, `doubtful` may. what: what was
    found, in a sentence. remedy: what to do; empty where it is well.
    """

    code: str
    state: Literal["well", "doubtful", "wrong"]
    what: str
    remedy: str = ""


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked at. strangers: names in the environment that are no setting. backups: the place they lie in, if it was told. now: the clock."""

    settings: HoolinSettings
    strangers: tuple[str, ...] = ()
    backups: Path | None = None
    now: Instant = 0


def all_symptoms(around: Around) -> Iterator[Symptom]:
    """Everything, one look after another; a look that fails by itself is told as one."""
    for look in LOOKS:
        try:
            yield from look(around)
        except (OSError, HoolinError, sqlite3.Error) as problem:
            yield Symptom(
                code=look.__name__.lstrip("_"),
                state="wrong",
                what=f"It could not be looked at: {problem}",
                remedy="see whether you may read it",
            )


def _programs(around: Around) -> Iterator[Symptom]:
    found = ".".join(map(str, sys.version_info[:3]))
    yield Symptom(code="python", state="well", what=f"Python {found}, SQLite {sqlite3.sqlite_version}.")
    if sqlite3.sqlite_version_info < SQLITE_MIN:
        yield Symptom(
            code="sqlite", state="wrong", what=f"SQLite {sqlite3.sqlite_version} is too old.",
            remedy="use a Python that comes with SQLite 3.37 or newer (Debian 12 and later have one)",
        )  # fmt: skip
    if not read_build():
        yield Symptom(
            code="pages",
            state="wrong",
            what="The web pages are not built.",
            remedy="run `make web` in the folder of the sources",
        )


def _settings(around: Around) -> Iterator[Symptom]:
    for name in around.strangers:
        yield Symptom(
            code="stranger",
            state="doubtful",
            what=f"{name} in the environment is no setting.",
            remedy="a slip of the hand? see docs/reference/settings.md",
        )
    with suppress(KeyError, ValueError, OSError):
        ZoneInfo(around.settings.time_zone)
        return
    yield Symptom(
        code="time_zone", state="wrong", what=f"There is no time zone {around.settings.time_zone}.",
        remedy="write it as Europe/Tallinn, and install tzdata where the machine has none",
    )  # fmt: skip


def _folder(around: Around) -> Iterator[Symptom]:
    folder = around.settings.folder
    if folder is None:
        yield Symptom(
            code="folder", state="doubtful", what="The site is nowhere: all is gone when it stops.", remedy="set `data`"
        )
        return
    if not folder.is_dir():
        yield Symptom(
            code="folder",
            state="doubtful",
            what=f"{folder} is not there yet.",
            remedy="the first `hoolin serve` makes it; or is `data` another folder?",
        )
        return
    if not os.access(folder, os.W_OK | os.X_OK):
        yield Symptom(
            code="folder",
            state="wrong",
            what=f"{folder} may not be written to.",
            remedy="run as its owner, or give it to whoever serves: chown -R",
        )
    if folder.stat().st_mode & 0o077:
        yield Symptom(
            code="open_folder",
            state="doubtful",
            what=f"Others on this machine may look into {folder}.",
            remedy=f"chmod 700 {folder}",
        )
    if (kind := disk_of(folder)) in NETWORK_DISKS:
        yield Symptom(
            code="network_disk",
            state="wrong",
            what=f"{folder} lies on a network disk ({kind}).",
            remedy="put it on a disk of this machine; locks over a network let two sites write at once",
        )
    yield _room(folder)


def _room(folder: Path) -> Symptom:
    free = shutil.disk_usage(folder).free
    journal = folder / JOURNAL
    wanted = max(SPARE_BYTES, journal.stat().st_size if journal.is_file() else 0)
    said = f"{free / 1e9:,.1f} GB are free where the site lies"
    if free < wanted:
        return Symptom(
            code="room",
            state="wrong" if free < wanted // 10 else "doubtful",
            what=f"Only {said}.",
            remedy="make room: a full disk stops the site (nothing acknowledged is lost)",
        )
    return Symptom(code="room", state="well", what=f"{said}.")


def disk_of(folder: Path) -> str:
    """The kind of file system a folder lies on, such as `ext4`; empty where the system does not say."""
    best, kind = "", ""
    with suppress(OSError):
        for line in Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines():
            _device, point, system, *_ = line.split(" ")
            inside = str(folder.resolve()).startswith(point.replace("\\040", " "))
            if inside and len(point) >= len(best):
                best, kind = point, system
    return kind


def _key(around: Around) -> Iterator[Symptom]:
    folder = around.settings.folder
    if folder is None or not ((folder / JOURNAL).is_file() or elsewhere(folder)):
        return
    file = folder / KEY_FILE
    if os.environ.get(KEY_VARIABLE):
        yield Symptom(code="key", state="well", what=f"The master key comes from {KEY_VARIABLE}.")
    elif not file.is_file():
        yield Symptom(
            code="key",
            state="wrong",
            what=f"There is a journal, and no master key: neither {file} nor {KEY_VARIABLE}.",
            remedy="put the key back from where you keep it; without it nothing personal can be read",
        )
    elif file.stat().st_mode & 0o077:
        yield Symptom(
            code="open_key", state="wrong", what=f"Others on this machine may read {file}.", remedy=f"chmod 600 {file}"
        )
    else:
        yield Symptom(
            code="key", state="well", what=f"The master key lies in {file}; keep a copy of it apart from the backups."
        )


def _database(around: Around) -> Iterator[Symptom]:
    folder, place = around.settings.folder, around.settings.journal.place
    there = elsewhere(folder) if folder is not None else None
    if place is None:
        if there is not None:
            yield Symptom(
                code="database", state="wrong", what=f"The journal lies in {there}, and the settings name no database.",
                remedy=f"[journal] postgres; see {HOW_TO}",
            )  # fmt: skip
        return
    if there is None:
        yield Symptom(
            code="database", state="doubtful", what=f"The settings name {place.told}, and no journal of this site is there yet.",
            remedy="the first `hoolin serve` begins it; `hoolin migrate sqlite-to-postgres` takes a journal along",
        )  # fmt: skip
        return
    try:
        ends_at(place)
    except HoolinError as problem:
        yield Symptom(
            code="database", state="wrong", what=f"{place.told} does not give the journal: {problem.detail.get('said', problem.code)}.",
            remedy="start the server, or mend [journal]; nothing acknowledged is lost",
        )  # fmt: skip
    else:
        yield Symptom(code="database", state="well", what=f"The journal lies in {place.told}.")


def _clock(around: Around) -> Iterator[Symptom]:
    folder = around.settings.folder
    place = around.settings.journal.place
    if place is not None:
        last = ends_at(place) if folder is not None and elsewhere(folder) else None
    else:
        last = newest_fact(folder) if folder is not None and (folder / JOURNAL).is_file() else None
    if last is None:
        return
    position, at = last
    if at > around.now + 60_000:
        hours = (at - around.now) / 3_600_000
        yield Symptom(
            code="clock",
            state="wrong",
            what=f"The newest fact is {hours:,.1f} hours in the future: the clock was set back, or was wrong before.",
            remedy="set the clock by NTP (timedatectl set-ntp true)",
        )
    else:
        said = datetime.fromtimestamp(at / 1000, UTC).astimezone().strftime("%Y-%m-%d %H:%M")
        yield Symptom(code="journal", state="well", what=f"{position:,} facts, the newest of {said}.")


def _serving(around: Around) -> Iterator[Symptom]:
    server, folder = around.settings.server, around.settings.folder
    pid = served_by(folder) if folder is not None else None
    if pid is not None:
        yield Symptom(code="serving", state="well", what=f"It is served at this moment, by process {pid}.")
        return
    yield Symptom(
        code="serving",
        state="doubtful",
        what="Nobody serves it at this moment.",
        remedy="hoolin serve, or systemctl start hoolin",
    )
    try:
        serve.listening(server.host, server.port).close()
    except serve.PortTaken as problem:
        yield Symptom(
            code="port",
            state="wrong",
            what=f"Port {server.port} of {server.host} cannot be had: {problem.detail.get('said')}.",
            remedy="end whoever has it (ss -ltnp says who), or set [server] port",
        )


def _files(around: Around) -> Iterator[Symptom]:
    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = around.settings.server.connections_max + OTHERS_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        yield Symptom(
            code="files",
            state="doubtful",
            what=f"This shell may open {soft:,} files, and {wanted:,} could be wanted.",
            remedy=f"LimitNOFILE={wanted} in the unit of systemd, or ulimit -n {wanted}; or fewer [server] connections_max",
        )


def _people(around: Around) -> Iterator[Symptom]:
    folder = around.settings.folder
    if folder is None or not (folder / ACCOUNTS).is_file():
        return
    if not admins_in(folder):
        yield Symptom(
            code="admin",
            state="wrong",
            what="Nobody who may log in is an admin.",
            remedy="hoolin user add LOGIN --name NAME --role admin, or hoolin user role LOGIN admin",
        )


def _address(around: Around) -> Iterator[Symptom]:
    address = around.settings.server.public_url
    if not address:
        yield Symptom(
            code="address",
            state="doubtful",
            what="No public address is set.",
            remedy="[server] public_url, or links in letters and calls from pages do not work",
        )
        return
    parts = urlsplit(address)
    if parts.scheme != "https":
        yield Symptom(
            code="https",
            state="doubtful",
            what=f"{address} is not https: what is said can be read on the way.",
            remedy="put a proxy with a certificate in front, and write https",
        )
    elif parts.hostname:
        yield certificate_of(parts.hostname, parts.port or 443, around.now)


def certificate_of(host: str, port: int, now: Instant, context: ssl.SSLContext | None = None) -> Symptom:
    """What the certificate at an address says. context: whom we believe; tests have an authority of their own."""
    trusting = context or ssl.create_default_context()
    try:
        with (
            socket.create_connection((host, port), PROBE_SECONDS) as line,
            trusting.wrap_socket(line, server_hostname=host) as tls,
        ):
            ends = ssl.cert_time_to_seconds(str((tls.getpeercert() or {}).get("notAfter", "")))
    except ssl.SSLCertVerificationError as problem:
        return Symptom(
            code="certificate",
            state="wrong",
            what=f"Browsers do not believe the certificate of {host}: {problem.verify_message}.",
            remedy="renew it, or install the whole chain",
        )
    except (OSError, ValueError) as problem:
        return Symptom(
            code="address",
            state="doubtful",
            what=f"{host}:{port} was not reached from here: {problem}.",
            remedy="is the proxy running, and does the name lead here?",
        )
    days = (ends - now / 1000) / 86_400
    if days < CERTIFICATE_DAYS:
        return Symptom(
            code="certificate",
            state="wrong" if days < 3 else "doubtful",
            what=f"The certificate of {host} ends in {days:,.0f} days.",
            remedy="see why its renewal does not run",
        )
    return Symptom(code="certificate", state="well", what=f"The certificate of {host} is good for {days:,.0f} days.")


def _backups(around: Around) -> Iterator[Symptom]:
    if around.backups is None:
        yield Symptom(
            code="backups",
            state="doubtful",
            what="Where the backups lie was not told.",
            remedy="hoolin doctor --backups PLACE looks how old the newest is",
        )
        return
    found = backups_in(around.backups)
    if not found:
        yield Symptom(
            code="backups",
            state="wrong",
            what=f"There is no backup in {around.backups}.",
            remedy=f"hoolin backup {around.backups}",
        )
        return
    folder, manifest = found[-1]
    hours = (around.now - manifest.made_at) / 3_600_000
    state: Literal["well", "doubtful"] = "well" if hours <= BACKUP_HOURS else "doubtful"
    remedy = "" if state == "well" else "see whether its timer runs (systemctl list-timers)"
    yield Symptom(
        code="backups",
        state=state,
        what=f"The newest backup, {folder.name}, is {hours:,.0f} hours old; there are {len(found)}.",
        remedy=remedy,
    )


def _channels(around: Around) -> Iterator[Symptom]:
    names = [
        f"{channel}/{account}"
        for channel in around.settings.channels.used
        for account in around.settings.channels.of(channel)
    ]
    names += ["voice"] if around.settings.voice.trunks else []
    if names:
        yield Symptom(
            code="channels",
            state="well",
            what=f"Accounts are set up: {', '.join(names)}. Whether one can work says `hoolin channel test NAME`.",
        )


LOOKS: tuple[Callable[[Around], Iterator[Symptom]], ...] = (
    _programs, _settings, _folder, _database, _key, _clock, _serving, _files, _people, _address, _channels, _backups,
)  # fmt: skip
