"""What may be asked of surveys."""

from typing import Annotated

import msgspec

from hoolin.core.commands import Command
from hoolin.core.facts import COUNT_MAX, Code, Id
from hoolin.experience.surveys.facts import SurveyEnding
from hoolin.experience.surveys.rules import SurveyRules

COMMENT_CHARACTERS_MAX = 2_000


class SetSurveys(Command):
    """From now on this is asked. rules: all surveys of the site. after: the version they were made from; another one means that somebody
    else changed them meanwhile.
    """

    rules: SurveyRules
    after: Annotated[int, msgspec.Meta(ge=0, le=COUNT_MAX)]


class AskedByKeys(Command):
    """The customer of a call is being asked by keys. survey: which survey."""

    interaction: Id
    survey: Code


class AnswerSurvey(Command):
    """An answer to one question. item: which. value: on its scale."""

    interaction: Id
    item: Code
    value: Annotated[int, msgspec.Meta(ge=-1_000, le=1_000)]


class EndSurvey(Command):
    """Done, or rather not. comment: words that go along; its content is `comment_id`."""

    interaction: Id
    ending: SurveyEnding
    comment: Annotated[str, msgspec.Meta(max_length=COMMENT_CHARACTERS_MAX)] = ""
    comment_id: Id | None = None


class NoteSurveyWish(Command):
    """Whether whoever was asked in this conversation wants to be asked again. wanted: they do."""

    interaction: Id
    wanted: bool
