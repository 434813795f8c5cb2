"""Who we are in the mail of one account: a value that reading and writing are given."""

import msgspec


class Us(msgspec.Struct, frozen=True, kw_only=True):
    """One account of ours, as mail sees it.

    account: its code. address: what our mail is from. name: what it is called. aliases: other addresses that reach it. domain: in
    the Message-IDs we make. reply_prefix: the local part before the + of addresses that carry a proof (`support` for
    `support+TOKEN@example.ee`), "" where the provider knows no such addresses. authserv: the name under which our own mail server
    writes Authentication-Results; "" trusts none. secret: of the site, for our proofs; neither sent nor shown.
    """

    account: str
    address: str
    name: str = ""
    aliases: tuple[str, ...] = ()
    domain: str = ""
    reply_prefix: str = ""
    authserv: str = ""
    secret: bytes = b""

    def __repr__(self) -> str:
        return f"Us({self.account!r}, {self.address!r})"

    @property
    def mail_domain(self) -> str:
        """The domain that mail to us goes to."""
        return self.address.rpartition("@")[2].lower()

    @property
    def addresses(self) -> frozenset[str]:
        """Every address that is ours, in small letters."""
        return frozenset(address.lower() for address in (self.address, *self.aliases))

    def is_ours(self, address: str) -> bool:
        """Whether an address reaches this account, with or without something after a +."""
        local, _, domain = address.lower().rpartition("@")
        return address.lower() in self.addresses or f"{local.partition('+')[0]}@{domain}" in self.addresses
