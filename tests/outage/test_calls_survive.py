"""Calls live through the death of the house: what is said goes on being heard at both ends, every goodbye is answered and passed on, and
the journal tells the same as the trunk.
"""

import asyncio
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from hoolin.channels.voice import facts as v
from hoolin.channels.voice.media.daemon import Rtpengine, end, left_behind
from hoolin.cli.bench_calls import ended
from hoolin.cli.crowd import prepare
from hoolin.cli.telephones import (
    ENGINE_PORTS,
    Calls,
    Line,
    counted,
    customers,
    free_port,
    line,
    missing,
    register,
    telephones,
)
from hoolin.cli.telephones.site import Wish
from hoolin.core.facts import Entry
from hoolin.core.interaction import facts as f
from hoolin.wiring import HoolinSettings, build

pytestmark = [
    pytest.mark.needs("rtpengine"), pytest.mark.needs("sipp"), pytest.mark.slow,
    pytest.mark.timeout(300),  # two starts of a whole process and calls that stay, on a machine that may be busy
]  # fmt: skip

CALLS = int(os.environ.get("HOOLIN_CALLS", "4"))
"""With an agent; 200 where there is time for it."""

RINGING = 1
"""Offered to an agent whose telephone nobody picks up."""

IN_LINE = 2
ALL = CALLS + RINGING + IN_LINE
PER_S = 20
STAY_MS = 22_000 + CALLS * 150
LATE_MS = 14_000
WAIT_SECONDS = 60.0


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A site, whose engine does not outlive the test."""
    prepare(tmp_path / "site", 0, CALLS + RINGING)
    yield tmp_path
    engine = Rtpengine(tmp_path / "site" / "voice")
    place = left_behind(engine)
    if place is not None:
        asyncio.run(end(engine, place))


def until(true: Callable[[dict[str, Any]], bool], ask: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The figures as soon as something is true of them."""
    late = time.monotonic() + WAIT_SECONDS
    while not true(found := ask()):
        assert time.monotonic() < late, found
        time.sleep(0.1)
    return found


@contextmanager
def living(wish: Wish, log: Path) -> Iterator[tuple[Line, dict[str, Any]]]:
    """A life of the site, and what it said when it was there."""
    with line("hoolin.cli.telephones.site", msgspec.json.encode(wish).decode(), log=log) as site:
        yield site, site.hear()


@contextmanager
def bringing(folder: Path, wanted: Calls) -> Iterator["subprocess.Popen[bytes]"]:
    """The trunk brings calls, and is gone at the end."""
    folder.mkdir(exist_ok=True)
    trunk = customers(folder, wanted)
    try:
        yield trunk
    finally:
        trunk.kill()
        trunk.wait()


def journal(site: Path) -> list[Entry]:
    """Everything."""
    built = build(HoolinSettings(data=str(site)))
    try:
        entries: list[Entry] = []
        while part := built.stores.journal.read(entries[-1].position if entries else 0, 5_000):
            entries += part
        return entries
    finally:
        built.accounts.close()
        built.close()


def test_calls_survive_the_death_of_the_house(folder: Path) -> None:
    """Killed while some talk, one rings at a telephone and some wait in line: no packet between those who talk is lost, all are restored, somebody who called meanwhile
    is answered, each goodbye of the trunk is answered and reaches the telephone at the other end, and nothing is left in the engine.
    """
    wish = Wish(folder=str(folder / "site"), port=free_port(), trunk=free_port(), agents=CALLS + RINGING)
    log = folder / "log"
    with line("hoolin.cli.telephones.sound", str(folder / ENGINE_PORTS), log=log) as sound:
        port = int(sound.hear()["port"])
        with living(wish, log) as (site, _), telephones(folder, wish.port, CALLS) as phones:
            register(free_port(), wish.port, RINGING, first=CALLS)
            site.ask("begin")
            with bringing(folder, Calls(wish.port, wish.trunk, port, ALL, PER_S, STAY_MS)) as trunk:
                until(lambda told: told["talking"] == CALLS and told["calls"] == ALL, lambda: site.ask("x"))
                until(lambda told: told["facts"].get("LegBegan") == CALLS + RINGING, lambda: site.ask("x"))
                until(lambda told: told["streams"] == CALLS, lambda: sound.ask("x"))
                before = missing((port, phones.sound))
                sound.ask("mark")
                site.kill()
                died = time.monotonic()
                meanwhile = Calls(wish.port, free_port(), port, 1, 1, LATE_MS)
                with bringing(folder / "late", meanwhile) as late, living(wish, log) as (again, restored):
                    alive = time.monotonic()
                    assert restored["counted"].get("calls_restored") == ALL, restored
                    assert not restored["counted"].get("calls_lost")
                    until(lambda told: told["calls"] == ALL + 1, lambda: again.ask("x"))
                    until(lambda told: told["streams"] == CALLS, lambda: sound.ask("x"))
                    heard = sound.ask("x")
                    assert heard["sent"] > CALLS * 25 * (time.monotonic() - died - 3)
                    assert heard["lost"] <= missing((port, phones.sound)) - before, heard
                    sys.stdout.write(
                        f"{CALLS} talked: {heard}; {restored['counted']}, back {alive - died:.1f} s after its death\n"
                    )
                    ended(trunk)
                    ended(late)
                    until(
                        lambda told: not told["calls"] and not told["engine"] and not told["wires"],
                        lambda: again.ask("calls"),
                    )
                    until(lambda told: told["ended"] == (CALLS, 0), lambda: {"ended": phones.ended()})
        assert counted(folder / "customers.csv") == (ALL, 0)
        assert counted(folder / "late" / "customers.csv") == (1, 0)
    judge(folder / "site")


def judge(site: Path) -> None:
    """What the journal says: each call began once and ended once, by the customer, who had been answered; who talked was wrapped up."""
    facts = [entry.fact for entry in journal(site)]
    began = Counter(fact.call for fact in facts if isinstance(fact, v.CallBegan))
    over = Counter(fact.call for fact in facts if isinstance(fact, v.CallEnded))
    assert began == over
    assert len(began) == ALL + 1
    assert set(began.values()) == {1}
    assert {(fact.cause, fact.answered) for fact in facts if isinstance(fact, v.CallEnded)} == {("hung_up", True)}
    assert sum(isinstance(fact, f.OfferAccepted) for fact in facts) == CALLS
    assert sum(isinstance(fact, f.InteractionClosed) for fact in facts) == CALLS
    assert sum(isinstance(fact, f.InteractionAbandoned) for fact in facts) == ALL + 1 - CALLS
