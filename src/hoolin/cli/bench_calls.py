"""Telephone calls through the whole product: `hoolin bench calls`.

sipp as the trunk ──▶ a site in a process of its own (journal on this disk, rtpengine beside it) ──▶ the telephones of its agents (sipp)

Each call is durable before it is answered, stands in line, is offered, rings at an agent's telephone, is picked up, put through, hung up by the
customer and wrapped up. Beside it, in the same run, sipp calls sipp with nothing between. Then calls are held with sound both ways that is
counted by who sent it, and then some packets of the trunk's are lost.
"""

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from shutil import which
from typing import Any

import msgspec

from hoolin.channels.voice.media.daemon import Rtpengine, end, left_behind
from hoolin.cli.crowd import prepare
from hoolin.cli.sipp import answering_sipp, calling_sipp
from hoolin.cli.telephones import (
    ENGINE_PORTS,
    Calls,
    Line,
    Telephones,
    counted,
    customers,
    free_port,
    line,
    missing,
    telephones,
)
from hoolin.cli.telephones.site import Wish

RATES = (100, 200)
SECONDS = 8
STAY_MS = 2_000
AGENTS = 500
"""Enough for every call of the steepest rate, so that nobody waits for a person and all that is measured is ours."""

HELD = 500
HELD_PER_S = 25
HELD_SECONDS = 10.0
LOSS_PERCENT, LOSS_CALLS, LOSS_PER_S = 5, 300, 30
SETTLE_SECONDS_MAX = 20.0
CALLS_SECONDS_MAX = 75.0
DEAD_PORT = 9
"""Sound goes there where nobody listens: a rate is about calls."""

ANCHORS: dict[str, object] = {"signalling_alone_cpu_ms_anchor": 0.99}
"""What the signalling of a call through a bridge of another kind cost, offer and answer with it, measured before this product began, on a quiet machine of the same kind."""


class Bench:
    """One site, its telephones, and the trunk's port."""

    def __init__(self, folder: Path, site: Line, phones: Telephones, wish: Wish) -> None:
        self.folder, self.site, self.phones, self.wish = folder, site, phones, wish

    def begun(
        self, calls: int, rate: int, stay_ms: int, sound: int = DEAD_PORT, lost: int = 0
    ) -> "subprocess.Popen[bytes]":
        """The trunk begins to call."""
        return customers(self.folder, Calls(self.wish.port, self.wish.trunk, sound, calls, rate, stay_ms, lost))

    def calls(self, calls: int, rate: int, stay_ms: int = STAY_MS, lost: int = 0) -> dict[str, Any]:
        """So many calls, and what came of them once everything has settled.

        failed: calls that did not come to their end as they should, as the trunk counts them. put_through: that an agent's telephone answered.
        cpu_ms, engine_cpu_ms: processor time of the site's process, and of rtpengine, a call. left: calls that the site, and the engine, still
        have. refused: at once or later, with 503. steps_failed: what the engine did not do in time.
        """
        before = self.site.ask("engine")
        trunk = self.begun(calls, rate, stay_ms, lost=lost)
        ended(trunk)
        left = self.settled()
        after = self.site.ask("engine")
        spent = (after["cpu_s"] - before["cpu_s"]) * 1_000
        facts = {kind: number - before["facts"].get(kind, 0) for kind, number in after["facts"].items()}
        succeeded, _ = counted(self.folder / "customers.csv")
        return {
            "calls": calls, "failed": calls - succeeded, "put_through": facts.get("OfferAccepted", 0), "cpu_ms": spent / calls,
            "facts_a_call": sum(facts.values()) / calls, "left": max(left["calls"], left["engine"]),
            "engine_cpu_ms": (after["engine_cpu_s"] - before["engine_cpu_s"]) * 1_000 / calls,
            "refused": after["counted"].get("calls_refused", 0) - before["counted"].get("calls_refused", 0),
            "steps_failed": after["counted"].get("steps_failed", 0) - before["counted"].get("steps_failed", 0),
        }  # fmt: skip

    def without(self, calls: int, rate: int, *more: str) -> dict[str, Any]:
        """The same with sipp alone. failed_without: calls; cpu_ms_without: processor time of both ends, a call."""
        before = getrusage(RUSAGE_CHILDREN)
        with answering_sipp() as port:
            failed = calling_sipp(self.folder, port, calls, rate, *more)[1]
        after = getrusage(RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return {"failed_without": failed, "cpu_ms_without": spent * 1_000 / calls}

    def settled(self) -> dict[str, Any]:
        """The figures when nothing is under way any more, or when that has taken too long."""
        until = time.monotonic() + SETTLE_SECONDS_MAX
        while True:
            found = self.site.ask("calls")
            if not (found["calls"] or found["engine"]) or time.monotonic() > until:
                return found
            time.sleep(0.2)

    def held(self, number: int) -> dict[str, Any]:
        """So many calls at once with sound both ways, 50 packets a second each. packets: that customers sent; lost: of them, on the way to the
        telephone and back; dropped: of those, by the system, at the sockets of the parties, which had no time to fetch them; skipped: that
        the sender had no time to send. engine_relayed, engine_errors: packets that the engine itself counted.
        """
        (self.folder / ENGINE_PORTS).unlink(missing_ok=True)
        with line("hoolin.cli.telephones.sound", str(self.folder / ENGINE_PORTS), log=self.folder / "log") as sound:
            port = int(sound.hear()["port"])
            stay_ms = round(1_000 * (number / HELD_PER_S + HELD_SECONDS + 12))
            trunk = self.begun(number, HELD_PER_S, stay_ms, sound=port)
            until = time.monotonic() + number / HELD_PER_S + 8
            while (talking := self.site.ask("figures")["talking"]) < number and time.monotonic() < until:
                time.sleep(0.2)
            # What was sent before somebody was there to say it again is not counted.
            time.sleep(2.0)
            sound.ask("mark")
            parties = (port, self.phones.sound)
            before, began, ours = missing(parties), self.site.ask("engine"), time.monotonic()
            time.sleep(HELD_SECONDS)
            found, after = sound.ask("figures"), self.site.ask("engine")
            took, dropped = time.monotonic() - ours, missing(parties) - before
            ended(trunk)
        succeeded, _ = counted(self.folder / "customers.csv")
        return {
            "calls": number, "talking": talking, "echoing": found["streams"], "failed": number - succeeded, "packets": found["sent"],
            "lost": found["lost"], "dropped": dropped, "skipped": found["skipped"], "cpu_percent": 100 * (after["cpu_s"] - began["cpu_s"]) / took,
            "engine_cpu_percent": 100 * (after["engine_cpu_s"] - began["engine_cpu_s"]) / took,
            "engine_relayed": after["relayed"] - began["relayed"], "engine_errors": after["errors"] - began["errors"],
        }  # fmt: skip


def measure(
    rates: tuple[int, ...] = RATES,
    seconds: int = SECONDS,
    held: int = HELD,
    loss_calls: int = LOSS_CALLS,
    agents: int = AGENTS,
) -> dict[str, Any]:
    """The figures. rates: calls a second, for so many seconds each; held: calls at once with sound; loss_calls: with packets lost;
    agents: with a telephone each.

    Keys: `at_N_per_s` and `lost`: see `Bench.calls` and `Bench.without`; `held`: see `Bench.held`;
    `load_average` of the machine before and after; `rss_mib` of the site at the end.
    """
    if lacking := [name for name in ("sipp", "rtpengine") if which(name) is None]:
        sys.exit(f"hoolin bench calls: no {' and no '.join(lacking)} here; apt-get install sip-tester rtpengine-daemon")
    figures: dict[str, Any] = {"load_average": load_average()}
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-calls-") as name:
        folder = Path(name)
        agents = max(agents, held)
        prepare(folder / "site", 0, agents)
        wish = Wish(folder=str(folder / "site"), port=free_port(), trunk=free_port(), agents=agents)
        with (
            swept(folder / "site" / "voice"),
            line("hoolin.cli.telephones.site", msgspec.json.encode(wish).decode(), log=folder / "log") as site,
        ):
            site.hear()
            with telephones(folder, wish.port, agents) as phones:
                site.ask("begin")
                bench = Bench(folder, site, phones, wish)
                for rate in rates:
                    figures[f"at_{rate}_per_s"] = found = bench.calls(rate * seconds, rate)
                    found |= bench.without(rate * seconds // 2, rate)
                    say(f"{rate} a second: {found}")
                figures["held"] = bench.held(held)
                say(f"held: {figures['held']}")
                bench.settled()
                loss = ("-lost", str(LOSS_PERCENT))
                figures["lost"] = found = bench.calls(loss_calls, LOSS_PER_S, lost=LOSS_PERCENT)
                found |= bench.without(loss_calls, LOSS_PER_S * 2, *loss)
                figures["rss_mib"] = round(site.ask("figures")["rss_kib"] / 1_024)
    return {**figures, "load_average_after": load_average(), **ANCHORS}


@contextmanager
def swept(folder: Path) -> Iterator[None]:
    """An engine that was left behind because calls were still open is ended."""
    try:
        yield
    finally:
        engine = Rtpengine(folder)
        place = left_behind(engine)
        if place is not None:
            asyncio.run(end(engine, place))


def ended(trunk: "subprocess.Popen[bytes]") -> None:
    """Wait until all calls are over; those that never end have failed."""
    try:
        trunk.wait(CALLS_SECONDS_MAX)
    except subprocess.TimeoutExpired:
        trunk.kill()
        trunk.wait()


def load_average() -> float:
    """Of the last minute: processes that want one of the machine's processors."""
    return float(Path("/proc/loadavg").read_text(encoding="ascii").split()[0])


def say(text: str) -> None:
    """Progress."""
    sys.stderr.write(f"calls: {text}\n")
