"""Command → facts, for interactions and the agents who serve them. Plain functions of the state, the command and the instant.

A command that has already come true decides to nothing; one that the state has overtaken is refused (`Conflict`), and one
from the wrong hands too (`not_yours`). Offers and the clock's steps are not decided here: they follow (`choose.py`).
"""

from hoolin.core.commands import Decides, Decision
from hoolin.core.errors import Conflict, Invalid
from hoolin.core.facts import Content, Fact, Instant
from hoolin.core.interaction import choose
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.core.interaction.arrive import arrival
from hoolin.core.interaction.breather import BREATHER_DECIDES
from hoolin.core.interaction.setup import SETUP_DECIDES
from hoolin.core.interaction.site import Interaction, Site
from hoolin.core.interaction.speak import SPEAK_DECIDES
from hoolin.core.interaction.table import IN_LINE, LIVE, State
from hoolin.core.limits import DEFER_MS_MAX, REASONS_PER_INTERACTION_MAX

NOTHING = Decision()


def mine(site: Site, interaction: str, agent: str, *states: State) -> Interaction:
    """The interaction, if this agent answers for it and it is in one of these states."""
    one = site.interaction(interaction)
    if one.agent != agent or one.state == "offered":
        raise Conflict("not_yours", interaction=interaction)
    if states and one.state not in states:
        raise Conflict("wrong_state", state=one.state)
    return one


def accept_offer(site: Site, command: c.AcceptOffer, now: Instant) -> Decision:
    """Only the standing offer, only by the agent it was made to."""
    one = site.interaction(command.interaction)
    if one.agent == command.agent and one.state in ("active", "held"):
        return NOTHING
    if one.state != "offered" or one.offer != command.offer or one.agent != command.agent:
        raise Conflict("offer_gone", interaction=command.interaction)
    return Decision((f.OfferAccepted(interaction=one.interaction, offer=command.offer, agent=command.agent),))


def decline_offer(site: Site, command: c.DeclineOffer, now: Instant) -> Decision:
    """Back to its place; not to the same agent for a while."""
    one = site.interaction(command.interaction)
    if one.state != "offered" or one.offer != command.offer or one.agent != command.agent:
        return NOTHING
    rest_until = now + site.queue(one.queue).decline_rest_ms
    return Decision((choose.give_back(one, "declined", rest_until),))


def take(site: Site, command: c.Take, now: Instant) -> Decision:
    """By hand from the line: capacity does not stop it, presence does. From under somebody's offer: theirs ends first. What is put off is
    taken before its time.
    """
    one = site.interaction(command.interaction)
    agent = site.agent(command.agent)
    if one.agent == command.agent and one.state == "offered":
        return Decision((f.OfferAccepted(interaction=one.interaction, offer=str(one.offer), agent=command.agent),))
    if one.state not in IN_LINE and one.state != "deferred":
        raise Conflict("not_waiting", state=one.state)
    if agent.presence != "online":
        raise Conflict("not_online")
    back: tuple[Fact, ...] = ()
    if one.state == "offered":
        back = (choose.give_back(one, "withdrawn"),)
    elif one.state == "deferred":
        back = (f.InteractionQueued(interaction=one.interaction, queue=one.queue),)
    return Decision((*back, f.InteractionTaken(interaction=one.interaction, agent=command.agent)))


def hold(site: Site, command: c.Hold, now: Instant) -> Decision:
    """Holding what is held changes nothing."""
    one = mine(site, command.interaction, command.agent, "active", "held")
    return Decision((f.InteractionHeld(interaction=one.interaction),)) if one.state == "active" else NOTHING


def resume(site: Site, command: c.Resume, now: Instant) -> Decision:
    """From hold, or from wrap-up when there is more to say."""
    one = mine(site, command.interaction, command.agent, "active", "held", "wrap_up")
    return Decision((f.InteractionResumed(interaction=one.interaction),)) if one.state != "active" else NOTHING


def park(site: Site, command: c.Park, now: Instant) -> Decision:
    """The customer owes the next word."""
    one = mine(site, command.interaction, command.agent, "active", "held", "parked")
    if one.state == "parked":
        return NOTHING
    until = now + site.kept.channels[one.channel].park_ms_max
    return Decision((f.InteractionParked(interaction=one.interaction, until=until),))


def unpark(site: Site, command: c.Unpark, now: Instant) -> Decision:
    """By hand even beyond capacity: the agent asked for it."""
    one = mine(site, command.interaction, command.agent, "active", "parked")
    return Decision((f.InteractionUnparked(interaction=one.interaction),)) if one.state == "parked" else NOTHING


def transfer(site: Site, command: c.Transfer, now: Instant) -> Decision:
    """To a queue, or to a person who is here. A supervisor may move what is in another's hands."""
    one = site.interaction(command.interaction)
    if one.agent is None or one.state not in ("active", "held", "parked"):
        raise Conflict("wrong_state", state=one.state)
    if one.agent != command.agent and not command.supervising:
        raise Conflict("not_yours", interaction=command.interaction)
    if (command.queue is None) == (command.to_agent is None):
        raise Invalid("queue_or_person")
    queue = command.queue or one.queue
    rest_until = now + site.queue(queue).decline_rest_ms if command.queue else 0
    if command.to_agent is not None:
        if command.to_agent == one.agent:
            raise Invalid("to_yourself")
        if site.agent(command.to_agent).presence == "offline":
            raise Conflict("person_not_here", agent=command.to_agent)
        rest_until = now + site.queue(queue).decline_rest_ms
    note = f"{one.interaction}.t{one.transfers + 1}" if command.note.strip() else None
    fact = f.InteractionTransferred(
        interaction=one.interaction, agent=one.agent, queue=queue, to_agent=command.to_agent, note=note,
        rest_until=rest_until,
    )  # fmt: skip
    contents = (Content(note, one.customer, command.note.strip().encode()),) if note else ()
    return Decision((fact,), contents)


def defer(site: Site, command: c.Defer, now: Instant) -> Decision:
    """To be taken up again later, with the same person if they are there. Whoever put it off may choose another time."""
    one = site.interaction(command.interaction)
    if one.state != "deferred" or one.prefers != command.agent:
        one = mine(site, command.interaction, command.agent, "active", "held")
    if command.due_at <= now:
        raise Invalid("due_in_the_past")
    if command.due_at > now + DEFER_MS_MAX:
        raise Invalid("due_too_late", at_most_ms=DEFER_MS_MAX)
    if one.state == "deferred" and (one.due_at, one.wakes) == (command.due_at, command.wakes):
        return NOTHING
    return Decision((f.InteractionDeferred(interaction=one.interaction, due_at=command.due_at, wakes=command.wakes),))


def start_wrap_up(site: Site, command: c.StartWrapUp, now: Instant) -> Decision:
    """The conversation is over."""
    one = mine(site, command.interaction, command.agent, "active", "held", "parked", "wrap_up")
    if one.state == "wrap_up":
        return NOTHING
    due_at = now + site.queue(one.queue).wrap_up_ms_max
    return Decision((f.WrapUpStarted(interaction=one.interaction, agent=command.agent, due_at=due_at),))


def close(site: Site, command: c.Close, now: Instant) -> Decision:
    """With the reasons from the site's list, if the site has one; from a conversation under way, wrap-up is passed through."""
    one = mine(site, command.interaction, command.agent, "active", "held", "parked", "wrap_up")
    unknown = [reason for reason in command.reasons if reason not in site.kept.rules.reasons]
    if unknown:
        raise Invalid("unknown_reason", reasons=unknown)
    if len(command.reasons) > REASONS_PER_INTERACTION_MAX:
        raise Invalid("too_many_reasons", at_most=REASONS_PER_INTERACTION_MAX)
    facts: list[Fact] = []
    if one.state != "wrap_up":
        facts.append(f.WrapUpStarted(interaction=one.interaction, agent=command.agent, due_at=now))
    reasons = tuple(dict.fromkeys(command.reasons))
    facts.append(
        f.InteractionClosed(
            interaction=one.interaction, case=one.case, agent=command.agent, outcome=command.outcome, reasons=reasons
        )
    )
    return Decision(tuple(facts))


def say_goodbye(site: Site, command: c.SayGoodbye, now: Instant) -> Decision:
    """Before a person answered it is an abandonment; after, the agent wraps up."""
    one = site.kept.interactions.get(command.interaction)
    if one is None or one.state == "wrap_up":
        return NOTHING
    if one.state in ("arrived", "greeted", "waiting", "offered", "deferred"):
        return Decision(choose.abandon(one, command.cause, now))
    due_at = now + site.queue(one.queue).wrap_up_ms_max
    return Decision((f.WrapUpStarted(interaction=one.interaction, agent=str(one.agent), due_at=due_at),))


def customer_leave(site: Site, command: c.CustomerLeave, now: Instant) -> Decision:
    """The page is out of reach; told once."""
    one = site.kept.interactions.get(command.interaction)
    if one is None or one.customer_gone_at:
        return NOTHING
    return Decision((f.CustomerLeft(interaction=one.interaction),))


def customer_return(site: Site, command: c.CustomerReturn, now: Instant) -> Decision:
    """The page is back; told once."""
    one = site.kept.interactions.get(command.interaction)
    if one is None or not one.customer_gone_at:
        return NOTHING
    return Decision((f.CustomerReturned(interaction=one.interaction),))


def ask_answer_later(site: Site, command: c.AskAnswerLater, now: Instant) -> Decision:
    """The place in line stays; silence no longer ends it."""
    one = site.interaction(command.interaction)
    return NOTHING if one.answer_later else Decision((f.AnswerLaterAsked(interaction=one.interaction),))


def change_language(site: Site, command: c.ChangeLanguage, now: Instant) -> Decision:
    """A standing offer to somebody who may not speak it is taken back; whoever is already talking sees the wish."""
    one = site.interaction(command.interaction)
    if one.language == command.language or one.state not in LIVE:
        return NOTHING
    changed = f.LanguageChanged(interaction=one.interaction, language=command.language)
    if one.state == "offered":
        return Decision((choose.give_back(one, "withdrawn"), changed))
    return Decision((changed,))


def end_conversations(site: Site, command: c.EndConversations, now: Instant) -> Decision:
    """Whoever was in line has left it; what a person held is closed, without a claim that it was solved."""
    facts: list[Fact] = []
    for one in [one for one in site.kept.interactions.values() if one.customer == command.customer]:
        if one.state in ("arrived", "greeted", "waiting", "offered", "deferred"):
            facts.extend(choose.abandon(one, "left", now))
            continue
        if one.state not in ("wrap_up", "parked"):
            facts.append(f.WrapUpStarted(interaction=one.interaction, agent=str(one.agent), due_at=now))
        facts.append(choose.close_unfinished(one))
    return Decision(tuple(facts))


def time_passed(site: Site, command: c.TimePassed, now: Instant) -> Decision:
    """Nothing by itself: what is due follows."""
    return NOTHING


DECIDES: Decides = {
    **SETUP_DECIDES,
    **SPEAK_DECIDES,
    **BREATHER_DECIDES,
    c.Arrive: arrival,
    c.AcceptOffer: accept_offer,
    c.DeclineOffer: decline_offer,
    c.Take: take,
    c.Hold: hold,
    c.Resume: resume,
    c.Park: park,
    c.Unpark: unpark,
    c.Transfer: transfer,
    c.Defer: defer,
    c.StartWrapUp: start_wrap_up,
    c.Close: close,
    c.SayGoodbye: say_goodbye,
    c.CustomerLeave: customer_leave,
    c.CustomerReturn: customer_return,
    c.AskAnswerLater: ask_answer_later,
    c.ChangeLanguage: change_language,
    c.EndConversations: end_conversations,
    c.TimePassed: time_passed,
}
