"""Fact → commands: a conversation that ended, or whose customer was unhappy with it, may be drawn to be judged."""

from collections.abc import Iterable
from typing import cast

from hoolin.core.commands import Command, Reacts
from hoolin.core.facts import Entry
from hoolin.core.interaction.facts import InteractionClosed
from hoolin.experience.chance import NOT_SERVED
from hoolin.experience.reviews.commands import DrawReview
from hoolin.experience.reviews.drawing import Drawn, drawn, fitting, late
from hoolin.experience.reviews.state import Ending, ReviewDesk
from hoolin.experience.surveys.facts import SurveyAnswered


def closed(desk: ReviewDesk, entry: Entry) -> Iterable[Command]:
    """Chance decides, with the chances of every plan that fits; else, where the customer has said already that they are unhappy, those for that."""
    fact = cast(InteractionClosed, entry.fact)
    ending = desk.kept.over.get(fact.interaction)
    if ending is None or fact.outcome in NOT_SERVED:
        return ()
    found = drawn(fitting(desk.kept.rules, ending, fact.outcome), fact.interaction)
    if found is None and any(_low(desk, item, value) for item, value in desk.answers(fact.interaction).items()):
        found = _drawn_late(desk, fact.interaction, ending)
    return (_draw(fact.interaction, ending.agent, found),) if found is not None else ()


def answered(desk: ReviewDesk, entry: Entry) -> Iterable[Command]:
    """Of a conversation that is over; what is said before that is looked at when it ends."""
    fact = cast(SurveyAnswered, entry.fact)
    ending = desk.kept.over.get(fact.interaction)
    if ending is None or not _low(desk, fact.item, fact.value):
        return ()
    found = _drawn_late(desk, fact.interaction, ending)
    return (_draw(fact.interaction, ending.agent, found),) if found is not None else ()


def _low(desk: ReviewDesk, code: str, value: int) -> bool:
    """An answer in the lower half of its scale."""
    item = desk.criteria.item(code)
    return item is not None and item.counted.share(value) < 0.5


def _drawn_late(desk: ReviewDesk, interaction: str, ending: Ending) -> Drawn | None:
    return drawn(late(desk.kept.rules, ending), interaction, known=False)


def _draw(interaction: str, agent: str, found: Drawn) -> DrawReview:
    return DrawReview(
        review=f"{interaction}.r", interaction=interaction, agent=agent, plan=found.plan, chance=found.chance,
        reviewers=found.reviewers,
    )  # fmt: skip


REACTS: Reacts = {InteractionClosed: closed, SurveyAnswered: answered}
