"""What the Viber channel is: its numbers and limits, and what one bot is set up with."""

from typing import ClassVar
from urllib.parse import quote

from hoolin.channels.account import DiscreetAccount, demand_api_url, demand_filled
from hoolin.core.errors import Invalid
from hoolin.core.site.rules import ChannelRules

CHANNEL = "viber"

RULES = ChannelRules(channel=CHANNEL, weight=20, silent_ms_max=0, park_ms_max=3 * 86_400_000, delivers=True)
"""A little lighter than a chat: people put the phone away between two words. Nobody who wrote is ever gone, for the answer finds
them; a conversation that rests for three days is over.
"""

SECRETS = ("token",)

TEXT_CHARACTERS_MAX = 7_000
SENDER_CHARACTERS_MAX = 28
FILE_NAME_CHARACTERS_MAX = 256
SEND_FILE_BYTES_MAX = 26_214_400
"""25 MiB: what we lend at once; Viber would take 50."""

SHELF_BYTES_MAX = 104_857_600
SHELF_SECONDS_MAX = 3_600.0
"""Files that Viber fetches from us wait in memory, 100 MiB of them together, for an hour each: Viber comes at once or not at all."""

PERSON_PER_SECOND = 1.0
PERSON_BURST = 10.0
PACE_SECONDS_MAX = 5.0
"""How long an attempt waits for its turn; what would wait longer is tried again later."""

EVENTS = ("delivered", "seen", "failed", "subscribed", "unsubscribed", "conversation_started")
"""What Viber is to tell us beside messages."""


class ViberAccount(DiscreetAccount, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One bot.

    token: as Viber's admin panel shows it; whoever knows it is the bot.
    name: how it signs what the system says; empty: with the operator's name. What a person says bears that person's name.
    avatar: address of a picture that is shown beside it, or empty.
    uri: the bot's address (its URI in the admin panel), so that customers can be led to it; empty: they are not.
    messages_per_second: how much is sent at most.
    api_url: of Viber's API.
    """

    SECRETS: ClassVar[tuple[str, ...]] = SECRETS

    token: str
    name: str = ""
    avatar: str = ""
    uri: str = ""
    messages_per_second: int = 50
    api_url: str = "https://chatapi.viber.com/pa"

    def __post_init__(self) -> None:
        demand_filled(self, "token")
        if len(self.name) > SENDER_CHARACTERS_MAX:
            raise Invalid("name", expected=f"at most {SENDER_CHARACTERS_MAX} characters")
        if self.avatar and not self.avatar.startswith("https://"):
            raise Invalid("avatar", expected="https://…, or nothing")
        if not 1 <= self.messages_per_second <= 1_000:
            raise Invalid("messages_per_second", expected="1 to 1000")
        demand_api_url(self.api_url)


def link(account: ViberAccount, code: str) -> str:
    """Where a customer begins to write, if the bot's address is known; the code stands in the text."""
    if not account.uri:
        return ""
    return f"viber://pa?chatURI={quote(account.uri)}" + (f"&text={quote(f'{code} ')}" if code else "")
