"""What may be asked about a view that somebody keeps."""

from hoolin.cases.saved.facts import Filter, Title
from hoolin.core.commands import Command
from hoolin.core.facts import Code, Id


class KeepView(Command):
    """Keep a view, or change one's own. view: its id, made by the shell. owner: whose account asks. title: what it is called. wanted: what it
    shows. queue: for everybody who serves it.
    """

    view: Id
    owner: Id
    title: Title
    wanted: Filter
    queue: Code | None = None


class DropView(Command):
    """Have one's own view no more. view: which. owner: whose account asks."""

    view: Id
    owner: Id
