"""The chat under load: visitor → durable journal → agent's socket, through the whole product: `hoolin bench chat`.

The server is a process of its own with its journal on this disk, and so is the load: on a machine with two cores they share
them, as the figures of the anchor did. Beside it, in the same run and under the same load, stands the bare minimum (see
bare_chat.py); ratios to it say more than milliseconds, which move with the machine.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median
from typing import Any

from hoolin.cli.crowd import Crowd, prepare
from hoolin.core.interaction.facts import MessageReceived
from hoolin.wiring import HoolinSettings, build

RATE = 5_000
SECONDS = 20.0
BARE_SECONDS = 8.0
MAX_SECONDS = 5.0
STEPS = (6_000, 7_000, 8_000, 9_000, 10_000)
STEP_SECONDS = 4.0
P99_MS_LIMIT = 50
SETTLE_SECONDS, SETTLE_LOOKS, SETTLE_LOOKS_MAX = 0.5, 4, 40

ANCHORS: dict[str, object] = {
    "rate_per_s_wanted": RATE,
    "p99_ms_limit": P99_MS_LIMIT,
    "idle_socket_kib_limit": 40,
    "bare_p50_ms_anchor": 0.3,
    "bare_p99_ms_anchor": 1.9,
    "bare_max_rate_per_s_anchor": "30,000 to 42,000",
}
"""What the same was, measured before this product began, on a quiet machine of the same kind."""


def measure(
    seconds: float = SECONDS, rate: int = RATE, each: int = 500, steps: tuple[int, ...] = STEPS
) -> dict[str, object]:
    """The figures. seconds: of the steady load; rate: messages a second; each: so many visitors, and so many agents.

    Keys: `sent`, `acknowledged`, `lost`, `doubled`, `p50_ms` … of the steady load; `steps` of short loads above it;
    `max_rate_per_s` when each visitor sends the next message as soon as the last one is with the agent;
    `idle_socket_kib` memory of the server for an open socket; `bare_…` the anchor; `…_to_bare` the product beside it.
    """
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-chat-") as place, loading() as load:
        _say("a site with a crowd")
        folder = Path(place) / "site"
        crowd = prepare(folder, each, each)
        before = _bare(Path(place) / "before.db", load, rate, 2 * each)
        with serving("hoolin.cli.bench_site", str(folder)) as (server, port):
            idle = _idle_kib(load, server.pid, port, crowd, each)
            load({"open": "chat", "port": port, "tokens": crowd.tokens, "cookies": crowd.cookies})
            _say(f"steady, {rate}/s for {seconds} s")
            steady = load({"rate": rate, "seconds": seconds})
            _say(f"  {steady}")
            fastest = load({"seconds": MAX_SECONDS})
            _say(f"  one each: {fastest}")
            above = [{"wanted_per_s": step, **load({"rate": step, "seconds": STEP_SECONDS})} for step in steps]
        after = _bare(Path(place) / "after.db", load, rate, 2 * each)
        kept = received(folder)
    asked = sum(int(part["sent"]) for part in (steady, fastest, *above))
    bare = {name: median((before[name], after[name])) for name in before}
    return {
        "sockets": 2 * each,
        **steady,
        "max_rate_per_s": fastest["rate_per_s"],
        "max_rate_p99_ms": fastest["p99_ms"],
        "steps": {str(step["wanted_per_s"]): step for step in above},
        "highest_rate_within_limit_per_s": _highest(steady, above, rate),
        "asked_in_all": asked,
        "in_the_journal": kept - each,
        "idle_socket_kib": round(idle, 1),
        **{f"bare_{name}": value for name, value in bare.items()},
        "p50_to_bare": round(steady["p50_ms"] / bare["p50_ms"], 2),
        "p99_to_bare": round(steady["p99_ms"] / bare["p99_ms"], 2),
        "max_rate_to_bare": round(fastest["rate_per_s"] / bare["max_rate_per_s"], 3),
        **ANCHORS,
    }


def _highest(steady: dict[str, Any], steps: list[dict[str, Any]], rate: int) -> int:
    within = [rate] if _within(steady) else []
    for step in steps:
        if not _within(step):
            break
        within.append(step["wanted_per_s"])
    return max(within, default=0)


def _within(part: dict[str, Any]) -> bool:
    return not part["lost"] and not part["doubled"] and part["p99_ms"] <= P99_MS_LIMIT


def _idle_kib(load: Any, pid: int, port: int, crowd: Crowd, each: int) -> float:
    """Memory of the server for an open socket on which nothing happens, without what only the first ones cost."""
    few = each // 5
    load({"open": "idle", "port": port, "cookies": crowd.cookies[:few], "sockets": few})
    begun = _settled_kib(pid)
    load({"open": "idle", "port": port, "cookies": crowd.cookies, "sockets": each})
    return (_settled_kib(pid) - begun) / (2 * (each - few))


def _settled_kib(pid: int) -> float:
    """Memory once it stands still: on a busy machine snapshots are on their way for some seconds after the last socket opened."""
    seen = [rss_kib(pid)]
    while len(seen) < SETTLE_LOOKS_MAX and (len(seen) < SETTLE_LOOKS or len(set(seen[-SETTLE_LOOKS:])) > 1):
        time.sleep(SETTLE_SECONDS)
        seen.append(rss_kib(pid))
    return seen[-1]


def _bare(file: Path, load: Any, rate: int, sockets: int) -> dict[str, float]:
    _say("the bare minimum")
    with serving("hoolin.cli.bare_chat", str(file)) as (_, port):
        load({"open": "echo", "port": port, "sockets": sockets})
        steady = load({"rate": rate, "seconds": BARE_SECONDS})
        fastest = load({"seconds": MAX_SECONDS})
    _say(f"  {steady} {fastest}")
    return {
        "p50_ms": steady["p50_ms"],
        "p99_ms": steady["p99_ms"],
        "lost": steady["lost"],
        "max_rate_per_s": fastest["rate_per_s"],
    }


def _say(text: str) -> None:
    sys.stderr.write(f"chat: {text}\n")


@contextmanager
def serving(module: str, *arguments: str) -> Iterator[tuple["subprocess.Popen[bytes]", int]]:
    """A server in a process of its own, and its port; ended by its own pid."""
    command = [sys.executable, "-m", module, *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        line = process.stdout.readline().split()
        if not line:
            raise RuntimeError(f"{module} did not start")
        yield process, int(line[1])
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


@contextmanager
def loading() -> Iterator[Any]:
    """The load's process, as a function from a task to its answer."""
    process = subprocess.Popen(
        [sys.executable, "-m", "hoolin.cli.load_chat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None and process.stdout is not None
    asks, answers = process.stdin, process.stdout

    def load(task: dict[str, Any]) -> dict[str, Any]:
        asks.write(json.dumps(task).encode() + b"\n")
        asks.flush()
        answer: dict[str, Any] = json.loads(answers.readline())
        return answer

    try:
        yield load
    finally:
        asks.close()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.wait()


def rss_kib(pid: int) -> float:
    """Resident memory of a process."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return float(line.split()[1])
    return 0.0


def received(folder: Path) -> int:
    """How many messages of customers are in the journal of a site that is not running."""
    built = build(HoolinSettings(data=str(folder)))
    count, after = 0, 0
    try:
        while entries := built.stores.journal.read(after, 20_000):
            count += sum(isinstance(entry.fact, MessageReceived) for entry in entries)
            after = entries[-1].position
    finally:
        built.accounts.close()
        built.close()
    return count
