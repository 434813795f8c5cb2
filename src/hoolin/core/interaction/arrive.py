"""Arrive → facts: a customer asks for a person and stands in line, at once or when they asked to; whoever comes over from another
channel brings along what they had there.
"""

from hoolin.core.commands import Decision
from hoolin.core.errors import Conflict, NotFound
from hoolin.core.facts import Fact, Instant
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.core.interaction.choose import give_back
from hoolin.core.interaction.site import Interaction, Site
from hoolin.core.limits import WAITING_MAX


def arrival(site: Site, command: c.Arrive, now: Instant) -> Decision:
    """Into line at once; the language is a skill like any other. Asking again with the same id changes nothing."""
    if command.interaction in site.kept.interactions:
        return Decision()
    old = _moving(site, command)
    queue = command.queue or (old.queue if old is not None else site.kept.rules.default_queue)
    site.queue(queue)
    if command.channel not in site.kept.channels:
        raise NotFound("channel", channel=command.channel)
    if len(site.kept.interactions) >= WAITING_MAX:
        raise Conflict("line_full")
    skills = {**(old.skills if old is not None else {}), **command.skills}
    spoken = f"lang:{command.language}"
    skills = {skill: level for skill, level in skills.items() if skill == spoken or not skill.startswith("lang:")}
    skills[spoken] = max(1, skills.get(spoken, 1))
    arrived = f.InteractionArrived(
        interaction=command.interaction, customer=command.customer, case=command.case, channel=command.channel,
        queue=queue, language=command.language, skills=skills,
        place_at=old.place_at if old is not None else now,
        priority=max(command.priority, old.priority if old is not None else 0),
        prefers=_preferred(site, command, old),
    )  # fmt: skip
    if command.due_at > now:
        begins: Fact = f.InteractionDeferred(interaction=command.interaction, due_at=command.due_at)
    else:
        begins = f.InteractionQueued(interaction=command.interaction, queue=queue)
    facts = (*leave_behind(site, command, command.interaction), arrived, begins)
    return Decision(
        (*facts, *claims(command, command.interaction, command.customer, command.case)), new=(command.interaction,)
    )


def claims(command: c.Arrive, interaction: str, customer: str, case: str) -> tuple[Fact, ...]:
    """That whoever writes in this conversation says that they are another, if they do."""
    claim = command.claims
    if claim is None:
        return ()
    fact = f.PersonClaimed(
        interaction=interaction, customer=customer, claimed=claim.customer, given_at=claim.given_at,
        given_in=command.moves, case=claim.case if claim.case == case else None,
    )  # fmt: skip
    return (fact,)


def _moving(site: Site, command: c.Arrive) -> Interaction | None:
    """What the customer leaves behind for this; None when it has ended, or is being wrapped up. That it is theirs to move has been
    proved to whoever asks: it may be on record under a customer who is merged with this one in the same moment.
    """
    old = site.kept.interactions.get(command.moves or "")
    return old if old is not None and old.state != "wrap_up" else None


def leave_behind(site: Site, command: c.Arrive, to: str) -> tuple[Fact, ...]:
    """What the customer moves from ends, for they go on in `to`."""
    old = _moving(site, command)
    if old is None or old.interaction == to:
        return ()
    moved = f.InteractionMoved(interaction=old.interaction, to=to)
    return (give_back(old, "withdrawn"), moved) if old.state == "offered" else (moved,)


def _preferred(site: Site, command: c.Arrive, old: Interaction | None) -> str | None:
    """Whoever was with the customer, else who is asked for, else whom they waited for."""
    held = old.agent if old is not None and old.state != "offered" else None
    wished = (held, command.prefers, old.prefers if old is not None else None)
    return next((agent for agent in wished if agent is not None and agent in site.kept.agents), None)
