"""What can be recorded about a view that somebody keeps."""

from typing import Annotated, Literal, TypeAlias

import msgspec

from hoolin.core.facts import Code, Fact, Id
from hoolin.core.interaction.table import State
from hoolin.core.site.rules import Language

WANTED_MAX = 50
"""Values of one kind in a filter: more than a site has queues."""

TITLE_CHARACTERS_MAX = 60

Whose: TypeAlias = Literal["anybody", "mine", "nobody"]
Title: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=TITLE_CHARACTERS_MAX)]
Several: TypeAlias = Annotated[tuple[Code, ...], msgspec.Meta(max_length=WANTED_MAX)]


class Filter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which live conversations are wanted; of an empty list any. whose: in anybody's hands, the reader's, or nobody's. unread: only with words
    nobody has read. late: only those that wait longer than their queue's target.
    """

    states: Annotated[tuple[State, ...], msgspec.Meta(max_length=WANTED_MAX)] = ()
    channels: Several = ()
    queues: Several = ()
    languages: Annotated[tuple[Language, ...], msgspec.Meta(max_length=WANTED_MAX)] = ()
    whose: Whose = "anybody"
    unread: bool = False
    late: bool = False


class ViewKept(Fact):
    """Somebody keeps a view, or changes theirs. view: its id. owner: whose account. title: what they call it. wanted: what it shows. queue:
    everybody who serves it sees the view too; None: its owner alone.
    """

    view: Id
    owner: Id
    title: Title
    wanted: Filter
    queue: Code | None


class ViewDropped(Fact):
    """It is wanted no more. view: its id. owner: whose it was."""

    view: Id
    owner: Id
