"""Chance chooses whose customer is asked, whose conversation is judged, for whose contact no reason is suggested, and who begins: with a share that is known
beforehand, and the same each time it is looked at. Nobody is chosen of whom there is nothing to ask about.
"""

import hashlib
from typing import Literal, TypeAlias

NOT_SERVED = ("not_reached", "spam")
"""Outcomes after which there is nothing to ask about, and nothing to judge."""

Purpose: TypeAlias = Literal["survey", "review", "suggestion", "rollout"]


def chance(of: str, purpose: Purpose) -> float:
    """A number from 0 to just below 1, as good as random: of the same always the same, for each purpose another."""
    digest = hashlib.blake2b(of.encode(), digest_size=8, person=purpose.encode()).digest()
    return (int.from_bytes(digest, "big") >> 11) / (1 << 53)
