"""The life cycle's table, explored to its ends: what it says, what it refuses, and that nobody is caught in it."""

import pytest

from hoolin.core import facts as base
from hoolin.core.errors import Defect, NotInTable
from hoolin.core.interaction import facts as f
from hoolin.core.interaction.fold import LIFE_FOLDS
from hoolin.core.interaction.site import Site
from hoolin.core.interaction.table import ENDED, LIVE, OCCUPYING, RECORDED_WHILE, STATES, TABLE, State, step
from tests.core.interaction.samples import BY_KIND, INTERACTION, SAMPLES, START, fold, site_in

PAIRS = [(state, fact) for state in STATES for fact in SAMPLES]
LIVE_PAIRS = [(state, fact) for state, fact in PAIRS if state in LIVE]


def named(pair: object) -> str:
    """How a pair is called in a report."""
    return type(pair).__name__ if isinstance(pair, base.Fact) else str(pair)


def after(state: State, fact: base.Fact) -> State | None:
    """What the table says, read the plain way; None for a step that is not in it."""
    for (before, kind), then in TABLE.items():
        if before == state and kind is type(fact):
            return then
    return state if state in RECORDED_WHILE.get(type(fact), ()) else None


def everything(site: Site) -> tuple[bytes, int, object]:
    """All of a site that a fact may change."""
    return site.dump(), site.router.waiting_count("service"), site.next_due()


def test_every_kind_of_fact_about_an_interaction_is_tried() -> None:
    """The samples hold one fact of each kind that the life cycle folds, so that no pair is forgotten."""
    assert set(BY_KIND) == set(LIFE_FOLDS) == {kind for _, kind in TABLE} | set(RECORDED_WHILE)


@pytest.mark.parametrize(("state", "fact"), PAIRS, ids=named)
def test_a_step_is_what_the_table_says_or_raises(state: State, fact: base.Fact) -> None:
    """For every state and fact the step leads where the table says, and whatever it does not say raises."""
    expected = after(state, fact)
    if expected is not None:
        assert step(state, fact) == expected
    else:
        with pytest.raises(NotInTable):
            step(state, fact)


@pytest.mark.parametrize(("state", "fact"), LIVE_PAIRS, ids=named)
def test_the_site_follows_the_table_or_stays_as_it_was(state: State, fact: base.Fact) -> None:
    """A fact that the table knows changes the state to what it says; one that it does not know changes nothing at all."""
    site = site_in(state)
    before, expected = everything(site), after(state, fact)
    if expected is None:
        with pytest.raises(NotInTable):
            fold(site, fact)
        assert everything(site) == before
        return
    fold(site, fact)
    one = site.kept.interactions.get(INTERACTION)
    assert (one.state if one is not None else "over") == (expected if expected not in ENDED else "over")
    holders = [agent.profile.agent for agent in site.kept.agents.values() if INTERACTION in agent.work]
    occupied = sum(sum(agent.held.values()) for agent in site.router.state().agents)
    assert len(holders) == (one is not None and one.agent is not None)
    assert occupied == (one is not None and one.state in OCCUPYING)
    assert site.router.waiting_count("service") + site.router.waiting_count("billing") == (expected == "waiting")


def test_nothing_happens_after_the_end() -> None:
    """Once an interaction is closed or abandoned, every fact about it is a defect and changes nothing."""
    for end in (f.InteractionClosed, f.InteractionAbandoned):
        site = site_in("wrap_up" if end is f.InteractionClosed else "waiting")
        fold(site, BY_KIND[end])
        before = everything(site)
        for fact in SAMPLES:
            with pytest.raises(Defect):
                fold(site, fact)
        assert everything(site) == before


def reachable(state: State) -> set[State]:
    """Every state that can follow this one."""
    found: set[State] = {state}
    while more := {then for (before, _), then in TABLE.items() if before in found} - found:
        found |= more
    return found


def test_every_state_is_reachable() -> None:
    """Each state of the list is reached from arrival; the table has no dead corner."""
    assert reachable("arrived") == set(STATES)


@pytest.mark.parametrize("state", sorted(LIVE))
def test_nobody_is_caught(state: State) -> None:
    """From every state that is not an end, an end can be reached; from an end, nothing."""
    assert reachable(state) & ENDED
    assert all(reachable(end) == {end} for end in ENDED)


def test_place_in_line_is_kept_over_returns_and_transfers() -> None:
    """An offer that comes back, and a transfer, leave the place in line as it was."""
    site = site_in("waiting")
    one = site.interaction(INTERACTION)
    fold(site, BY_KIND[f.OfferMade], BY_KIND[f.OfferReturned])
    assert one.place_at == START and one.state == "waiting"
    site = site_in("active")
    fold(site, BY_KIND[f.InteractionTransferred])
    assert site.interaction(INTERACTION).place_at == START
