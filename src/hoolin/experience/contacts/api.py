"""What the rest of the house takes from the rows; the room's own door passes it on."""

from hoolin.experience.contacts.asking import Asking
from hoolin.experience.contacts.copying import Copy
from hoolin.experience.contacts.duck import THREADS, DuckColumns
from hoolin.experience.contacts.row import Mark, number_of
from hoolin.experience.contacts.scope import CASE_DAYS, DAY_MS, DIMENSIONS, Dimension, Scope
from hoolin.experience.contacts.state import Batch, Folding
from hoolin.experience.contacts.store import Columns, Reached, Rows

__all__ = [
    "CASE_DAYS", "DAY_MS", "DIMENSIONS", "THREADS", "Asking", "Batch", "Columns", "Copy", "Dimension", "DuckColumns", "Folding", "Mark", "Reached", "Rows",
    "Scope", "number_of",
]  # fmt: skip
