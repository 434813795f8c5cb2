"""Mail coming in through the whole product, beside the least that can be done: `hoolin bench mail`.

    whole   a site with a mail account: its own door, its journal, and messages made of the mails
    door    the mail channel's own listener with a plain file behind it
    bare    aiosmtpd alone, as it comes, with an fsync for every mail

Each is a process, and so is the load; all in turn, over as many connections as a mail server opens; every mail is another, from one of a
thousand people.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

import msgspec

from hoolin.cli.bench_chat import serving
from hoolin.cli.crowd import prepare
from hoolin.cli.heard import Heard, Loads, cpu_us, judged
from hoolin.cli.load_mail import BYTES, Task
from hoolin.cli.mail_door import ADDRESS, free_port

SECONDS = 3.0
ROUNDS = 3
BEGIN_SECONDS_MAX = 45.0
"""No further round is begun so long after the first: on a machine that others use, one may have to do."""

CONNECTIONS = 20
"""What a mail server opens to one destination, unless it is told otherwise."""

USUAL_PER_SECOND = 50.0
BESIDE_PER_SECOND = 10.0

ANCHORS: dict[str, object] = {"taken_per_s_wanted": 500, "usual_lag_p95_ms_limit": 1_000}

Figures = dict[str, Any]


def measure(seconds: float = SECONDS, rounds: int = ROUNDS, connections: int = CONNECTIONS) -> dict[str, object]:
    """The figures. seconds: of each load; rounds: how often each at most; connections: at once.

    Keys, by receiver (`bare`, `door`, `whole`): `per_s` mails acknowledged a second, `p50_ms`, `p99_ms` of each; `cpu_us` of a
    processor for a mail; `to_bare`, `cpu_to_bare` these beside the bare one's of the same round; `lost`, `doubled`, `refused`. Of the
    whole product also what `bench hooks` tells of it: `behind`, `lag_max_ms`, `drain_seconds`, `drain_per_s`, `drain_cpu_us`,
    `heard_per_s`, `beside_p99_ms` (mails while the backlog is read) and `usual_lag_p95_ms` (at 50 mails a second).
    """
    found: dict[str, list[Figures]] = {}
    until = time.monotonic() + BEGIN_SECONDS_MAX
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-mail-") as folder:
        for number in range(rounds):
            if number and time.monotonic() > until:
                break
            bare: Figures = {}
            for name in ("bare", "door", "whole"):
                place = Path(folder) / f"{name}{number}"
                task = Task(port=0, address=ADDRESS, seconds=seconds, connections=connections)
                figures = whole(place, task) if name == "whole" else plain(name, place, task)
                bare = bare or figures
                figures["to_bare"] = round(figures["per_s"] / max(1, bare["per_s"]), 3)
                figures["cpu_to_bare"] = round(figures["cpu_us"] / max(1, bare["cpu_us"]), 2)
                found.setdefault(name, []).append(figures)
                sys.stderr.write(f"mail: {name}, {figures}\n")
    told = {name: _told(some) for name, some in found.items()}
    return {
        "connections": connections, "seconds_each": seconds, "rounds": len(found["bare"]), "mail_bytes": BYTES, **told, **ANCHORS
    }  # fmt: skip


def plain(kind: str, file: Path, task: Task) -> Figures:
    """A receiver of bare_mail.py, which keeps in this file."""
    with serving("hoolin.cli.bare_mail", kind, str(file)) as (server, port):
        begun = cpu_us(server.pid)
        figures = send(msgspec.structs.replace(task, port=port))
        figures["cpu_us"] = round((cpu_us(server.pid) - begun) / max(1, figures["mails"]))
    missing = figures["mails"] - file.read_bytes().count(b"\nMessage-ID: ")
    return figures | {"lost": max(0, missing), "doubled": max(0, -missing)}


def whole(folder: Path, task: Task) -> Figures:
    """Through a site of its own in this folder."""
    prepare(folder, 0, 1)
    task = msgspec.structs.replace(task, port=free_port())
    account = {"address": task.address, "incoming": "smtp", "listen_port": task.port}
    with serving("hoolin.cli.bench_site", str(folder), json.dumps({"email": {"main": account}})) as (server, _):
        few = msgspec.structs.replace(task, connections=min(4, task.connections))
        loads = Loads(
            lambda: send(msgspec.structs.replace(few, per_second=USUAL_PER_SECOND, first=10_000_000)), lambda: send(task),
            lambda: send(msgspec.structs.replace(few, per_second=BESIDE_PER_SECOND, first=20_000_000)), "mails", "mails",
        )  # fmt: skip
        return judged(server.pid, Heard(folder), loads)


def send(task: Task) -> Figures:
    """Hand in mail from a process of its own: the figures of `load_mail`."""
    command = [sys.executable, "-m", "hoolin.cli.load_mail", msgspec.json.encode(task).decode()]
    answer = subprocess.run(command, stdout=subprocess.PIPE, check=True, timeout=task.seconds + 120)
    figures: Figures = json.loads(answer.stdout)
    return figures


def _told(some: list[Figures]) -> Figures:
    summed = ("mails", "lost", "doubled", "refused")
    return {
        name: sum(one[name] for one in some) if name in summed else round(median(one[name] for one in some), 3)
        for name in some[0]
    }
