"""Webhooks of messengers, each durable before it is answered: `hoolin bench hooks`.

Receiver and load are a process each and share the machine. Beside the gateways, in the same run and under the same load, stands the
bare receiver (see bare_hooks.py): the same signature, the same JSON, the same group commit, and nothing of Hoolin. What is counted
is calls answered with 200, and afterwards the rows on disk: as many as there were messages, though every tenth call came twice.

Then comes the whole product, `whole_…`: the same calls to the routes of a site, which keeps them in its journal and makes messages of
them. First at a usual rate, to see how soon a message is there; then as fast as they are answered, and right beside it the bare
receiver; and at last, while the site reads what it has kept, a few calls more, to see how long others wait meanwhile.
"""

import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

import msgspec

from hoolin.channels.signed import derived
from hoolin.cli.bare_hooks import OWN, SECRET, SITE, TOKEN
from hoolin.cli.bench_chat import serving
from hoolin.cli.crowd import prepare
from hoolin.cli.heard import Heard, Loads, cpu_us, judged
from hoolin.cli.load_hooks import Task
from hoolin.wiring.ids import site_secret

SECONDS = 2.0
ROUNDS = 3
"""All in turn, so that what else the machine does touches all of them; the median is told."""

BEGIN_SECONDS_MAX = 40.0
"""No further round is begun so long after the first: on a machine that others use, one may have to do."""

CONNECTIONS = 64
CHANNELS = ("whatsapp", "telegram", "messenger", "viber")
WHOLE = ("whatsapp", "telegram")
"""Channels through the whole product."""

USUAL_PER_SECOND = 50.0
BESIDE_PER_SECOND = 25.0
"""Calls while a backlog is being read."""

ANCHORS: dict[str, object] = {"bare_per_s_anchor": 5_871, "to_bare_wanted": 0.5, "usual_lag_p95_ms_limit": 1_000}
"""What a bare receiver of another kind did, measured before this product began, on a quiet machine of the same kind; and what the
whole product should reach.
"""

Figures = dict[str, Any]


def measure(seconds: float = SECONDS, rounds: int = ROUNDS, connections: int = CONNECTIONS) -> dict[str, object]:
    """The figures. seconds: of each load; rounds: how often each at most; connections: calls at once.

    Keys, by receiver (`bare`, a gateway each, `whole_…`): `per_s` calls made durable a second, `p50_ms`, `p99_ms`; `cpu_us` what a call
    cost the receiver, which says more on a busy machine; `to_bare`, `cpu_to_bare` these beside the bare one's of the same round;
    `lost` messages that were acknowledged and are not there; `doubled` messages that are there twice; `refused` answers that were not
    200. Of the whole product also: `behind` inputs kept and not read when the burst ended, `lag_max_ms` how long the last of all
    waited for its message; `drain_seconds`, `drain_per_s`, `drain_cpu_us` how fast and at what cost the backlog was read, `beside_p99_ms` how long
    other calls took meanwhile; `heard_per_s` messages a second, burst and backlog together; `usual_lag_p95_ms` from being kept to the
    message at 50 calls a second.
    """
    found: dict[str, list[Figures]] = {}
    until = time.monotonic() + BEGIN_SECONDS_MAX
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-hooks-") as folder:
        place = Path(folder)
        with serving("hoolin.cli.bare_hooks", str(place / "raw.db")) as (server, port):
            rows = Rows(str(place / "raw.db"), server.pid, port)
            for number in range(rounds):
                if number and time.monotonic() > until:
                    break
                bare: Figures = {}
                for name in ("bare", *CHANNELS):
                    figures = rows.load(task_for(name, port, seconds, connections))
                    bare = bare or figures
                    found.setdefault(name, []).append(_said(name, figures, bare))
                for channel in WHOLE:
                    # A bare one right beside it: ratios of what lay a minute apart would be the machine's, not ours.
                    bare = rows.load(task_for("bare", port, seconds, connections))
                    figures = whole(place / f"{channel}{number}", channel, seconds, connections)
                    found.setdefault(f"whole_{channel}", []).append(_said(f"whole_{channel}", figures, bare))
    return {
        "connections": connections, "seconds_each": seconds, "rounds": len(found["bare"]),
        **{name: _told(some) for name, some in found.items()}, **ANCHORS,
    }  # fmt: skip


class Rows:
    """The receiver without a house, and what it has on disk."""

    def __init__(self, file: str, pid: int, port: int) -> None:
        self._file, self._pid, self._port = file, pid, port
        self._first = 1

    def load(self, task: Task) -> Figures:
        """The figures of a load of messages that it has not had before."""
        before, begun = self._count(), cpu_us(self._pid)
        figures = post(msgspec.structs.replace(task, first=self._first))
        figures["cpu_us"] = round((cpu_us(self._pid) - begun) / max(1, figures["calls"]))
        missing = figures["acknowledged"] - (self._count() - before)
        self._first += 2 * figures["calls"] + task.connections
        return figures | {"lost": max(0, missing), "doubled": max(0, -missing)}

    def _count(self) -> int:
        with closing(sqlite3.connect(self._file, timeout=30)) as connection:
            found = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'raw'").fetchone()[0]
            return int(connection.execute("SELECT count(*) FROM raw").fetchone()[0]) if found else 0


def whole(folder: Path, channel: str, seconds: float, connections: int) -> Figures:
    """The figures of a channel through a site of its own in this folder."""
    prepare(folder, 0, 1)
    accounts = json.dumps({channel: {"main": account_of(channel)}})
    with serving("hoolin.cli.bench_site", str(folder), accounts) as (server, port):
        task = task_for(channel, port, seconds, connections)
        if channel == "telegram":
            task.secret = derived(site_secret(folder), "telegram", "main", TOKEN)
        loads = Loads(
            lambda: post(_at_a_rate(task, USUAL_PER_SECOND, 10_000_000)), lambda: post(task),
            lambda: post(_at_a_rate(task, BESIDE_PER_SECOND, 20_000_000)), "acknowledged", "calls",
        )  # fmt: skip
        return judged(server.pid, Heard(folder), loads)


def _at_a_rate(task: Task, per_second: float, first: int) -> Task:
    return msgspec.structs.replace(task, per_second=per_second, first=first, connections=min(8, task.connections))


def account_of(channel: str) -> dict[str, str]:
    """The account that `task_for` calls."""
    if channel == "telegram":
        return {"token": TOKEN, "api_url": "http://127.0.0.1:9"}
    return {"phone_number_id": OWN, "token": SECRET, "app_secret": SECRET, "verify_token": SECRET}


def task_for(name: str, port: int, seconds: float, connections: int) -> Task:
    """The load for a receiver of bare_hooks.py."""
    secret = derived(SITE, "telegram", "main", TOKEN) if name == "telegram" else SECRET
    channel = "whatsapp" if name == "bare" else name
    return Task(
        channel=channel, port=port, path=f"/hooks/{name}/main", secret=secret, own=OWN, seconds=seconds, connections=connections
    )  # fmt: skip


def post(task: Task) -> Figures:
    """Call a route from a process of its own: the figures of `load_hooks`."""
    asked = msgspec.json.encode(task).decode()
    command = [sys.executable, "-m", "hoolin.cli.load_hooks", asked]
    answer = subprocess.run(command, stdout=subprocess.PIPE, check=True, timeout=task.seconds + 120)
    figures: Figures = json.loads(answer.stdout)
    return figures


def _said(name: str, figures: Figures, bare: Mapping[str, Any]) -> Figures:
    sys.stderr.write(f"hooks: {name}, {figures}\n")
    return figures | {
        "to_bare": round(figures["per_s"] / max(1, bare["per_s"]), 3),
        "cpu_to_bare": round(figures["cpu_us"] / max(1, bare["cpu_us"]), 2),
    }


SUMMED = ("calls", "acknowledged", "lost", "doubled", "refused")


def _told(some: list[Figures]) -> Figures:
    return {
        name: sum(one[name] for one in some) if name in SUMMED else round(median(one[name] for one in some), 3)
        for name in some[0]
    }
