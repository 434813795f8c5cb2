"""What the channel of Messenger and Instagram is: its numbers and limits, and what one page or account is set up with."""

from typing import ClassVar, Literal
from urllib.parse import quote

from hoolin.channels.account import DiscreetAccount, demand_api_url, demand_filled
from hoolin.core.errors import Invalid
from hoolin.core.site.rules import ChannelRules

CHANNEL = "messenger"

RULES = ChannelRules(channel=CHANNEL, weight=20, silent_ms_max=0, park_ms_max=86_400_000, delivers=True)
"""A little lighter than a chat: people put the phone away between two words. A day after the customer's last word nothing gets
through, so that is when a resting conversation is over. Both platforms are one channel: the same people, the same rules.
"""

SECRETS = ("token", "app_secret", "verify_token")

MESSENGER_CHARACTERS_MAX = 2_000
INSTAGRAM_BYTES_MAX = 1_000
"""One message; Instagram counts bytes."""

FILE_BYTES_MAX = 26_214_400
INSTAGRAM_IMAGE_BYTES_MAX = 8_388_608
"""25 MiB for anything, 8 MiB for a picture on Instagram."""

PERSON_PER_SECOND = 1.0
PERSON_BURST = 10.0
"""To one person; what a person reads is slower than any limit of Meta's."""

PACE_SECONDS_MAX = 5.0
"""How long an attempt waits for its turn; what would wait longer is tried again later."""

NAMES_MAX = 20_000
"""Customers whose name we remember, so that Meta is asked once."""

NAME_SECONDS_MAX = 5.0
"""A name is not worth waiting long for."""

FIELDS = (
    "messages",
    "messaging_postbacks",
    "messaging_referrals",
    "message_reactions",
    "message_edits",
    "message_reads",
    "message_deliveries",
    "message_echoes",
)
"""What Meta is to tell us of a page."""


class MessengerAccount(DiscreetAccount, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One page, or one Instagram account.

    page_id: of the Facebook page; for Instagram of the page that the account belongs to.
    instagram_id: of the Instagram professional account; empty for Messenger.
    app_id: of the app; by it we tell what we sent ourselves from what somebody wrote in Meta's own inbox.
    token: the page's access token, one that does not expire.
    app_secret: of the app; Meta signs its calls with it.
    verify_token: a word of your own, which you also give Meta where you set the webhook.
    username: of the page or the Instagram account, so that customers can be led to it; empty: the page's id.
    human_agent: whether the app was allowed the tag HUMAN_AGENT: a person's answer then gets through for seven days.
    messages_per_second: how much is sent at most.
    api_url: of the Graph API, with its version.
    """

    SECRETS: ClassVar[tuple[str, ...]] = SECRETS

    page_id: str
    instagram_id: str = ""
    app_id: str
    token: str
    app_secret: str
    verify_token: str
    username: str = ""
    human_agent: bool = False
    messages_per_second: int = 40
    api_url: str = "https://graph.facebook.com/v24.0"

    def __post_init__(self) -> None:
        demand_filled(self, "page_id", "app_id", "token", "app_secret", "verify_token")
        for name in ("page_id", "app_id", "instagram_id"):
            value = getattr(self, name)
            if value and not (value.isascii() and value.isdigit()):
                raise Invalid(name, expected="digits, as Meta's dashboard shows it")
        if not 1 <= self.messages_per_second <= 1_000:
            raise Invalid("messages_per_second", expected="1 to 1000")
        demand_api_url(self.api_url)

    @property
    def platform(self) -> Literal["messenger", "instagram"]:
        """Where its customers are."""
        return "instagram" if self.instagram_id else "messenger"

    @property
    def own_id(self) -> str:
        """What its customers write to."""
        return self.instagram_id or self.page_id


def link(account: MessengerAccount, code: str) -> str:
    """Where a customer begins to write; the code comes with the first message where the provider passes it on."""
    if account.instagram_id:
        return f"https://ig.me/m/{quote(account.username)}" if account.username else ""
    return f"https://m.me/{quote(account.username or account.page_id)}" + (f"?ref={quote(code)}" if code else "")
