"""What may be asked about a case."""

from typing import Annotated

import msgspec

from hoolin.cases.facts import DraftKind
from hoolin.core.commands import Command
from hoolin.core.facts import COUNT_MAX, Id
from hoolin.core.limits import MESSAGE_CHARACTERS_MAX, NOTE_CHARACTERS_MAX


class BeginCase(Command):
    """A contact has come for this case: open it, or reopen it, or let it go on."""

    case: Id
    customer: Id


class SolveCase(Command):
    """The customer has what they needed."""

    case: Id


class ReopenCase(Command):
    """It was not solved after all."""

    case: Id


class AddNote(Command):
    """Write down something for colleagues. note: its content id, made by the shell."""

    case: Id
    note: Id
    agent: Id
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=NOTE_CHARACTERS_MAX)]


class KeepDraft(Command):
    """Keep what is typed. revision: one more than the one it replaces; an empty text drops the draft.

    kind: a reply to the customer, or a note for colleagues. customer: whose conversation it is (the key it lies under). content: the content id, made by the shell.
    subject, cc: of a letter; as far as they are written they are kept, valid or not.
    """

    interaction: Id
    customer: Id
    agent: Id
    kind: DraftKind
    revision: Annotated[int, msgspec.Meta(ge=1, le=COUNT_MAX)]
    content: Id
    text: Annotated[str, msgspec.Meta(max_length=MESSAGE_CHARACTERS_MAX)]
    subject: Annotated[str, msgspec.Meta(max_length=998)] = ""
    cc: Annotated[tuple[Annotated[str, msgspec.Meta(max_length=320)], ...], msgspec.Meta(max_length=50)] = ()
