"""What may be asked about leaving. All of it by the site itself."""

from hoolin.core.commands import Command
from hoolin.core.facts import Id


class CloseAccount(Command):
    """Somebody may log in no more. Again changes nothing. account: who."""

    account: Id


class ReopenAccount(Command):
    """They may log in again. Of whom it was not known that they could not, nothing changes. account: who."""

    account: Id


class SweepCoaching(Command):
    """Something is too old by now."""
