"""Webhooks of messengers, each durable before it is answered: `hoolin bench hooks`.

Receiver and load are a process each and share the machine. Beside the gateways, in the same run and under the same load, stands the
bare receiver (see bare_hooks.py): the same signature, the same JSON, the same group commit, and nothing of Hoolin. What is counted
is calls answered with 200, and afterwards the rows on disk: as many as there were messages, though every tenth call came twice.

Then comes the whole product: the same calls to the routes of a site, which keeps in its journal and makes messages of them while it
goes on keeping.
"""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

import msgspec

from hoolin.channels.signed import derived
from hoolin.cli.bare_hooks import OWN, SECRET, SITE, TOKEN
from hoolin.cli.bench_chat import serving
from hoolin.cli.crowd import prepare
from hoolin.cli.load_hooks import Task
from hoolin.wiring.ids import site_secret

SECONDS = 5.0
ROUNDS = 3
"""Bare and gateways in turn, so that what else the machine does touches all of them; the median is told."""

CONNECTIONS = 64
CHANNELS = ("whatsapp", "telegram", "messenger", "viber")
WHOLE = ("whole_whatsapp", "whole_telegram")
"""Channels through the whole product."""

CATCH_UP_SECONDS_MAX = 120.0

ANCHORS: dict[str, object] = {"bare_per_s_anchor": 5_871}
"""What a bare receiver of another kind did, measured before this product began, on a quiet machine of the same kind."""


def measure(seconds: float = SECONDS, rounds: int = ROUNDS, connections: int = CONNECTIONS) -> dict[str, object]:
    """The figures. seconds: of each load; rounds: how often each; connections: calls at once.

    Keys: by receiver (`bare`, and a gateway each) `per_s` calls made durable a second, `p50_ms`, `p99_ms`; `to_bare` its rate
    beside the bare one's, in pairs for the whole product;
    `cpu_us` what a call cost the receiver, which says more on a busy machine, and `cpu_to_bare`; `lost` messages that were acknowledged and are not on disk; `refused` answers that were not 200.
    """
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in ("bare", *CHANNELS, *WHOLE)}
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-hooks-") as place:
        file = str(Path(place) / "raw.db")
        with serving("hoolin.cli.bare_hooks", file) as (server, port):
            first = 1
            for round_number in range(rounds):
                for name in ("bare", *CHANNELS):
                    sys.stderr.write(f"hooks: {name}, {seconds} s\n")
                    task = task_for(name, port, seconds, connections)
                    task = msgspec.structs.replace(task, first=first)
                    before, begun = _rows(file), cpu_us(server.pid)
                    figures = post(task)
                    figures["cpu_us"] = round((cpu_us(server.pid) - begun) / max(1, figures["calls"]))
                    figures["lost"] = max(0, figures["acknowledged"] - (_rows(file) - before))
                    found[name].append(figures)
                    first += 10 * figures["calls"] + 1_000 * (round_number + 1)
                for name in WHOLE:
                    sys.stderr.write(f"hooks: {name}, {seconds} s\n")
                    found[name].append(whole(name.removeprefix("whole_"), seconds, connections))
    told = {name: _told(some) for name, some in found.items()}
    rate = float(str(told["bare"]["per_s"]))
    for name in WHOLE:
        for figure in ("heard_per_s", "behind"):
            told[name][figure] = median(figures[figure] for figures in found[name])
    for name in (*CHANNELS, *WHOLE):
        told[name]["to_bare"] = round(float(str(told[name]["per_s"])) / rate, 3)
        told[name]["cpu_to_bare"] = round(float(str(told[name]["cpu_us"])) / float(str(told["bare"]["cpu_us"])), 3)
    return {"connections": connections, "seconds_each": seconds, **told, **ANCHORS}


def whole(channel: str, seconds: float, connections: int) -> dict[str, Any]:
    """The figures of a channel through a site of its own. heard_per_s: messages in the timeline a second, from the first call until all
    are there; behind: inputs that were kept and not read when the load ended.
    """
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-hooks-") as place:
        site = Path(place) / "site"
        prepare(site, 0, 1)
        accounts = json.dumps({channel: {"main": account_of(channel)}})
        with serving("hoolin.cli.bench_site", str(site), accounts) as (server, port):
            task = task_for(channel, port, seconds, connections)
            if channel == "telegram":
                task.secret = derived(site_secret(site), "telegram", "main", TOKEN)
            began, begun = time.monotonic(), cpu_us(server.pid)
            figures = post(task)
            figures["behind"] = figures["acknowledged"] - inputs_ended(site)
            while inputs_ended(site) < figures["acknowledged"] and time.monotonic() < began + CATCH_UP_SECONDS_MAX:
                time.sleep(0.1)
            took = time.monotonic() - began
            figures["cpu_us"] = round((cpu_us(server.pid) - begun) / max(1, figures["calls"]))
            heard = count(site, "SELECT count(*) FROM event WHERE kind = 'message' AND speaker = 'customer'")
            figures["heard_per_s"] = round(heard / took)
            figures["lost"] = figures["acknowledged"] - heard
    return figures


def account_of(channel: str) -> dict[str, str]:
    """The account that `task_for` calls."""
    if channel == "telegram":
        return {"token": TOKEN, "api_url": "http://127.0.0.1:9"}
    return {"phone_number_id": OWN, "token": SECRET, "app_secret": SECRET, "verify_token": SECRET}


def inputs_ended(site: Path) -> int:
    """How many inputs of a site that is served have been read."""
    return count(site, "SELECT count(*) FROM input WHERE ending IS NOT NULL")


def count(site: Path, question: str) -> int:
    """A number out of the read models of a site that is served."""
    with closing(sqlite3.connect(f"{(site / 'views.db').resolve().as_uri()}?mode=ro", uri=True, timeout=30)) as views:
        return int(views.execute(question).fetchone()[0])


def task_for(name: str, port: int, seconds: float, connections: int) -> Task:
    """The load for a receiver of bare_hooks.py."""
    secret = derived(SITE, "telegram", "main", TOKEN) if name == "telegram" else SECRET
    channel = "whatsapp" if name == "bare" else name
    return Task(
        channel=channel, port=port, path=f"/hooks/{name}/main", secret=secret, own=OWN, seconds=seconds, connections=connections
    )  # fmt: skip


def post(task: Task) -> dict[str, Any]:
    """Call a route from a process of its own: the figures of `load_hooks`."""
    asked = msgspec.json.encode(task).decode()
    command = [sys.executable, "-m", "hoolin.cli.load_hooks", asked]
    answer = subprocess.run(command, stdout=subprocess.PIPE, check=True, timeout=task.seconds + 120)
    figures: dict[str, Any] = json.loads(answer.stdout)
    return figures


def _told(some: list[dict[str, Any]]) -> dict[str, object]:
    middle = {name: median(figures[name] for figures in some) for name in ("per_s", "p50_ms", "p99_ms", "cpu_us")}
    return {**middle, **{name: sum(figures[name] for figures in some) for name in ("calls", "lost", "refused")}}


def cpu_us(pid: int) -> float:
    """Time on a processor so far, of all threads of a process, in microseconds."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1e6 / os.sysconf("SC_CLK_TCK")


def _rows(file: str) -> int:
    with closing(sqlite3.connect(file, timeout=30)) as connection:
        found = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'raw'").fetchone()[0]
        return int(connection.execute("SELECT count(*) FROM raw").fetchone()[0]) if found else 0
