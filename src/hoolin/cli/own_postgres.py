"""A PostgreSQL server of the distribution's for benches and tests: private, empty, ended by its own pid.

It listens on a socket in a private folder and nowhere else. It refuses to be root, so root starts it as somebody else.
"""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from hoolin.journal.place import Place

START_SECONDS_MAX = 60
STOP_SECONDS_MAX = 30
PORT = 5432
"""Only a part of the socket's name."""

SOMEBODY = ("postgres", "nobody")
"""Who it runs as for root: the first of these that the machine has."""

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "64MB",
    # Nothing here is worth a background's while.
    "autovacuum_naptime": "10s",
    "log_min_messages": "warning",
}


def programs() -> Path:
    """Where the newest server lies."""
    found = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    return max(found, key=lambda path: float(path.parts[4])).parent


def installed() -> bool:
    """Whether there is one on this machine."""
    return any(Path("/usr/lib/postgresql").glob("*/bin/postgres"))


@dataclass
class Server:
    """folder: private, with a short name, for that of a socket has no more than 107 letters. of: whose standby it is."""

    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp")))
    of: "Server | None" = None

    def __post_init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.user = next((name for name in SOMEBODY if _known(name)), "") if os.geteuid() == 0 else ""
        if self.user:
            shutil.chown(self.folder, self.user)
        if self.of is not None:
            whose = ["-h", str(self.of.folder), "-p", str(PORT), "-U", "hoolin"]
            self.run("pg_basebackup", "-D", "data", *whose, "-R", "-X", "stream", "-c", "fast")
            return
        self.run(
            "initdb", "-D", "data", "-U", "hoolin", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"
        )

    def start(self, **settings: str) -> "Server":
        """It answers when this returns."""
        given = [part for name, value in (SETTINGS | settings).items() for part in ("-c", f"{name}={value}")]
        place = ["-D", str(self.folder / "data"), "-k", str(self.folder), "-p", str(PORT)]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*self._as_user(), str(programs() / "postgres"), *place, *given], cwd=self.folder, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        until = time.monotonic() + START_SECONDS_MAX
        while True:
            try:
                psycopg.connect(self.address(), connect_timeout=2).close()
            except psycopg.OperationalError:
                if self.process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError((self.folder / "log").read_text(errors="replace")[-2_000:]) from None
                time.sleep(0.05)
            else:
                return self

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT: all are told to go, at once. SIGQUIT: as if the power went."""
        if self.process is None:
            return
        process, self.process = self.process, None
        process.send_signal(how)
        try:
            process.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def promote(self) -> None:
        """A standby takes over."""
        self.ask("SELECT pg_promote(true, 30)")

    def remove(self) -> None:
        """The server and all that it held."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def address(self, database: str = "postgres") -> str:
        """Of a database, as libpq takes it."""
        return f"host={self.folder} port={PORT} user=hoolin dbname={database}"

    def place(self, patience_s: float = 30.0) -> Place:
        """A schema that nobody has yet."""
        return Place(address=self.address(), schema=f"site_{secrets.token_hex(8)}", patience_s=patience_s)

    def ask(self, statement: str, place: Place | None = None) -> list[tuple[object, ...]]:
        """As whoever runs the server: the rows of a statement. place: where names without a schema lie."""
        options = f"-c search_path={place.schema}" if place is not None else ""
        with psycopg.connect(self.address(), autocommit=True, options=options) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def run(self, program: str, *arguments: str) -> None:
        """A program of PostgreSQL's, as whoever runs the server, in its folder."""
        done = subprocess.run(
            [*self._as_user(), str(programs() / program), *arguments], cwd=self.folder, capture_output=True, text=True,
            timeout=START_SECONDS_MAX, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(done.stdout[-1_000:] + done.stderr[-1_000:])

    def _as_user(self) -> list[str]:
        # It ends with the thread that started it, however that ends.
        how = ["setpriv", "--pdeathsig=INT"]
        return [*how, f"--reuid={self.user}", f"--regid={_group(self.user)}", "--clear-groups"] if self.user else how


def _known(name: str) -> bool:
    with suppress(KeyError):
        return bool(pwd.getpwnam(name))
    return False


def _group(name: str) -> int:
    return pwd.getpwnam(name).pw_gid
