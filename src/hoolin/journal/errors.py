"""How the journal fails, and whose fault each failure is.

Defect                 ours: stop, and replay from what is on disk
├── PositionTaken          another writer has been here: this writer is fenced and must stop
├── DiskRefused            the disk is full, broken or gone: nothing of the batch was kept
├── Unreadable             what lies in the journal cannot be understood
│   ├── UnknownFact            a tag that no room registered
│   ├── NewerFact              a fact written by a newer Hoolin
│   ├── NewerSchema            a file written by a newer Hoolin
│   └── Damaged                sealed content that fails its check: changed, cut short, or under another master key
├── NotRegistered          a fact type that was not given to the codec, or given twice
├── MalformedFact          a value that its own type does not allow: it could be written, but never read again
├── ContentTaken           a content id or blob id that is in use
└── MasterKeyMissing       there is sealed content but no usable master key
Refusal
└── OwnerErased            the owner's key has been destroyed; a person who comes back is a new customer
"""

from hoolin.core.errors import Defect, Refusal


class PositionTaken(Defect):
    """The journal does not end where this writer believes; another writer may be at work."""


class DiskRefused(Defect):
    """The disk did not take the write, as far as is known. Opened anew, the journal holds it whole or not at all."""


class Unreadable(Defect):
    """The journal holds something that cannot be understood."""


class UnknownFact(Unreadable):
    """The journal holds a fact that no room knows."""


class NewerFact(Unreadable):
    """The journal holds a fact written by a newer version of Hoolin; upgrade before opening it."""


class NewerSchema(Unreadable):
    """The file was written by a newer version of Hoolin; upgrade before opening it."""


class Damaged(Unreadable):
    """Sealed content failed its check: it was changed, cut short, or sealed under another master key."""


class NotRegistered(Defect):
    """This type of fact was not registered with the codec."""


class MalformedFact(Defect):
    """This fact holds a value that its type does not allow."""


class ContentTaken(Defect):
    """This content id is in use."""


class MasterKeyMissing(Defect):
    """There is no usable master key, and the data folder cannot be read without it."""


class OwnerErased(Refusal):
    """This person's data has been erased; whoever comes back starts as a new customer."""
