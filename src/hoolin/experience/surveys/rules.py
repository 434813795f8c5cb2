"""What a site decides about its surveys: what is asked, of whom, and how seldom.

Questions are items of the register, by code: their words and scales are the same on every channel, and nobody can write a question
that only one channel asks.
"""

from typing import Annotated, TypeAlias

import msgspec

from hoolin.core.facts import Code
from hoolin.core.site.rules import Value

QUESTIONS_MAX = 6
"""More are not answered to the end."""

SURVEYS_MAX = 50

Codes: TypeAlias = Annotated[tuple[Code, ...], msgspec.Meta(max_length=100)]


SurveyCode: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=50)]
"""Shorter than other codes: the telephone's forms are called after it."""


class Survey(Value):
    """One survey. code: by which it is known. questions: items that customers may be asked, in order. comment: whether a last question leaves
    room for words. queues, channels: of which conversations; empty for all. share: how many of a hundred conversations are asked,
    chosen by chance. used: one that is not asks nobody and keeps what was answered.
    """

    code: SurveyCode
    questions: Annotated[tuple[Code, ...], msgspec.Meta(min_length=1, max_length=QUESTIONS_MAX)]
    comment: bool = True
    queues: Codes = ()
    channels: Codes = ()
    share: Annotated[int, msgspec.Meta(ge=1, le=100)] = 100
    used: bool = True

    def fits(self, queue: str, channel: str) -> bool:
        """Whether conversations of this line on this channel are asked."""
        return (
            self.used and (not self.queues or queue in self.queues) and (not self.channels or channel in self.channels)
        )


class SurveyRules(Value):
    """What a site asks. surveys: all of them; the first that fits a conversation is asked. quiet_days: nobody is asked again within so many days. open_days:
    how long a survey can be answered.
    """

    surveys: Annotated[tuple[Survey, ...], msgspec.Meta(max_length=SURVEYS_MAX)] = ()
    quiet_days: Annotated[int, msgspec.Meta(ge=0, le=365)] = 30
    open_days: Annotated[int, msgspec.Meta(ge=1, le=60)] = 14

    def survey(self, code: str) -> Survey | None:
        """The survey of this code."""
        return next((one for one in self.surveys if one.code == code), None)
