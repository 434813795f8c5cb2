"""An account, a session, and who somebody is. Nothing here knows a web framework."""

from typing import Annotated, TypeAlias

import msgspec

from hoolin.core.facts import Id, Instant
from hoolin.core.limits import NAME_CHARACTERS_MAX
from hoolin.core.site.rules import Language
from hoolin.server.permissions import Role

LOGIN_CHARACTERS_MAX = 64
"""A login is typed by hand, or is an e-mail address."""

DEVICE_CHARACTERS_MAX = 200
"""Enough of a browser's name for its owner to know it again."""

Name: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=NAME_CHARACTERS_MAX)]


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may log in.

    agent: the agent they are when serving; None for those who never serve. A disabled account cannot log in. guarded: whether a second
    factor is asked for.
    """

    id: Id
    login: str
    name: Name
    role: Role
    agent: Id | None = None
    language: Language = "et"
    disabled: bool = False
    created_at: Instant = 0
    guarded: bool = False


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What shall become different about an account; UNSET leaves a field as it is."""

    name: Name | msgspec.UnsetType = msgspec.UNSET
    role: Role | msgspec.UnsetType = msgspec.UNSET
    agent: Id | msgspec.UnsetType | None = msgspec.UNSET
    language: Language | msgspec.UnsetType = msgspec.UNSET
    disabled: bool | msgspec.UnsetType = msgspec.UNSET


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """One log-in. device: what the browser calls itself. ends_at: when it ends however much it is used."""

    id: Id
    account: Id
    device: str
    created_at: Instant
    seen_at: Instant
    ends_at: Instant


class Who(msgspec.Struct, frozen=True, kw_only=True):
    """The person behind a request: made from their session and account, good for a few seconds.

    csrf: what their page must send with every unsafe call. enrol: they must put a second factor into use before they may do anything else.
    """

    account: Id
    agent: Id | None
    name: str
    role: Role
    permissions: frozenset[str]
    language: Language
    session: Id
    csrf: str
    enrol: bool = False

    @property
    def actor(self) -> str:
        """How the journal calls them."""
        return f"agent:{self.agent}" if self.agent else f"account:{self.account}"

    def may(self, permission: str) -> bool:
        """Whether their role has the permission."""
        return permission in self.permissions
