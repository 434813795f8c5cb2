"""What is told on sites whose truth is known, and what an item goes together with."""

from random import Random

import pytest

from hoolin.coaching.advice.chosen import ADVICE_MAX, Whole, advise, since
from hoolin.coaching.advice.matters import together
from hoolin.coaching.advice.seen import Ended, Evidence, Seen
from hoolin.coaching.advice.simulation.measured import Kind, counted, measure, truth_of
from hoolin.coaching.advice.simulation.site import ANSWERED, FATAL, Truth, drawn


@pytest.fixture(scope="module")
def site() -> tuple[Truth, Evidence, Whole]:
    """Twenty-five agents, thirty-six reviews of each, and one who hardly ever names the problem back."""
    truth = Truth(25, 6.0, 6, weak={"a03": ("heard.named_back", 0.5)})
    evidence = drawn(truth, Random(4))
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
    after = since(evidence, "a03", "heard.named_back", 0)
    assert after is not None and not after.over and after.n == first.gap.n


def test_before_anything_new_was_seen_nothing_is_said_of_it(site: tuple[Truth, Evidence, Whole]) -> None:
    """Of what was given just now nobody knows yet whether it helps."""
    assert since(site[1], "a03", "heard.named_back", 10**15) is None


def test_silence_says_what_it_may_have_missed(site: tuple[Truth, Evidence, Whole]) -> None:
    """Whoever is told nothing is told how large a gap would have been seen, or how many more conversations would tell."""
    _, _, whole = site
    quiet = [one for one in whole.by_agent.values() if not one.advice]
    assert quiet and {one.verdict for one in quiet} <= {"nothing", "cannot_tell", "not_known_to_matter"}
    for one in quiet:
        assert one.n >= 30 and one.hidden is not None and 0.1 < one.hidden < 0.7
        assert one.more is not None and (one.verdict != "nothing" or one.more == 0)


def test_new_people_are_told_that_it_is_too_few() -> None:
    """With two reviews a month for a month nothing at all is looked at."""
    whole = advise(drawn(Truth(20, 2.0, 1, answers_a_month=2), Random(1)), ANSWERED, FATAL)
    assert {one.verdict for one in whole.by_agent.values()} == {"too_few"}
    assert all(one.more is not None and one.more > 10 and not one.looked for one in whole.by_agent.values())


def test_what_everybody_misses_is_told_as_everybodys() -> None:
    """The next step is hardly ever told by anybody: it comes first of what the team is told, and is nobody's own."""
    kind = Kind("all low", 0.35)
    truth = truth_of(kind, Random(2))
    truth.agents, truth.reviews_a_month = 20, 4
    evidence = drawn(truth, Random(3))
    whole = advise(evidence, ANSWERED, FATAL)
    found = counted(kind, truth, evidence, whole)
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
    assert not nothing.beyond_doubt and nothing.within.low < 0 < nothing.within.high
    (there,) = together(*_conversations(0.25, Random(1)), answered=False)
    assert there.beyond_doubt and there.within.value == pytest.approx(0.25, abs=0.08)


def test_a_gap_in_what_is_not_known_to_matter_is_no_advice() -> None:
    """The same weakness where outcomes have nothing to do with anything: it is said that it differs, and that nobody knows whether it matters."""
    evidence = drawn(Truth(25, 6.0, 6, weak={"a03": ("heard.named_back", 0.5)}), Random(4))
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


def test_the_simulation_counts_what_is_true() -> None:
    """One site on which some are weak: shares with their intervals, and the same again from the same seed."""
    some = [Kind("planted 40%, 6 reviews, 3 months", 0.4, 3, 6)]
    (arm,) = measure(1, 7, only=some)
    shares = arm.shares
    assert arm.sites == 1 and shares["silent"].value >= 0.9
    assert shares["named"].of == shares["wrong named"].of >= 2
    low, high = shares["named"].band
    assert low <= shares["named"].value <= high
    assert measure(1, 7, only=some) == [arm]
