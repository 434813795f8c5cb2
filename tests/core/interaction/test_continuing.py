"""An agent goes on by another channel: one decision, all of it or nothing."""

import pytest

from hoolin.core.delivery.facts import InteractionAddressed
from hoolin.core.errors import Conflict, NotFound
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.core.interaction.continuing import continue_elsewhere
from hoolin.core.interaction.site import Site
from hoolin.core.site.rules import ChannelRules
from tests.core.interaction.samples import AGENT, CASE, CUSTOMER, INTERACTION, OTHER, START, fold, site_in

SMS = ChannelRules(channel="sms", weight=10, delivers=True)


def command(agent: str = AGENT, moves: str = INTERACTION) -> c.ContinueElsewhere:
    """Go on by SMS."""
    begins = c.Arrive(
        interaction="i2",
        customer=CUSTOMER,
        case=CASE,
        channel="sms",
        language="et",
        apart=True,
        moves=moves,
        prefers=agent,
    )
    return c.ContinueElsewhere(agent=agent, begins=begins, account="main", address="a1", body=b"{}")


def in_hand() -> Site:
    """A chat in the agent's hands, and SMS set up."""
    site = site_in("active")
    fold(site, f.ChannelSet(rules=SMS))
    return site


def test_it_is_one_decision() -> None:
    """What was in hand ends as moved; the other has its address and is in the same hands, and nobody is offered it in between."""
    site = in_hand()
    decided = continue_elsewhere(site, command(), START)
    kinds = [type(fact) for fact in decided.facts]
    assert kinds == [
        f.InteractionMoved, f.InteractionArrived, f.InteractionQueued, InteractionAddressed, f.InteractionTaken,
    ]  # fmt: skip
    assert [content.id for content in decided.contents] == ["a1"]
    fold(site, *(fact for fact in decided.facts if not isinstance(fact, InteractionAddressed)))
    one = site.kept.interactions["i2"]
    assert (one.state, one.agent, one.case, one.place_at) == ("active", AGENT, CASE, START)
    assert list(site.kept.interactions) == ["i2"]
    # Asked again, because the answer was lost: it has come true.
    assert continue_elsewhere(site, command(), START).facts == ()


@pytest.mark.parametrize("state", ["waiting", "offered", "wrap_up", "deferred"])
def test_what_is_not_in_hand_is_not_gone_on_with(state: str) -> None:
    """It is in line, or being wrapped up: then nothing changes."""
    site = site_in(state)  # type: ignore[arg-type]
    fold(site, f.ChannelSet(rules=SMS))
    with pytest.raises(Conflict):
        continue_elsewhere(site, command(), START)


def test_another_s_an_ended_one_and_a_channel_that_is_not_there_are_refused() -> None:
    """A refusal leaves the chat where it is."""
    site = in_hand()
    with pytest.raises(Conflict, match="not_yours"):
        continue_elsewhere(site, command(OTHER), START)
    with pytest.raises(NotFound):
        continue_elsewhere(site, command(moves="gone"), START)
    with pytest.raises(NotFound):
        continue_elsewhere(site_in("active"), command(), START)
    assert site.kept.interactions[INTERACTION].state == "active"


def test_whoever_is_not_online_keeps_what_they_have() -> None:
    """They could not take the other one; so the first does not end either."""
    site = in_hand()
    fold(site, f.PresenceChanged(agent=AGENT, presence="away"))
    with pytest.raises(Conflict, match="not_online"):
        continue_elsewhere(site, command(), START)
