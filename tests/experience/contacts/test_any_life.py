"""Whatever people do, in whatever order, every contact has one row that can be true, however the journal was read."""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from hoolin.core.facts import Entry
from hoolin.core.interaction import facts as f
from hoolin.core.interaction import table
from hoolin.experience.contacts.copying import Copy, take
from hoolin.experience.contacts.duck import DuckColumns
from hoolin.experience.contacts.row import Contact
from hoolin.experience.contacts.state import Batch, Folding
from hoolin.journal import memory, sqlite
from hoolin.journal.codec import Codec
from tests.runtime.wishes import NAMES, Seeded
from tests.runtime.world import World, new_house

ROOT = Path(__file__).resolve().parents[3]


def lived(seed: int, wishes: int = 500) -> list[Entry]:
    """What a site recorded while people did this and that."""
    chance = Seeded(seed)
    world = World(chance)
    for _ in range(wishes):
        world.wish(chance.pick(NAMES))
        world.now += chance.number(0, 20_000)
    return world.entries


def folded(entries: list[Entry], piece: int) -> tuple[list[Contact], Folding]:
    """The rows of a journal that is read in pieces, with what is remembered put away between them."""
    state, rows = Folding(), []
    for begin in range(0, len(entries), piece):
        batch = Batch()
        for entry in entries[begin : begin + piece]:
            take(state, batch, entry)
        rows += batch.contacts
        state = msgspec.msgpack.decode(msgspec.msgpack.encode(state), type=Folding)
    return rows, state


@pytest.mark.parametrize("seed", range(8))
def test_rows_are_the_same_in_whatever_pieces(seed: int) -> None:
    """One entry at a time, seven, or all at once; but for who was erased meanwhile, whom the rows on disk forget."""
    entries = lived(seed)
    whole, rest = folded(entries, len(entries))
    for piece in (1, 7):
        rows, state = folded(entries, piece)
        blank = [msgspec.structs.replace(row, customer=0) for row in rows]
        assert blank == [msgspec.structs.replace(row, customer=0) for row in whole]
        assert state == rest
    assert len(whole) >= 5


@pytest.mark.parametrize("seed", range(8))
def test_a_row_can_be_true(seed: int) -> None:
    """Each contact that came has one row, ended or not; no time is negative, none longer than the contact; what came later is later."""
    entries = lived(seed)
    ended, state = folded(entries, 100)
    came = [entry.fact.interaction for entry in entries if isinstance(entry.fact, f.InteractionArrived)]
    rows = [*ended, *(live.row for live in state.live.values())]
    assert sorted(row.interaction for row in rows) == sorted(came)
    for row in ended:
        assert row.ended_at is not None and row.arrived_at <= row.ended_at
        begin = min(row.arrived_at, row.asked_at if row.asked_at is not None else row.arrived_at)
        assert min(row.wait_ms, row.hold_ms, row.talk_ms, row.transfers, row.restated) >= 0
        assert row.hold_ms + row.talk_ms <= row.ended_at - row.arrived_at
        assert row.wait_ms <= row.ended_at - begin
        for at in (row.reached_at, row.gave_up_at, row.answered_at):
            assert at is None or begin <= at <= row.ended_at or at == row.asked_at
        assert row.reached_at is None or row.gave_up_at is None
        assert (row.ending == "abandoned" and row.asked_at is not None) == (row.gave_up_at is not None)


@pytest.mark.parametrize("seed", range(8))
def test_the_time_of_agents_adds_up(seed: int) -> None:
    """Over all contacts it is as long as agents had anything in hand, told from the states of the table alone; what goes along to another contact is
    counted there too.
    """
    entries = lived(seed)
    ended, rest = folded(entries, 100)
    holders: dict[str, str] = {}
    states: dict[str, table.State] = {}
    busy, last = 0, 0
    for entry in entries:
        at_work = {agent for one, agent in holders.items() if states[one] in ("active", "held", "wrap_up")}
        busy, last = busy + len(at_work) * (entry.at - last), entry.at
        fact: Any = entry.fact
        if isinstance(fact, f.InteractionArrived):
            states[fact.interaction] = "arrived"
        elif hasattr(fact, "interaction") and (states.get(fact.interaction), type(fact)) in table.TABLE:
            states[fact.interaction] = table.step(states[fact.interaction], fact)
            if isinstance(fact, f.OfferAccepted | f.InteractionTaken):
                holders[fact.interaction] = fact.agent
            if states[fact.interaction] not in table.WITH_AGENT:
                holders.pop(fact.interaction, None)
    rows = [*ended, *(live.row for live in rest.live.values())]
    open_still = sum(entries[-1].at - hands.since for hands in rest.hands.values())
    assert sum(row.work_ms + row.wrap_ms for row in rows) + open_still == busy
    assert busy > 0 and any(row.wrap_ms for row in rows)
    went_on = sum(row.work_ms + row.wrap_ms + row.before_ms for row in ended if row.ending == "moved")
    assert sum(row.before_ms for row in rows) + sum(one.before_ms for one in rest.coming.values()) == went_on


def everything(journal: Any, columns: DuckColumns) -> list[Any]:
    """All rows that a journal makes."""
    copy = Copy(journal, columns)
    copy.catch_up()
    found = [
        [tuple(row.values()) for row in copy.ask(f"SELECT * FROM {table} ORDER BY ALL", {})]  # noqa: S608 - names of our own
        for table in ("contacts", "case_steps", "promises", "merges", "cause_notes")
    ]
    copy.close()
    return found


@pytest.mark.parametrize("stretches", [1, 3, 9])
def test_killed_while_catching_up_nothing_is_lost_or_doubled(tmp_path: Path, stretches: int) -> None:
    """The process dies by SIGKILL after some stretches, again and again; whoever opens the rows next has those that a fresh start makes."""
    entries = lived(stretches, 400)
    codec = Codec(new_house().fact_types)
    stores = sqlite.open_stores(tmp_path, codec)
    stores.journal.append(entries)
    stores.journal.close()
    reached = 0
    for _ in range(3):
        command = [sys.executable, "-m", "tests.experience.contacts.catching_up", str(tmp_path)]
        environment = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, env=environment, text=True) as process:
            assert process.stdout is not None
            for _ in range(stretches):
                line = process.stdout.readline()
                if line:
                    assert int(line) > reached
                    reached = int(line)
            process.send_signal(signal.SIGKILL)
    stores = sqlite.open_stores(tmp_path, codec)
    columns = DuckColumns(tmp_path / "experience.duckdb")
    kept = columns.reached()
    assert kept is not None and kept.position >= reached > 0
    fresh = memory.open_stores(codec)
    fresh.journal.append(entries)
    assert everything(stores.journal, columns) == everything(fresh.journal, DuckColumns(None))
    stores.journal.close()
