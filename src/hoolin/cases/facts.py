"""What can be recorded about a case. Notes and drafts are contents under the customer's key; a fact names them by id."""

from typing import Annotated, Literal, TypeAlias

import msgspec

from hoolin.core.facts import Code, Fact, Id, Instant
from hoolin.core.site.rules import Language

DraftKind: TypeAlias = Literal["reply", "note"]


class CaseOpened(Fact):
    """One problem of one customer began. number: what people call it by, counted up from 1001."""

    case: Id
    customer: Id
    number: Annotated[int, msgspec.Meta(ge=1)]


class CaseReopened(Fact):
    """It was not solved after all, or the customer came back about it."""

    case: Id


class CaseSolved(Fact):
    """The customer has what they needed."""

    case: Id


class NoteAdded(Fact):
    """A colleague wrote something down that the customer does not see."""

    case: Id
    note: Id
    agent: Id
    characters: int


class DraftKept(Fact):
    """What an agent has typed and not sent. Nothing that arrives ever touches it.

    kind: a reply to the customer, or a note for colleagues. revision: counts the saves, from 1. content: None when emptied.
    """

    interaction: Id
    agent: Id
    kind: DraftKind
    revision: Annotated[int, msgspec.Meta(ge=1)]
    content: Id | None


class PassIssued(Fact):
    """A customer was given a code to go on with by another channel. lookup: its keyed hash. interaction: what was under way then.
    language: which they spoke. until: when it runs out.
    """

    lookup: Annotated[str, msgspec.Meta(max_length=64)]
    customer: Id
    case: Id
    interaction: Id | None
    language: Language
    until: Instant


class PassUsed(Fact):
    """The code was shown. lookup: its keyed hash. channel: by which its holder goes on; by: the keyed hash of their address there."""

    lookup: Annotated[str, msgspec.Meta(max_length=64)]
    channel: Code
    by: Annotated[str, msgspec.Meta(max_length=64)]
