"""Facts → what is asked, who was asked, and what can still be answered."""

from itertools import islice
from typing import cast

from hoolin.core.commands import Folds
from hoolin.core.facts import Entry
from hoolin.experience.surveys import facts as f
from hoolin.experience.surveys.state import DAY_MS, Asked, SurveyDesk
from hoolin.people.api import facts as people

SWEPT_AT_ONCE = 2
"""Of the oldest: each new one lets go of two that are over, so that nothing stays for ever and nothing stops to sweep."""


def surveys_set(desk: SurveyDesk, entry: Entry) -> None:
    """Asked from now on."""
    fact = cast(f.SurveysSet, entry.fact)
    desk.kept.rules, desk.kept.version = fact.rules, fact.version


def asked(desk: SurveyDesk, entry: Entry) -> None:
    """It can be answered; whatever is over is let go."""
    fact, kept = cast(f.SurveyAsked, entry.fact), desk.kept
    survey = kept.rules.survey(fact.survey)
    assert survey is not None
    kept.asked[fact.interaction] = Asked(
        fact.interaction, fact.customer, fact.survey, fact.version, fact.way, fact.language, fact.until, survey.questions, survey.comment
    )  # fmt: skip
    kept.last_asked.pop(fact.customer, None)
    kept.last_asked[fact.customer] = (entry.at, fact.interaction)
    for interaction, one in list(islice(kept.asked.items(), SWEPT_AT_ONCE)):
        if one.until <= entry.at:
            del kept.asked[interaction]
    remembered_ms = max(kept.rules.quiet_days, kept.rules.open_days) * DAY_MS
    for customer, (at, _) in list(islice(kept.last_asked.items(), SWEPT_AT_ONCE)):
        if at + remembered_ms <= entry.at:
            del kept.last_asked[customer]


def answered(desk: SurveyDesk, entry: Entry) -> None:
    """The newest counts."""
    fact = cast(f.SurveyAnswered, entry.fact)
    one = desk.kept.asked.get(fact.interaction)
    if one is not None:
        one.answers[fact.item] = fact.value


def commented(desk: SurveyDesk, entry: Entry) -> None:
    """Words are in the read model alone."""


def ended(desk: SurveyDesk, entry: Entry) -> None:
    """Not to be answered again."""
    fact = cast(f.SurveyEnded, entry.fact)
    one = desk.kept.asked.get(fact.interaction)
    if one is not None:
        one.ended = fact.ending


def wish_noted(desk: SurveyDesk, entry: Entry) -> None:
    """For all that is to come."""
    fact = cast(f.SurveyWishNoted, entry.fact)
    (desk.kept.unwilling.discard if fact.wanted else desk.kept.unwilling.add)(fact.customer)


def merged(desk: SurveyDesk, entry: Entry) -> None:
    """Two records are one person: who did not want to be asked as the one is not asked as the other, nor soon after. A wish outlives that they are told apart
    again; it can be taken back.
    """
    fact, kept = cast(people.CustomersMerged, entry.fact), desk.kept
    if fact.merged in kept.unwilling:
        kept.unwilling.add(fact.kept)
    asked_last = max(kept.last_asked.get(one, (0, "")) for one in (fact.kept, fact.merged))
    if asked_last[1]:
        kept.last_asked[fact.kept] = asked_last


FOLDS: Folds = {
    people.CustomersMerged: merged,
    f.SurveysSet: surveys_set,
    f.SurveyAsked: asked,
    f.SurveyAnswered: answered,
    f.SurveyCommented: commented,
    f.SurveyEnded: ended,
    f.SurveyWishNoted: wish_noted,
}
