"""Where contacts of before count now, so that figures of years stay comparable through renamings, mergers and splits.

Contacts keep the code that was noted. Each version says where the codes of the one before it went; one after the other, these steps lead
from a contact's code, as it was meant when it was noted, to the reasons of today.
"""

from collections.abc import Iterable, Mapping, Sequence

from hoolin.insight.reasons.tree import Crosswalk, Share


def today(steps: Sequence[Crosswalk], code: str) -> tuple[Share, ...]:
    """Where contacts count that were noted under a code. steps: the crosswalks of every version since, the oldest first. Shares make 1."""
    at = {code: 1.0}
    for step in steps:
        went = {one.code: one.to for one in step}
        moved: dict[str, float] = {}
        for here, share in at.items():
            for part in went.get(here, (Share(code=here),)):
                moved[part.code] = moved.get(part.code, 0.0) + share * part.share
        at = moved
    return tuple(Share(code=here, share=min(1.0, share)) for here, share in at.items())


def spread(counts: Iterable[tuple[str, float]], to: Mapping[str, tuple[Share, ...]]) -> dict[str, float]:
    """Counts by the reasons of today. counts: by the code that was noted. to: where each counts, as `today` says; other codes stay as they are."""
    found: dict[str, float] = {}
    for code, count in counts:
        for part in to.get(code, (Share(code=code),)):
            found[part.code] = found.get(part.code, 0.0) + count * part.share
    return found
