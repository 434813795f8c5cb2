"""What the Matrix channel is: its numbers, limits and settings, as data."""

import re
from urllib.parse import quote, urlsplit

import msgspec

from hoolin.core.errors import Invalid
from hoolin.core.site.rules import ChannelRules, Language

CHANNEL = "matrix"

RULES = ChannelRules(channel=CHANNEL, weight=25, silent_ms_max=0, park_ms_max=3 * 86_400_000, delivers=True)
"""It weighs what a chat weighs. Nobody is ever gone without a word, since their room stays; a conversation that the customer
has let rest for three days is over."""

SECRETS = ("as_token", "hs_token")
"""The settings that are never shown or logged."""

DEVICE = "HOOLIN"
"""What our users write with: a homeserver tells repeats apart by device, over its own restarts too."""

TRANSACTION_BYTES_MAX = 16 * 1024 * 1024
"""A hundred events of 64 KiB, which is the most an event may have, and as much again for what comes beside them."""

TRANSACTION_EVENTS_MAX = 10_000
"""Homeservers send a hundred at a time."""

ANSWER_BYTES_MAX = 1024 * 1024
"""Of the homeserver, to whatever we ask."""

ANSWER_SECONDS_MAX = 20.0
MEDIA_SECONDS_MAX = 60.0

CONNECTIONS_MAX = 20

PATIENCE_MS = 120_000
"""How long an event waits for what the homeserver cannot tell or give now, such as a file that lies at another one. Then a file's
name is shown in its place.
"""

INVITATIONS_MAX = 1_000
"""Waiting to be accepted, after a first attempt that failed. Beyond it the customer has to invite us again."""

JOIN_SECONDS_MAX = 5.0
"""How long the homeserver waits for our answer while we accept an invitation; then we go on by ourselves."""

WORKERS = 4
"""Invitations accepted side by side: joining a room of a far server takes its time."""

PAUSES_SECONDS = (1.0, 5.0, 15.0, 60.0, 300.0)
"""Between attempts to begin, or to accept an invitation."""

REMEMBERED_MAX = 10_000
"""Names and rooms that are not asked for again."""

_user = re.compile(r"@[a-z0-9._=/+-]{1,200}:[A-Za-z0-9.:\[\]-]{1,200}")
NEAR = ("localhost", "127.0.0.1", "::1")


class MatrixAccount(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One application service of ours on a homeserver.

    homeserver: where we reach it, such as `https://matrix.example.ee`. user: our user there, such as `@help:example.ee`.
    others: further users of ours that may be written to. appservice: the `id` in the registration.
    as_token: by which the homeserver knows us. hs_token: by which we know the homeserver.
    ca_file: a file of certificates to trust instead of the machine's. plain_http: the homeserver may be asked over http
    within a network of our own; without it only over https, or on this very machine.
    language: of what we say by ourselves.
    """

    homeserver: str
    user: str
    others: tuple[str, ...] = ()
    appservice: str = "hoolin"
    as_token: str
    hs_token: str
    ca_file: str = ""
    plain_http: bool = False
    language: Language = "et"

    def __post_init__(self) -> None:
        parts = urlsplit(self.homeserver)
        near = parts.scheme == "http" and (self.plain_http or parts.hostname in NEAR)
        if not parts.hostname or not (parts.scheme == "https" or near) or parts.path.strip("/"):
            raise Invalid("homeserver", expected="https://matrix.example.ee")
        for user in self.users:
            if not _user.fullmatch(user):
                raise Invalid("user", expected="@help:example.ee")
        if min(len(self.as_token), len(self.hs_token)) < 16 or self.as_token == self.hs_token:
            raise Invalid("tokens", expected="two different ones of at least 16 characters")

    @property
    def users(self) -> tuple[str, ...]:
        """All our users, the first one first."""
        return (self.user, *self.others)

    def __repr__(self) -> str:
        return f"MatrixAccount({self.user})"


def link(account: MatrixAccount, code: str) -> str:
    """Where a customer begins to write. No program takes a text along: they type the code themselves."""
    return f"https://matrix.to/#/{quote(account.user, safe='@:')}"
