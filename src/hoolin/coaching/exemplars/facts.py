"""What may be recorded about exemplars. Whatever somebody said or wrote is content, under a key of the exemplar's own, which is destroyed when it is withdrawn; the
facts remain.
"""

from typing import Annotated, Literal, TypeAlias

import msgspec

from hoolin.core.facts import COUNT_MAX, Code, Fact, Id
from hoolin.core.site.rules import Language

Source: TypeAlias = Literal["agent", "reviewer", "customer"]
"""Who saw that it was good: whoever served, whoever reviewed it or thanked a colleague for it, or the customer in their own words (praise, or a complaint solved well)."""

Basis: TypeAlias = Literal["asked", "unrecognisable"]
"""Why it may be kept. `asked`: the customer said yes. `unrecognisable`: nothing in it can be traced to anybody."""

DeclinedFor: TypeAlias = Literal["personal", "not_an_example", "known_already", "no_consent"]
WithdrawnBy: TypeAlias = Literal["keeper", "agent", "customer", "erased"]

Codes: TypeAlias = Annotated[tuple[Code, ...], msgspec.Meta(max_length=20)]
Ordinal: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=COUNT_MAX)]


class ExemplarProposed(Fact):
    """Somebody says that this passage is worth showing to others. exemplar: its new id. agent: who served. by: who proposes. source: who saw that it was good, the
    agent, a reviewer or the customer. first, last: its messages by their number in the conversation, both 0 where it was typed. typed: the content with what was typed of a
    call. note: the content with why it is good. reasons: what the conversation was about.
    """

    exemplar: Id
    interaction: Id
    customer: Id
    channel: Code
    queue: Code
    language: Language
    agent: Id
    by: Id
    source: Source
    first: Ordinal
    last: Ordinal
    typed: Id | None = None
    note: Id | None = None
    reasons: Codes = ()


class ExemplarApproved(Fact):
    """Somebody saw the exact text and keeps it. exemplar: which. by: who. text: the content: what is good in it, and what was said, with nothing personal. criteria: items
    of the register that it shows. basis: why it may be kept: the customer was asked, or nobody can be recognised by it. language: of the text.
    """

    exemplar: Id
    by: Id
    text: Id
    language: Language
    criteria: Codes
    reasons: Codes
    basis: Basis


class ExemplarAgreed(Fact):
    """The agent who is shown in it says whether their name may stand beside it. exemplar: which. agrees: whether; until then, and without it, they are `a colleague`."""

    exemplar: Id
    agent: Id
    agrees: bool


class ExemplarDeclined(Fact):
    """It is not kept, and what was typed of it is destroyed. exemplar: which. by: who decided. why: a word of the list."""

    exemplar: Id
    by: Id
    why: DeclinedFor


class ExemplarWithdrawn(Fact):
    """It is in the library no more, and its text is destroyed. exemplar: which. by: who did it; `system` where the customer was erased. why: whose wish it was."""

    exemplar: Id
    by: Id
    why: WithdrawnBy


class ExemplarShown(Fact):
    """Somebody was shown it. exemplar: which. to: whom. interaction: what they served meanwhile. heard: as sound."""

    exemplar: Id
    to: Id
    interaction: Id | None = None
    heard: bool = False


class PraiseSetAside(Fact):
    """A customer praised a conversation, and a keeper of the library looks for no example in it. interaction: which. by: who decided."""

    interaction: Id
    by: Id
