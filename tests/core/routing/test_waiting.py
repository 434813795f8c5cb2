"""What an interaction in line asks for, and when that changes."""

import msgspec

from hoolin.core.routing.waiting import Change, Refused, Waiting, demanded, next_change, only_agent, urgency_at
from hoolin.core.site.rules import QueueRules, Relaxation

RULES = QueueRules(
    queue="faults",
    skills={"faults": 60, "lang:et": 30},
    target_ms=30_000,
    priority_step_ms=60_000,
    affinity_ms_max=45_000,
    relaxations=(
        Relaxation(after_ms=20_000, skills={"faults": 20}),
        Relaxation(after_ms=60_000, skills={"faults": 0, "sales": 10}),
    ),
)
CALLER = Waiting(interaction="i1", queue="faults", channel="call", place_at=1_000_000, skills=(("lang:et", 50),))


def having(**fields: object) -> Waiting:
    """The caller, but for these."""
    return msgspec.structs.replace(CALLER, **fields)


def test_the_higher_demand_holds() -> None:
    """What the queue and the interaction both ask for is asked for at the higher level."""
    assert demanded(CALLER, RULES) == (("faults", 60), ("lang:et", 50))
    assert demanded(having(skills=(("lang:et", 10),)), RULES) == (("faults", 60), ("lang:et", 30))


def test_relaxation_lowers_drops_and_redirects() -> None:
    """A step replaces the levels of the skills it names; 0 drops one, and another queue's skill lets its people help."""
    assert demanded(having(relaxed=1), RULES) == (("faults", 20), ("lang:et", 50))
    assert demanded(having(relaxed=2), RULES) == (("lang:et", 50), ("sales", 10))


def test_a_person_asked_for_by_name_needs_no_skill() -> None:
    """Whoever hands an interaction to a colleague by name answers for the choice."""
    assert demanded(having(target="anna"), RULES) == ()
    assert only_agent(having(target="anna", preferred="berta", kept=True)) == "anna"


def test_only_what_is_held_back_waits_for_one_person() -> None:
    """A preferred agent is a wish; only while the interaction is held back it is a demand."""
    assert only_agent(having(preferred="berta")) is None
    assert only_agent(having(preferred="berta", kept=True)) == "berta"


def test_urgency_is_the_promised_instant_less_what_priority_is_worth() -> None:
    """It depends on nothing that changes while the interaction waits."""
    assert urgency_at(CALLER, RULES) == 1_030_000
    assert urgency_at(having(priority=2), RULES) == 910_000
    assert urgency_at(having(priority=2, relaxed=2, preferred="anna", kept=True), RULES) == 910_000


def test_the_next_change_is_the_earliest_due() -> None:
    """Steps, the end of being held back, the end of a request for a person and the rest after a refusal are timers."""
    assert next_change(CALLER, RULES) == Change(1_020_000, "relax")
    assert next_change(having(relaxed=1, preferred="anna", kept=True), RULES) == Change(1_045_000, "let_go")
    assert next_change(having(relaxed=1), RULES) == Change(1_060_000, "relax")
    assert next_change(having(relaxed=2), RULES) is None
    assert next_change(having(relaxed=2, preferred="anna"), RULES) is None
    assert next_change(having(relaxed=2, target="anna"), RULES) is None
    assert next_change(having(relaxed=2, target="anna", target_until=1_500_000), RULES) == Change(1_500_000, "let_go")
    refused = (Refused("berta", 1_012_000), Refused("anna", 1_011_000))
    assert next_change(having(refused=refused), RULES) == Change(1_011_000, "unrefuse", "anna")
