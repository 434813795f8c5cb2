"""Which account a recipient's address leads to, and how a mail is named that came for it. Pure.

- An address is ours in any case of its letters, and with anything after a `+` where the account takes that; nobody else's mail is
  ever taken, so nobody can use us to reach others.
- The same bytes for the same account have the same key, whichever way they came: a mail that its sender repeats, or that lies in a
  mailbox counted anew, is taken in once. One mail for two accounts is one input for each.
"""

import hashlib
from collections.abc import Iterable, Mapping

from hoolin.channels.email.manifest import ADDRESS_CHARACTERS_MAX, EmailAccount


class Doors:
    """The addresses of some accounts."""

    def __init__(self, accounts: Mapping[str, EmailAccount]) -> None:
        self._accounts = dict(accounts)
        self._of = {
            form: code
            for code, account in accounts.items()
            for address in (*account.aliases, account.address)
            for form in _forms(address.lower())
        }

    def account(self, recipient: str) -> str | None:
        """The code of the account that this address leads to; None when it is not ours."""
        if len(recipient) > ADDRESS_CHARACTERS_MAX or any(letter <= " " or letter == "\x7f" for letter in recipient):
            return None
        local, _, domain = recipient.lower().rpartition("@")
        direct = self._of.get(f"{local}@{domain}")
        if direct is not None:
            return direct
        name, plus, _ = local.partition("+")
        code = self._of.get(f"{name}@{domain}") if plus else None
        return code if code is not None and self._accounts[code].reply_plus else None

    def sorted_out(self, recipients: Iterable[str]) -> dict[str, list[str]]:
        """Recipients by account, in the order they were named. All of them are ours."""
        out: dict[str, list[str]] = {}
        for recipient in recipients:
            code = self.account(recipient)
            if code is not None:
                out.setdefault(code, []).append(recipient)
        return out


def _forms(address: str) -> set[str]:
    """An address as it may be written on the wire: a domain with letters like õ has a second spelling."""
    local, _, domain = address.rpartition("@")
    try:
        return {address, f"{local}@{domain.encode('idna').decode()}"}
    except UnicodeError:
        return {address}


def key_of(account: str, content: bytes) -> str:
    """The key of a mail within an account."""
    digest = hashlib.sha256(account.encode())
    digest.update(b"\0")
    digest.update(content)
    return digest.hexdigest()
