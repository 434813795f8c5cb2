"""What breathers cost those who wait, on days that are lived twice."""

import pytest

from hoolin.core.errors import Invalid
from hoolin.core.site.ease import EaseRules
from hoolin.workforce.simulation.breathers import Day, Lived, cost_of

NONE = EaseRules()


@pytest.mark.parametrize("load", [0.6, 0.8, 0.95])
@pytest.mark.parametrize("people", [1, 6])
def test_nobody_waits_longer_by_more_than_was_rested(people: int, load: float) -> None:
    """The same customers on the same day: with breathers nobody waits longer by more than all the rest that was had until they were answered."""
    day = Day(agents=people, load=load, hours=20 if people > 1 else 60, hard_share=0.4)
    without = Lived(day, NONE)
    with_them = Lived(day, EaseRules(on=True, share_percent=50, per_hour_max=6))
    assert with_them.rests
    assert without.waits.keys() == with_them.waits.keys()
    for number, came in enumerate(with_them.arrivals):
        wait = with_them.waits[f"i{number}"]
        rested = sum(min(end, came + wait) - begin for begin, end in with_them.rests if begin < came + wait)
        assert wait - without.waits[f"i{number}"] <= rested


def test_what_they_cost_is_small_where_there_is_room_and_they_give_way_where_there_is_none() -> None:
    """At a moderate load nearly every breather is had in one piece; at a high one many are cut short and go on later, and service stands."""
    calm, busy = Day(load=0.7, hours=25), Day(load=0.95, hours=25)
    rules = EaseRules(on=True)
    easy, hard = cost_of(calm, rules), cost_of(busy, rules)
    assert easy.had_share > 0.98
    assert easy.cut * 3 * hard.begun < hard.cut * easy.begun
    assert 0 <= cost_of(calm, NONE).met - easy.met < 0.01
    plain = cost_of(busy, NONE)
    assert plain.wished == 0
    assert 0 <= plain.met - hard.met < 0.03


def test_a_day_that_never_ends_is_refused() -> None:
    """More work than people, nobody at all, or a million hours."""
    for day in (Day(load=1.0), Day(agents=0), Day(hours=1e9)):
        with pytest.raises(Invalid):
            cost_of(day, NONE)
