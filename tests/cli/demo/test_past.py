from collections import Counter
from pathlib import Path

import pytest

from hoolin.cli.demo import past
from hoolin.core.delivery import facts as d
from hoolin.core.facts import Entry
from hoolin.core.interaction import facts as f
from hoolin.runtime.house import House
from hoolin.wiring import HoolinSettings, build, rooms
from hoolin.workforce.api import figures
from tests.cli.demo.stand import NOON, Played, played, told

MINUTE_MS = 60_000


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Two hours at the demo operator."""
    site = played(tmp_path_factory.mktemp("day"), seed=7, minutes=120)
    site.close()
    built = build(HoolinSettings(data=site.built.settings.data), clock=lambda: NOON)
    return Played(built, site.actors, site.planned)


@pytest.fixture(scope="module")
def entries(day: Played) -> list[Entry]:
    """Its journal."""
    return day.entries()


def test_the_same_seed_plays_the_same_day() -> None:
    """Two fresh sites with one seed and one hour have the same past, fact for fact; another seed has another."""
    first, second, other = (played(None, seed, minutes=25) for seed in (1, 1, 2))
    assert len(first.entries()) > 500
    assert told(first.entries()) == told(second.entries())
    assert told(first.entries()) != told(other.entries())
    assert [plan.at for plan in first.planned] == [plan.at for plan in second.planned]
    for site in (first, second, other):
        site.close()


def test_nobody_is_in_two_hands(entries: list[Entry]) -> None:
    """At every moment each interaction is with at most one agent, and offered only out of line."""
    hands: dict[str, str] = {}
    for entry in entries:
        fact = entry.fact
        if isinstance(fact, f.OfferMade | f.InteractionTaken):
            assert fact.interaction not in hands
            hands[fact.interaction] = fact.agent
        elif isinstance(fact, f.OfferAccepted | f.WrapUpStarted):
            assert hands[fact.interaction] == fact.agent
        elif isinstance(
            fact,
            f.OfferReturned
            | f.InteractionTransferred
            | f.InteractionRequeued
            | f.InteractionDeferred
            | f.InteractionClosed,
        ):
            del hands[fact.interaction]
        elif isinstance(fact, f.InteractionAbandoned):
            assert fact.interaction not in hands


def test_the_state_agrees_with_itself(day: Played) -> None:
    """What an agent holds is what says it is with that agent, and no more than fits into their hands."""
    site = day.built.site
    held: Counter[str] = Counter()
    for agent, known in site.kept.agents.items():
        for interaction in known.work:
            one = site.kept.interactions[interaction]
            assert one.agent == agent
            held[interaction] += 1
            if one.state != "parked":
                held[agent] += site.kept.channels[one.channel].weight
        assert held[agent] <= known.profile.capacity.units
    assert all(count == 1 for name, count in held.items() if name in site.kept.interactions)


def test_nothing_is_left_unknown(day: Played, entries: list[Entry]) -> None:
    """Every message of ours was delivered once and accepted; the outbox is empty."""
    asked = [entry.fact.delivery for entry in entries if isinstance(entry.fact, d.DeliveryAsked)]
    ended = {entry.fact.delivery: entry.fact.ending for entry in entries if isinstance(entry.fact, d.DeliveryEnded)}
    assert asked
    assert sorted(ended) == sorted(asked) == sorted(set(asked))
    assert set(ended.values()) == {"accepted"}
    assert not day.built.rooms["delivery"].state.open


def test_the_past_replays(day: Played, entries: list[Entry]) -> None:
    """The journal alone gives the very state that the site has."""
    made = rooms()
    house = House(tuple(made.values()))
    for entry in entries:
        house.fold(entry)
    assert house.position == day.built.loop.house.position
    assert made["floor"].state.kept == day.built.site.kept
    assert made["cases"].state == day.built.rooms["cases"].state
    assert made["board"].state == day.built.rooms["board"].state


def test_there_is_life_to_see(day: Played, entries: list[Entry]) -> None:
    """The wallboard has a service level, abandonments and work under way; lists have notes, open and solved cases, and
    customers who came back about the same case.
    """
    board = figures(day.built.rooms["board"].state, NOON, 180)
    assert board["offered_today"] > 500
    assert 0.6 < board["service_level"]["value"] < 1
    assert 0 < board["abandonment"]["value"] < 0.12
    assert board["agents"]["busy"] > 0
    kinds = Counter(type(entry.fact).__name__ for entry in entries)
    for kind in (
        "NoteAdded", "CaseSolved", "CaseReopened", "InteractionTransferred", "InteractionHeld", "InteractionParked",
        "InteractionDeferred", "InteractionAbandoned", "CustomerLeft", "LineStepTaken", "IdentityAdded", "BreatherBegun",
        "BreatherEnded",
    ):  # fmt: skip
        assert kinds[kind] > 0, kind
    reasons = {
        reason for entry in entries if isinstance(entry.fact, f.InteractionClosed) for reason in entry.fact.reasons
    }
    assert len(reasons) > 8
    cases = day.built.rooms["cases"].state.cases.values()
    assert any(case.solved_at is None for case in cases)
    assert any(case.solved_at is not None for case in cases)
    assert day.built.reading.ask("cases.tallies")[0]["number"] > 0


def test_promises_are_kept(entries: list[Entry]) -> None:
    """Whoever was told that they would be written to was written to: what was deferred comes back to the same line."""
    due = {
        entry.fact.interaction: entry.fact.due_at for entry in entries if isinstance(entry.fact, f.InteractionDeferred)
    }
    written = {entry.fact.interaction: entry.at for entry in entries if isinstance(entry.fact, f.MessageSent)}
    passed = [interaction for interaction, at in due.items() if at < NOON - 5 * MINUTE_MS]
    assert passed
    assert all(written[interaction] >= due[interaction] for interaction in passed)


def test_a_pause_is_filled(tmp_path: Path) -> None:
    """A site that stood still gets the hours in between; one that was at work a moment ago gets none."""
    site = played(tmp_path, seed=3, minutes=20)
    site.close()
    built = build(HoolinSettings(data=str(tmp_path)))
    assert past.to_be_played(built, NOON + MINUTE_MS, 6.0) is None
    day = past.to_be_played(built, NOON + 60 * MINUTE_MS, 6.0)
    assert day is not None
    assert NOON - MINUTE_MS < day.since < NOON + 2 * MINUTE_MS
    night = past.to_be_played(built, NOON + 16 * 60 * MINUTE_MS, 6.0)
    assert night is not None
    assert night.until - night.since == past.HOURS * 60 * MINUTE_MS
    built.close()
    built.accounts.close()
    site = played(tmp_path, seed=4, minutes=30, until=NOON + 60 * MINUTE_MS)
    entries = site.entries()
    assert entries[-1].at > NOON + 55 * MINUTE_MS
    assert [entry.position for entry in entries] == list(range(1, len(entries) + 1))
    lasting = [one for one in site.built.site.kept.interactions.values() if one.arrived_at < NOON]
    assert all(one.state in ("parked", "deferred") for one in lasting)
    site.close()


def test_a_day_has_its_shape() -> None:
    """The morning is quieter than the peak, the end is a rush, and no rate plays more than a start has time for."""
    day = past.Day(0, int(past.HOURS * 60 * MINUTE_MS), 6.0)
    hours = [day.contacts_per_minute(int(day.until * part)) for part in (0.02, 0.7, 0.999)]
    assert hours[0] < hours[1] / 2
    assert hours[2] > day.contacts_per_minute(day.until - past.RUSH_MS - 1)
    wild = past.Day(0, day.until, 500.0)
    minutes = range(0, day.until, MINUTE_MS)
    assert sum(wild.contacts_per_minute(at) for at in minutes) < 1.2 * past.CONTACTS_MAX
