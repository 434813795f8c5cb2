"""The small steps that folds share when something comes into line, changes in it, or leaves it."""

from hoolin.core.interaction.site import Interaction, Site
from hoolin.core.routing.waiting import Waiting


def stand_in_line(site: Site, one: Interaction, now: int) -> None:
    """In line at its place, asking for what it asks for."""
    waiting = Waiting(
        interaction=one.interaction, queue=one.queue, channel=one.channel, place_at=one.place_at,
        skills=tuple(sorted((skill, level) for skill, level in one.skills.items() if level > 0)),
        priority=one.priority, preferred=one.prefers, target=one.target, relaxed=one.relaxed,
        target_until=now + site.queue(one.queue).affinity_ms_max if one.target else None, refused=one.refused,
    )  # fmt: skip
    waits_as(site, one, site.router.enqueue(waiting, now))


def waits_as(site: Site, one: Interaction, waiting: Waiting) -> None:
    """What it asks for has changed: a choice is owed to it."""
    one.waiting = waiting
    one.relaxed, one.refused, one.target = waiting.relaxed, waiting.refused, waiting.target
    site.unmatched_work[one.interaction] = None


def leave_line(site: Site, one: Interaction) -> None:
    """Out of line."""
    site.router.withdraw(one.interaction)
    site.unmatched_work.pop(one.interaction, None)
    one.waiting = None


def let_go(site: Site, interactions: tuple[str, ...]) -> None:
    """These are no longer held back for one person."""
    for interaction in interactions:
        one = site.interaction(interaction)
        waits_as(site, one, site.router.waiting(interaction))
        site.arm(one)
