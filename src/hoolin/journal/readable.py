"""Contents that open, where some of what was asked for may not: one that has rotted costs itself alone, not everybody's day."""

import logging
from collections.abc import Iterable

from hoolin.journal.errors import Damaged
from hoolin.journal.port import Contents

log = logging.getLogger(__name__)


def readable(contents: Contents, ids: Iterable[str]) -> dict[str, bytes]:
    """Those of these that are there and open. What is damaged is left out, as what was erased is, and told in the log by its id. Raises DiskRefused."""
    wanted = list(ids)
    if not wanted:
        return {}
    try:
        return contents.get(wanted)
    except Damaged as problem:
        if len(wanted) == 1:
            log.error(
                "a content does not open; hoolin check says more",
                extra={"fields": {"content": wanted[0], "said": problem.code}},
            )
            return {}
    half = len(wanted) // 2
    return readable(contents, wanted[:half]) | readable(contents, wanted[half:])
