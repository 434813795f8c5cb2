"""Codes given out and shown, by way of the room that keeps them."""

import secrets
from collections.abc import Callable, Collection

from hoolin.cases.api import PASS_MS, IssuePass, Passes, UsePass
from hoolin.channels.passes import Carried, written
from hoolin.core.errors import Refusal
from hoolin.core.site.rules import Language
from hoolin.runtime.loop import Loop

RANDOM_BYTES = 8

HOLDERS = {"voice": "chat"}
"""A page that calls is the same as when it writes: whose call is refused may go on in writing."""


class PassOffice:
    """Implements `channels.passes.PassDoor`. erased: customers who are gone. public_url: where customers reach us, "" when nowhere."""

    def __init__(
        self,
        passes: Passes,
        loop: Loop,
        lookup: Callable[[str, str], str],
        erased: Collection[str],
        public_url: str = "",
    ) -> None:
        self._public_url = public_url.rstrip("/")
        self._passes = passes
        self._loop = loop
        self._lookup = lookup
        self._erased = erased

    async def issue(self, customer: str, case: str, interaction: str | None, language: Language) -> tuple[str, int]:
        """See `PassDoor`."""
        code = written(secrets.token_bytes(RANDOM_BYTES))
        lookup = self._lookup("pass", code)
        command = IssuePass(
            lookup=lookup, customer=customer, case=case, interaction=interaction, language=language
        )  # fmt: skip
        await self._loop.submit(command, actor=f"customer:{customer}", key=lookup)
        return code, self._passes.by_lookup[lookup].until

    def link(self, code: str, language: Language) -> str:
        """Where whoever has the code finds every way to go on with it; "" when we cannot be reached."""
        return f"{self._public_url}/contact?language={language}#pass={code}" if self._public_url else ""

    def stands(self, code: str) -> bool:
        """Whether somebody could still show the code."""
        found = self._passes.by_lookup.get(self._lookup("pass", code))
        return found is not None and self._loop.clock() < found.until and found.customer not in self._erased

    def under_way(self, code: str) -> str | None:
        """What was under way when it was given out, if the code stands."""
        return self._passes.by_lookup[self._lookup("pass", code)].interaction if self.stands(code) else None

    async def show(self, code: str, channel: str, address: str) -> Carried | None:
        """See `PassDoor`."""
        lookup, by = self._lookup("pass", code), self._lookup(f"holder/{HOLDERS.get(channel, channel)}", address)
        found = self._passes.valid(lookup, by, self._loop.clock())
        if found is None or found.customer in self._erased:
            return None
        try:
            command = UsePass(lookup=lookup, channel=channel, by=by)
            await self._loop.submit(command, actor="system", key=f"{lookup[:32]}{by[:32]}")
        except Refusal:
            return None
        return Carried(found.customer, found.case, found.interaction, found.language, found.until - PASS_MS)
