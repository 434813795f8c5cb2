"""What the mail channel is: its numbers and limits, and how one account of it is set up, as data."""

import re
from typing import Annotated, Literal, TypeAlias
from urllib.parse import quote

import msgspec

from hoolin.channels.written import RAW_BYTES_MAX
from hoolin.core.errors import Invalid
from hoolin.core.site.rules import ChannelRules, Language

CHANNEL = "email"

RULES = ChannelRules(channel=CHANNEL, weight=50, silent_ms_max=0, park_ms_max=7 * 86_400_000, delivers=True)
"""A mail is read and written with care: two fill one person's hands. Nobody waits on the line, so nobody is ever gone from it; and
people answer a mail after days, so an agent may keep one parked for a week."""

SECRETS = ("imap_password", "smtp_password")
"""Fields of an account that are never shown."""

OUT_BYTES_MAX = 18_874_368
"""The files of one mail of ours, 18 MiB: in a mail they grow by a third, and most systems take 25 MiB."""

ADDRESS_CHARACTERS_MAX = 320
"""64 before the @ and 255 behind it, as the standard has it."""

Tls: TypeAlias = Literal["tls", "starttls", "none"]
Port: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=65_535)]

_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"+]{1,64}@[^\s@<>()\[\],;:\\\"+]{1,255}")


class EmailAccount(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One mail address that customers write to.

    address: the address, such as `support@example.ee`; without a `+`.
    name: what stands beside it in the mail we send; empty: only the address.
    aliases: other addresses of ours that lead to the same place.
    language: of what Hoolin itself adds to a message (a file that was withheld): `et`, `ru` or `en`.
    reply_plus: whether the address takes `support+anything@example.ee`; then every answer finds its conversation, and every bounce
    its message, without guessing. Turn it off where the mail server refuses such addresses.
    authserv: the name by which our own mail server signs its `Authentication-Results`; empty: nobody's word is believed.

    incoming: how mail comes in. `imap`: fetched from a mailbox; `smtp`, `lmtp`: a mail server hands it to us; `none`: not at all.
    imap_host: the mailbox's server.
    imap_port: its TCP port, 993 with `tls`, 143 otherwise, as a rule.
    imap_tls: `tls` from the first byte, `starttls`, or `none` (only within one machine or a trusted network).
    imap_user: the log-in; empty: the address.
    imap_password: its password. Secret.
    imap_folder: the folder that is read.
    imap_after: what becomes of a mail once it is kept: `seen` (marked as read), `move` (to `imap_moved_to`) or `delete`.
    imap_moved_to: the folder for `move`; made if it is not there.
    imap_quiet_seconds: how long the mailbox may be silent before we ask whether the line still lives, and look for ourselves.

    listen_host: where we take mail with `smtp` and `lmtp`; a mail server must be the only one who reaches it.
    listen_port: its TCP port; accounts with the same host and port share one door.
    listen_certificate: the file with our certificate (PEM), for STARTTLS; empty: not offered.
    listen_key: the file with its key.
    listen_connections_max: open connections at this door; more are asked to come later.
    listen_seconds_max: how long one mail may take to come in; a connection that says nothing is closed after a fifth of it.
    recipients_max: recipients of one mail that we say yes to.
    bytes_max: the largest mail we take.

    smtp_host: the server that carries our mail; empty: this account sends nothing.
    smtp_port: its TCP port, 587 with `starttls`, 465 with `tls`.
    smtp_tls: as `imap_tls`.
    smtp_user: the log-in; empty: none is needed.
    smtp_password: its password. Secret.
    smtp_seconds_max: how long the server may take for one answer; after the last byte of a mail four times as long.
    ca_file: a file with an authority (PEM) that is trusted beside the usual ones; for mail servers with a certificate of their own.

    antivirus: where clamd listens, `/run/clamav/clamd.ctl` or `host:3310`; empty: files are not scanned.
    antivirus_seconds_max: how long one file may take to scan.
    """

    address: str
    name: Annotated[str, msgspec.Meta(max_length=200)] = ""
    aliases: Annotated[tuple[str, ...], msgspec.Meta(max_length=100)] = ()
    language: Language = "et"
    reply_plus: bool = True
    authserv: Annotated[str, msgspec.Meta(max_length=255)] = ""

    incoming: Literal["imap", "smtp", "lmtp", "none"] = "imap"
    imap_host: str = ""
    imap_port: Port = 993
    imap_tls: Tls = "tls"
    imap_user: str = ""
    imap_password: str = ""
    imap_folder: Annotated[str, msgspec.Meta(min_length=1, max_length=255)] = "INBOX"
    imap_after: Literal["seen", "move", "delete"] = "seen"
    imap_moved_to: Annotated[str, msgspec.Meta(min_length=1, max_length=255)] = "Hoolin"
    imap_quiet_seconds: Annotated[float, msgspec.Meta(ge=1, le=1_500)] = 120

    listen_host: str = "127.0.0.1"
    listen_port: Port = 2_525
    listen_certificate: str = ""
    listen_key: str = ""
    listen_connections_max: Annotated[int, msgspec.Meta(ge=1, le=1_000)] = 50
    listen_seconds_max: Annotated[float, msgspec.Meta(ge=1, le=3_600)] = 300
    recipients_max: Annotated[int, msgspec.Meta(ge=1, le=1_000)] = 100
    bytes_max: Annotated[int, msgspec.Meta(ge=65_536, le=RAW_BYTES_MAX)] = RAW_BYTES_MAX

    smtp_host: str = ""
    smtp_port: Port = 587
    smtp_tls: Tls = "starttls"
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_seconds_max: Annotated[float, msgspec.Meta(ge=1, le=600)] = 60
    ca_file: str = ""

    antivirus: str = ""
    antivirus_seconds_max: Annotated[float, msgspec.Meta(ge=1, le=300)] = 30

    def __post_init__(self) -> None:
        for address in (self.address, *self.aliases):
            if not _ADDRESS.fullmatch(address):
                raise Invalid("email_address", expected="support@example.ee")
        if self.incoming == "imap" and not self.imap_host:
            raise Invalid("imap_host", expected="the mailbox's server, or incoming: smtp, lmtp or none")
        if self.imap_after == "move" and self.imap_moved_to == self.imap_folder:
            raise Invalid("imap_moved_to", expected="another folder than imap_folder")
        if bool(self.listen_certificate) != bool(self.listen_key):
            raise Invalid("listen_certificate", expected="a certificate and its key, or neither")

    @property
    def domain(self) -> str:
        """What stands behind the @ of our address, in lower case."""
        return self.address.rpartition("@")[2].lower()

    @property
    def listens(self) -> bool:
        """Whether a mail server hands us this account's mail."""
        return self.incoming in ("smtp", "lmtp")

    def __repr__(self) -> str:
        """Without the secrets."""
        return f"EmailAccount(address={self.address!r}, incoming={self.incoming!r})"


def link(account: EmailAccount, code: str) -> str:
    """Where a customer begins to write; the code they bring along stands in the subject."""
    return f"mailto:{quote(account.address, safe='@')}" + (f"?subject={quote(f'[{code}]')}" if code else "")
