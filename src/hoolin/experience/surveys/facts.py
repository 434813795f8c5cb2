"""What may be recorded about asking customers. What they wrote in their own words is content."""

from typing import Annotated, Literal, TypeAlias

import msgspec

from hoolin.core.facts import Code, Fact, Id, Instant
from hoolin.core.site.rules import Language
from hoolin.experience.surveys.rules import SurveyRules

Way: TypeAlias = Literal["inline", "link", "keys"]
"""In the chat itself; by a link in a message; by the telephone's keys."""

SurveyEnding: TypeAlias = Literal["finished", "declined"]


class SurveysSet(Fact):
    """What a site asks has changed. version: 1, 2, 3 …; answers name the version they were given to. rules: all of it."""

    version: Annotated[int, msgspec.Meta(ge=1)]
    rules: SurveyRules


class SurveyAsked(Fact):
    """A customer was asked how it went. survey, version: what is asked. way: how. language: in which. share: of a hundred such conversations
    so many are asked. until: when answering ends.
    """

    interaction: Id
    customer: Id
    survey: Code
    version: Annotated[int, msgspec.Meta(ge=1)]
    way: Way
    language: Language
    share: Annotated[int, msgspec.Meta(ge=1, le=100)]
    until: Instant


class SurveyAnswered(Fact):
    """One question was answered. item: which. value: on the item's own scale; the newest counts until the survey has ended."""

    interaction: Id
    item: Code
    value: Annotated[int, msgspec.Meta(ge=-1_000, le=1_000)]


class SurveyCommented(Fact):
    """The customer added words. comment: the content; the newest counts. characters: how many."""

    interaction: Id
    comment: Id
    characters: Annotated[int, msgspec.Meta(ge=0)]


class SurveyEnded(Fact):
    """The customer is done. ending: answered to the end, or would rather not. What was answered before stays."""

    interaction: Id
    ending: SurveyEnding


class SurveyWishNoted(Fact):
    """Whether the customer is to be asked from now on. wanted: they are."""

    customer: Id
    wanted: bool
