"""What the SMS channel is: its numbers, its limits, and one account's settings, as data."""

from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal
from urllib.parse import quote

import msgspec

from hoolin.channels.sms.alphabet import Alphabet
from hoolin.channels.sms.parts import Concatenation
from hoolin.core.errors import Invalid
from hoolin.core.site.rules import ChannelRules

CHANNEL = "sms"

RULES = ChannelRules(channel=CHANNEL, weight=25, silent_ms_max=0, park_ms_max=3 * 24 * 3_600_000, delivers=True)
"""It fills a person's hands as a chat does. Nobody "leaves" an SMS, so nobody is counted as gone; people answer one within days."""

INPUTS_AT_ONCE_MAX = 500
"""Messages of a connection that we have not answered; beyond it we stop reading, and the SMSC waits."""

PAUSE_FIRST_S = 1.0
PAUSE_MAX_S = 60.0
"""Between attempts to connect: doubled each time; a provider counts connections."""

CONNECT_S_MAX = 15.0
"""For TCP, TLS and the bind, each."""

BOUND_WAIT_S_MAX = 5.0
"""A send waits so long for a connection that is just being made, then it says that nothing has left the house."""

PACE_WAIT_S_MAX = 20.0
"""A send waits so long for its turn."""

PARTS_WAIT_S_MAX = 30.0
"""When the first parts of a text were accepted and the next one surely was not, it is tried again for so long."""

GOODBYE_S_MAX = 2.0
"""For the answer to our unbind."""

IdForm = Literal["same", "hex_then_decimal", "decimal_then_hex"]


class SmsAccount(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One account at an SMS provider, or at an operator.

    host: the SMSC's name or address.
    port: its TCP port.
    tls: whether the connection is encrypted; the provider says so, and usually on another port.
    ca_file: a file with the certificate authority to trust instead of the system's; empty: the system's.
    system_id: our name at the SMSC.
    password: its password; SMPP takes at most eight characters, and some providers more.
    system_type: what the provider asks for; usually empty.
    bind: `trx`, one connection both ways, or `tx_rx`, two connections.
    address_range: which of our numbers this connection receives for, as the provider writes it; usually empty.
    source: our number or name that people see: `+3725551234`, a short code such as `1234`, or up to eleven letters.
    source_ton: type of number of the source; -1: told from how it looks.
    source_npi: numbering plan of the source; -1: told from how it looks.
    country: country code put before a number that comes in its national form, such as `372`; empty: left as it came.
    per_second: messages (parts) a second that the provider takes; 0: no limit of ours.
    window: messages on their way at once without an answer.
    alphabet: what `data_coding` 0 means at this provider: `gsm7`, `latin1` or `ascii`.
    packed: whether septets are packed, seven to an octet, inside the PDU; rare.
    concatenation: how long texts are cut: `udh8` and `udh16` (a header with a reference of one or two octets), `sar` (optional
    parameters, the SMSC writes the header), `payload` (sent whole, the SMSC cuts).
    parts_max: a text of more parts is refused.
    transliterate: whether õ, š, ž, typographic quotes and the like are written plainly when the text then fits the GSM alphabet.
    receipts: whether we ask what became of a message.
    id_form: `same`, or how the SMSC writes a message's id in its answer and then in a receipt, where the two differ.
    user_reference: whether we send a reference of ours with each message; then a receipt that repeats it is matched even when the
    answer to the message was lost.
    service_type: what the provider asks for; usually empty.
    validity_hours: how long the SMSC tries to deliver; 0: as long as it does by itself.
    answer_seconds: an answer that takes longer is unknown.
    enquire_seconds: after so much silence we ask whether the other side is there.
    unfinished_minutes: a long message that lacks parts is shown with gaps after so long.
    repeat_seconds: an SMSC that lost our answer repeats a message; the same text from the same number right after a restart is taken
    for a repeat when the first came within about so long.
    """

    SECRETS: ClassVar[tuple[str, ...]] = ("password",)

    host: Annotated[str, msgspec.Meta(min_length=1, max_length=253)]
    port: Annotated[int, msgspec.Meta(ge=1, le=65_535)] = 2775
    tls: bool = False
    ca_file: str = ""
    system_id: Annotated[str, msgspec.Meta(min_length=1, max_length=15)]
    password: Annotated[str, msgspec.Meta(max_length=64)] = ""
    system_type: Annotated[str, msgspec.Meta(max_length=12)] = ""
    bind: Literal["trx", "tx_rx"] = "trx"
    address_range: Annotated[str, msgspec.Meta(max_length=40)] = ""
    source: Annotated[str, msgspec.Meta(min_length=1, max_length=20)]
    source_ton: Annotated[int, msgspec.Meta(ge=-1, le=6)] = -1
    source_npi: Annotated[int, msgspec.Meta(ge=-1, le=18)] = -1
    country: Annotated[str, msgspec.Meta(pattern="^[0-9]{0,3}$")] = ""
    per_second: Annotated[float, msgspec.Meta(ge=0, le=100_000)] = 10.0
    window: Annotated[int, msgspec.Meta(ge=1, le=1_000)] = 10
    alphabet: Alphabet = "gsm7"
    packed: bool = False
    concatenation: Concatenation = "udh8"
    parts_max: Annotated[int, msgspec.Meta(ge=1, le=255)] = 10
    transliterate: bool = False
    receipts: bool = True
    id_form: IdForm = "same"
    user_reference: bool = False
    service_type: Annotated[str, msgspec.Meta(max_length=5)] = ""
    validity_hours: Annotated[int, msgspec.Meta(ge=0, le=720)] = 0
    answer_seconds: Annotated[float, msgspec.Meta(gt=0, le=300)] = 30.0
    enquire_seconds: Annotated[float, msgspec.Meta(gt=0, le=3_600)] = 30.0
    unfinished_minutes: Annotated[int, msgspec.Meta(ge=30, le=10_080)] = 1_440
    repeat_seconds: Annotated[int, msgspec.Meta(ge=30, le=86_400)] = 300

    def __post_init__(self) -> None:
        for field in ("system_id", "password", "system_type", "address_range", "source", "service_type"):
            value = getattr(self, field)
            if "\0" in value or any(ord(one) > 255 for one in value):
                raise Invalid(field, expected="letters, digits and signs of Latin-1")
        if self.source.startswith("+") and not (self.source[1:].isdigit() and len(self.source) <= 16):
            raise Invalid("source", expected="+3725551234")
        if not self.source.lstrip("+").isdigit() and len(self.source) > 11:
            raise Invalid("source", expected="at most eleven letters, or a number")
        if self.packed and self.alphabet != "gsm7":
            raise Invalid("packed", expected="alphabet: gsm7")
        if self.packed and self.concatenation == "payload":
            raise Invalid("packed", expected="another concatenation than payload")
        if self.ca_file and not (self.tls and Path(self.ca_file).is_file()):
            raise Invalid("ca_file", expected="a file that exists, and tls: true")

    def __repr__(self) -> str:
        return f"SmsAccount({self.system_id} at {self.host}:{self.port})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("account", f"{self.system_id} at {self.host}:{self.port}")]


def link(account: SmsAccount, code: str) -> str:
    """Where a customer begins to write, if the account has a number that can be answered; the code stands in the text."""
    if not account.source.lstrip("+").isdecimal():
        return ""
    return f"sms:{account.source}" + (f"?body={quote(f'{code} ')}" if code else "")
