"""The few speak for all only as far as they are like all."""

from random import Random

import pytest

from hoolin.core.errors import Invalid
from hoolin.experience.statistics import effective, hajek, rake, standardise, weighted_mean


def test_raking_meets_every_margin() -> None:
    """Two margins at once, as counts or as shares; weights have mean one."""
    rows = [
        {"channel": c, "solved": s}
        for c, s, n in (("chat", 1, 30), ("chat", 0, 10), ("mail", 1, 15), ("mail", 0, 5))
        for _ in range(n)
    ]
    raked = rake(rows, {"channel": {"chat": 400, "mail": 600}, "solved": {1: 0.6, 0: 0.4}})
    assert sum(raked.weights) / len(rows) == pytest.approx(1)
    assert raked.trimmed == 0
    assert raked.furthest < 1e-6
    for name, kind, share in (("channel", "mail", 0.6), ("solved", 0, 0.4)):
        held = sum(weight for row, weight in zip(rows, raked.weights, strict=True) if row[name] == kind) / len(rows)
        assert held == pytest.approx(share, abs=1e-6)
    assert raked.effective == pytest.approx(effective(raked.weights))
    assert raked.effective < len(rows)


def test_nobody_outweighs_the_rest() -> None:
    """A kind that hardly answered is cut at five times the median, and the margin that is then missed is said."""
    rows = [{"k": "many"}] * 99 + [{"k": "one"}]
    raked = rake(rows, {"k": {"many": 0.5, "one": 0.5}})
    assert raked.trimmed == 1
    assert raked.weights[-1] / raked.weights[0] == pytest.approx(5)
    assert raked.furthest > 0.4


def test_kinds_that_nobody_speaks_for_are_refused() -> None:
    """A kind without an answer, and an answer of a kind that is not known of everybody."""
    for targets in ({"k": {"a": 1, "b": 1}}, {"k": {"c": 1}}, {}):
        with pytest.raises(Invalid):
            rake([{"k": "a"}], targets)


def test_weighting_undoes_non_response_that_depends_on_the_outcome() -> None:
    """The unhappy answer half as often; the weighted mean is closer to the truth than the plain one."""
    chance, closer = Random(3), 0
    for _ in range(100):
        everybody = [(solved := chance.random() < 0.7, chance.random() < (0.9 if solved else 0.2)) for _ in range(800)]
        answered = [(solved, happy) for solved, happy in everybody if chance.random() < (0.5 if solved else 0.2)]
        truth = sum(happy for _, happy in everybody) / len(everybody)
        whole = {True: sum(s for s, _ in everybody), False: sum(not s for s, _ in everybody)}
        weights = rake([{"solved": solved} for solved, _ in answered], {"solved": whole}).weights
        values = [float(happy) for _, happy in answered]
        plain = sum(values) / len(values)
        closer += abs(weighted_mean(values, weights).value - truth) < abs(plain - truth)
    assert closer > 90


def test_hajek_covers_the_truth() -> None:
    """Reviews drawn four times as often where it went badly: the interval holds the mean of all in 95 of 100 samples."""
    chance = Random(11)
    everybody = [1.0 if chance.random() < 0.8 else 0.0 for _ in range(4_000)]
    truth, held = sum(everybody) / len(everybody), 0
    for _ in range(300):
        sample = [(value, p) for value in everybody if chance.random() < (p := 0.04 if value else 0.16)]
        found = hajek([value for value, _ in sample], [p for _, p in sample])
        held += found.low <= truth <= found.high
    assert 0.92 <= held / 300 <= 0.98


def test_channels_are_compared_on_one_mix_of_reasons() -> None:
    """Chat gets the easy reasons and looks better; reason by reason it is worse, and the standardised figure says so."""
    groups = {
        "chat": {"bill": (80, 100), "fault": (3, 10), "odd": (1, 1)},
        "phone": {"bill": (9, 10), "fault": (40, 100)},
    }
    plain = {name: sum(k for k, _ in g.values()) / sum(n for _, n in g.values()) for name, g in groups.items()}
    assert plain["chat"] > plain["phone"]
    found = standardise(groups, {"bill": 110, "fault": 110, "odd": 1})
    assert found["chat"].value == pytest.approx(0.55)
    assert found["phone"].value == pytest.approx(0.65)
    assert found["chat"].low < 0.55 < found["chat"].high
    with pytest.raises(Invalid):
        standardise({"chat": {"bill": (1, 1)}, "phone": {"fault": (1, 1)}}, {"bill": 1, "fault": 1})
