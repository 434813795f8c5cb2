"""What is told on sites whose truth is known, and what an item goes together with."""

from random import Random

import pytest

from hoolin.coaching.advice.chosen import ADVICE_MAX, Whole, advise
from hoolin.coaching.advice.matters import DOUBT, Slope, Together, surely, together
from hoolin.coaching.advice.prior import usual
from hoolin.coaching.advice.seen import Ended, Evidence, Seen
from hoolin.coaching.advice.simulation.measured import Kind, counted, truth_of
from hoolin.coaching.advice.simulation.site import ANSWERED, FATAL, Truth, drawn
from hoolin.coaching.advice.since import ENOUGH, since


@pytest.fixture(scope="module")
def site() -> tuple[Truth, Evidence, Whole]:
    """Twenty-five agents, thirty-six reviews of each, and one who hardly ever names the problem back."""
    truth = Truth(25, 6.0, 6, weak={"a03": ("heard.named_back", 0.5)})
    evidence = drawn(truth, Random(4)).evidence
    return truth, evidence, advise(evidence, ANSWERED, FATAL)


def test_the_weakness_is_named_with_its_reasons_and_nearly_everybody_else_is_left_in_peace(
    site: tuple[Truth, Evidence, Whole],
) -> None:
    """The one who is weak is told just that, and why it matters; of all others at most one is told anything."""
    _, evidence, whole = site
    told = whole.by_agent["a03"]
    assert told.verdict == "advice" and len(told.advice) <= ADVICE_MAX
    first = told.advice[0]
    assert first.gap.item == "heard.named_back" and first.gap.mean < first.gap.expected - 0.2
    assert {one.outcome for one in first.matters} >= {"resolved"}
    assert first.reasons and all(one.within.low > 0 for one in first.matters)
    assert sum(bool(one.advice) for one in whole.by_agent.values()) <= 2
    after = since(evidence, "a03", "heard.named_back", 0, whole.prior)
    assert after is not None and not after.over and after.n == first.gap.n and after.high < after.expected


def test_before_anything_new_was_seen_nothing_is_said_of_it(site: tuple[Truth, Evidence, Whole]) -> None:
    """Of what was given just now nobody knows yet whether it helps."""
    assert since(site[1], "a03", "heard.named_back", 10**15, site[2].prior) is None


def _since(met: int, of: int) -> tuple[float, bool, bool]:
    """What is said of somebody of whom so many were met since, where everybody else meets three of four."""
    kinds = ("bill", "chat", "et", "r", "1")
    seen = [
        Seen(f"{agent}-{at}", agent, "heard.empathy", at % 4 != 0, kinds, 1) for agent in "bcdefg" for at in range(40)
    ]
    seen += [Seen(f"a-{at}", "a", "heard.empathy", at < met, kinds, 1) for at in range(of)]
    seen += [Seen(f"before-{at}", "a", "heard.empathy", False, kinds, 0) for at in range(30)]
    found = since(Evidence(tuple(seen), (), {}), "a", "heard.empathy", 1, usual())
    assert found is not None and found.n == of and found.low < found.mean < found.high
    return found.mean - found.expected, found.enough, found.over


def test_a_gap_is_over_only_where_enough_new_was_seen_and_little_speaks_for_it() -> None:
    """What was seen before has no part in it; ten good ones are chance; forty like everybody's are enough; forty that are hardly better are not."""
    assert _since(10, 10)[1:] == (False, False)
    assert _since(ENOUGH - 1, ENOUGH - 1)[1:] == (False, False)
    assert _since(31, 40)[1:] == (True, True)
    assert _since(25, 40)[1:] == (True, False)
    assert _since(40, 40)[0] > 0 > _since(15, 40)[0]


def test_silence_says_of_each_thing_what_it_may_have_missed(site: tuple[Truth, Evidence, Whole]) -> None:
    """That nothing stands out is said only where everything was judged enough; else of each thing how many more would tell."""
    _, _, whole = site
    quiet = [one for one in whole.by_agent.values() if not one.advice and not one.unproven]
    items = {one.item for one in whole.by_agent["a03"].reach}
    assert len(quiet) > 20 and len(items) == 12
    for one in quiet:
        assert {reach.item for reach in one.reach} == items
        little = [reach for reach in one.reach if reach.more != 0]
        assert one.verdict == ("cannot_tell" if little else "nothing")
        assert all(0.1 <= reach.hidden <= 0.3 for reach in one.reach if reach.more == 0 and reach.hidden is not None)
        assert all(reach.hidden is None or reach.hidden > 0.2 for reach in little)


def test_nothing_stands_out_is_said_of_everything_or_of_nothing() -> None:
    """With very many of all things it is said; with one that is hardly judged it is not, and that one is named."""
    truth = Truth(12, 45.0, 6, answers_a_month=90.0, year=6)
    evidence = drawn(truth, Random(8)).evidence
    assert "nothing" in {one.verdict for one in advise(evidence, ANSWERED, FATAL).by_agent.values()}
    thin = tuple(one for one in evidence.seen if one.item != "effort.ease" or one.interaction.endswith("-0-3"))
    told = advise(Evidence(thin, evidence.before, evidence.ended), ANSWERED, FATAL).by_agent.values()
    assert "nothing" not in {one.verdict for one in told}
    assert any([reach.item for reach in one.reach if reach.more != 0] == ["effort.ease"] for one in told)


def test_new_people_are_told_that_it_is_too_few() -> None:
    """With two reviews a month for a month nothing at all is looked at."""
    whole = advise(drawn(Truth(20, 2.0, 1, answers_a_month=2), Random(1)).evidence, ANSWERED, FATAL)
    assert {one.verdict for one in whole.by_agent.values()} == {"too_few"}
    for one in whole.by_agent.values():
        assert not one.looked and one.reach and all(reach.more is None or reach.more > 10 for reach in one.reach)


def test_what_everybody_misses_is_told_as_everybodys() -> None:
    """The next step is hardly ever told by anybody: it comes first of what the team is told, and is nobody's own."""
    kind = Kind("all low", 0.35)
    truth = truth_of(kind, Random(2))
    truth.agents, truth.reviews_a_month = 20, 4
    site = drawn(truth, Random(3))
    whole = advise(site.evidence, ANSWERED, FATAL)
    found = counted(truth, site, whole)
    assert (found["told as everybody's"][0], found["told as somebody's"][0]) == (1, 0)
    assert whole.team[0].high < whole.team[0].target and whole.team[0].reason == ""


def _conversations(effect: float, rng: Random) -> tuple[list[Seen], dict[str, Ended]]:
    """Good agents meet it more often and solve more, whatever they do: what is between them is no effect of it."""
    seen, ended = [], {}
    for number in range(24):
        good = rng.random()
        for at in range(40):
            met = rng.random() < 0.4 + 0.5 * good
            solved = rng.random() < 0.2 + 0.5 * good + effect * met
            name = f"{number}-{at}"
            seen.append(Seen(name, f"a{number}", "heard.clarified", met, ("bill", "chat", "et", "r", "1")))
            ended[name] = Ended(name, f"a{number}", "bill", "chat", solved)
    return seen, ended


def test_what_is_between_agents_is_kept_apart_from_what_is_within_them() -> None:
    """Without any effect agents who do it more still solve more; only within the same agent it shows, and is called by its size where it is there."""
    (nothing,) = together(*_conversations(0.0, Random(1)), answered=False)
    assert nothing.between is not None and nothing.between.low > 0.2
    assert nothing.within.low < 0 < nothing.within.high
    (there,) = together(*_conversations(0.25, Random(1)), answered=False)
    (said,) = surely({"heard.clarified": [nothing]})["heard.clarified"]
    assert not said.beyond_doubt
    (said,) = surely({"heard.clarified": [there]})["heard.clarified"]
    assert said.beyond_doubt and there.within.value == pytest.approx(0.25, abs=0.08)


def test_beyond_doubt_is_said_against_everything_that_is_looked_at() -> None:
    """The clearest must stand against all chances there were, the next against one less; what fails closes the door behind it."""

    def named(*chances: float) -> list[bool]:
        ways = {
            str(at): [Together(str(at), "resolved", 100, Slope(0.2, 0.01, 0.4, chance), None)]
            for at, chance in enumerate(chances)
        }
        return [one.beyond_doubt for (one,) in surely(ways).values()]

    assert named(DOUBT * 0.9) == [True]
    assert named(*[DOUBT * 0.9] * 2) == [False, False]
    assert named(DOUBT * 0.4, DOUBT * 0.9) == [True, True]
    assert named(DOUBT / 3 * 1.01, DOUBT / 2, DOUBT / 9) == [True, True, True]
    assert named(DOUBT / 3 * 1.01, DOUBT, 0.5) == [False, False, False]


def test_a_gap_in_what_is_not_known_to_matter_is_no_advice() -> None:
    """The same weakness where outcomes have nothing to do with anything: it is said that it differs, and that nobody knows whether it matters."""
    evidence = drawn(Truth(25, 6.0, 6, weak={"a03": ("heard.named_back", 0.5)}), Random(4)).evidence
    chance = Random(1)
    ended = {
        name: Ended(name, one.agent, one.reason, one.channel, chance.random() < 0.7)
        for name, one in evidence.ended.items()
    }
    told = advise(Evidence(evidence.seen, evidence.before, ended), ANSWERED, ()).by_agent["a03"]
    assert told.verdict == "not_known_to_matter" and not told.advice
    assert [one.item for one in told.unproven] == ["heard.named_back"]
    declared = advise(Evidence(evidence.seen, evidence.before, ended), ANSWERED, {"heard.named_back"}).by_agent["a03"]
    assert [(one.gap.item, one.matters) for one in declared.advice] == [("heard.named_back", ())]
