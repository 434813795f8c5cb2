"""What each fact does to the board, told as short stories."""

from hoolin.core.facts import Fact
from hoolin.core.interaction import facts as f
from hoolin.core.site.rules import QueueRules
from hoolin.workforce.board import QUARTER_MS, Board, apply, dump, load
from hoolin.workforce.tally import Tally
from hoolin.workforce.wallboard import figures
from tests.workforce.walk import START, entries, history

SET = f.QueueSet(rules=QueueRules(queue="service", target_ms=30_000, short_abandon_ms=5_000))


def arrived(place_at: int = START) -> Fact:
    """Somebody turns to us."""
    return f.InteractionArrived(
        interaction="i", customer="c", case="k", channel="chat", queue="service", language="et", place_at=place_at
    )


def queued(queue: str = "service") -> Fact:
    """A person is asked for."""
    return f.InteractionQueued(interaction="i", queue=queue)


def offered() -> Fact:
    """It is offered to an agent."""
    return f.OfferMade(interaction="i", offer="o", agent="a", expires_at=START + 1)


ACCEPTED = f.OfferAccepted(interaction="i", offer="o", agent="a")


def board_of(*facts: tuple[int, Fact]) -> Board:
    """The board after these facts, each so many ms after the start."""
    board = Board()
    for entry in entries([(START + after, fact) for after, fact in ((0, SET), *facts)]):
        apply(board, entry)
    return board


def tally_of(board: Board, queue: str = "service") -> Tally:
    """What the quarter of the start holds."""
    return board.queues[queue].quarters[START // QUARTER_MS]


def test_an_answer_is_timed_from_the_place_in_line() -> None:
    """Offered at once, accepted after 12 s: a wait of 12 s, in target."""
    board = board_of((0, arrived()), (0, queued()), (1_000, offered()), (12_000, ACCEPTED))
    assert tally_of(board) == Tally(offered=1, answered=1, in_target=1, wait_ms=12_000)


def test_a_place_kept_from_before_counts_as_waiting() -> None:
    """Who came from another channel with a place 25 s old and waits 10 s more has waited 35 s: too long."""
    board = board_of((0, arrived(START - 25_000)), (0, queued()), (10_000, offered()), (10_000, ACCEPTED))
    assert tally_of(board) == Tally(offered=1, answered=1, in_target=0, wait_ms=35_000)


def test_time_with_a_flow_is_not_waiting_for_a_person() -> None:
    """Where a flow spoke first the wait begins when a person is asked for."""
    greeted = f.InteractionGreeted(interaction="i")
    taken = f.InteractionTaken(interaction="i", agent="a")
    board = board_of((0, arrived()), (0, greeted), (40_000, queued()), (45_000, taken))
    assert tally_of(board) == Tally(offered=1, answered=1, in_target=1, wait_ms=5_000)


def test_leaving_within_a_flow_is_not_abandonment_of_a_queue() -> None:
    """Nobody was asked for, so nobody was offered or lost."""
    left = f.InteractionAbandoned(interaction="i", cause="left", waited_ms=9_000)
    board = board_of((0, arrived()), (0, f.InteractionGreeted(interaction="i")), (9_000, left))
    assert board.queues["service"].quarters == {}
    assert board.contacts == {}


def test_abandoned_early_and_late() -> None:
    """Leaving within the short time is an abandonment and short; leaving later is an abandonment only."""
    for waited, short in ((5_000, 1), (5_001, 0)):
        left = f.InteractionAbandoned(interaction="i", cause="silent", waited_ms=waited)
        board = board_of((0, arrived()), (0, queued()), (waited, left))
        assert tally_of(board) == Tally(offered=1, abandoned=1, short=short)
        assert board.queues["service"].line == {}


def test_a_declined_offer_leaves_the_place_and_frees_the_agent() -> None:
    """Returned, it waits on since it came; the agent has nothing in hand any more."""
    back = f.OfferReturned(interaction="i", offer="o", agent="a", cause="declined")
    online = f.PresenceChanged(agent="a", presence="online")
    begun = ((0, online), (0, arrived()), (0, queued()), (1_000, offered()))
    assert figures(board_of(*begun), START)["agents"] == {"online": 1, "busy": 1, "away": 0, "offline": 0}
    after = figures(board_of(*begun, (20_000, back)), START + 21_000)
    assert after["agents"]["busy"] == 0
    assert (after["waiting"], after["longest_wait_ms"]) == (1, 21_000)


def test_a_transfer_is_no_new_contact() -> None:
    """Handed on to another queue it waits there, from then on; leaving from there is not abandonment."""
    handed = f.InteractionTransferred(interaction="i", agent="a", queue="billing")
    story = ((0, arrived()), (0, queued()), (0, offered()), (2_000, ACCEPTED), (60_000, handed))
    board = board_of(*story)
    assert board.queues["billing"].line == {"i": START + 60_000}
    assert board.queues["billing"].quarters == {}
    left = f.InteractionAbandoned(interaction="i", cause="left", waited_ms=90_000)
    assert tally_of(board_of(*story, (150_000, left))) == Tally(offered=1, answered=1, in_target=1, wait_ms=2_000)


def test_parked_work_is_not_in_hand() -> None:
    """Parking frees the agent, going on occupies them, wrap-up keeps them, closing frees them for good."""
    steps: list[tuple[int, Fact]] = [
        (0, arrived()), (0, queued()), (0, offered()), (0, ACCEPTED),
        (1, f.InteractionParked(interaction="i", until=START + 9)),
        (2, f.InteractionUnparked(interaction="i")),
        (3, f.WrapUpStarted(interaction="i", agent="a", due_at=START + 9)),
        (4, f.InteractionClosed(interaction="i", case="k", agent="a", outcome="solved")),
    ]  # fmt: skip
    in_hand = [board_of(*steps[: 4 + done]).people["a"].in_hand for done in range(5)]
    assert in_hand == [1, 0, 1, 1, 0]


def test_deferred_contacts_do_not_wait_until_they_are_due() -> None:
    """Deferred after 50 s and taken up a minute later, the wait is counted from the second asking; it is one contact."""
    later = f.InteractionDeferred(interaction="i", due_at=START + 110_000)
    story = ((0, arrived()), (0, queued()), (50_000, later))
    board = board_of(*story)
    assert tally_of(board) == Tally(offered=1, deferred=1)
    assert figures(board, START + 60_000)["waiting"] == 0
    taken = f.InteractionTaken(interaction="i", agent="a")
    again = board_of(*story, (110_000, queued("billing")), (117_000, taken))
    assert tally_of(again) == Tally(offered=1, answered=1, in_target=1, wait_ms=7_000)


def test_a_contact_counts_in_the_quarter_in_which_it_asked() -> None:
    """Asked in one quarter and answered in the next, it is offered and answered in the first."""
    taken = f.InteractionTaken(interaction="i", agent="a")
    board = board_of((0, arrived()), (0, queued()), (QUARTER_MS, taken))
    assert list(board.queues["service"].quarters) == [START // QUARTER_MS]
    assert tally_of(board).answered == 1


def test_a_retired_agent_is_gone_and_their_late_facts_harm_nothing() -> None:
    """Work that ends after its agent was retired changes no count of theirs."""
    closed = f.InteractionClosed(interaction="i", case="k", agent="a", outcome="pending")
    board = board_of(
        (0, arrived()), (0, queued()), (0, offered()), (0, ACCEPTED), (1, f.AgentRetired(agent="a")), (2, closed)
    )
    assert board.people == {}


def test_a_snapshot_goes_on_as_if_nothing_had_happened() -> None:
    """Dumped and loaded half-way, the board ends the same as without."""
    whole, _ = history(seed=11, steps=300)
    straight, first, second = Board(), Board(), Board()
    for entry in whole:
        apply(straight, entry)
    for entry in whole[:150]:
        apply(first, entry)
    load(second, dump(first))
    for entry in whole[150:]:
        apply(second, entry)
    assert second == straight
