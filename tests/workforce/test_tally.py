import pytest

from hoolin.core.site.rules import QueueRules, ServiceLevelRule
from hoolin.workforce.tally import Tally, abandonment, note_abandonment, note_answer, service_level, total

# The worked example of the trade: 1,000 answered, 860 of them in time; 60 left, 20 of them at once.
EXAMPLE = Tally(offered=1_060, answered=1_000, in_target=860, abandoned=60, short=20)


@pytest.mark.parametrize(
    ("rule", "percent"),
    [
        ("short_abandons_met", 83.02),
        ("answered_only", 86.00),
        ("all_offered", 81.13),
        ("short_abandons_neutral", 82.69),
    ],
)
def test_each_definition_gives_its_own_figure(rule: ServiceLevelRule, percent: float) -> None:
    """The same contacts have four service levels, one by each rule of the trade."""
    found = service_level(EXAMPLE, rule)
    assert round(100 * found.met / found.of, 2) == percent


def test_abandonment_counts_everybody_who_left() -> None:
    """Sixty of 1,060 left; having left soon does not change that."""
    assert (abandonment(EXAMPLE).met, abandonment(EXAMPLE).of) == (60, 1_060)


def test_the_ends_belong_to_the_good_side() -> None:
    """Answered exactly at the target is in time; gone exactly at the short time is short; a ms later is not."""
    rules = QueueRules(queue="service", target_ms=20_000, short_abandon_ms=5_000)
    tally = Tally()
    for waited in (20_000, 20_001):
        note_answer(tally, waited, rules)
    for waited in (5_000, 5_001):
        note_abandonment(tally, waited, rules)
    assert tally == Tally(answered=2, in_target=1, wait_ms=40_001, abandoned=2, short=1)


def test_a_total_is_the_sum_of_every_field() -> None:
    """Adding two tallies adds each of their fields."""
    one = Tally(1, 2, 3, 4, 5, 6, 7)
    assert total([one, EXAMPLE]) == Tally(1_061, 1_002, 863, 4, 65, 26, 7)
