"""Which conversations are drawn: by chance, with chances that are known beforehand, and that are the same each time they are looked at.

Several plans may fit one conversation. Each draws for itself; a conversation is judged once, by the first plan that drew it, and the chance
that is written down is the chance to be drawn by any of them.
"""

from collections.abc import Sequence
from math import prod
from typing import NamedTuple

from hoolin.core.interaction.facts import Outcome
from hoolin.experience.chance import chance
from hoolin.experience.reviews.rules import Plan, ReviewRules
from hoolin.experience.reviews.state import Ending


class Drawn(NamedTuple):
    """A conversation was drawn. plan: by which. chance: see `ReviewDrawn`. reviewers: how many judge it."""

    plan: str
    chance: float | None
    reviewers: int


def fitting(rules: ReviewRules, ending: Ending, outcome: Outcome) -> list[Plan]:
    """The plans that may draw a conversation when it ends."""
    kinds = (
        {"every"} | ({"handed_on"} if ending.transfers else set()) | ({"unsolved"} if outcome == "pending" else set())
    )
    return [plan for plan in rules.plans if plan.kind in kinds and _within(plan, ending)]


def late(rules: ReviewRules, ending: Ending) -> list[Plan]:
    """The plans that may draw a conversation when its customer turned out unhappy."""
    return [plan for plan in rules.plans if plan.kind == "unhappy" and _within(plan, ending)]


def drawn(plans: Sequence[Plan], interaction: str, known: bool = True) -> Drawn | None:
    """What chance decides. known: whether the chance may enter estimates."""
    by_any = 1 - prod(1 - plan.per_mille / 1_000 for plan in plans)
    for plan in plans:
        if chance(f"{interaction}\n{plan.code}", "review") < plan.per_mille / 1_000:
            double = chance(f"{interaction}\n{plan.code}/double", "review") < plan.double / 100
            return Drawn(plan.code, by_any if known else None, 2 if double else 1)
    return None


def _within(plan: Plan, ending: Ending) -> bool:
    in_queue = not plan.queues or ending.queue in plan.queues
    return plan.used and in_queue and (not plan.channels or ending.channel in plan.channels)
