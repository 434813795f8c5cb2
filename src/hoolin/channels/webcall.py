"""A customer calls from a page: what the channel that has the page asks of the telephone. The page's description of its sound, and ours for
it, travel over the page's own socket; there is no SIP in a browser, and nothing here calls anybody.
"""

from collections.abc import Awaitable, Callable
from typing import NamedTuple, Protocol, TypeAlias

from hoolin.core.interaction.commands import Arrive

SDP_CHARACTERS_MAX = 32_768
"""A browser's longest description has about 8,000."""

DIGITS_MAX = 32
"""Keys pressed in one go."""

KEYS = frozenset("0123456789*#")


class WebCaller(NamedTuple):
    """A page that calls. customer: whose it is; "" while it is not known. place: the network address that its calls are counted under; "" where none is known.
    tell: shows the page something (fields of a frame); given by the page anew with each connection.
    """

    customer: str
    place: str
    tell: Callable[[dict[str, object]], None]


class Joined(NamedTuple):
    """A leg for a page. sdp: our answer to its offer; empty where the leg goes on as it was."""

    leg: str
    sdp: bytes


Begins: TypeAlias = Callable[[], Awaitable[tuple[WebCaller, Arrive]]]
"""Who calls, and how their call arrives. Asked for only when it may begin: whoever is refused before leaves nothing behind."""


class WebCallDoor(Protocol):
    """Calls from pages. What is asked is checked against the customer: nobody reaches the call of another."""

    async def call(self, caller: WebCaller, begins: Begins, sdp: bytes) -> Joined:
        """Begin a call; durable when this returns. A customer who has one under way joins that. Raises Refusal, PeerError."""

    async def join(self, caller: WebCaller, leg: str, sdp: bytes) -> Joined:
        """Go on in the call that is under way: with sound of its own where the page was loaded again, without where only its socket was
        gone. Raises NotFound when there is none, PeerError.
        """

    def press(self, caller: WebCaller, leg: str, digits: str) -> None:
        """Keys, for whatever asks for them. Raises NotFound, Invalid."""

    def leave(self, caller: WebCaller, leg: str) -> None:
        """Hang up. Raises NotFound."""

    def away(self, caller: WebCaller) -> None:
        """The page's socket is gone: it is given a moment to come back."""
