"""The post office of a site: every written channel with its gateway, put to work together."""

import time
from collections.abc import Callable, Mapping, Sequence

from hoolin.channels.post.carrying import Carrying
from hoolin.channels.post.hearing import Hearing
from hoolin.channels.post.house import PostHouse
from hoolin.channels.post.keeping import Keeping
from hoolin.channels.post.reader import Reader
from hoolin.channels.post.reporting import Reporting
from hoolin.channels.post.tide import Tide
from hoolin.channels.written import Finding, Gateway, HookReply, HookRequest, Keep, WasHeard
from hoolin.core.effects import Effect, ReadInput
from hoolin.core.errors import Invalid, NotFound

MakeGateway = Callable[[Keep, WasHeard], Gateway]
"""A gateway, given where it keeps what comes in, and how it asks what was heard."""


class Office:
    """Every written channel. gateways: by channel code; carriers: what the outbox calls; tide: of what comes in."""

    def __init__(
        self, house: PostHouse, makers: Mapping[str, MakeGateway], accounts: Mapping[str, Sequence[str]]
    ) -> None:
        """accounts: their names, by channel."""
        self.house = house
        self.accounts = accounts
        self.tide = Tide(time.monotonic)
        self.hearing = Hearing(house)
        self.reporting = Reporting(house)
        self.gateways: dict[str, Gateway] = {}
        self.carriers: dict[str, Carrying] = {}
        self.readers: dict[str, Reader] = {}
        for channel, make in makers.items():
            keeping = Keeping(house, channel, self.tide)
            gateway = make(keeping, self._was_heard(channel))
            self.gateways[channel] = gateway
            self.carriers[channel] = Carrying(house, gateway, self.reporting)
            self.readers[channel] = Reader(house, channel, gateway, keeping, self.hearing, self.reporting)

    def _was_heard(self, channel: str) -> WasHeard:
        async def was_heard(account: str, key: str) -> bool:
            return self.hearing.was_heard(channel, account, key)

        return was_heard

    async def start(self) -> None:
        """Read what was open, and let the outside in."""
        for reader in self.readers.values():
            reader.start()
        for gateway in self.gateways.values():
            await gateway.start()

    async def stop(self) -> None:
        """Let go of the outside first."""
        for gateway in self.gateways.values():
            await gateway.stop()
        for reader in self.readers.values():
            await reader.stop()

    def perform(self, effects: Sequence[Effect]) -> None:
        """Take up effects whose facts are durable."""
        for effect in effects:
            if isinstance(effect, ReadInput):
                reader = self.readers.get(effect.channel)
                if reader is not None:
                    reader.take(effect.input)

    def account(self, channel: str, wanted: str = "") -> str:
        """The account of a channel that a conversation of our own is written from. Raises NotFound, or Invalid where one must be
        chosen.
        """
        known = self.accounts.get(channel, ())
        if not known or (wanted and wanted not in known):
            raise NotFound("account", channel=channel)
        if not wanted and len(known) > 1:
            raise Invalid("account", choose=", ".join(known))
        return wanted or known[0]

    async def hook(self, channel: str, account: str, request: HookRequest) -> HookReply:
        """A provider calls. Raises NotFound where nothing is to be called, and what the gateway raises."""
        hook = getattr(self.gateways.get(channel), "hook", None)
        if hook is None:
            raise NotFound("hook")
        reply: HookReply = await hook(account, request)
        return reply

    async def check(self, channel: str, account: str) -> tuple[Finding, ...]:
        """See `Gateway.check`."""
        gateway = self.gateways.get(channel)
        if gateway is None:
            raise NotFound("channel", channel=channel)
        return await gateway.check(account)
