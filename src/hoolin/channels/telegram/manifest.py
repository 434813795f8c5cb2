"""What the Telegram channel is: its numbers and limits, and what one bot is set up with."""

import re
from typing import ClassVar, Literal
from urllib.parse import quote

from hoolin.channels.account import DiscreetAccount, demand_api_url
from hoolin.core.errors import Invalid
from hoolin.core.site.rules import ChannelRules

CHANNEL = "telegram"

RULES = ChannelRules(channel=CHANNEL, weight=20, silent_ms_max=0, park_ms_max=3 * 86_400_000, delivers=True)
"""A little lighter than a chat: people put the phone away between two words. Nobody who wrote is ever gone, for the answer finds
them; a conversation that rests for three days is over.
"""

SECRETS = ("token",)

TEXT_UNITS_MAX = 4_096
"""One message of ours; Telegram says characters, and counts some signs twice: the stricter reading fits both."""

FILE_BYTES_MAX = 20_971_520
"""20 MiB: what Telegram's own server lets a bot fetch."""

SEND_FILE_BYTES_MAX = 52_428_800
"""50 MB: what a bot may send."""

PHOTO_BYTES_MAX = 10_485_760
"""10 MB: what may be sent as a picture; larger pictures go as files."""

CHAT_PER_SECOND = 1.0
CHAT_BURST = 4.0
"""Telegram asks for one message a second in a chat, and forgives short bursts."""

PACE_SECONDS_MAX = 5.0
"""How long an attempt waits for its turn; what would wait longer is tried again later."""

POLL_SECONDS = 25
"""How long the server holds an empty answer back."""

UPDATES_MAX = 100
"""In one answer: the most there is."""

UPDATES = ("message", "edited_message", "callback_query", "message_reaction", "my_chat_member")
"""What Telegram is asked to tell us."""

_TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{10,100}")


class TelegramAccount(DiscreetAccount, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One bot.

    token: as BotFather gave it; whoever knows it is the bot.
    receive: `webhook` when Telegram can reach us at the server's public address, `polling` when it cannot: then we ask.
    groups: whether what people write in groups is answered, in front of everybody; else only private chats are heard.
    username: the bot's name without the @, so that customers can be led to it; empty: they are not.
    messages_per_second: how much the bot sends at most; 30 is what Telegram allows everybody.
    api_url: of the Bot API server; another one than Telegram's own may be run by oneself.
    """

    SECRETS: ClassVar[tuple[str, ...]] = SECRETS

    token: str
    receive: Literal["webhook", "polling"] = "webhook"
    groups: bool = False
    username: str = ""
    messages_per_second: int = 30
    api_url: str = "https://api.telegram.org"

    def __post_init__(self) -> None:
        if not _TOKEN.fullmatch(self.token):
            raise Invalid("token", expected="123456:ABC… as BotFather gave it")
        if not 1 <= self.messages_per_second <= 1_000:
            raise Invalid("messages_per_second", expected="1 to 1000")
        demand_api_url(self.api_url)

    @property
    def bot(self) -> str:
        """The bot's own id, which its token begins with."""
        return self.token.partition(":")[0]


def link(account: TelegramAccount, code: str) -> str:
    """Where a customer begins to write, if the bot's name is known; the code comes with the first tap."""
    if not account.username:
        return ""
    return f"https://t.me/{quote(account.username)}" + (f"?start={quote(code)}" if code else "")
