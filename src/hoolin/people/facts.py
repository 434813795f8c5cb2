"""What can be recorded about a customer. Names and addresses lie in the content store under the customer's key."""

from typing import Literal, TypeAlias

from hoolin.core.facts import Fact, Id
from hoolin.core.site.rules import Language

IdentityKind: TypeAlias = Literal[
    "email", "phone", "visitor", "telegram", "whatsapp", "messenger", "instagram", "viber", "xmpp", "matrix"
]


class CustomerNamed(Fact):
    """The customer said how they are called, or an agent wrote it down. The name is the content of this id."""

    customer: Id
    content: Id


class LanguagePreferred(Fact):
    """The customer would rather be spoken to in this language."""

    customer: Id
    language: Language


class IdentityAdded(Fact):
    """A way to reach or recognise the customer. kind: e-mail, phone, the token of a
    visitor's page, or what a messenger knows them by. lookup: a keyed hash of the value, to find the customer by it;
    the value itself is the content of `identity`. verified: proved, not only said.
    """

    customer: Id
    identity: Id
    kind: IdentityKind
    lookup: str
    verified: bool = False


class RecordingRefused(Fact):
    """The customer wants no call of theirs recorded."""

    customer: Id


class RecordingAllowed(Fact):
    """They have nothing against it any more."""

    customer: Id


class CustomersMerged(Fact):
    """Two records are one person: everything of `merged` is shown with `kept`, until it is undone."""

    kept: Id
    merged: Id


class CustomersUnmerged(Fact):
    """They were two people after all; each has their own again."""

    kept: Id
    merged: Id


class CustomerErased(Fact):
    """The customer's key was destroyed at their wish: figures stay, the person is gone."""

    customer: Id
