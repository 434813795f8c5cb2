"""A flow is accepted exactly when nobody can be trapped in it: told by a proof, and again by walking through everything."""

from random import Random

import pytest

from hoolin.cli.bench_flow import timed
from hoolin.cli.flows.humane import Drawn, humane, wild
from hoolin.cli.flows.plants import PLANTS
from hoolin.cli.flows.walker import TooLarge, judged
from hoolin.cli.flows.walking import shown
from hoolin.core.flow.guarantee import STRICT, prove
from hoolin.core.flow.told import HAPPENS, WRONG, in_words, way_in_words
from hoolin.core.flow.traps import Bounds

HUMANE = range(150)
WILD = range(5_000, 5_150)
EACH_PLANT = 9


def agreed(drawn: Drawn, bounds: Bounds = STRICT) -> bool:
    """Whether it holds; the proof and the walker must say the same, and by the same figures."""
    flow, around = drawn.flow(), drawn.around()
    verdict = prove(flow, around, bounds)
    for trap in verdict.traps:
        assert shown(flow, around, trap, bounds), trap
    try:
        walked = judged(flow, around, bounds)
    except TooLarge:
        return verdict.holds
    assert verdict.holds == (not walked.trapped), (verdict, walked)
    if verdict.holds:
        assert verdict.mishaps == walked.mishaps
        assert round(verdict.mishap_seconds * 1_000) == walked.mishap_ms
    return verdict.holds


@pytest.mark.parametrize("seed", HUMANE)
def test_a_humane_flow_is_accepted(seed: int) -> None:
    """Nobody is refused without a reason."""
    assert agreed(humane(Random(seed)))


@pytest.mark.parametrize("seed", WILD)
def test_a_flow_wired_by_chance_is_judged_as_walking_judges_it(seed: int) -> None:
    """Whether it traps anybody or not."""
    agreed(wild(Random(seed)))


def test_flows_wired_by_chance_are_of_both_kinds() -> None:
    """The test above can fail in both directions."""
    held = [prove((drawn := wild(Random(seed))).flow(), drawn.around()).holds for seed in WILD]
    assert 0 < sum(held) < len(held)


@pytest.mark.parametrize("seed", range(EACH_PLANT))
@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.__name__)
def test_a_planted_trap_is_found(plant, seed: int) -> None:  # type: ignore[no-untyped-def]
    """And whoever walks the way that is shown is trapped."""
    random = Random(seed * 1_000)
    drawn = humane(random)
    plant(random, drawn)
    assert not agreed(drawn)


@pytest.mark.parametrize("seed", range(60))
def test_a_site_may_tighten_the_guarantee(seed: int) -> None:
    """What is accepted then is nearer; walking by the same measure says the same."""
    agreed(humane(Random(seed)), Bounds(steps=1, seconds=8, mishaps=2, mishap_seconds=30))


def test_a_site_cannot_loosen_the_guarantee() -> None:
    """Larger bounds than those that come with Hoolin are the same as those."""
    random = Random(3)
    drawn = humane(random)
    next(plant for plant in PLANTS if plant.__name__ == "endless_prompt")(random, drawn)
    assert not prove(drawn.flow(), drawn.around(), Bounds(seconds=3_600, mishaps=100, mishap_seconds=9_999)).holds


def test_what_is_refused_is_told_in_three_languages() -> None:
    """With the node it is about, and the way into it node by node."""
    for plant in PLANTS:
        random = Random(1)
        drawn = humane(random)
        plant(random, drawn)
        for trap in prove(drawn.flow(), drawn.around()).traps:
            said = {language: in_words(trap, language) for language in ("et", "ru", "en")}
            assert len(set(said.values())) == 3
            assert all("{" not in words for words in said.values())
            assert any(trap.node in words for words in said.values()) or trap.kind in ("late", "far")
            assert way_in_words(trap, "et")[-1].startswith(trap.node)
    assert all(set(words) == {"et", "ru", "en"} for words in (*WRONG.values(), *HAPPENS.values()))


def test_a_flow_too_large_to_be_proved_is_refused() -> None:
    """What cannot be looked at is not believed."""
    values = [str(at) for at in range(10)]
    names = [f"v{at}" for at in range(6)]
    drawn = humane(Random(1))
    drawn.variables = dict.fromkeys(names, values)
    for at, name in enumerate(names):
        on = f"set{(at + 1) % len(names)}"
        drawn.nodes[f"ask{at}"] = {"do": "keys", "text": drawn.text(), "keys": {"1": f"set{at}", "2": on}}
        drawn.nodes[f"set{at}"] = {"do": "set", "set": {name: "next"}, "then": f"ask{(at + 1) % len(names)}"}
    drawn.start = "ask0"
    assert [trap.kind for trap in prove(drawn.flow(), drawn.around()).traps] == ["too_large"]


@pytest.mark.timing
def test_five_hundred_nodes_are_proved_while_somebody_waits() -> None:
    """Within a second of a processor's time, ten times what a quiet machine needs; the bench measures it."""
    assert min(timed(500)["processor_median"] for _ in range(3)) <= 1_000
