"""A process of its own that brings the rows of a folder up, in small stretches: `python -m … FOLDER`; prints the position of each one kept."""

import sys
from pathlib import Path

from hoolin.experience.contacts import copying
from hoolin.experience.contacts.copying import Copy
from hoolin.experience.contacts.duck import DuckColumns
from hoolin.experience.contacts.store import Reached
from hoolin.journal import sqlite
from hoolin.journal.codec import Codec
from hoolin.runtime.house import House
from hoolin.wiring import rooms


class Telling(DuckColumns):
    """Says what it has kept."""

    def take(self, batch, live, merged, reached: Reached) -> None:  # type: ignore[no-untyped-def]
        """As ever, and say so."""
        super().take(batch, live, merged, reached)
        sys.stdout.write(f"{reached.position}\n")
        sys.stdout.flush()


def main(folder: Path) -> None:
    """From wherever the rows end to the journal's head."""
    copying.READ, copying.STRETCH = 20, 20
    codec = Codec(House(tuple(rooms().values())).fact_types)
    journal = sqlite.open_stores(folder, codec).journal
    Copy(journal, Telling(folder / "experience.duckdb")).catch_up()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
