"""A queue's rules change while people wait in it: each rule alone, with the answers of the plain rules."""

from collections.abc import Iterator
from random import Random

import msgspec
import pytest

from hoolin.core.routing.limits import Limits
from hoolin.core.routing.naive import PlainRouter
from hoolin.core.routing.router import Router
from hoolin.core.routing.waiting import Waiting
from hoolin.core.site.rules import AgentProfile, Capacity, ChannelRules, QueueRules, Relaxation
from tests.core.routing import worlds

RULES = QueueRules(
    queue="sales", skills={"faults": 50}, relaxations=(Relaxation(after_ms=1_000, skills={"billing": 0}),)
)

OTHER: dict[str, object] = {
    "queue": "billing",
    "skills": {"billing": 20},
    "target_ms": 900_000,
    "target_share": 0.1,
    "service_level": "answered_only",
    "short_abandon_ms": 1,
    "priority_step_ms": 1_000,
    "affinity_ms_max": 5_000_000,
    "relaxations": (Relaxation(after_ms=1_000, skills={"faults": 0, "lang:et": 0}),),
    "offer_ms": 5_000,
    "decline_rest_ms": 1,
    "wrap_up_ms_max": 5_000,
}
"""Another value for each rule."""


def floors(limits: Limits) -> tuple[Router, PlainRouter]:
    """Two queues with people who ask for this and that, some for somebody, some relaxed, some not all of it again."""
    both: tuple[Router, PlainRouter] = Router(limits=limits), PlainRouter()
    for router in both:
        chance = Random(3)
        router.set_channel(ChannelRules(channel="chat", weight=100))
        router.set_queue(RULES)
        router.set_queue(QueueRules(queue="faults", target_ms=60_000))
        for number, agent in enumerate(worlds.AGENTS):
            skills = {skill: chance.choice([0, 20, 50, 80]) for skill in worlds.SKILLS}
            router.set_agent(AgentProfile(agent=agent, skills=skills, capacity=Capacity(units=100)))
            router.set_presence(agent, "online" if number % 4 else "away", number)
            if number % 3 == 0:
                router.occupy(agent, "chat", 0)
        for number in range(60):
            waiting = Waiting(
                interaction=f"i{number:02}", queue=chance.choice(("sales", "sales", "faults")), channel="chat",
                place_at=number * 7_000 % 50_000, priority=chance.choice((0, 0, 1, 9)),
                skills=chance.choice(((), (("faults", 20),), (("lang:et", 20),), (("billing", 50), ("lang:et", 50)))),
                preferred=chance.choice((None, None, chance.choice(worlds.AGENTS))),
                target=chance.choice((None, None, None, chance.choice(worlds.AGENTS))),
            )  # fmt: skip
            router.enqueue(waiting, 10_000)
            if waiting.queue == "sales" and number % 5 == 0:
                router.relax(waiting.interaction)
            if number % 7 == 0:
                router.withdraw(waiting.interaction)
    return both


def answers(router: Router | PlainRouter) -> Iterator[object]:
    """Everything that one may ask of it."""
    for agent in worlds.AGENTS:
        yield router.choose_work(agent)
        yield router.kept_for(agent)
    for number in range(60):
        if number % 7:
            yield router.position(f"i{number:02}")
            yield router.choose_agent(f"i{number:02}")
    yield router.waiting_count("sales")


@pytest.mark.parametrize("name", worlds.ALL_LIMITS)
@pytest.mark.parametrize("rule", OTHER)
def test_a_rule_that_changes_alone_holds_for_those_who_wait(rule: str, name: str) -> None:
    """Whichever rule of a queue is changed, and when it is changed back, the index answers as the plain rules do."""
    router, plain = floors(worlds.ALL_LIMITS[name])
    before = list(answers(router))
    assert before == list(answers(plain))
    for rules in (msgspec.structs.replace(RULES, **{rule: OTHER[rule]}), RULES):
        router.set_queue(rules)
        plain.set_queue(rules)
        assert list(answers(router)) == list(answers(plain))
        assert router.state() == Router.restore(router.state()).state()
    while work := [agent for agent in worlds.AGENTS if router.work_for(agent)]:
        for agent in work:
            choice = plain.choose_work(agent)
            assert router.choose_work(agent) == choice
            if choice is not None:
                for one in (router, plain):
                    one.withdraw(choice.interaction)
                    one.occupy(agent, "chat", 60_000)


def test_every_rule_of_a_queue_is_tried() -> None:
    """A rule that is added to queues is tried here as well; and some of them do change what is chosen."""
    assert set(OTHER) == set(QueueRules.__struct_fields__)
    router, _ = floors(worlds.ALL_LIMITS["as shipped"])
    before = list(answers(router))
    changed = set()
    for rule, value in OTHER.items():
        router.set_queue(msgspec.structs.replace(RULES, **{rule: value}))
        if list(answers(router)) != before:
            changed.add(rule)
        router.set_queue(RULES)
    assert changed == {"skills", "target_ms", "priority_step_ms", "affinity_ms_max", "relaxations"}
