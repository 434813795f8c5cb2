"""What every messenger account shares: secrets that never show, an address of the provider's API, and being found by its name."""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import ClassVar, TypeVar
from urllib.parse import urlsplit

import msgspec

from hoolin.core.errors import Invalid, NotFound

One = TypeVar("One")


class DiscreetAccount(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings whose secrets are shown to nobody, not even in an error's text."""

    SECRETS: ClassVar[tuple[str, ...]] = ()

    def __repr__(self) -> str:
        names = ((name, getattr(self, name)) for name in self.__struct_fields__)
        said = (f"{name}={'…' if name in self.SECRETS and value else repr(value)}" for name, value in names)
        return f"{type(self).__name__}({', '.join(said)})"


def demand_api_url(api_url: str) -> None:
    """Raises Invalid unless the text is a web address without a query; plain http only within one's own network."""
    try:
        parts = urlsplit(api_url)
        _ = parts.port
    except ValueError:
        raise Invalid("api_url", expected="https://…") from None
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise Invalid("api_url", expected="https://…")
    if parts.scheme == "http" and not _ours(parts.hostname):
        raise Invalid("api_url", expected="https, since the account's secrets travel with every call")


def _ours(host: str) -> bool:
    """Whether a host is this machine or a neighbour: a name without a dot, or a private address."""
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host


def demand_filled(account: msgspec.Struct, *names: str) -> None:
    """Raises Invalid, naming the field, when one of these is empty or holds white space or control characters."""
    for name in names:
        value = getattr(account, name)
        if not value or any(character.isspace() or not character.isprintable() for character in value):
            raise Invalid(name, expected="filled, without spaces")


def of_account(known: Mapping[str, One], account: str) -> One:
    """What a gateway has for an account. Raises NotFound."""
    found = known.get(account)
    if found is None:
        raise NotFound("account", account=account)
    return found
