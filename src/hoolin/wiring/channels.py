"""The written channels that a site may have: their accounts in the settings, and their gateways."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, NamedTuple

import msgspec

from hoolin.channels.email import manifest as email
from hoolin.channels.email.gateway import EmailGateway
from hoolin.channels.email.manifest import EmailAccount
from hoolin.channels.loopback import post as loopback
from hoolin.channels.loopback.post import LetterboxAccount
from hoolin.channels.matrix import manifest as matrix
from hoolin.channels.matrix.gateway import MatrixGateway
from hoolin.channels.matrix.manifest import MatrixAccount
from hoolin.channels.messenger import manifest as messenger
from hoolin.channels.messenger.gateway import MessengerGateway
from hoolin.channels.messenger.manifest import MessengerAccount
from hoolin.channels.post.office import MakeGateway
from hoolin.channels.sms import manifest as sms
from hoolin.channels.sms.gateway import SmsGateway
from hoolin.channels.sms.manifest import SmsAccount
from hoolin.channels.telegram import manifest as telegram
from hoolin.channels.telegram.gateway import TelegramGateway
from hoolin.channels.telegram.manifest import TelegramAccount
from hoolin.channels.viber import manifest as viber
from hoolin.channels.viber.gateway import ViberGateway
from hoolin.channels.viber.manifest import ViberAccount
from hoolin.channels.whatsapp import manifest as whatsapp
from hoolin.channels.whatsapp.gateway import WhatsappGateway
from hoolin.channels.whatsapp.manifest import WhatsappAccount
from hoolin.channels.written import Composer, Gateway, Keep, Surroundings, WasHeard
from hoolin.channels.xmpp import manifest as xmpp
from hoolin.channels.xmpp.gateway import XmppGateway
from hoolin.channels.xmpp.manifest import XmppAccount
from hoolin.core.delivery.delivery import Outbox
from hoolin.core.site.rules import ChannelRules
from hoolin.server.contact import Cost

Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9_-]{1,64}$")]
"""Of an account: it stands in addresses and in the journal."""


class Written(NamedTuple):
    """A written channel. make: its gateway, for its accounts. secrets: fields of an account that are never shown. composer: what an
    agent writes with. link: where a customer begins to write to an account (`mailto:…`, `sms:…`, a messenger's address), given the
    account and the code they bring along ("" for none), which the link puts where they will send it; "" when that account has none.
    Without a link the channel is not on the choice board. cost: what writing there costs the customer.
    """

    rules: ChannelRules
    make: Callable[[Surroundings, Mapping[str, Any]], Gateway]
    secrets: tuple[str, ...] = ()
    composer: Composer = Composer()
    link: Callable[[Any, str], str] | None = None
    cost: Cost = "data"


DAY_MS = 86_400_000

LETTER = Composer(subject=True, copies=True, undo_ms=10_000)
TEXT = Composer(files=False, counts_parts=True)
WINDOWED = Composer(window_ms=DAY_MS)

CHANNELS: Mapping[str, Written] = {
    "email": Written(email.RULES, EmailGateway, email.SECRETS, LETTER, email.link),
    "sms": Written(sms.RULES, SmsGateway, SmsAccount.SECRETS, TEXT, sms.link, "message_price"),
    "telegram": Written(telegram.RULES, TelegramGateway, telegram.SECRETS, link=telegram.link),
    "whatsapp": Written(
        whatsapp.RULES, WhatsappGateway, whatsapp.SECRETS, Composer(window_ms=DAY_MS, templates=True), whatsapp.link
    ),
    "messenger": Written(messenger.RULES, MessengerGateway, messenger.SECRETS, WINDOWED, messenger.link),
    "viber": Written(viber.RULES, ViberGateway, viber.SECRETS, link=viber.link),
    "xmpp": Written(xmpp.RULES, XmppGateway, xmpp.SECRETS, link=xmpp.link),
    "matrix": Written(matrix.RULES, MatrixGateway, matrix.SECRETS, link=matrix.link),
    "letterbox": Written(loopback.RULES, loopback.LoopbackPost, composer=LETTER),
}
"""Every written channel, by its code."""


class ChannelAccounts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The accounts of each written channel, each under a name of the site's own choice (`support`, `sales`).

    email: mail addresses. sms: accounts at SMS providers. telegram: bots. whatsapp: numbers. messenger: pages, and Instagram
    accounts. viber: bots. xmpp: accounts on XMPP servers. matrix: application services on homeservers. letterbox: a channel within
    this very process, for trials.
    """

    email: dict[Name, EmailAccount] = {}
    sms: dict[Name, SmsAccount] = {}
    telegram: dict[Name, TelegramAccount] = {}
    whatsapp: dict[Name, WhatsappAccount] = {}
    messenger: dict[Name, MessengerAccount] = {}
    viber: dict[Name, ViberAccount] = {}
    xmpp: dict[Name, XmppAccount] = {}
    matrix: dict[Name, MatrixAccount] = {}
    letterbox: dict[Name, LetterboxAccount] = {}

    def of(self, channel: str) -> Mapping[str, Any]:
        """The accounts of a channel, by name."""
        accounts: Mapping[str, Any] = getattr(self, channel)
        return accounts

    @property
    def used(self) -> tuple[str, ...]:
        """The channels that have an account."""
        return tuple(channel for channel in CHANNELS if self.of(channel))


def makers(accounts: ChannelAccounts, surroundings: Callable[[Keep, WasHeard], Surroundings]) -> dict[str, MakeGateway]:
    """How the gateways of a site's channels are made. surroundings: of a gateway, given what its channel has of its own."""

    def maker(channel: str) -> MakeGateway:
        return lambda keep, was_heard: CHANNELS[channel].make(surroundings(keep, was_heard), accounts.of(channel))

    return {channel: maker(channel) for channel in accounts.used}


def rules_of(accounts: ChannelAccounts) -> list[ChannelRules]:
    """How the channels are set up at first."""
    return [CHANNELS[channel].rules for channel in accounts.used]


def transliterates(accounts: ChannelAccounts, outbox: Outbox, interaction: str) -> bool:
    """Whether what is said in a conversation goes out by an account that writes letters plainly where that saves room."""
    channel, where = outbox.channel_of.get(interaction), outbox.address_of.get(interaction)
    if channel != sms.CHANNEL or where is None:
        return False
    account = accounts.sms.get(where.account)
    return account is not None and account.transliterate


def composers_of(accounts: ChannelAccounts) -> dict[str, Composer]:
    """What agents write with on the channels that are used."""
    return {channel: CHANNELS[channel].composer for channel in accounts.used}
