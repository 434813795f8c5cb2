"""What may be recorded about reasons. The tree is the site's own and public within it, so its words lie in the fact itself."""

from typing import Annotated

import msgspec

from hoolin.core.facts import Code, Fact, Id
from hoolin.insight.reasons.tree import Tree, Went

SUGGESTED_MAX = 3

Likely = Annotated[float, msgspec.Meta(ge=0, le=1)]


class ReasonsPublished(Fact):
    """Another version of the tree holds from now on. number: 1, 2, 3 …. tree: all of it. crosswalk: where codes of the version before went. why:
    in the words of whoever published it.
    """

    number: Annotated[int, msgspec.Meta(ge=1)]
    tree: Tree
    why: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    crosswalk: Annotated[tuple[Went, ...], msgspec.Meta(max_length=500)] = ()


class ReasonsSuggested(Fact):
    """What the words of a contact speak for, before a person has said what it was. model: which of the models said so. language: that the customer speaks. likely: by code, the likeliest
    first, each with its probability. new: whether it is rather something that nobody has named yet. shown: whether the agent saw it; of every
    twentieth contact they do not, so that how often a suggestion is right is also known where nobody was led by it.
    """

    interaction: Id
    model: Id
    language: Code
    likely: Annotated[tuple[tuple[Code, Likely], ...], msgspec.Meta(max_length=SUGGESTED_MAX)]
    new: bool
    shown: bool
