"""How the server itself is set up. Wiring reads the values from wherever they are written; the server only takes them."""

from typing import Annotated
from urllib.parse import urlsplit

import msgspec

from hoolin.core.errors import Invalid
from hoolin.server.permissions import Role


class ServerSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where Hoolin listens, and whom it trusts.

    public_url: the address people open, such as `https://help.example.ee`, without a path; empty: whatever address they
    used, which suits a trial on one machine. With https, cookies are Secure and browsers are told to stay with https.
    host: the address to listen on; `0.0.0.0` for every IPv4 address of the machine.
    port: the TCP port to listen on; 0 takes a free one.
    trusted_proxies: addresses or networks (`10.0.0.0/8`) of reverse proxies whose `X-Forwarded-For` is believed; empty:
    nobody's.
    widget_origins: origins of the pages that may carry the chat, such as `https://www.example.ee`; `*`: any page.
    metrics_token: who shows it as a Bearer token may read `/metrics` from elsewhere; empty: only this machine may.
    session_hours: how long a log-in lasts at most.
    session_idle_minutes: how long a log-in lasts without any use.
    second_factor: roles that need a second factor (`["admin"]`): without one they can do nothing but put one into use.
    public_rate_scale: multiplies every limit on calls that need no log-in; 0 lifts them all, for load tests.
    request_seconds_max: how long one request may take until its answer begins; uploads get four times as long.
    connections_max: open connections and sockets together; whoever comes beyond them is sent away with 503.
    access_log: whether each answered request is written to the log (its route, never its address or content).
    """

    public_url: str = ""
    host: str = "127.0.0.1"
    port: Annotated[int, msgspec.Meta(ge=0, le=65_535)] = 8_080
    trusted_proxies: tuple[str, ...] = ()
    widget_origins: tuple[str, ...] = ("*",)
    metrics_token: str = ""
    session_hours: Annotated[int, msgspec.Meta(ge=1, le=168)] = 12
    session_idle_minutes: Annotated[int, msgspec.Meta(ge=5, le=1_440)] = 120
    second_factor: tuple[Role, ...] = ()
    public_rate_scale: Annotated[float, msgspec.Meta(ge=0, le=1_000)] = 1.0
    request_seconds_max: Annotated[int, msgspec.Meta(ge=1, le=600)] = 30
    connections_max: Annotated[int, msgspec.Meta(ge=10)] = 20_000
    access_log: bool = True

    def __post_init__(self) -> None:
        if self.public_url and self.origin != self.public_url.rstrip("/").lower():
            raise Invalid("public_url", expected="https://help.example.ee")

    @property
    def origin(self) -> str:
        """The origin of `public_url` as a browser writes it (scheme, host, port unless usual); empty without one."""
        return origin_of(self.public_url)

    @property
    def https(self) -> bool:
        """Whether people reach us over https."""
        return self.origin.startswith("https://")


def origin_of(address: str) -> str:
    """`https://Help.example.ee:443/x` -> `https://help.example.ee`; empty when the text is no web address."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    usual = port is None or port == {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" if usual else f"{parts.scheme}://{host}:{port}"
