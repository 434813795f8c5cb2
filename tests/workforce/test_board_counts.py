"""Counts conserve: nobody is lost between offered, answered, abandoned, deferred and waiting."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from hoolin.core.facts import Entry
from hoolin.core.interaction import facts as f
from hoolin.core.interaction.table import ENDED, IN_LINE, OCCUPYING
from hoolin.workforce.board import FIVES_KEPT, QUARTERS_KEPT, Board, apply
from hoolin.workforce.tally import Tally, total
from hoolin.workforce.wallboard import figures
from tests.workforce.walk import AGENTS, history

histories = st.tuples(st.integers(0, 2**32), st.integers(1, 400))


def folded(entries: list[Entry]) -> Board:
    """The board after these facts."""
    board = Board()
    for entry in entries:
        apply(board, entry)
    return board


def counted(board: Board) -> Tally:
    """Everything in every quarter that is kept."""
    return total(tally for queue in board.queues.values() for tally in queue.quarters.values())


@given(histories)
@settings(max_examples=200, deadline=None)
def test_every_contact_is_somewhere(walk: tuple[int, int]) -> None:
    """offered = answered + abandoned + deferred + still waiting for a first answer, and never is a count below zero."""
    entries, _ = history(*walk)
    board = Board()
    for entry in entries:
        apply(board, entry)
        whole = counted(board)
        unanswered = sum(bool(one.line) and not one.answered for one in board.contacts.values())
        assert whole.offered == whole.answered + whole.abandoned + whole.deferred + unanswered
        assert whole.deferred >= 0 and whole.in_target <= whole.answered and whole.short <= whole.abandoned


@given(histories)
@settings(max_examples=200, deadline=None)
def test_the_counts_are_those_of_a_plain_reading(walk: tuple[int, int]) -> None:
    """Reading each interaction's whole story once more, by itself, gives the same offered, answered and abandoned."""
    entries, walkers = history(*walk)
    stories: dict[str, list[type]] = {walker.name: [] for walker in walkers}
    for entry in entries:
        if hasattr(entry.fact, "interaction"):
            stories[entry.fact.interaction].append(type(entry.fact))
    plain: Counter[str] = Counter()
    for story in stories.values():
        answers = [at for at, kind in enumerate(story) if kind in (f.OfferAccepted, f.InteractionTaken)]
        # Who moved unanswered is counted where they went.
        offered = f.InteractionQueued in story and not (f.InteractionMoved in story and not answers)
        plain["offered"] += offered
        plain["answered"] += offered and bool(answers)
        plain["abandoned"] += offered and not answers and f.InteractionAbandoned in story
    whole = counted(folded(entries))
    assert (whole.offered, whole.answered, whole.abandoned) == (
        plain["offered"],
        plain["answered"],
        plain["abandoned"],
    )


@given(histories)
@settings(max_examples=200, deadline=None)
def test_who_waits_and_who_is_busy_is_what_the_table_says(walk: tuple[int, int]) -> None:
    """The lines hold exactly the interactions in line, and the busy agents are exactly those with work in hand."""
    entries, walkers = history(*walk)
    board = folded(entries)
    in_line = {name for queue in board.queues.values() for name in queue.line}
    assert in_line == {walker.name for walker in walkers if walker.state in IN_LINE}
    in_hand = Counter(walker.agent for walker in walkers if walker.state in OCCUPYING)
    assert {agent: board.people[agent].in_hand for agent in AGENTS} == {agent: in_hand[agent] for agent in AGENTS}
    assert figures(board, entries[-1].at)["agents"]["busy"] == len(in_hand)


@given(histories, st.floats(0, 1))
@settings(max_examples=200, deadline=None)
def test_it_may_begin_in_the_middle(walk: tuple[int, int], share: float) -> None:
    """From any point on the fold goes through, counts conserve, nothing is below zero, and figures can be made."""
    entries, _ = history(*walk)
    board = folded(entries[int(share * len(entries)) :])
    whole = counted(board)
    unanswered = sum(bool(one.line) and not one.answered for one in board.contacts.values())
    assert whole.offered == whole.answered + whole.abandoned + whole.deferred + unanswered
    assert all(person.in_hand >= 0 for person in board.people.values())
    assert figures(board, entries[-1].at)["waiting"] >= unanswered


def test_memory_is_bounded() -> None:
    """After three days of comings and goings a day of quarters, an hour of fives and the living are all that is kept."""
    entries, walkers = history(seed=3, steps=6_000, gap_ms=90_000)
    assert entries[-1].at - entries[0].at > 3 * 86_400_000
    board = folded(entries)
    assert all(len(queue.quarters) <= QUARTERS_KEPT for queue in board.queues.values())
    assert all(len(queue.fives) <= FIVES_KEPT for queue in board.queues.values())
    assert set(board.contacts) == {walker.name for walker in walkers if walker.state not in ENDED}
