"""Which totals may be told: of many, and nothing smaller follows from them."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from hoolin.coaching.ease.facts import Cell, Felt
from hoolin.coaching.ease.totals import ALIKE_PERCENT_MAX, Answer, Crowd, may_be_told

KINDS: tuple[Felt, ...] = ("hard", "fine", "easy")
PEOPLE = tuple(f"a{number}" for number in range(9))
answers = st.lists(
    st.builds(
        Answer, st.sampled_from(PEOPLE), st.sampled_from(["easy", "fine", "hard"]), st.sampled_from(["service", "bills", "faults"]),
        st.sampled_from(["call", "chat"]), st.sampled_from(["", "bill", "device"]), st.integers(8, 16),
    ),
    max_size=160,
)  # fmt: skip


def of(number: int, agents: int, queue: str = "service", channel: str = "call", hour: int = 9) -> list[Answer]:
    """So many answers by so many people, each of whom says now this and now that."""
    return [Answer(PEOPLE[at % agents], KINDS[at // agents % 3], queue, channel, "", hour) for at in range(number)]


def told(given: list[Answer]) -> set[tuple[str, str]]:
    """Of what something is told."""
    return {(cell.by, cell.code) for cell in may_be_told(given, 5, 20)}


def test_a_figure_is_of_five_people_and_twenty_answers_or_it_is_not_told() -> None:
    """Four people, or nineteen answers, or one person who gave most of them: nothing."""
    assert told(of(20, 5)) == {("all", ""), ("queue", "service"), ("channel", "call"), ("hour", "09")}
    assert told(of(19, 5)) == set()
    assert told(of(40, 4)) == set()
    assert told(of(20, 5) + [Answer("a0", "easy", "service", "call", "", 9)] * 20) == set()
    assert may_be_told(of(20, 5), 5, 20)[0] == Cell(by="all", easy=5, fine=5, hard=10)
    assert may_be_told([], 5, 20) == ()


def test_what_nearly_all_said_is_not_told() -> None:
    """Where all said the same, the total is what each of them said; where all but one did, that one would know it of the others. It is not told of a group, and does not follow from two."""
    alike = [Answer(one, "hard", "service", "call", "", 9) for one in PEOPLE[:5] for _ in range(4)]
    assert told(alike) == set()
    but_one = [one._replace(felt="fine") if one.agent == "a0" else one for one in of(20, 5)]
    knows = [one if one.agent == "a0" else one._replace(felt="hard") for one in but_one]
    assert told(knows) == set(), "without their own four, the other sixteen are all alike"
    assert told(but_one)
    mixed = [one._replace(queue="bills") for one in of(40, 8)]
    assert ("queue", "bills") not in told([*alike, *mixed]), "all but these are the others, who said the same"
    assert ("queue", "service") not in told([*alike, *mixed])


def test_nobody_is_found_by_taking_one_figure_from_another() -> None:
    """All of a week but one queue is another queue, of two people: then that one queue is told neither."""
    assert told(of(40, 6) + of(6, 2, "bills")) == {("all", ""), ("channel", "call"), ("hour", "09")}
    # Nor by two kinds of figures: all calls but those of one queue.
    apart = of(40, 6) + of(6, 2, "bills") + of(40, 6, "faults", "chat")
    assert ("queue", "service") not in told(apart) or ("channel", "call") not in told(apart)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(answers)
def test_whatever_was_told_no_small_group_follows(given: list[Answer]) -> None:
    """Any figure without any one or two others that lie within it and apart, and without all of a kind, is of nobody or of enough."""
    cells = may_be_told(given, 5, 20)
    given = sorted(given)
    crowd = Crowd(given, 5, 20)

    def within(cell: Cell) -> int:
        def is_in(answer: Answer) -> bool:
            band = f"{answer.hour // 3 * 3:02}"
            return (
                cell.by == "all"
                or cell.code
                == {"queue": answer.queue, "channel": answer.channel, "reason": answer.reason, "hour": band}[cell.by]
            )

        return sum(1 << at for at, answer in enumerate(given) if is_in(answer))

    bits = {cell: within(cell) for cell in cells}
    for cell, whole in bits.items():
        assert crowd.is_enough(whole)
        assert cell.easy + cell.fine + cell.hard == whole.bit_count()
        assert max(cell.easy, cell.fine, cell.hard) * 100 <= ALIKE_PERCENT_MAX * whole.bit_count()
        inside = [part for part in bits.values() if part | whole == whole and part != whole]
        for some in (*((one,) for one in inside), *combinations(inside, 2)):
            if len(some) == 2 and some[0] & some[1]:
                continue
            rest = whole
            for part in some:
                rest &= ~part
            assert not rest or crowd.is_enough(rest)
