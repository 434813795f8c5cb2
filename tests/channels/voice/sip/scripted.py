"""A peer that does exactly what a test wants: it keeps what it hears and says what it is told to."""

from hoolin.channels.voice.sip.message import Message, read
from hoolin.channels.voice.sip.replies import reply
from hoolin.channels.voice.sip.vetting import vet
from tests.channels.voice.sip.network import ANSWER, OFFER, Network, Node, trunk

OURS, THEIRS = "192.0.2.1", "192.0.2.2"


class Scripted:
    """One at THEIRS, with a stack of ours at OURS that knows it as the trunk "peer"."""

    def __init__(self, **settings: object) -> None:
        self.network = Network(11)
        self.node: Node = self.network.add(OURS, **{"trunks": (trunk(THEIRS),), **settings})
        self.heard: list[Message] = []
        self.network.raw[THEIRS] = self._hear

    def _hear(self, message: Message) -> None:
        vet(message)
        self.heard.append(message)

    def take(self, kind: str | int) -> Message:
        """The first that it has heard of a method or status and that was not taken yet, waiting for it for ten minutes."""
        for _ in range(6_000):
            for message in self.heard:
                if (message.status or message.method) == kind:
                    self.heard.remove(message)
                    return message
            self.network.run(100)
        raise AssertionError(f"no {kind}; heard {self.heard}")

    def none(self, kind: str | int) -> bool:
        """Whether it has heard none of these."""
        return all((message.status or message.method) != kind for message in self.heard)

    def say(self, message: Message | bytes) -> None:
        """Send something to our stack, and let it arrive."""
        self.network.inject(message, THEIRS, OURS)
        self.network.run(2)

    def answer(self, request: Message, status: int, tag: str = "theirs", sdp: bytes = b"", **fields: str) -> Message:
        """Answer a request."""
        response = reply(request, status, tag)
        response.fields["contact"] = [f"<sip:{tag}@{THEIRS}>"]
        for name, value in fields.items():
            response.fields[name.replace("_", "-")] = [value]
        if sdp:
            response.fields["content-type"] = ["application/sdp"]
            response.body = sdp
        self.say(response)
        return response

    def request(self, method: str, cseq: int, to_tag: str = "", sdp: bytes = b"", **fields: str) -> Message:
        """A request of its own; send it with `say`."""
        message = Message(method=method, uri=f"sip:100@{OURS}")
        tail = f";tag={to_tag}" if to_tag else ""
        message.fields |= {
            "via": [f"SIP/2.0/UDP {THEIRS}:5060;branch=z9hG4bK{method}{cseq}"],
            "from": [f"<sip:them@{THEIRS}>;tag=caller"],
            "to": [f"<sip:100@{OURS}>{tail}"],
            "call-id": ["scripted"],
            "cseq": [f"{cseq} {method}"],
            "contact": [f"<sip:them@{THEIRS}>"],
            "max-forwards": ["70"],
        }
        for name, value in fields.items():
            message.fields[name.replace("_", "-")] = [value]
        if sdp:
            message.fields["content-type"] = ["application/sdp"]
            message.body = sdp
        return message

    def established(self) -> tuple[Message, str]:
        """A call of theirs that our side answered: its 200, and our tag."""
        self.say(self.request("INVITE", 1, sdp=OFFER))
        leg = next(iter(self.node.legs.values()))
        self.node.do(lambda now: leg.answer(ANSWER, now))
        ok = self.take(200)
        self.say(self.request("ACK", 1, ok.to_tag))
        return ok, ok.to_tag


def again(message: Message) -> Message:
    """The same message, as if it came anew."""
    copy = read(message.write())
    vet(copy)
    return copy
