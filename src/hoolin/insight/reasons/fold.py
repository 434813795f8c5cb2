"""Facts → versions, uses, and what has been suggested."""

from typing import cast

from hoolin.core.commands import Folds
from hoolin.core.facts import Entry
from hoolin.core.interaction.facts import InteractionAbandoned, InteractionClosed, InteractionMoved
from hoolin.insight.reasons import facts as f
from hoolin.insight.reasons.state import Reasons, Version


def published(reasons: Reasons, entry: Entry) -> None:
    """One version more."""
    fact = cast(f.ReasonsPublished, entry.fact)
    reasons.kept.versions.append(Version(fact.number, entry.at, entry.actor, fact.why, fact.tree, fact.crosswalk))


def suggested(reasons: Reasons, entry: Entry) -> None:
    """Not again."""
    reasons.kept.suggested.add(cast(f.ReasonsSuggested, entry.fact).interaction)


def over(reasons: Reasons, entry: Entry) -> None:
    """It ended without a reason; nothing more is suggested for it."""
    reasons.kept.suggested.discard(cast(InteractionAbandoned | InteractionMoved, entry.fact).interaction)


def closed(reasons: Reasons, entry: Entry) -> None:
    """A contact more for each of its reasons."""
    fact = cast(InteractionClosed, entry.fact)
    reasons.kept.suggested.discard(fact.interaction)
    for code in fact.reasons:
        reasons.kept.used[code] = reasons.kept.used.get(code, 0) + 1


FACTS = (f.ReasonsPublished, f.ReasonsSuggested)
FOLDS: Folds = {
    f.ReasonsPublished: published, f.ReasonsSuggested: suggested, InteractionClosed: closed, InteractionAbandoned: over, InteractionMoved: over,
}  # fmt: skip
