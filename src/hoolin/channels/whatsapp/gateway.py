"""WhatsApp's side of the house: Meta's calls come in, messages go out through the Cloud API.

Nothing that was not signed with the app's secret is read, and nothing is answered with 200 before it is kept. Outside the 24 hours
after the customer's last word only an approved template is sent; everything else ends as rejected with `window_closed`, whether we
knew it beforehand or Meta said so.
"""

from collections import OrderedDict
from collections.abc import Mapping

from hoolin.channels import calling, graph, lenient
from hoolin.channels.account import of_account
from hoolin.channels.gathering import gather, is_late
from hoolin.channels.graph_hook import Called, take_in
from hoolin.channels.parts import send_parts
from hoolin.channels.whatsapp import calls, checking, wire
from hoolin.channels.whatsapp.calls import Message
from hoolin.channels.whatsapp.manifest import CHANNEL, DOCUMENT_BYTES_MAX, HEARD_MAX, WINDOW_MS, WhatsappAccount
from hoolin.channels.whatsapp.number import Number, Refused
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
from hoolin.core.facts import Instant


class WhatsappGateway:
    """All numbers of a site."""

    def __init__(self, around: Surroundings, accounts: Mapping[str, WhatsappAccount]) -> None:
        self._around = around
        self._client = calling.open_client()
        self._numbers = {name: Number(self._client, account) for name, account in accounts.items()}
        self._apps = {name: (account.app_secret, account.phone_number_id) for name, account in accounts.items()}
        self._heard_at: OrderedDict[tuple[str, str], Instant] = OrderedDict()

    async def start(self) -> None:
        """Nothing: Meta calls us."""

    async def stop(self) -> None:
        """Close what is open."""
        await self._client.aclose()

    # ── in ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    async def hook(self, account: str, request: HookRequest) -> HookReply:
        """A call of Meta's. Raises NotFound, NotAllowed, Malformed, and what `keep` raises."""
        called = Called(account, self._number(account).account.verify_token, self._apps)
        return await take_in(self._around, called, request, _look)

    async def understand(self, raw: Raw) -> tuple[Understood, ...]:
        """What a call means to its account, with files. Raises NotReached and Malformed."""
        number = self._number(raw.account)
        call = lenient.read_object(raw.body)
        meanings = wire.read(call, number.account.phone_number_id, self._around.secret)
        understood = await gather(meanings, number.fetch, is_late(raw.at, self._around.now()))
        for one in understood:
            if isinstance(one, Heard) and one.sent_at:
                self._remember(raw.account, one)
        return understood

    # ── out ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    async def send(self, out: Outgoing) -> Sent:
        """One attempt. Raises NotReached."""
        number = self._number(out.account)
        sending = calls.messages(out, self._around.secret)
        if refusal := self._refusal(out, sending):
            return Sent("rejected", refusal)
        receiver = out.thread or out.to.value
        try:
            # Files first: as long as no message names them, everything may be tried again.
            async with calling.handing_over():
                uploaded = [await number.upload(one.file) if one.file is not None else "" for one in sending]
        except Refused as problem:
            return problem.sent
        except TooLarge:
            return Sent("rejected", "file_too_large")

        async def send_one(part: tuple[Message, str]) -> Sent:
            return await number.send(*part, receiver)

        return await send_parts(list(zip(sending, uploaded, strict=True)), send_one)

    def _refusal(self, out: Outgoing, sending: tuple[Message, ...]) -> str:
        """Why a message is not even tried; empty when it may be."""
        if not sending:
            return "empty"
        if any(file.size > DOCUMENT_BYTES_MAX for file in out.files):
            return "file_too_large"
        if sending[0].kind == "template":
            return "template_with_files" if out.files else ""
        heard_at = self._heard_at.get((out.account, out.to.value))
        return graph.WINDOW_CLOSED if heard_at is not None and self._around.now() - heard_at > WINDOW_MS else ""

    # ── the account ─────────────────────────────────────────────────────────────────────────────────────────────────

    def hook_url(self, account: str) -> str:
        """Where Meta should call for this account; empty when the server has no public address."""
        return self._around.hook_url(CHANNEL, account)

    async def check(self, account: str) -> tuple[Finding, ...]:
        """Token, number, app secret and webhook."""
        return await checking.check(self._number(account), self.hook_url(account))

    def _remember(self, account: str, heard: Heard) -> None:
        who = (account, heard.sender.value)
        before = self._heard_at.pop(who, 0)
        self._heard_at[who] = max(before, heard.sent_at)
        if len(self._heard_at) > HEARD_MAX:
            self._heard_at.popitem(last=False)

    def _number(self, account: str) -> Number:
        return of_account(self._numbers, account)


def _look(call: lenient.Part, body: bytes) -> tuple[str, set[str], str]:
    changes = wire.changes(call)
    return wire.call_key(changes, body), {wire.number_of(value) for _, value in changes}, wire.lane(changes)
