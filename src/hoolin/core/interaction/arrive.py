"""Arrive → facts: a customer asks for a person and stands in line at once."""

from hoolin.core.commands import Decision
from hoolin.core.errors import Conflict, NotFound
from hoolin.core.facts import Instant
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.core.interaction.site import Site
from hoolin.core.limits import WAITING_MAX


def arrival(site: Site, command: c.Arrive, now: Instant) -> Decision:
    """Into line at once; the language is a skill like any other. Asking again with the same id changes nothing."""
    if command.interaction in site.kept.interactions:
        return Decision()
    queue = command.queue or site.kept.rules.default_queue
    site.queue(queue)
    if command.channel not in site.kept.channels:
        raise NotFound("channel", channel=command.channel)
    if len(site.kept.interactions) >= WAITING_MAX:
        raise Conflict("line_full")
    skills = {**command.skills, f"lang:{command.language}": max(1, command.skills.get(f"lang:{command.language}", 1))}
    prefers = command.prefers if command.prefers in site.kept.agents else None
    facts = (
        f.InteractionArrived(
            interaction=command.interaction, customer=command.customer, case=command.case, channel=command.channel,
            queue=queue, language=command.language, place_at=now, priority=command.priority, skills=skills,
            prefers=prefers,
        ),
        f.InteractionQueued(interaction=command.interaction, queue=queue),
    )  # fmt: skip
    return Decision(facts, new=(command.interaction,))
