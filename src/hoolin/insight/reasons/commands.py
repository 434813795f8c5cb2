"""What may be asked about reasons."""

from typing import Annotated

import msgspec

from hoolin.core.commands import Command
from hoolin.core.facts import COUNT_MAX, Code, Id
from hoolin.insight.reasons.facts import SUGGESTED_MAX, Likely
from hoolin.insight.reasons.tree import Tree, Went


class PublishReasons(Command):
    """Have another version of the tree hold from now on. tree: all of it. crosswalk: where codes went that are gone or mean less. based_on: the version
    that was changed, 0 for the first; if another holds meanwhile, it is refused. why: what for, for everybody who later wonders.
    """

    tree: Tree
    based_on: Annotated[int, msgspec.Meta(ge=0, le=COUNT_MAX)]
    why: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    crosswalk: Annotated[tuple[Went, ...], msgspec.Meta(max_length=500)] = ()


class SuggestReasons(Command):
    """A contact's words were read at its wrap-up. Once a contact; again changes nothing. model: which of the models said so. likely: by code, the likeliest
    first, each with its probability. new: whether it is rather something that nobody has named yet. shown: whether the agent saw it.
    """

    interaction: Id
    model: Id
    likely: Annotated[tuple[tuple[Code, Likely], ...], msgspec.Meta(max_length=SUGGESTED_MAX)]
    new: bool
    shown: bool
