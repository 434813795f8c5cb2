"""What may be asked about a customer. Content ids come with the command; they are made outside."""

from typing import Annotated

import msgspec

from hoolin.core.commands import Command
from hoolin.core.facts import Id
from hoolin.core.limits import NAME_CHARACTERS_MAX
from hoolin.core.site.rules import Language
from hoolin.people.facts import IdentityKind

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=NAME_CHARACTERS_MAX)]


class NameCustomer(Command):
    """Write down how the customer is called. name: it goes to the content store."""

    customer: Id
    content: Id
    name: Name


class PreferLanguage(Command):
    """Note the language the customer prefers."""

    customer: Id
    language: Language


class RefuseRecording(Command):
    """Note whether the customer wants their calls not to be recorded. refuses: false takes it back."""

    customer: Id
    refuses: bool = True


class AddIdentity(Command):
    """Note a way to reach the customer.

    identity: its id, also of its content. kind: e-mail, phone, the token of a visitor's page, or what a messenger knows them by. value: the address; it goes
    to the content store. lookup: the keyed hash of the value, made by the shell. verified: proved, not only said.
    """

    customer: Id
    identity: Id
    kind: IdentityKind
    value: Annotated[str, msgspec.Meta(min_length=1, max_length=320)]
    lookup: Annotated[str, msgspec.Meta(min_length=16, max_length=64)]
    verified: bool = False


class MergeCustomers(Command):
    """Say that two records are one person. It can be undone."""

    kept: Id
    merged: Id


class UnmergeCustomers(Command):
    """Undo a merge."""

    kept: Id
    merged: Id


class EraseCustomer(Command):
    """Forget the person. Conversations still open are ended first by whoever asks."""

    customer: Id


class ConfirmClaim(Command):
    """Whoever showed another's code in this conversation is that person: the two records are merged. It can be undone."""

    interaction: Id


class RefuseClaim(Command):
    """They are two people. case: the id of a new case, in which the conversation goes on if it is in the other's."""

    interaction: Id
    case: Id
