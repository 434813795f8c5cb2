"""Whether the stores of a site can still be read: the back end's own look, with the facts that all rooms know."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from hoolin.journal.codec import Codec
from hoolin.journal.sqlite.soundness import Fault, Told, faults, file_faults
from hoolin.runtime.house import House
from hoolin.wiring.rooms import rooms

__all__ = ["Fault", "Told", "file_faults", "store_faults"]


def store_faults(site: Path, copy: Path, environ: Mapping[str, str], told: Told) -> Iterator[Fault]:
    """See `journal.sqlite.soundness.faults`. Raises MasterKeyMissing."""
    yield from faults(site, copy, Codec(House(tuple(rooms().values())).fact_types), environ, told)
