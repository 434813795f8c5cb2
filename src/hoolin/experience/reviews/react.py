"""Fact → commands: a conversation that ended, or whose customer was unhappy with it, may be drawn to be judged."""

from collections.abc import Iterable
from typing import cast

from hoolin.core.commands import Command, Reacts
from hoolin.core.facts import Entry
from hoolin.core.interaction.facts import InteractionClosed
from hoolin.experience.reviews.commands import DrawReview
from hoolin.experience.reviews.drawing import Drawn, drawn, fitting, late
from hoolin.experience.reviews.state import ReviewDesk
from hoolin.experience.surveys.facts import SurveyAnswered

NOT_SERVED = ("spam", "not_reached")


def closed(desk: ReviewDesk, entry: Entry) -> Iterable[Command]:
    """Chance decides, with the chances of every plan that fits."""
    fact = cast(InteractionClosed, entry.fact)
    ending = desk.kept.over.get(fact.interaction)
    if ending is None or fact.outcome in NOT_SERVED:
        return ()
    found = drawn(fitting(desk.kept.rules, ending, fact.outcome), fact.interaction)
    return (_draw(fact.interaction, ending.agent, found),) if found is not None else ()


def answered(desk: ReviewDesk, entry: Entry) -> Iterable[Command]:
    """An answer in the lower half of its scale."""
    fact = cast(SurveyAnswered, entry.fact)
    ending = desk.kept.over.get(fact.interaction)
    item = desk.criteria.item(fact.item)
    if ending is None or item is None or item.counted.share(fact.value) >= 0.5:
        return ()
    found = drawn(late(desk.kept.rules, ending), fact.interaction, known=False)
    return (_draw(fact.interaction, ending.agent, found),) if found is not None else ()


def _draw(interaction: str, agent: str, found: Drawn) -> DrawReview:
    return DrawReview(
        review=f"{interaction}.r", interaction=interaction, agent=agent, plan=found.plan, chance=found.chance,
        reviewers=found.reviewers,
    )  # fmt: skip


REACTS: Reacts = {InteractionClosed: closed, SurveyAnswered: answered}
