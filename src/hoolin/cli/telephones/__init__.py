"""Real sipp around a site's telephone, for tests and `hoolin bench calls`: a trunk that brings customers, telephones that are picked up."""

import csv
import json
import os
import random
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from hoolin.channels.voice.sip.digest import Prover
from hoolin.channels.voice.sip.message import Message, read
from hoolin.channels.voice.sip.settings import Login
from hoolin.core.errors import Defect

HERE = Path(__file__).parent
TRUNK_HOST = "127.0.0.2"
"""Not where telephones are: who calls from a trunk's address is taken for the trunk."""

HOST = "127.0.0.1"
PASSWORD = "a-long-password"  # noqa: S105 of telephones that exist for a minute on loopback
REGISTER_SECONDS_MAX = 10.0
NUMBER = "6000000"

ENGINE_PORTS = "engine-ports.log"
"""In it the trunk notes for each call where its customer's sound is wanted, a line each, as its answer said."""


def extension(number: int) -> str:
    """The number of a telephone."""
    return f"{1_000 + number}"


class Line(NamedTuple):
    """A process that answers lines of JSON. process: its own."""

    process: "subprocess.Popen[str]"

    def ask(self, what: str) -> dict[str, Any]:
        """Its answer to a word. Raises Defect when it is gone."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(what + "\n")
        self.process.stdin.flush()
        return self.hear()

    def hear(self) -> dict[str, Any]:
        """The next line. Raises Defect when it is gone."""
        assert self.process.stdout is not None
        answer = self.process.stdout.readline()
        if not answer:
            raise Defect("process_gone", pid=self.process.pid)
        found: dict[str, Any] = json.loads(answer)
        return found

    def kill(self) -> None:
        """Without a word, by its own id."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()


@contextmanager
def line(module: str, *arguments: str, log: Path) -> Iterator[Line]:
    """A module of ours in a process of its own; killed at the end, if it does not end by itself when nobody speaks to it any more."""
    with log.open("ab") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
            text=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )  # fmt: skip
    made = Line(process)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield made
        if process.poll() is None:
            process.stdin.close()
            process.wait(20)
    except subprocess.TimeoutExpired:
        sys.stderr.write(f"{module} did not end by itself\n")
    finally:
        made.kill()
        with suppress(BrokenPipeError):
            process.stdin.close()
        process.stdout.close()


# ── telephones ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def register(port: int, site: int, number: int, first: int = 0) -> None:
    """So many telephones prove themselves, all at one port. first: of them. Raises Defect when one is not taken."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as own:
        own.bind((HOST, port))
        own.settimeout(REGISTER_SECONDS_MAX)
        for at in range(first, first + number):
            user = extension(at)
            prover = Prover(Login(user=user, password=PASSWORD), lambda: secrets.token_hex(8))
            for cseq in (1, 2):
                asked = _register(port, user, cseq)
                prover.prove(asked)
                own.sendto(asked.write(), (HOST, site))
                answer = read(own.recv(65_535))
                if answer.status == 200 or not prover.challenged(answer):
                    break
            if answer.status != 200:
                raise Defect("not_registered", user=user, status=answer.status)


def _register(port: int, user: str, cseq: int) -> Message:
    message = Message("REGISTER", "sip:hoolin")
    message.fields |= {
        "via": [f"SIP/2.0/UDP {HOST}:{port};branch=z9hG4bK{secrets.token_hex(8)}"],
        "from": [f"<sip:{user}@hoolin>;tag={secrets.token_hex(4)}"], "to": [f"<sip:{user}@hoolin>"],
        "call-id": [f"register-{user}"], "cseq": [f"{cseq} REGISTER"], "max-forwards": ["70"], "expires": ["300"],
        "contact": [f"<sip:{user}@{HOST}:{port}>"],
    }  # fmt: skip
    return message


class Telephones(NamedTuple):
    """port: of their SIP; sound: where they hear. echo: the process that hears there, and says again what it heard. folder: where sipp writes
    how its calls ended.
    """

    port: int
    sound: int
    folder: Path
    echo: Line

    def ended(self) -> tuple[int, int]:
        """Calls that came to their end as they should, and others."""
        return counted(self.folder / "telephones.csv")


@contextmanager
def telephones(folder: Path, site: int, number: int) -> Iterator[Telephones]:
    """So many telephones at one port, registered and picked up at once."""
    port = free_port()
    register(port, site, number)
    with line("hoolin.cli.telephones.echo", log=folder / "log") as echo:
        sound = int(echo.hear()["port"])
        command = ["sipp", "-sf", str(HERE / "telephone.xml"), "-i", HOST, "-p", str(port), "-key", "sound_port", str(sound),
                   "-l", "5000", "-trace_stat", "-stf", "telephones.csv", "-fd", "1", "-nostdin",
                   "-trace_err", "-error_file", "telephones.err"]  # fmt: skip
        process = subprocess.Popen(command, cwd=folder, **_QUIET)
        try:
            yield Telephones(port, sound, folder, echo)
        finally:
            process.kill()
            process.wait()


# ── customers ───────────────────────────────────────────────────────────────────────────────────────────────────────────


class Calls(NamedTuple):
    """What the trunk brings. site: the port of the site. port: of the trunk. sound: where customers hear. stay_ms: from the answer to the goodbye. lost: percent of
    packets that are lost, coming and going.
    """

    site: int
    port: int
    sound: int
    calls: int
    rate: int
    stay_ms: int
    lost: int = 0


def customers(folder: Path, wanted: Calls) -> "subprocess.Popen[bytes]":
    """The trunk brings calls; it ends when all of them have."""
    more = ("-lost", str(wanted.lost)) if wanted.lost else ()
    command = ["sipp", "-sf", str(HERE / "customer.xml"), "-i", TRUNK_HOST, "-p", str(wanted.port), f"{HOST}:{wanted.site}",
               "-s", NUMBER, "-r", str(wanted.rate), "-m", str(wanted.calls), "-d", str(wanted.stay_ms), "-l", "5000",
               "-key", "sound_port", str(wanted.sound), "-trace_stat", "-stf", "customers.csv", "-fd", "1", "-nostdin",
               "-trace_err", "-error_file", "customers.err", "-trace_logs", "-log_file", ENGINE_PORTS, *more]  # fmt: skip
    return subprocess.Popen(command, cwd=folder, **_QUIET)


def counted(file: Path) -> tuple[int, int]:
    """Calls that succeeded and failed, as sipp counts them."""
    with file.open() as lines:
        last = list(csv.DictReader(lines, delimiter=";"))[-1]
    return int(last["SuccessfulCall(C)"]), int(last["FailedCall(C)"])


def missing(ports: tuple[int, ...]) -> int:
    """Datagrams that the system dropped at these sockets, because nobody fetched them in time."""
    rows = [row.split() for row in Path("/proc/net/udp").read_text(encoding="ascii").splitlines()[1:]]
    return sum(int(row[-1]) for row in rows if int(row[1].split(":")[1], 16) in ports)


def even_port() -> int:
    """As sound is heard at."""
    while (port := free_port()) % 2:
        pass
    return port


def free_port() -> int:
    """A UDP port that nobody has, out of the way of the engine's and of those that the system gives out by itself."""
    while True:
        port = random.randrange(10_000, 19_998)  # noqa: S311 a port is no secret
        with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind((HOST, port))
            return port


_QUIET: dict[str, Any] = {
    "stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL,
    "env": {**os.environ, "TERM": "dumb"},
}  # fmt: skip
