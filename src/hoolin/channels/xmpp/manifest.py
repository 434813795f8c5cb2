"""What the XMPP channel is: its numbers, limits and settings, as data."""

from typing import Annotated
from urllib.parse import quote

import msgspec

from hoolin.core.errors import Invalid
from hoolin.core.site.rules import ChannelRules, Language

CHANNEL = "xmpp"

RULES = ChannelRules(channel=CHANNEL, weight=25, silent_ms_max=0, park_ms_max=3 * 86_400_000, delivers=True)
"""It weighs what a chat weighs. Nobody is ever gone without a word, since their address stays; a conversation that the
customer has let rest for three days is over."""

SECRETS = ("password",)
"""The settings that are never shown or logged."""

RESOURCE = "hoolin"
"""Ours on the server: a connection that we no longer know of is pushed out by the next one."""

STANZA_BYTES_MAX = 1_048_576
"""Four times what servers take from a client; whatever is longer did not come from one."""

BATCH_MAX = 64
"""So many stanzas are put on disk together."""

QUEUE_MAX = 1_024
"""Beyond it the server is left to wait: we read no further until half of it is on disk."""

OVERLAP_MS = 600_000
"""The archive is asked for a little more than was missed: two clocks differ, and servers hand on in another order than they
archive. What was kept before is kept once."""

PAGE_ENTRIES = 100
PAGES_MAX = 1_000
"""One catch-up: a hundred thousand entries. Beyond that somebody has to look."""

CONNECT_SECONDS_MAX = 30.0
ANSWER_SECONDS_MAX = 20.0
"""Of the server, to whatever we ask."""

PING_SECONDS = 60.0
"""How long a line may be silent before we ask whether it is still there."""

PAUSES_SECONDS = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
"""Between attempts to connect; the last one again and again."""

STEADY_SECONDS = 60.0
"""A connection that held so long was a good one: the pauses begin anew."""

FETCH_SECONDS_MAX = 20.0
FETCH_PATIENCE_MS = 120_000
"""How long a file on our own server is waited for when it is out of reach; then its address is shown in its place."""

REDIRECTS_MAX = 3

NOTICES_REMEMBERED_MAX = 10_000
"""Of senders who were told that we cannot read encrypted messages."""


class XmppAccount(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One account of ours on an XMPP server.

    address: the account's address (its bare JID), such as `help@example.ee`. password: of that account.
    host: where the server is, if the domain does not say so in DNS (SRV). port: with `host`, its port.
    direct_tls: with `host`, the port speaks TLS from the first byte; otherwise it is begun with STARTTLS.
    ca_file: a file of certificates to trust instead of the machine's, for a server with an authority of its own. A
    certificate is always verified; there is no setting to leave that out.
    catch_up_days: how far back the server's archive is looked through at each start.
    near_hosts: hosts of our own network whose files are fetched, and over plain http if their address says so. Files of
    anybody else are fetched only over https and from public addresses.
    accept_subscriptions: whoever asks may see that we are there; many programs show a contact as out of reach otherwise.
    language: of what we say by ourselves.
    """

    address: str
    password: str
    host: str = ""
    port: Annotated[int, msgspec.Meta(ge=1, le=65_535)] = 5_222
    direct_tls: bool = False
    ca_file: str = ""
    catch_up_days: Annotated[int, msgspec.Meta(ge=1, le=366)] = 7
    near_hosts: tuple[str, ...] = ()
    accept_subscriptions: bool = True
    language: Language = "et"

    def __post_init__(self) -> None:
        local, at, domain = self.address.partition("@")
        if not (local and at and domain) or "/" in self.address or self.address != self.address.strip():
            raise Invalid("address", expected="help@example.ee")
        if not self.password:
            raise Invalid("password", expected="the account's password")

    @property
    def bare(self) -> str:
        """The address in the form it is compared in."""
        return self.address.lower()

    @property
    def domain(self) -> str:
        """The server's domain."""
        return self.bare.partition("@")[2]

    def __repr__(self) -> str:
        return f"XmppAccount({self.address})"


def link(account: XmppAccount, code: str) -> str:
    """Where a customer begins to write; the code stands in the text."""
    return f"xmpp:{quote(account.address, safe='@')}" + (f"?message;body={quote(f'{code} ')}" if code else "?message")
