"""Whose keys are to be destroyed. Each room that keeps what is said of people notes them in its `kept.gone` when it folds that something goes; they are destroyed
once that is on disk, and never before: until then words of theirs may still be on their way there.
"""

from typing import TypeAlias

import msgspec

from hoolin.core.facts import Entry, Instant

DAY_MS = 86_400_000

GONE_DAYS = 60
"""So long it is remembered; they are destroyed within the second, or when a site starts. Afterwards the stores themselves know it."""


class Going(msgspec.Struct, frozen=True):
    """One whose key is to be destroyed. position: of the fact after which; at: when that was."""

    position: int
    at: Instant


Gone: TypeAlias = dict[str, Going]
"""By owner, in the order in which they went."""


def goes(gone: Gone, entry: Entry, *owners: str) -> None:
    """These go with this entry. Who went once stays where they are: what is new is at the end."""
    for owner in owners:
        gone.setdefault(owner, Going(entry.position, entry.at))


def swept(gone: Gone, now: Instant) -> None:
    """Those that went long ago are remembered no more."""
    while gone and next(iter(gone.values())).at < now - GONE_DAYS * DAY_MS:
        del gone[next(iter(gone))]
