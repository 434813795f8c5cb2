"""What is recorded about advice: given, set aside, objected to, done; and what is refused."""

import msgspec
import pytest

from hoolin.coaching.advice import commands as c
from hoolin.coaching.advice import facts as f
from hoolin.coaching.advice.decide import DECIDES
from hoolin.coaching.advice.fold import FOLDS
from hoolin.coaching.advice.library import Shelves, Thing
from hoolin.coaching.advice.state import ASIDE_DAYS, Advised, dump, load
from hoolin.coaching.leaving.going import DAY_MS
from hoolin.core.commands import Command, Decision
from hoolin.core.errors import Refusal
from hoolin.core.facts import Entry
from hoolin.core.interaction.site import Agent, Site
from hoolin.core.site.rules import AgentProfile

NOW = 1_800_000_000_000


def advised() -> Advised:
    """Mari works here."""
    site = Site()
    site.kept.agents["mari"] = Agent(profile=AgentProfile(agent="mari"))
    return Advised(site)


def given(item: str = "heard.empathy", by: str = "hele", agent: str = "mari") -> c.GiveAdvice:
    """As the figures tell it."""
    return c.GiveAdvice(
        given=f.AdviceGiven(
            advice=f"v-{item}", agent=agent, item=item, by=by, look=NOW, n=30, seen=0.3, expected=0.7, mean=0.4, low=0.3, high=0.5,
            matters=("resolved",), reasons=("bill",), pointers=(f.Pointer("lesson", "l1"),),
        )
    )  # fmt: skip


def aside(why: f.Why, by: str = "mari", text: str = "", item: str = "heard.empathy") -> c.SetAdviceAside:
    """Not this."""
    return c.SetAdviceAside(agent="mari", item=item, by=by, why=why, words="w1" if text else None, text=text)


def do(state: Advised, command: Command, now: int = NOW) -> Decision:
    """Decided and folded."""
    decision = DECIDES[type(command)](state, command, now)
    for fact in decision.facts:
        FOLDS[type(fact)](state, Entry(position=1, at=now, actor="x", cause="k", fact=fact))
    return decision


def refused(state: Advised, command: Command, now: int = NOW) -> str:
    """By which code."""
    with pytest.raises(Refusal) as problem:
        do(state, command, now)
    return problem.value.code


def test_two_at_once_and_no_more() -> None:
    """Given once; a third waits until one of them is over; nobody is given anything who does not work here."""
    state = advised()
    do(state, given())
    assert refused(state, given()) == "advice_open"
    do(state, given("heard.clarified"))
    assert refused(state, given("resolution.right")) == "advice_enough"
    do(state, c.FinishAdvice(agent="mari", item="heard.empathy", by="mari", how="practised"))
    do(state, given("resolution.right"))
    assert [one.standing for one in state.kept.given["mari"]] == ["done", "open", "open"]
    assert refused(state, given(agent="nobody")) == "agent"
    assert refused(state, c.FinishAdvice(agent="mari", item="heard.empathy", by="mari", how="over")) == "no_such_advice"


def test_what_is_set_aside_is_not_pressed_on_anybody_for_ninety_days() -> None:
    """Only the agent may take it up after all; then it may be suggested again."""
    state = advised()
    do(state, given())
    do(state, aside("not_now"))
    assert state.open("mari") == [] and state.kept.given["mari"][0].standing == "aside"
    assert refused(state, given()) == "advice_set_aside"
    do(state, given(by="mari"), NOW + 1)
    later = advised()
    do(later, aside("already_better"))
    do(later, given(), NOW + (ASIDE_DAYS + 1) * DAY_MS)


def test_an_objection_has_words_and_they_are_the_agents_own() -> None:
    """`not_me` without a word is refused; what is said lies under a key of its own, and not in the fact."""
    state = advised()
    assert refused(state, aside("not_me", text="  ")) in ("no_words", "words_without_id")
    assert refused(state, aside("not_me")) == "no_words"
    decision = do(state, aside("not_me", text="Need olid roaming'u päevad."))
    (content,) = decision.contents
    assert content.owner == "agent:mari:advice:w1" and "roaming" in content.body.decode()
    assert b"roaming" not in msgspec.json.encode(decision.facts[0])


def test_who_coaches_withholds_a_suggestion_and_nothing_that_is_worked_on() -> None:
    """An agent withholds nothing from themselves, and nobody else says that it is not them."""
    state = advised()
    assert refused(state, aside("withheld")) == "not_theirs_to_say"
    assert refused(state, aside("not_now", by="hele")) == "not_theirs_to_say"
    do(state, given())
    assert refused(state, aside("withheld", by="hele")) == "advice_open"
    do(state, aside("withheld", by="hele", item="heard.clarified"))
    assert state.set_aside("mari", "heard.clarified", NOW) is not None


def test_a_snapshot_holds_all_of_it() -> None:
    """Dumped and taken up it is the same."""
    state, again = advised(), advised()
    do(state, given())
    do(state, aside("not_me", text="Ei ole nii."))
    load(again, dump(state))
    assert again.kept == state.kept


def test_the_library_prefers_the_reason_then_all_then_others() -> None:
    """One of each kind, an example first; of another item nothing."""
    shelves = Shelves(lambda: [
        Thing("lesson", "l-all", ("heard.empathy",)),
        Thing("lesson", "l-bill", ("heard.empathy",), ("bill",)),
        Thing("drill", "d-sim", ("heard.empathy",), ("sim",)),
        Thing("drill", "d-all", ("heard.empathy", "heard.clarified")),
        Thing("exemplar", "e-other", ("resolution.right",), ("bill",)),
    ])  # fmt: skip
    assert [one.id for one in shelves.find("heard.empathy", ("bill", "sim"))] == ["l-bill", "d-sim"]
    assert [one.id for one in shelves.find("heard.empathy", ())] == ["l-all", "d-all"]
    assert [one.id for one in shelves.find("resolution.right", ("bill",))] == ["e-other"]
    assert shelves.named(f.Pointer("lesson", "gone")) is None
