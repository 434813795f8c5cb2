"""Messenger's and Instagram's side of the house: Meta's calls come in, messages go out through the Graph API.

Nothing that was not signed with the app's secret is read, and nothing is answered with 200 before it is kept. What is said later
than a day after the customer's last word is refused by Meta and ends as rejected with `window_closed`; with `human_agent` it is then
said as a person's answer, which gets through for seven days.
"""

from collections.abc import Mapping

import msgspec

from hoolin.channels import calling, lenient
from hoolin.channels.account import of_account
from hoolin.channels.gathering import gather, is_late
from hoolin.channels.graph_hook import Called, take_in
from hoolin.channels.messenger import calls, checking, wire
from hoolin.channels.messenger.calls import Message
from hoolin.channels.messenger.manifest import CHANNEL, MessengerAccount
from hoolin.channels.messenger.page import Page, Refused
from hoolin.channels.parts import send_parts
from hoolin.channels.written import (
    Finding,
    Heard,
    HookReply,
    HookRequest,
    Outgoing,
    Raw,
    Sent,
    Surroundings,
    Understood,
)
from hoolin.core.errors import TooLarge

ASKED_NAMES_MAX = 5
"""Names asked for while one call is understood: a call with hundreds of messages is not held up by them."""


class MessengerGateway:
    """All pages and Instagram accounts of a site."""

    def __init__(self, around: Surroundings, accounts: Mapping[str, MessengerAccount]) -> None:
        self._around = around
        self._client = calling.open_client()
        self._pages = {name: Page(self._client, account) for name, account in accounts.items()}
        self._apps = {name: (account.app_secret, account.own_id) for name, account in accounts.items()}

    async def start(self) -> None:
        """Nothing: Meta calls us."""

    async def stop(self) -> None:
        """Close what is open."""
        await self._client.aclose()

    # ── in ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    async def hook(self, account: str, request: HookRequest) -> HookReply:
        """A call of Meta's. Raises NotFound, NotAllowed, Malformed, and what `keep` raises."""
        called = Called(account, self._page(account).account.verify_token, self._apps)
        return await take_in(self._around, called, request, _look)

    async def understand(self, raw: Raw) -> tuple[Understood, ...]:
        """What a call means to its account, with files and names. Raises NotReached and Malformed."""
        page = self._page(raw.account)
        account = page.account
        reader = wire.Reader(account.platform, account.own_id, account.app_id, self._around.secret)
        meanings = wire.read(lenient.read_object(raw.body), reader)
        understood = await gather(meanings, page.fetch, is_late(raw.at, self._around.now()))
        people = dict.fromkeys(one.sender.value for one in understood if isinstance(one, Heard))
        names = {person: await page.name_of(person) for person in list(people)[:ASKED_NAMES_MAX]}
        return tuple(_named(one, names) if isinstance(one, Heard) else one for one in understood)

    # ── out ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    async def send(self, out: Outgoing) -> Sent:
        """One attempt. Raises NotReached."""
        page = self._page(out.account)
        for file in out.files:
            if why := calls.refusal(file, page.instagram):
                return Sent("rejected", why)
        sending = calls.messages(out, page.instagram, self._around.secret)
        if not sending:
            return Sent("rejected", "empty")
        try:
            # Files first: as long as no message names them, everything may be tried again.
            async with calling.handing_over():
                uploaded = [await page.upload(one.file) if one.file is not None else "" for one in sending]
        except Refused as problem:
            return problem.sent
        except TooLarge:
            return Sent("rejected", "file_too_large")

        async def send_one(part: tuple[Message, str]) -> Sent:
            return await page.send(*part)

        return await send_parts(list(zip(sending, uploaded, strict=True)), send_one)

    # ── the account ─────────────────────────────────────────────────────────────────────────────────────────────────

    def hook_url(self, account: str) -> str:
        """Where Meta should call for this account; empty when the server has no public address."""
        return self._around.hook_url(CHANNEL, account)

    async def check(self, account: str) -> tuple[Finding, ...]:
        """Token, app secret, subscription and webhook."""
        return await checking.check(self._page(account), self.hook_url(account))

    def _page(self, account: str) -> Page:
        return of_account(self._pages, account)


def _named(heard: Heard, names: Mapping[str, str]) -> Heard:
    name = names.get(heard.sender.value, "")
    return msgspec.structs.replace(heard, sender=msgspec.structs.replace(heard.sender, name=name)) if name else heard


def _look(call: lenient.Part, body: bytes) -> tuple[str, set[str], str]:
    events = wire.events(call)
    return wire.call_key(events, body), {own for own, _, _ in events}, wire.lane(events)
