"""Appends to the journal of a folder until it is killed, and says after each append which position is acknowledged.

python -m tests.journal.writing_process FOLDER
"""

import sys
from pathlib import Path

from hoolin.journal.sqlite import checkpoint, later, open_stores
from tests.journal.samples import codec, poured

BATCH = 5


def main() -> None:
    """Write for ever."""
    checkpoint.CHECKPOINT_EVERY_BYTES = 500_000
    later.ROUND = 200
    stores = open_stores(Path(sys.argv[1]), codec(), environ={})
    head = stores.journal.head()
    while True:
        pairs = [poured(head + n, f"owner-{head % 7}", "x" * 200) for n in range(1, BATCH + 1)]
        stores.journal.append([entry for entry, _ in pairs], [words for _, words in pairs])
        head += BATCH
        print(head, flush=True)  # noqa: T201 (this is how it speaks to the test)


if __name__ == "__main__":
    main()
