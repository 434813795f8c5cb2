"""A written channel whose provider is this very process: the gateway port of `channels/written.py` without a wire. It ships, so that
tests, trials and the demo site speak through the same post room as mail and messengers do.

A letter from outside is a JSON `Letterhead` and a text; what we send is put into `out`, and what can go wrong goes wrong on demand.
"""

import asyncio
from collections.abc import Mapping

import msgspec

from hoolin.channels.loopback.faults import Faults
from hoolin.channels.written import (
    Address,
    File,
    Finding,
    Heard,
    Outgoing,
    Passed,
    Raw,
    Reported,
    Surroundings,
    Understood,
    Waiting,
)  # fmt: skip
from hoolin.core.delivery.commands import Sent
from hoolin.core.errors import Malformed, NotReached
from hoolin.core.interaction.commands import Letter
from hoolin.core.site.rules import ChannelRules

CHANNEL = "letterbox"

RULES = ChannelRules(channel=CHANNEL, weight=25, park_ms_max=7 * 24 * 3_600_000, delivers=True)
"""Like a messenger: nobody watches a page, and an answer may take days."""


class LetterboxAccount(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A letterbox. address: what is written on it."""

    address: str = "box"


class Incoming(msgspec.Struct, frozen=True, kw_only=True):
    """One input as the outside writes it. understood: what it means; slow: not to be had now (so many times); junk: unreadable."""

    heard: tuple[Heard, ...] = ()
    reported: tuple[Reported, ...] = ()
    passed: tuple[Passed, ...] = ()
    waiting: tuple[Waiting, ...] = ()


_decode = msgspec.msgpack.Decoder(Incoming).decode
encode = msgspec.msgpack.Encoder().encode


class LoopbackPost:
    """The gateway. out: what was sent, in order; unreachable: how many more times an input cannot be understood yet."""

    def __init__(self, around: Surroundings, accounts: Mapping[str, LetterboxAccount]) -> None:
        self.around = around
        self.accounts = accounts
        self.faults = Faults()
        self.out: list[Outgoing] = []
        self.unreachable = 0
        self.understood: list[str] = []

    async def start(self) -> None:
        """Nothing to connect to."""

    async def stop(self) -> None:
        """Nothing to let go of."""

    async def drop(self, account: str, key: str, incoming: Incoming) -> bool:
        """Something comes from outside."""
        return await self.around.keep(Raw(account=account, key=key, body=encode(incoming), at=self.around.now()))

    async def understand(self, raw: Raw) -> tuple[Understood, ...]:
        """See `Gateway`."""
        self.understood.append(raw.key)
        if self.unreachable:
            self.unreachable -= 1
            raise NotReached("letterbox_stuck")
        try:
            told = _decode(raw.body)
        except msgspec.DecodeError:
            raise Malformed("letter") from None
        return (*told.heard, *told.reported, *told.passed, *told.waiting)

    async def send(self, out: Outgoing) -> Sent:
        """See `Gateway`."""
        fault = self.faults.of_delivery()
        if fault == "not_reached":
            raise NotReached("letterbox_down")
        if fault == "refuse":
            return Sent("rejected", "refused")
        self.out.append(out)
        if fault == "hang":
            await asyncio.get_running_loop().create_future()
        if fault == "time_out":
            raise TimeoutError
        if fault == "break_off":
            raise ConnectionResetError
        return Sent("accepted", "", f"out-{len(self.out)}")

    async def check(self, account: str) -> tuple[Finding, ...]:
        """See `Gateway`."""
        known = account in self.accounts
        return (Finding(known, "account", "It is here." if known else "There is no such letterbox."),)


def letter(sender: str, text: str, key: str, **more: object) -> Heard:
    """A letter as tests write it: from an e-mail address."""
    given = {"sender": Address(kind="email", value=sender, name=str(more.pop("name", ""))), **more}
    return Heard(key=key, text=text, **given)  # type: ignore[arg-type]


__all__ = ["CHANNEL", "RULES", "File", "Incoming", "Letter", "LetterboxAccount", "LoopbackPost", "encode", "letter"]
