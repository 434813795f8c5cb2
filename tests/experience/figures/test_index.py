"""The index is the weights times the evidence, no surer than its conversations, and silent where too little stands behind it."""

from math import sqrt
from random import Random

import msgspec
import pytest

from hoolin.experience.criteria.register import DEFAULT, Criterion, Part, Register
from hoolin.experience.figures.compare import compare
from hoolin.experience.figures.evidence import Answered, Evidence
from hoolin.experience.figures.figure import Figure, Plain, share
from hoolin.experience.figures.index import scores, targets_of
from hoolin.experience.figures.system import Targets

NOBODY = Evidence({"survey": [], "reviewer": [], "shopper": [], "self": []}, [], 0, 0)


def register(*criteria: Criterion) -> Register:
    """The shipped items under other criteria."""
    return msgspec.structs.replace(DEFAULT, criteria=criteria)


def survey(*answers: dict[str, float]) -> Evidence:
    """Conversations with these answers."""
    rows = [Answered(f"i{at}", values, {}) for at, values in enumerate(answers)]
    return Evidence({**NOBODY.by_source, "survey": rows}, [1.0] * len(rows), 0, len(rows))


def asked(code: str, item: str, weight: float, formula: str = "weighted_mean") -> Criterion:
    """A criterion of one question."""
    return Criterion(code=code, weight=weight, formula=formula, parts=(Part(item=item, source="survey"),))


def test_the_index_is_the_weighted_mean_of_its_criteria() -> None:
    """Three quarters of 100 and a quarter of 0 are 75."""
    rules = register(asked("heard", "heard.understood", 3), asked("clarity", "clarity.next_and_cost", 1))
    found = scores(rules, 4, {}, survey(*[{"heard.understood": 5.0, "clarity.next_and_cost": 1.0}] * 20))
    assert (found.index.points, found.register) == (75.0, 4)
    assert [one.points for one in found.criteria] == [100.0, 0.0]
    assert [part.share for one in found.criteria for part in one.parts] == [0.75, 0.25]


def test_answers_that_go_together_count_together() -> None:
    """Two questions answered alike by the same people are as sure as one of them, not surer by the root of two."""
    chance = Random(2)
    values = [float(chance.randrange(1, 6)) for _ in range(200)]
    rules = register(asked("heard", "heard.understood", 1), asked("clarity", "clarity.next_and_cost", 1))
    alike = scores(rules, 1, {}, survey(*({"heard.understood": v, "clarity.next_and_cost": v} for v in values)))
    (heard, _) = alike.criteria
    assert alike.index.error == pytest.approx(heard.error, rel=1e-6)
    shuffled = values[:]
    chance.shuffle(shuffled)
    apart = scores(
        rules,
        1,
        {},
        survey(*({"heard.understood": a, "clarity.next_and_cost": b} for a, b in zip(values, shuffled, strict=True))),
    )
    assert apart.index.error == pytest.approx((heard.error or 0) / sqrt(2), rel=0.15)


def test_the_index_covers_the_truth() -> None:
    """In 400 drawn months of 150 answers, its interval at .95 holds the true value in 92 to 98 of a hundred."""
    chance = Random(11)
    rules = register(asked("heard", "heard.understood", 2), asked("clarity", "clarity.next_and_cost", 1))
    shares = (0.1, 0.1, 0.2, 0.25, 0.35)
    mean = sum(share * 25 * at for at, share in enumerate(shares))
    held = 0
    for _ in range(400):
        answers = []
        for _ in range(150):
            first = chance.choices(range(1, 6), shares)[0]
            second = first if chance.random() < 0.5 else chance.choices(range(1, 6), shares)[0]
            answers.append({"heard.understood": float(first), "clarity.next_and_cost": float(second)})
        index = scores(rules, 1, {}, survey(*answers)).index
        held += index.low is not None and index.high is not None and index.low <= mean <= index.high
    assert 0.92 <= held / 400 <= 0.98


def test_parts_without_evidence_are_left_out_and_told() -> None:
    """Their weight goes to the others; with less than half of the weights there is no index."""
    rules = register(asked("heard", "heard.understood", 6), asked("clarity", "clarity.next_and_cost", 4))
    only = scores(rules, 1, {}, survey(*[{"heard.understood": 5.0}] * 20))
    assert (only.index.points, only.index.covered) == (100.0, 0.6)
    assert [one.why for one in only.criteria] == ["", "nobody"]
    less = register(asked("heard", "heard.understood", 4), asked("clarity", "clarity.next_and_cost", 6))
    none = scores(less, 1, {}, survey(*[{"heard.understood": 5.0}] * 20)).index
    assert (none.points, none.why) == (None, "too_few")
    assert scores(rules, 1, {}, NOBODY).index.why == "nobody"


def test_what_the_system_counts_is_turned_to_points() -> None:
    """A share that should not be is turned round; a mean counts by the share within its target."""
    rules = register(
        Criterion(code="resolution", weight=1, parts=(Part(item="resolution.reopened", source="system"),)),
        Criterion(code="effort", weight=1, parts=(Part(item="effort.contacts", source="system", target=0),)),
    )
    good = share("x", 60, 100)
    assert good.value is not None and good.low is not None and good.high is not None
    told = {
        "resolution.reopened": share("resolution.reopened", 10, 100),
        "effort.contacts": Figure(
            code="effort.contacts", unit="per_case", n=100, value=0.4, low=0.3, high=0.5, error=0.05,
            good=Plain(good.value, good.low, good.high),
        ),
    }  # fmt: skip
    found = scores(rules, 1, told, NOBODY)
    assert [one.points for one in found.criteria] == [pytest.approx(90.0), pytest.approx(60.0)]
    assert found.index.points == pytest.approx(75.0)
    assert found.index.error == pytest.approx(sum(one.error or 0 for one in found.criteria) / 2)


def test_the_lowest_part_can_be_the_criterion() -> None:
    """By the other formula a criterion is as good as its worst part; one that is only shown has no points."""
    parts = (Part(item="heard.understood", source="survey"), Part(item="clarity.next_and_cost", source="survey"))
    rules = register(
        Criterion(code="heard", weight=1, formula="lowest_part", parts=parts),
        asked("outcome", "outcome.csat", 0, "shown"),
    )
    answers = {"heard.understood": 5.0, "clarity.next_and_cost": 2.0, "outcome.csat": 5.0}
    found = scores(rules, 1, {}, survey(*[answers] * 20))
    assert [one.points for one in found.criteria] == [25.0, None]


def test_targets_are_those_of_the_register() -> None:
    """What is as it should be is stated in the register, and nowhere else."""
    assert targets_of(DEFAULT) == Targets(time_to_human=120_000, contacts=0, switches=0, transfers=0)
    rules = register(
        Criterion(code="access", weight=1, parts=(Part(item="access.time_to_human", source="system", target=30_000),))
    )
    assert targets_of(rules).time_to_human == 30_000


def test_people_are_not_ranked_on_noise() -> None:
    """Of forty agents without true differences at most five per cent are flagged, they stand by name, and few contacts have no share."""
    flagged = people = 0
    for seed in range(40):
        chance = Random(seed)
        counts = {f"agent{number:02}": (sum(chance.random() < 0.8 for _ in range(60)), 60) for number in range(40)}
        found = compare("resolution.fcr_7d", "agent", counts)
        assert [one.name for one in found.ones] == sorted(counts)
        flagged += sum(bool(one.flag) for one in found.ones)
        people += len(found.ones)
    assert flagged / people <= 0.05
    few = compare("x", "agent", {"a": (0, 9), "b": (40, 50), "c": (0, 29)})
    assert [(one.name, one.why, one.flag) for one in few.ones if one.name != "b"] == [
        ("a", "too_few", ""),
        ("c", "", ""),
    ]
    assert few.ones[0].share is None and few.funnel[-1].trials == 50
