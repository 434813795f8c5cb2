"""What a gateway is given in tests: a house that remembers what was kept, and a clock that stands still."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hoolin.channels.signed import signature
from hoolin.channels.written import Address, AddressKind, HookRequest, OutFile, Outgoing, Raw, Surroundings
from hoolin.core.errors import Defect

NOW = 1_800_000_000_000
SECRET = b"a secret of the site"
PUBLIC = "https://help.example.ee"


@dataclass
class House:
    """Keeps in memory; each key once. now: the instant. broken: cannot keep anything."""

    kept: list[Raw] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    now: int = NOW
    broken: bool = False

    async def keep(self, raw: Raw) -> bool:
        """As the house does."""
        self.asked.append(raw.key)
        if self.broken:
            raise Defect("disk_full")
        if any((one.account, one.key) == (raw.account, raw.key) for one in self.kept):
            return False
        self.kept.append(raw)
        return True

    def around(self, public_url: str = PUBLIC) -> Surroundings:
        """What a gateway is given."""
        return Surroundings(
            keep=self.keep, now=lambda: self.now, secret=SECRET, operator="Põhjala Mobiil", public_url=public_url
        )


def meta(value: object, secret: str, body: bytes | None = None) -> HookRequest:
    """A call that Meta signed."""
    body = json.dumps(value).encode() if body is None else body
    return HookRequest("POST", {"x-hub-signature-256": "sha256=" + signature(secret, body)}, {}, body)


def viber(value: object, token: str, body: bytes | None = None) -> HookRequest:
    """A call that Viber signed."""
    body = json.dumps(value).encode() if body is None else body
    return HookRequest("POST", {"x-viber-content-signature": signature(token, body)}, {}, body)


def telegram(value: object, secret: str, body: bytes | None = None) -> HookRequest:
    """A call of Telegram's, with the word it was given."""
    body = json.dumps(value).encode() if body is None else body
    return HookRequest("POST", {"x-telegram-bot-api-secret-token": secret}, {}, body)


def raw(body: object, key: str = "k", account: str = "main", at: int = NOW) -> Raw:
    """Input as it was kept."""
    written = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Raw(account=account, key=key, body=written, at=at)


def outgoing(kind: AddressKind, value: str, text: str = "Tere!", **more: Any) -> Outgoing:
    """A message of ours."""
    fields: dict[str, Any] = {"delivery": "d-1", "attempt": 1, "account": "main", **more}
    return Outgoing(to=Address(kind=kind, value=value), text=text, **fields)


def file(name: str, media_type: str, body: bytes) -> OutFile:
    """A file of ours, in pieces."""

    def pieces() -> Iterator[bytes]:
        for at in range(0, len(body), 1_000):
            yield body[at : at + 1_000]

    return OutFile(name, media_type, len(body), pieces)


def fixtures(package: Any) -> list[Path]:
    """A channel's own fixtures."""
    return sorted((Path(str(package.__file__)).parent / "fixtures").glob("*.json"))
