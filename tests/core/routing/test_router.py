"""Routing by example, and what it refuses."""

import msgspec
import pytest

from hoolin.core.errors import Defect, NotFound
from hoolin.core.routing.choice import Choice, Verdict
from hoolin.core.routing.facts import Explanation, Scored
from hoolin.core.routing.router import Router
from hoolin.core.routing.waiting import Refused, Waiting
from hoolin.core.site.rules import AgentProfile, Capacity, ChannelRules, QueueRules, Relaxation, SiteRules

NOW = 1_000_000


@pytest.fixture
def router() -> Router:
    """Two queues, three channels, and nobody there."""
    router = Router()
    for code, weight in (("call", 100), ("chat", 34), ("mail", 10)):
        router.set_channel(ChannelRules(channel=code, weight=weight))
    router.set_queue(
        QueueRules(
            queue="faults",
            skills={"faults": 50},
            affinity_ms_max=30_000,
            relaxations=(Relaxation(after_ms=10_000, skills={"faults": 0}),),
        )
    )
    router.set_queue(QueueRules(queue="billing", target_ms=60_000))
    return router


def comes(router: Router, agent: str, since: int = NOW, **fields: object) -> None:
    """Somebody with level 50 in faults, unless said otherwise, comes online."""
    router.set_agent(msgspec.structs.replace(AgentProfile(agent=agent, skills={"faults": 50}), **fields))
    router.set_presence(agent, "online", since)


def waits(router: Router, interaction: str, **fields: object) -> Waiting:
    """A caller to faults, unless said otherwise."""
    waiting = Waiting(interaction=interaction, queue="faults", channel="call", place_at=NOW)
    return router.enqueue(msgspec.structs.replace(waiting, **fields), NOW)


def chosen(choice: Choice | None) -> tuple[str, str] | None:
    """Who takes what."""
    return None if choice is None else (choice.interaction, choice.agent)


def test_who_has_been_idle_longest_is_chosen_among_equals(router: Router) -> None:
    """Equal skills and loads: whoever last took or ended work longest ago; then by id."""
    comes(router, "anna", NOW - 5)
    comes(router, "berta", NOW - 9)
    comes(router, "alma", NOW - 9)
    waits(router, "i1")
    assert router.agent_for("i1") == "alma"
    router.withdraw("i1")
    router.occupy("alma", "mail", NOW)
    waits(router, "i2")
    assert router.agent_for("i2") == "berta"


def test_taking_work_counts_as_rest_lost(router: Router) -> None:
    """Chats go round among equals although everybody still has room."""
    router.set_site(SiteRules(load_ms_per_percent=0))
    for number, agent in enumerate(("anna", "berta")):
        comes(router, agent, NOW + number)
    for number, agent in enumerate(("anna", "berta", "anna", "berta")):
        waits(router, f"i{number}", channel="chat")
        assert router.agent_for(f"i{number}") == agent
        router.withdraw(f"i{number}")
        router.occupy(agent, "chat", NOW + 10 + number)


def test_a_level_above_the_demand_and_a_free_hand_are_worth_what_the_site_says(router: Router) -> None:
    """Each level above the demand saves, each percent of load costs, and a reserve costs a standing price."""
    router.set_site(SiteRules(level_ms=100, load_ms_per_percent=10))
    comes(router, "anna", NOW)
    comes(router, "berta", NOW, skills={"faults": 60})
    comes(router, "cilla", NOW, skills={"faults": 90}, standing_cost_ms=5_000)
    router.occupy("berta", "chat", NOW)
    waits(router, "i1", channel="chat")
    choice = router.choose_agent("i1")
    assert choice is not None
    assert choice.explanation.chosen == Scored("berta", NOW - 1_000 + 340)
    assert choice.explanation.others == (Scored("anna", NOW), Scored("cilla", NOW - 4_000 + 5_000))


def test_a_choice_explains_itself(router: Router) -> None:
    """Counts say how many were excluded, each by the first constraint that did; nobody is counted twice."""
    for number in range(6):
        comes(router, f"free-{number}", NOW + number)
    comes(router, "full")
    router.occupy("full", "call", NOW)
    comes(router, "unskilled", skills={"faults": 40})
    comes(router, "declined")
    router.set_agent(AgentProfile(agent="away and unskilled"))
    waits(router, "i1", refused=(Refused("declined", NOW + 9), Refused("full", NOW + 9)), priority=1)
    assert router.choose_agent("i1") == Choice(
        "i1",
        "free-0",
        Explanation(
            chosen=Scored("free-0", NOW),
            others=(Scored("free-1", NOW + 1), Scored("free-2", NOW + 2), Scored("free-3", NOW + 3)),
            away=1,
            unskilled=1,
            full=1,
            refused=1,
            urgency_at=NOW + 30_000 - 60_000,
        ),
    )


def test_the_full_account_names_everybody(router: Router) -> None:
    """Asked why somebody waits, routing names each agent with the cost or the constraint that excludes them."""
    comes(router, "berta", NOW)
    comes(router, "anna", NOW + 1)
    comes(router, "full")
    router.occupy("full", "chat", NOW)
    comes(router, "unskilled", skills={"faults": 40})
    router.set_agent(AgentProfile(agent="away"))
    waits(router, "i1")
    router.refuse("i1", "berta", NOW + 60_000)
    assert router.explain("i1") == (
        Verdict("anna", cost_ms=NOW + 1),
        Verdict("away", "away"),
        Verdict("berta", "refused"),
        Verdict("full", "full"),
        Verdict("unskilled", "unskilled", "faults", 50, 40),
    )
    router.set_presence("anna", "away", NOW)
    assert router.choose_agent("i1") is None


def test_the_same_person_is_waited_for_but_not_longer_than_the_cap(router: Router) -> None:
    """A preferred agent who is online but full: held back for them; let go by the timer, and others take it."""
    comes(router, "anna")
    comes(router, "berta")
    router.occupy("anna", "call", NOW)
    assert waits(router, "i1", preferred="anna").kept
    assert router.kept_for("anna") == ("i1",)
    assert router.choose_agent("i1") is None
    assert router.choose_work("berta") is None
    change = router.next_change("i1")
    assert change is not None
    assert (change.what, change.at) == ("relax", NOW + 10_000)
    router.relax("i1")
    change = router.next_change("i1")
    assert change is not None
    assert (change.what, change.at) == ("let_go", NOW + 30_000)
    assert not router.let_go("i1").kept
    assert chosen(router.choose_agent("i1")) == ("i1", "berta")


@pytest.mark.parametrize("ends", ["away", "offline", "unskilled", "refuses", "removed"])
def test_nobody_is_held_back_for_somebody_who_will_not_come(router: Router, ends: str) -> None:
    """The preferred agent goes, forgets or declines: the interaction is anybody's at once."""
    comes(router, "anna")
    comes(router, "berta")
    router.occupy("anna", "call", NOW)
    waits(router, "i1", preferred="anna")
    if ends == "unskilled":
        assert router.set_agent(AgentProfile(agent="anna")) == ("i1",)
    elif ends == "refuses":
        assert not router.refuse("i1", "anna", NOW + 1).kept
    elif ends == "removed":
        router.release("anna", "call", NOW)
        assert router.remove_agent("anna") == ("i1",)
    else:
        assert router.set_presence("anna", "away" if ends == "away" else "offline", NOW) == ("i1",)
    assert router.agent_for("i1") == "berta"


@pytest.mark.parametrize("why", ["away", "unskilled", "no capacity", "refused", "cap passed", "unknown"])
def test_nobody_is_held_back_where_it_makes_no_sense(router: Router, why: str) -> None:
    """Only for somebody online, able, full, who has not declined, and before the cap has run out."""
    comes(router, "berta")
    if why != "unknown":
        skills = {} if why == "unskilled" else {"faults": 50}
        comes(router, "anna", skills=skills, capacity=Capacity(units=50 if why == "no capacity" else 100))
        router.occupy("anna", "mail", NOW)
        if why == "away":
            router.set_presence("anna", "away", NOW)
    refused = (Refused("anna", NOW + 9),) if why == "refused" else ()
    place_at = NOW - 30_000 if why == "cap passed" else NOW
    assert not waits(router, "i1", preferred="anna", refused=refused, place_at=place_at).kept
    assert router.agent_for("i1") == "berta"


def test_the_same_person_is_kept_unless_somebody_is_better_by_more_than_the_cap(router: Router) -> None:
    """What was paid for the same person is in the explanation."""
    comes(router, "anna", NOW)
    comes(router, "berta", NOW - 30_000)
    waits(router, "i1", preferred="anna")
    choice = router.choose_agent("i1")
    assert chosen(choice) == ("i1", "anna")
    assert choice is not None
    assert choice.explanation.affinity_ms == 30_000
    router.occupy("anna", "mail", NOW + 1)
    assert router.agent_for("i1") == "berta"


def test_a_freed_agent_prefers_who_knows_them_within_the_cap(router: Router) -> None:
    """Work that prefers the agent counts as so much more urgent, and the explanation says how far it was drawn forward."""
    comes(router, "anna")
    router.occupy("anna", "call", NOW)
    waits(router, "first", place_at=NOW - 20_000)
    waits(router, "knows", preferred="anna")
    router.release("anna", "call", NOW)
    choice = router.choose_work("anna")
    assert chosen(choice) == ("knows", "anna")
    assert choice is not None
    assert choice.explanation.affinity_ms == 20_000
    waits(router, "sooner", place_at=NOW - 31_000)
    assert router.work_for("anna") == "sooner"


def test_whoever_is_asked_for_by_name_is_waited_for_while_they_may_come_back(router: Router) -> None:
    """A transfer to a person needs no skill of theirs; it waits through a break, but not through going home."""
    comes(router, "anna", skills={})
    comes(router, "berta")
    router.set_presence("anna", "away", NOW)
    assert waits(router, "i1", target="anna").target == "anna"
    assert router.choose_agent("i1") is None
    assert router.choose_work("berta") is None
    router.set_presence("anna", "online", NOW)
    assert chosen(router.choose_work("anna")) == ("i1", "anna")
    assert router.set_presence("anna", "offline", NOW) == ("i1",)
    assert router.waiting("i1").target is None
    assert chosen(router.choose_work("berta")) == ("i1", "berta")
    assert waits(router, "i2", target="anna").target is None
    assert waits(router, "i3", target="berta", target_until=NOW).target is None


def test_whoever_declined_is_passed_over_until_they_have_rested(router: Router) -> None:
    """A declined interaction keeps its place, goes to others, and may come back after the rest."""
    comes(router, "anna")
    waits(router, "i1")
    waits(router, "i2", place_at=NOW + 1)
    router.refuse("i1", "anna", NOW + 60_000)
    assert router.work_for("anna") == "i2"
    assert router.agent_for("i1") is None
    assert router.position("i1") == 1
    router.unrefuse("i1", "anna")
    assert router.work_for("anna") == "i1"


def test_one_s_own_queues_come_first(router: Router) -> None:
    """A head start draws a queue forward for this agent only."""
    comes(router, "anna", head_start_ms={"billing": 40_000})
    comes(router, "berta")
    waits(router, "fault", place_at=NOW - 9_000)
    waits(router, "bill", queue="billing")
    assert router.work_for("anna") == "bill"
    assert router.work_for("berta") == "fault"


def test_capacity_is_counted_in_units_and_per_channel(router: Router) -> None:
    """A call fills an agent; chats stop at their own limit while mail still fits."""
    comes(router, "anna", capacity=Capacity(units=100, per_channel={"chat": 1}))
    for channel in ("call", "chat", "mail"):
        waits(router, channel, channel=channel)
    router.occupy("anna", "chat", NOW)
    assert router.agent_for("chat") is None
    assert router.agent_for("call") is None
    assert router.agent_for("mail") == "anna"
    assert router.agents_with_room() == ("anna",)
    router.release("anna", "chat", NOW)
    router.occupy("anna", "call", NOW)
    assert router.choose_work("anna") is None
    assert router.agents_with_room() == ()


def test_more_than_fits_may_be_in_hand(router: Router) -> None:
    """Whoever takes work past routing has it in hand, is full, and has room again when it has gone."""
    comes(router, "anna")
    waits(router, "i1", channel="mail")
    for _ in range(3):
        router.occupy("anna", "call", NOW)
    for _ in range(2):
        router.release("anna", "call", NOW)
        assert router.work_for("anna") is None
    router.release("anna", "call", NOW)
    assert router.work_for("anna") == "i1"


def test_a_place_in_line_is_among_all_of_the_queue(router: Router) -> None:
    """Channels, languages and those held back for somebody are one line of the queue; other queues are not."""
    comes(router, "anna")
    router.occupy("anna", "call", NOW)
    waits(router, "kept", preferred="anna", place_at=NOW - 1)
    waits(router, "chat", channel="chat", place_at=NOW - 2)
    waits(router, "call", skills=(("lang:et", 50),))
    waits(router, "other", queue="billing", place_at=NOW - 90_000)
    assert [router.position(one) for one in ("chat", "kept", "call", "other")] == [1, 2, 3, 1]
    assert router.waiting_count("faults") == 3


def test_new_rules_hold_for_who_waits_already(router: Router) -> None:
    """A changed queue re-orders and re-asks for everybody in it."""
    comes(router, "anna", skills={"faults": 10})
    waits(router, "i1")
    assert router.agent_for("i1") is None
    router.set_queue(QueueRules(queue="faults", skills={"faults": 10}, target_ms=1))
    choice = router.choose_agent("i1")
    assert chosen(choice) == ("i1", "anna")
    assert choice is not None
    assert choice.explanation.urgency_at == NOW + 1


def test_what_is_not_there_is_not_found(router: Router) -> None:
    """Unknown agents, queues, channels and interactions are refused by name, and nothing has changed."""
    comes(router, "anna")
    before = router.state()
    for act in (
        lambda: router.occupy("nobody", "call", NOW),
        lambda: router.occupy("anna", "telegraph", NOW),
        lambda: router.set_presence("nobody", "online", NOW),
        lambda: router.remove_agent("nobody"),
        lambda: router.choose_work("nobody"),
        lambda: router.choose_agent("i1"),
        lambda: router.withdraw("i1"),
        lambda: router.relax("i1"),
        lambda: router.position("i1"),
        lambda: router.waiting_count("nowhere"),
        lambda: waits(router, "i1", queue="nowhere"),
        lambda: waits(router, "i1", channel="telegraph"),
        lambda: waits(router, "i1", channel="telegraph", preferred="anna"),
    ):
        with pytest.raises(NotFound):
            act()
    assert router.state() == before


def test_what_cannot_be_is_a_defect(router: Router) -> None:
    """Twice in line, nothing to release, leaving with work in hand, a change that is not due: our own fault, said at once."""
    comes(router, "anna")
    waits(router, "i1")
    router.occupy("anna", "call", NOW)
    before = router.state()
    for act in (
        lambda: waits(router, "i1"),
        lambda: router.release("anna", "mail", NOW),
        lambda: router.remove_agent("anna"),
        lambda: router.let_go("i1"),
        lambda: router.unrefuse("i1", "anna"),
    ):
        with pytest.raises(Defect):
            act()
    assert router.state() == before
    router.relax("i1")
    with pytest.raises(Defect):
        router.relax("i1")


def test_asking_changes_nothing(router: Router) -> None:
    """Any question may be asked any number of times, in any order, before any choice."""
    comes(router, "anna")
    comes(router, "berta")
    waits(router, "i1")
    before = (router.state(), router.choose_agent("i1"), router.choose_work("anna"))
    for _ in range(3):
        router.explain("i1")
        router.position("i1")
        router.choose_work("berta")
        router.next_change("i1")
        router.agents_with_room()
        router.kept_for("anna")
        newcomer = Waiting(interaction="i2", queue="billing", channel="chat", place_at=NOW, preferred="anna")
        assert router.agent_for_new(newcomer, NOW) == "anna"
    assert (router.state(), router.choose_agent("i1"), router.choose_work("anna")) == before
