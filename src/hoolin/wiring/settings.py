"""Everything that is decided before a site starts."""

from typing import Annotated

import msgspec

from hoolin.server.settings import ServerSettings
from hoolin.wiring.channels import ChannelAccounts


class HoolinSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that is decided before a site starts; the rest is set up in the product itself.

    data: the folder that holds the site; empty: nowhere, for a trial (all is gone at the end).
    operator: what customers are told whom they talk to.
    time_zone: where midnight is, for the figures of a day.
    server: where Hoolin listens, and whom it trusts.
    channels: the accounts of written channels with a provider, by channel and by a name of one's own.
    costs: what contact costs the customer, in words of one's own, by channel (`sms = "0.16 € a message"`); where nothing is said, the
    choice board says what is usual for the channel.
    """

    data: str = "data"
    operator: str = "Hoolin"
    time_zone: str = "Europe/Tallinn"
    server: ServerSettings = ServerSettings()
    channels: ChannelAccounts = ChannelAccounts()
    costs: dict[str, Annotated[str, msgspec.Meta(max_length=80)]] = {}
