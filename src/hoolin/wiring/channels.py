"""The written channels that a site may have: their accounts in the settings, and their gateways."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, NamedTuple

import msgspec

from hoolin.channels.loopback import post as loopback
from hoolin.channels.post.office import MakeGateway
from hoolin.channels.written import Composer, Gateway, Keep, Surroundings
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


CHANNELS: Mapping[str, Written] = {
    loopback.CHANNEL: Written(loopback.RULES, loopback.LoopbackPost),
}
"""Every written channel, by its code."""


class ChannelAccounts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The accounts of each written channel, each under a name of the site's own choice (`support`, `sales`).

    letterbox: a channel within this very process, for trials.
    """

    letterbox: dict[Name, loopback.LetterboxAccount] = {}

    def of(self, channel: str) -> Mapping[str, Any]:
        """The accounts of a channel, by name."""
        accounts: Mapping[str, Any] = getattr(self, channel)
        return accounts

    @property
    def used(self) -> tuple[str, ...]:
        """The channels that have an account."""
        return tuple(channel for channel in CHANNELS if self.of(channel))


def makers(accounts: ChannelAccounts, surroundings: Callable[[Keep], Surroundings]) -> dict[str, MakeGateway]:
    """How the gateways of a site's channels are made. surroundings: of a gateway, given where it keeps what comes in."""

    def maker(channel: str) -> MakeGateway:
        return lambda keep: CHANNELS[channel].make(surroundings(keep), accounts.of(channel))

    return {channel: maker(channel) for channel in accounts.used}


def rules_of(accounts: ChannelAccounts) -> list[ChannelRules]:
    """How the channels are set up at first."""
    return [CHANNELS[channel].rules for channel in accounts.used]


def composers_of(accounts: ChannelAccounts) -> dict[str, Composer]:
    """What agents write with on the channels that are used."""
    return {channel: CHANNELS[channel].composer for channel in accounts.used}
