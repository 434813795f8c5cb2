"""What of a model's word a person is shown, and to whom nothing is shown."""

from collections.abc import Collection, Iterable

from hoolin.experience.api import chance
from hoolin.insight.reasons.facts import SUGGESTED_MAX

UNSEEN_SHARE = 0.05
"""Of so many contacts nothing is shown: there it is seen how often a suggestion is right where nobody was led by it."""

LIKELY_MIN = 0.05
"""What is less likely is not worth a look, unless it is the likeliest."""


def is_shown(interaction: str) -> bool:
    """Whether suggestions for this contact are shown at all; of the same contact always the same."""
    return chance(interaction, "suggestion") >= UNSEEN_SHARE


def worth_showing(likely: Iterable[tuple[str, float]], leaves: Collection[str]) -> tuple[tuple[str, float], ...]:
    """What may be suggested, the likeliest first. likely: by code, as a model says it. leaves: what a contact may have now; the tree may be younger than
    the model.
    """
    found = [(code, min(1.0, max(0.0, float(share)))) for code, share in likely if code in leaves]
    return tuple(one for at, one in enumerate(found[:SUGGESTED_MAX]) if at == 0 or one[1] >= LIKELY_MIN)
