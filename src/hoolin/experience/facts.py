"""What may be recorded about how customers fare."""

from typing import Annotated, Literal, TypeAlias

import msgspec

from hoolin.core.facts import Code, Fact, Instant, Ms
from hoolin.core.site.rules import Language

ProbeEnding: TypeAlias = Literal["reached", "gave_up", "closed", "failed"]
"""A person answered; none within the time that was set; we were told that nobody is there, and until when; something broke."""


class ProbeEnded(Fact):
    """A probe turned to us as a customer would and asked for a person. channel, language: by which way, in which. asked_at: when it asked.
    took_ms: until a person answered, or until it ended otherwise. ending: how. code: what broke, "" otherwise.
    """

    channel: Code
    language: Language
    asked_at: Instant
    took_ms: Ms
    ending: ProbeEnding
    code: Annotated[str, msgspec.Meta(max_length=64)] = ""
