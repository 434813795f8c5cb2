"""A peer with an ear and a mouth: what tests and trials talk with."""

from hoolin.channels.loopback import wire
from hoolin.channels.loopback.gateway import LoopbackGateway
from hoolin.channels.port import Answer
from hoolin.core.site.rules import Language


class Peer:
    """One peer, connected from its birth. heard: every frame that reached it, in order."""

    def __init__(self, gateway: LoopbackGateway, customer: str, language: Language = "et") -> None:
        self.customer = customer
        self.language = language
        self.heard: list[wire.Message] = []
        self._gateway = gateway
        self._frames = 0
        gateway.connect(customer, self._hear)

    async def say(self, text: str, key: str = "", queue: str = "") -> Answer | None:
        """Say something; the answer comes when it is durable. key: "" makes a new one."""
        frame = wire.Say(key=key or self._key(), text=text, language=self.language, queue=queue)
        return await self.send(frame)

    async def send(self, frame: wire.Incoming) -> Answer | None:
        """Send any frame."""
        return await self._gateway.receive(self.customer, wire.write(frame))

    async def leave(self) -> Answer | None:
        """Go out of reach."""
        return await self.send(wire.Left(key=self._key()))

    async def come_back(self) -> Answer | None:
        """Come within reach again."""
        return await self.send(wire.Back(key=self._key()))

    async def say_goodbye(self) -> Answer | None:
        """End it."""
        return await self.send(wire.Goodbye(key=self._key()))

    def _hear(self, frame: bytes) -> None:
        self.heard.append(wire.read_message(frame))

    def _key(self) -> str:
        self._frames += 1
        return f"{self.customer}-{self._frames}"
