import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner

from hoolin.cli import app
from hoolin.cli.replay import read_until
from hoolin.cli.replaying import Replay, Until
from hoolin.cli.site_copy import copied
from hoolin.core.errors import Invalid, NotFound
from hoolin.core.interaction.facts import OfferMade
from hoolin.journal.errors import Unreadable
from hoolin.journal.port import Snapshot
from hoolin.wiring import HoolinSettings, build
from tests.cli.demo.stand import NOON, Played, played

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with half an hour of work behind it, a snapshot at its end, and some facts after that."""
    folder = tmp_path_factory.mktemp("site")
    played(folder, seed=5, minutes=30).close()
    played(folder, seed=6, minutes=5, until=NOON + 30 * 60_000).close()
    return folder


def replayed(*arguments: str, seed: str = "0") -> dict[str, Any]:
    """`hoolin replay --json` in a process of its own, whose sets lie in another order for each seed."""
    run = subprocess.run(
        [sys.executable, "-m", "hoolin", "replay", "--json", *arguments],
        capture_output=True, text=True, timeout=100, check=False, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed},
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    told: dict[str, Any] = json.loads(run.stdout)
    return told


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of the site."""
    return {str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_replay_changes_nothing_and_agrees(site: Path) -> None:
    """A replay leaves the site's files as they are; every process comes to the same state, and so does the newest snapshot
    with the facts after it.
    """
    before = contents(site)
    first, second = (replayed("--data", str(site), seed=seed) for seed in ("1", "2"))
    assert contents(site) == before
    assert first["same"] and first["snapshot"] > 0
    assert first["digest"] == second["digest"]
    assert len(first["digest"]) == 64
    assert sum(first["facts"].values()) == first["position"] > 500
    assert first["facts"]["interaction_arrived"] > 20


def test_until_stops_the_count(site: Path) -> None:
    """Up to a position or an instant, the counts and the digest are of that moment; to the end they are of the whole."""
    whole = replayed("--data", str(site))
    part = replayed("--data", str(site), "--until", "200")
    assert part["position"] == sum(part["facts"].values()) == 200
    assert part["digest"] != whole["digest"]
    assert part["same"]
    by_clock = replayed("--data", str(site), "--until", "2099-01-01T00:00+00:00")
    assert by_clock["digest"] == whole["digest"]


@pytest.fixture(scope="module")
def opened(site: Path) -> Any:
    """The site, opened from a copy."""
    with copied(site) as folder:
        built = build(HoolinSettings(data=str(folder)), clock=lambda: NOON)
        yield built
        built.close()
        built.accounts.close()


def test_every_choice_is_explained(opened: Any) -> None:
    """For each offer of an interaction the full account agrees with what was kept beside the offer: the chosen one is among the
    candidates, at the cost that was kept, and as many are excluded, under the same constraint.
    """
    offers = [entry.fact for entry in opened.stores.journal.read(0, 1_000_000) if isinstance(entry.fact, OfferMade)]
    busiest = max({offer.interaction for offer in offers}, key=lambda one: sum(o.interaction == one for o in offers))
    replay = Replay(opened)
    told = replay.run(Until(), busiest)
    assert told.same
    steps = [step for step in replay.steps if isinstance(step.entry.fact, OfferMade)]
    assert len(steps) > 1
    for step in steps:
        fact = step.entry.fact
        assert isinstance(fact, OfferMade)
        assert fact.why is not None
        costs = {verdict.agent: verdict.cost_ms for verdict in step.account}
        assert costs[fact.agent] == fact.why.chosen.cost_ms
        for constraint in ("away", "unskilled", "full"):
            assert sum(one.excluded == constraint for one in step.account) == getattr(fact.why, constraint)


def test_a_state_that_differs_is_told(tmp_path: Path) -> None:
    """A snapshot that the facts do not come to is found, and ends with status 1."""
    day: Played = played(tmp_path, seed=5, minutes=10)
    house = day.built.loop.house
    rooms = msgspec.msgpack.decode(house.dump(), type=dict[str, bytes])
    cases = msgspec.msgpack.decode(rooms["cases"])
    cases["next_number"] += 7
    rooms["cases"] = msgspec.msgpack.encode(cases)
    forged = Snapshot(house.position, NOON, day.built.loop.version, msgspec.msgpack.encode(rooms))
    day.built.stores.snapshots.save(forged)
    day.close()
    result = CliRunner().invoke(app, ["replay", "--data", str(tmp_path)])
    assert result.exit_code == 1
    assert "come to another state" in result.output


def test_it_is_printed_for_a_person(site: Path, opened: Any) -> None:
    """Without --json there is a table of facts; with --explain the life of the interaction and the reasons of its offers."""
    runner = CliRunner()
    plain = runner.invoke(app, ["replay", "--data", str(site)])
    assert plain.exit_code == 0, plain.output
    assert "interaction_arrived" in plain.output
    assert "come to the same state" in plain.output
    offers = (entry.fact for entry in opened.stores.journal.read(0, 1_000) if isinstance(entry.fact, OfferMade))
    offer = next(offers)
    told = runner.invoke(app, ["replay", "--data", str(site), "--explain", offer.interaction], terminal_width=200)
    assert told.exit_code == 0, told.output
    assert f"chosen {offer.agent}" in told.output
    assert "interaction_queued" in told.output
    unknown = runner.invoke(app, ["replay", "--data", str(site), "--explain", "nothing"])
    assert isinstance(unknown.exception, NotFound)


def test_a_site_that_is_served_can_be_replayed(tmp_path: Path) -> None:
    """The lease is not asked for: a site that another process holds is read beside it."""
    day = played(tmp_path, seed=5, minutes=5)
    try:
        assert replayed("--data", str(tmp_path))["position"] == day.built.loop.house.position
    finally:
        day.close()


def test_what_is_no_site_is_refused(tmp_path: Path) -> None:
    """A folder without a journal, and a file that is none, are refused; nothing is made there."""
    with pytest.raises(NotFound), copied(tmp_path):
        pass
    (tmp_path / "journal.db").write_bytes(b"no journal" * 1_000)
    with pytest.raises(Unreadable), copied(tmp_path):
        pass
    assert [file.name for file in tmp_path.iterdir()] == ["journal.db"]


def test_how_far_is_read() -> None:
    """A number is a position, a date is an instant, anything else is refused."""
    assert read_until("") == Until()
    assert read_until("200") == Until(position=200)
    assert read_until("1970-01-01T00:00:01+00:00") == Until(at=1000)
    with pytest.raises(Invalid):
        read_until("yesterday")
