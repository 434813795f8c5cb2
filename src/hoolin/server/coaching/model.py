"""A language model on one's own machine or network, asked by the protocol that llama.cpp's server, Ollama and vLLM speak: `POST /v1/chat/completions`.

It is reached only at a loopback or private address: the host is looked up each time, all of its addresses must be such, and the connection goes to the very one that was looked at. No proxy is used and no
redirect is followed. Whatever goes wrong is no answer.
"""

import asyncio
import socket
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Annotated, Any
from urllib.parse import urlsplit

import httpx
import msgspec

from hoolin.core.errors import Invalid

ANSWER_BYTES_MAX = 64 * 1024
"""Some lines, and what servers say around them."""

WITHIN: tuple[IPv4Network | IPv6Network, ...] = (
    IPv4Network("127.0.0.0/8"), IPv4Network("10.0.0.0/8"), IPv4Network("172.16.0.0/12"), IPv4Network("192.168.0.0/16"), IPv6Network("::1/128"), IPv6Network("fc00::/7"),
)  # fmt: skip
"""This machine, and networks that no router of the open internet leads to. Link-local addresses are none of them: clouds keep their keys there."""


class PhrasingSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether a language model on one's own machine may put the lines of simulated customers in drills into other words. It never judges anybody, and gets nothing that anybody here wrote.

    url: where it is, such as `http://127.0.0.1:8080`; empty: none is asked.
    model: its name there.
    key: what it wants to be shown as a Bearer token; empty: nothing. Secret.
    seconds: how long it may take for an answer; then the written line is said.
    elsewhere: whether it may be outside one's own machine and network. Then the lines of drills leave the house, and it must be https.
    """

    url: Annotated[str, msgspec.Meta(max_length=500)] = ""
    model: Annotated[str, msgspec.Meta(max_length=200)] = ""
    key: Annotated[str, msgspec.Meta(max_length=500)] = ""
    seconds: Annotated[float, msgspec.Meta(gt=0, le=10)] = 2.0
    elsewhere: bool = False

    def __post_init__(self) -> None:
        if not self.url:
            return
        try:
            parts = urlsplit(self.url)
            _ = parts.port
        except ValueError:
            raise Invalid("phrasing_url", expected="http://127.0.0.1:8080") from None
        if (
            parts.scheme not in ("http", "https")
            or not parts.hostname
            or parts.username
            or parts.query
            or parts.fragment
        ):
            raise Invalid("phrasing_url", expected="http://127.0.0.1:8080")
        if not self.model.strip() or not self.model.isprintable():
            raise Invalid("phrasing_model", expected="the model's name at its server")
        if not self.key.isascii() or not self.key.isprintable():
            raise Invalid("phrasing_key", expected="plain characters")
        if self.elsewhere and parts.scheme != "https":
            raise Invalid("phrasing_url", expected="https, where it is elsewhere")
        if not self.elsewhere and _is_address(parts.hostname) and not is_within(parts.hostname):
            raise Invalid("phrasing_url", expected="a loopback or private address, or elsewhere = true")

    def __repr__(self) -> str:
        return f"PhrasingSettings(url={self.url!r}, model={self.model!r}, key={'…' if self.key else ''!r}, seconds={self.seconds}, elsewhere={self.elsewhere})"

    @property
    def endpoint(self) -> str:
        """Where it is asked, whether or not the address was given with the path."""
        base = self.url.rstrip("/")
        if base.endswith("/chat/completions"):
            return base
        return f"{base}/chat/completions" if base.endswith("/v1") else f"{base}/v1/chat/completions"


class Message(msgspec.Struct, frozen=True):
    """What it says."""

    content: str


class Choice(msgspec.Struct, frozen=True):
    """One answer. finish_reason: `stop` where it is whole."""

    message: Message
    finish_reason: str | None = None


class Completion(msgspec.Struct, frozen=True):
    """What a server answers; more than that is passed over."""

    choices: Annotated[list[Choice], msgspec.Meta(min_length=1)]


class Model:
    """See above."""

    def __init__(self, settings: PhrasingSettings) -> None:
        self.settings = settings
        self.name = settings.model if settings.url else ""

    async def ask(self, messages: list[dict[str, str]], characters: int, seed: int) -> str | None:
        """Its answer as text, in time and whole; None where there is none. characters: how long it may be, about."""
        # A letter is a token at worst, in languages that a model hardly knows.
        body: dict[str, Any] = {
            "model": self.settings.model, "messages": messages, "temperature": 0.7, "seed": seed % 2**31, "max_tokens": min(1_000, characters + 40), "stream": False,
        }  # fmt: skip
        try:
            async with asyncio.timeout(self.settings.seconds):
                return await self._post(msgspec.json.encode(body))
        except (
            TimeoutError,
            httpx.HTTPError,
            httpx.InvalidURL,
            msgspec.DecodeError,
            msgspec.ValidationError,
            OSError,
            UnicodeError,
        ):
            return None

    async def _post(self, body: bytes) -> str | None:
        url = httpx.URL(self.settings.endpoint)
        found = await self._address(url)
        if found is None:
            return None
        headers = {
            "content-type": "application/json",
            "accept-encoding": "identity",
            "host": url.netloc.decode("ascii"),
        }
        if self.settings.key:
            headers["authorization"] = f"Bearer {self.settings.key}"
        # One connection for one question: a model takes far longer to answer than to be reached.
        async with (
            httpx.AsyncClient(follow_redirects=False, trust_env=False, timeout=None) as client,  # noqa: S113 - around it all
            client.stream(
                "POST", url.copy_with(host=found), content=body, headers=headers, extensions={"sni_hostname": url.host}
            ) as answer,
        ):
            if answer.status_code != 200:
                return None
            read = bytearray()
            async for part in answer.aiter_raw():
                read += part
                if len(read) > ANSWER_BYTES_MAX:
                    return None
        choice = msgspec.json.decode(bytes(read), type=Completion).choices[0]
        return choice.message.content if choice.finish_reason in (None, "stop") else None

    async def _address(self, url: httpx.URL) -> str | None:
        """Of its host, to which the question goes; None where one of its addresses is outside and none may be."""
        port = url.port or (443 if url.scheme == "https" else 80)
        found = await asyncio.get_running_loop().getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
        addresses = [str(entry[4][0]) for entry in found]
        if not addresses or not (self.settings.elsewhere or all(is_within(one) for one in addresses)):
            return None
        return addresses[0]


def is_within(address: str) -> bool:
    """Whether an address is of this machine or of a private network."""
    parsed = ip_address(address.partition("%")[0])
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    return any(parsed.version == network.version and parsed in network for network in WITHIN)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
