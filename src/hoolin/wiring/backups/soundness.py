"""Whether the stores of a site can still be read: the back end's own look, with the facts that all rooms know; and where its journal stands."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from hoolin.cluster.single import FILE_NAME as LOCK
from hoolin.cluster.single import holder_of
from hoolin.core.facts import Instant
from hoolin.journal.codec import Codec
from hoolin.journal.keys import KEY_FILE, KEY_VARIABLE
from hoolin.journal.sqlite.file import FILE_NAME as JOURNAL
from hoolin.journal.sqlite.soundness import Fault, Told, faults, file_faults
from hoolin.journal.sqlite.soundness import newest_fact as newest
from hoolin.runtime.house import House
from hoolin.wiring.rooms import rooms

__all__ = [
    "JOURNAL",
    "KEY_FILE",
    "KEY_VARIABLE",
    "Fault",
    "Told",
    "file_faults",
    "newest_fact",
    "served_by",
    "store_faults",
]


def store_faults(site: Path, copy: Path, environ: Mapping[str, str], told: Told) -> Iterator[Fault]:
    """See `journal.sqlite.soundness.faults`. Raises MasterKeyMissing."""
    yield from faults(site, copy, Codec(House(tuple(rooms().values())).fact_types), environ, told)


def newest_fact(site: Path) -> tuple[int, Instant] | None:
    """Position and instant of the last fact; None in an empty journal. Raises DiskRefused."""
    return newest(site)


def served_by(site: Path) -> int | None:
    """The process that serves the site at this moment; None when nobody does."""
    return holder_of(site / "site" / LOCK)
