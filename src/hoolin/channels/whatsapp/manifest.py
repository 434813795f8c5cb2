"""What the WhatsApp channel is: its numbers and limits, and what one number is set up with."""

from typing import Annotated, ClassVar
from urllib.parse import quote

import msgspec

from hoolin.channels.account import DiscreetAccount, demand_api_url, demand_filled
from hoolin.core.errors import Invalid
from hoolin.core.site.rules import ChannelRules

CHANNEL = "whatsapp"

RULES = ChannelRules(channel=CHANNEL, weight=20, silent_ms_max=0, park_ms_max=86_400_000, delivers=True)
"""A little lighter than a chat: people put the phone away between two words. After a day without a word from the customer nothing
but an approved template gets through, so that is when a resting conversation is over.
"""

SECRETS = ("token", "app_secret", "verify_token")

WINDOW_MS = 86_400_000
"""24 hours from the customer's last word, in which everything may be said."""

TEXT_CHARACTERS_MAX = 4_096

IMAGE_BYTES_MAX = 5_242_880
MEDIA_BYTES_MAX = 16_777_216
DOCUMENT_BYTES_MAX = 104_857_600
"""5, 16 and 100 MiB: a picture, a sound or film, anything else. What is too large for its kind goes as a document."""

PAIR_PER_SECOND = 1 / 6
PAIR_BURST = 40.0
"""To one person: one message in six seconds, forty-five at once; a few are left for what other programs send."""

PACE_SECONDS_MAX = 5.0
"""How long an attempt waits for its turn; what would wait longer is tried again later."""

HEARD_MAX = 100_000
"""Customers whose last word we remember the time of; of others WhatsApp itself tells when it is too late."""


class WhatsappAccount(DiscreetAccount, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One number.

    phone_number_id: of the number, as Meta's dashboard shows it; not the number itself.
    token: a permanent one, of a system user who may send messages for the number.
    app_secret: of the app that the number belongs to; Meta signs its calls with it.
    verify_token: a word of your own, which you also give Meta where you set the webhook.
    number: the telephone number itself, such as `+3725551234`, so that customers can be led to it; empty: they are not.
    business_id: of the WhatsApp business account; when it is set, a test looks whether the app is subscribed to it.
    messages_per_second: how much the number sends at most; Meta lets a new one send 80.
    api_url: of the Graph API, with its version.
    """

    SECRETS: ClassVar[tuple[str, ...]] = SECRETS

    phone_number_id: str
    token: str
    app_secret: str
    verify_token: str
    number: Annotated[str, msgspec.Meta(pattern=r"^(\+[0-9]{5,15})?$")] = ""
    business_id: str = ""
    messages_per_second: int = 80
    api_url: str = "https://graph.facebook.com/v24.0"

    def __post_init__(self) -> None:
        demand_filled(self, "phone_number_id", "token", "app_secret", "verify_token")
        if not self.phone_number_id.isascii() or not self.phone_number_id.isdigit():
            raise Invalid("phone_number_id", expected="digits, as Meta's dashboard shows it")
        if self.business_id and not (self.business_id.isascii() and self.business_id.isdigit()):
            raise Invalid("business_id", expected="digits, or nothing")
        if not 1 <= self.messages_per_second <= 1_000:
            raise Invalid("messages_per_second", expected="1 to 1000")
        demand_api_url(self.api_url)


def link(account: WhatsappAccount, code: str) -> str:
    """Where a customer begins to write, if the number is known; the code stands in the text."""
    if not account.number:
        return ""
    return f"https://wa.me/{account.number.lstrip('+')}" + (f"?text={quote(f'{code} ')}" if code else "")
