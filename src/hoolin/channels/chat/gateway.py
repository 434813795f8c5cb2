"""Moves frames between visitors' pages and the loop.

Inbound: a frame becomes commands, submitted at once and in order; the answer goes back when it is durable. Outbound: every
durable batch is looked through for what customers are shown, and each page is sent what is new to it, numbered by
position. A page that reconnects is sent what it missed from the read model and then goes on live, nothing twice.

A visitor is known by a token that the page makes and keeps; we keep only a keyed hash of it, and only from the first message
on, so that whoever only looks leaves nothing behind.
"""

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any, cast

import msgspec

from hoolin.channels.chat import wire
from hoolin.channels.chat.calling import VOICE, Calling
from hoolin.channels.chat.house import ChatHouse
from hoolin.channels.chat.page import Page
from hoolin.channels.connection import GOING_AWAY, TOO_FAST, TOO_LARGE, TRY_LATER, Turn
from hoolin.channels.media import shown_name
from hoolin.channels.passes import Carried, claimed, code_in
from hoolin.channels.port import Answer, Socket
from hoolin.core.commands import Command
from hoolin.core.errors import Conflict, Defect, HoolinError, Malformed, NotFound
from hoolin.core.facts import Content, Entry
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.core.interaction.site import Interaction

CHANNEL = "chat"

SHOWN_ON = (CHANNEL, VOICE)
"""A customer's page shows what was said here, and the calls beside it."""

GONE_SECONDS = 8.0
"""A page that is reloaded is back sooner; only then is the customer said to have left."""

RESTART_SECONDS = 30.0
"""After a restart pages find their way back within this time."""

PLACE_SECONDS = 1.0

RETRIES = 3
"""How often a message follows its conversation when that ended a moment ago."""

CONNECTIONS_MAX = 20_000
"""Sockets of visitors in one process."""


def _let_be(answer: Answer | HoolinError) -> None:
    """Nothing hangs on this answer."""


def _nothing(customer: str) -> str | None:
    """Nobody is asked how it went."""
    return None


class ChatGateway:
    """All visitors' pages of a site. survey_for: what leads to the questions that a customer may still answer here."""

    def __init__(self, house: ChatHouse) -> None:
        self.house = house
        self.on_typing: Callable[[str, bool], None] | None = None
        self.survey_for: Callable[[str], str | None] = _nothing
        self._turn = Turn()
        self._pages: dict[str, set[Page]] = {}
        self._customer_of: dict[str, str] = {}
        self._gone: dict[str, asyncio.TimerHandle] = {}
        self._places: dict[str, tuple[int, int]] = {}
        self._connections = 0
        self.calling = Calling(house, self._begins_call)
        self._ticker: asyncio.Task[None] | None = None

    # ── life ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def start(self) -> None:
        """Take up the conversations that were under way; whoever does not come back has left."""
        for one in (*self.house.live(CHANNEL), *self.house.live(VOICE)):
            self._customer_of[one.interaction] = one.customer
            if one.channel == CHANNEL and not one.customer_gone_at:
                self._leaves_in(one.customer, RESTART_SECONDS)
        self._ticker = asyncio.get_running_loop().create_task(self._tell_places())

    async def stop(self) -> None:
        """Say goodbye; pages come back by themselves."""
        if self._ticker is not None:
            self._ticker.cancel()
        await self.calling.stop()
        for timer in self._gone.values():
            timer.cancel()
        for pages in list(self._pages.values()):
            for page in list(pages):
                page.close(GOING_AWAY)

    @property
    def connections(self) -> int:
        """How many pages are connected."""
        return self._connections

    # ── one page ────────────────────────────────────────────────────────────────────────────────────────────────────

    async def serve(self, socket: Socket, place: str = "", spend: Callable[[str], None] | None = None) -> None:
        """Serve one page until it is gone. place, spend: see `Page`."""
        page = Page(socket, self._turn)
        page.place, page.spend = place, spend or page.spend
        if self._connections >= CONNECTIONS_MAX:
            socket.end(TRY_LATER)
            return
        self._connections += 1
        try:
            await socket.each(partial(self._heard, page))
        finally:
            self._connections -= 1
            self._leave(page)
            page.close(GOING_AWAY)

    def _heard(self, page: Page, text: str) -> Awaitable[None] | None:
        if page.closed:
            return None
        if len(text) > wire.FRAME_BYTES_MAX:
            page.close(TOO_LARGE)
            return None
        if not page.allow(time.monotonic()):
            page.close(TOO_FAST)
            return None
        try:
            frame = wire.read_frame(text)
        except Malformed as problem:
            page.send(wire.refused(None, problem.code, dict(problem.detail)))
            return None
        if type(frame) is wire.Say:
            if not frame.text.strip() and not frame.attachments:
                page.send(wire.refused(frame.key, "text_empty", {}))
            elif page.customer is None or page.code or page.carried is not None:
                return self._meet(page, frame)
            else:
                self._say(page, frame, RETRIES)
            return None
        if type(frame) is wire.Hello:
            return self._hello(page, frame)
        if isinstance(frame, wire.CALLS):
            self.calling.heard(page, frame)
            return None
        self._read(page, frame)
        return None

    def _read(self, page: Page, frame: wire.Incoming) -> None:
        """A frame that needs no waiting and is no message."""
        match frame:
            case wire.Ping():
                page.send(wire.PONG)
            case wire.LanguageFrame(value=language):
                page.language = language
                self._ask_about(page, lambda i: c.ChangeLanguage(interaction=i, language=language))
                self._note(page, "language", language)
            case wire.Typing(on=on):
                one = self.under_way(page.customer)
                if one is not None and self.on_typing is not None:
                    self.on_typing(one.interaction, on)
            case wire.Read(ordinal=ordinal):
                self._ask_about(page, lambda i: c.CustomerMarkRead(interaction=i, ordinal=ordinal))
            case wire.Goodbye():
                self._ask_about(page, lambda i: c.SayGoodbye(interaction=i))
            case wire.Name(value=name):
                self._note(page, "name", name)
            case wire.Later(kind=kind, value=value):
                self._later(page, kind, value)

    async def _hello(self, page: Page, frame: wire.Hello) -> None:
        # A second hello says who the page is from now on.
        self._leave(page)
        page.language, page.queue = frame.language, frame.queue
        page.code, page.carried = code_in(frame.code) or "", None
        page.token = frame.token or None
        customer = await self.house.people.customer_by("visitor", frame.token) if frame.token else None
        if customer is None:
            page.send(self._welcome(page, None))
            return
        await self._come_back(page, customer, frame.since)

    async def _come_back(self, page: Page, customer: str, since: int) -> None:
        """Send what was missed, then go on live: what is said meanwhile is held back until its turn."""
        page.shown_n = since
        page.catching_up = True
        self._enter(page, customer)
        missed = await self.house.past.shown_after(customer, SHOWN_ON, since)
        page.send(self._welcome(page, customer))
        for n, at, shown in missed:
            if shown.get("key"):
                page.answered[shown["key"]] = (n, shown["ordinal"])
            if n > page.shown_n:
                page.shown_n = n
                page.send(wire.event(n, at, shown))
        page.caught_up()
        one = self.house.live_with(customer, CHANNEL)
        if one is not None and one.customer_gone_at:
            self._quietly(c.CustomerReturn(interaction=one.interaction), customer)

    async def _meet(self, page: Page, frame: wire.Say) -> None:
        """The first message of a page's life. Who it is follows from the page's token and from nothing else, so that a
        message sent again, because its answer was lost, is the same person's and no second one. A code brings case, language and place
        along, and the people at work are asked whether both are one person; it opens nobody's words to anybody: whoever was sent
        another's code would otherwise be read by them.
        """
        carried = await self._introduce(page)
        if page.customer is not None:
            self._say(page, frame, RETRIES, carried)

    async def _introduce(self, page: Page, channel: str = CHANNEL) -> Carried | None:
        """From now on the page is a customer's; gives what it brings along."""
        people = self.house.people
        customer = people.met_with(page.token) if page.token is not None else None
        if page.token is None or customer is None:
            # It has made none, or whoever it named was forgotten and begins anew.
            page.token = page.new_token = secrets.token_urlsafe(32)
            customer = cast(str, people.met_with(page.token))
        carried = await self._carried(page, channel)
        known = page.customer or await people.customer_by("visitor", page.token)
        if known is not None:
            if page.customer is None:
                await self._come_back(page, known, 0)
            return carried
        self._enter(page, customer)
        # Asked before the message, so that whoever is told that it is on disk can come back by their token.
        self.house.ask(people.visitor_identity(customer, page.token), f"customer:{customer}", "visitor", _let_be)
        return carried

    async def _carried(self, page: Page, channel: str) -> Carried | None:
        """What the page brings along from elsewhere; asked once, and nobody is turned away for a code that is over. Where what begins with it
        is refused, the page has it still.
        """
        carried, page.carried = page.carried, None
        code, page.code = page.code, ""
        return await self.house.passes.show(code, channel, cast(str, page.token)) if code else carried

    async def _begins_call(self, page: Page) -> tuple[c.Arrive, Carried | None]:
        """How a call of this page's arrives, and what it brings along. What is under way in writing goes on in it: in the same case, at the same
        place in line, with the same person; and what is written from now on is written in it.
        """
        new = page.customer is None or page.code or page.carried is not None
        carried = await self._introduce(page, VOICE) if new else None
        if page.customer is None:
            # It went meanwhile.
            raise NotFound("call")
        customer = page.customer
        begins = self._arrival(page, customer, carried, VOICE)
        one = self.house.live_with(customer, CHANNEL)
        if one is None or one.state == "wrap_up" or begins.moves is not None:
            return begins, carried
        return msgspec.structs.replace(begins, case=one.case, moves=one.interaction), carried

    def _welcome(self, page: Page, customer: str | None) -> bytes:
        one = self.under_way(customer)
        return wire.welcome(
            token=page.token if customer else None,
            language=page.language,
            people=self.house.people_at_work(),
            operator=self.house.operator,
            conversation=self.house.conversation(one) if one is not None else None,
            survey=self.survey_for(customer) if customer else None,
        )

    # ── saying ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _say(self, page: Page, frame: wire.Say, tries: int, carried: Carried | None = None) -> None:
        """Submit the message, beginning a conversation where there is none. Order is the order of the frames."""
        known = page.answered.get(frame.key)
        if known is not None:
            page.send(wire.accepted(frame.key, known[0], known[1], page.new_token))
            return
        attachments: tuple[f.Attachment, ...] = ()
        names: tuple[str, ...] = ()
        if frame.attachments:
            try:
                attachments, names = self._files(page, frame)
            except HoolinError as problem:
                page.carried = page.carried or carried
                page.send(wire.refused(frame.key, problem.code, dict(problem.detail)))
                return
        customer = cast(str, page.customer)
        one = self.under_way(customer)
        if one is not None and one.state == "greeted" and one.channel == VOICE:
            # An automatic voice speaks with them, and understands keys alone.
            one = self.house.live_with(customer, CHANNEL)
        # What a code brings along is left behind elsewhere, in whichever conversation it is shown.
        begins = self._arrival(page, customer, carried) if one is None or carried is not None else None
        command = c.ReceiveMessage(
            interaction=one.interaction if one is not None else cast(c.Arrive, begins).interaction,
            key=frame.key, text=frame.text, attachments=attachments, names=names, begins=begins,
        )  # fmt: skip
        said = partial(self._said, page, frame, tries, carried)
        self.house.ask(command, f"customer:{customer}", f"{wire.SAY_KEY}{frame.key}", said)

    def _arrival(self, page: Page, customer: str, carried: Carried | None, channel: str = CHANNEL) -> c.Arrive:
        case, prefers = self.house.past.case_of(customer)
        if carried is not None and self.house.past.open_case(carried.case):
            case = carried.case
        return c.Arrive(
            interaction=self.house.new_id("i"), customer=customer, case=case or self.house.new_id("k"), channel=channel,
            language=carried.language if carried is not None else cast(Any, page.language), prefers=prefers,
            queue=self.house.queue(page.queue), moves=carried.interaction if carried is not None else None,
            claims=claimed(carried, customer, self.house.shown_as),
        )  # fmt: skip

    def _said(
        self, page: Page, frame: wire.Say, tries: int, carried: Carried | None, answer: Answer | HoolinError
    ) -> None:
        if isinstance(answer, HoolinError):
            if isinstance(answer, Conflict) and answer.code == "ended" and tries:
                self._say(page, frame, tries - 1, carried)
            else:
                page.carried = page.carried or carried
                self._refuse(page, frame.key, answer)
            return
        for entry in answer.entries:
            if type(entry.fact) is f.MessageReceived:
                page.send(wire.accepted(frame.key, entry.position, entry.fact.ordinal, page.new_token))

    def _refuse(self, page: Page, key: str | None, problem: HoolinError) -> None:
        """A business answer; what is our own fault is none: the page keeps its message and comes back."""
        if isinstance(problem, Defect):
            page.close(TRY_LATER)
        else:
            page.send(wire.refused(key, problem.code, dict(problem.detail)))

    def _files(self, page: Page, frame: wire.Say) -> tuple[tuple[f.Attachment, ...], tuple[str, ...]]:
        files = tuple(self.house.past.attachment(page.customer or "", file.blob) for file in frame.attachments)
        return files, tuple(shown_name(file.name) for file in frame.attachments)

    # ── the rest of what a page may ask ─────────────────────────────────────────────────────────────────────────────

    def under_way(self, customer: str | None) -> Interaction | None:
        """What a customer has under way here: a call, in which they may also write, or else a chat."""
        call = self.house.live_with(customer, VOICE)
        return call if call is not None and call.state != "wrap_up" else self.house.live_with(customer, CHANNEL)

    def _ask_about(self, page: Page, command: Callable[[str], Command]) -> None:
        one = self.under_way(page.customer)
        if one is not None and page.customer is not None:
            self._quietly(command(one.interaction), page.customer)

    def _note(self, page: Page, what: str, value: str) -> None:
        if page.customer is not None:
            self._quietly(self.house.people.note(page.customer, what, value), page.customer)

    def _later(self, page: Page, kind: str, value: str) -> None:
        """Note the address, and only then that the answer may come later."""
        one = self.house.live_with(page.customer or "", CHANNEL)
        if one is None or page.customer is None:
            page.send(wire.refused(None, "say_first", {}))
            return
        actor, interaction = f"customer:{page.customer}", one.interaction

        def noted(answer: Answer | HoolinError) -> None:
            if isinstance(answer, HoolinError):
                self._refuse(page, None, answer)
            else:
                self.house.ask(c.AskAnswerLater(interaction=interaction), actor, secrets.token_hex(8), ended)

        def ended(answer: Answer | HoolinError) -> None:
            if isinstance(answer, HoolinError):
                self._refuse(page, None, answer)

        try:
            command = self.house.people.address(page.customer, kind, value)
        except HoolinError as problem:
            self._refuse(page, None, problem)
        else:
            self.house.ask(command, actor, secrets.token_hex(8), noted)

    def _quietly(self, command: Command, customer: str) -> None:
        """Ask, and let a refusal be: the page is shown what came true, and nothing else needs an answer. The key is new each
        time, for the same wish may be meant again.
        """
        self.house.ask(command, f"customer:{customer}", secrets.token_hex(8), _let_be)

    # ── who is there ────────────────────────────────────────────────────────────────────────────────────────────────

    def _enter(self, page: Page, customer: str) -> None:
        if page.closed:
            # It went while it was asked who it is.
            return
        page.customer = customer
        self._pages.setdefault(customer, set()).add(page)
        timer = self._gone.pop(customer, None)
        if timer is not None:
            timer.cancel()

    def _leave(self, page: Page) -> None:
        self.calling.left(page)
        if page.customer is None:
            return
        pages = self._pages.get(page.customer, set())
        pages.discard(page)
        if not pages:
            self._pages.pop(page.customer, None)
            self._leaves_in(page.customer, GONE_SECONDS)
        page.customer = None

    def _leaves_in(self, customer: str, seconds: float) -> None:
        earlier = self._gone.pop(customer, None)
        if earlier is not None:
            earlier.cancel()
        self._gone[customer] = asyncio.get_running_loop().call_later(seconds, self._left, customer)

    def _left(self, customer: str) -> None:
        self._gone.pop(customer, None)
        one = self.house.live_with(customer, CHANNEL)
        if one is not None and not one.customer_gone_at:
            self._quietly(c.CustomerLeave(interaction=one.interaction), customer)

    # ── showing ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def take(self, entries: Sequence[Entry], contents: Sequence[Content]) -> None:
        """A durable batch: show each page what is new to it."""
        texts: dict[str, bytes] | None = None
        for entry in entries:
            fact: Any = entry.fact
            if type(fact) is f.InteractionArrived:
                if fact.channel in (CHANNEL, VOICE):
                    # Also of who calls by telephone: a page of theirs may come while they talk.
                    self._customer_of[fact.interaction] = fact.customer
                continue
            if type(fact) not in wire.LINES and type(fact) is not f.CustomerLeft:
                self._show_card(entry, contents)
                continue
            customer = self._customer_of.get(fact.interaction)
            if customer is None:
                continue
            pages = self._pages.get(customer)
            if pages and type(fact) is f.CustomerLeft:
                # A page came back while we were writing down that there was none.
                self._quietly(c.CustomerReturn(interaction=fact.interaction), customer)
            elif pages:
                if texts is None:
                    texts = {content.id: content.body for content in contents}
                frame = self._event(entry, texts)
                for page in pages:
                    page.show(entry.position, frame)
            if type(fact) in (f.InteractionClosed, f.InteractionAbandoned, f.InteractionMoved):
                del self._customer_of[fact.interaction]
                self._places.pop(fact.interaction, None)

    def _show_card(self, entry: Entry, contents: Sequence[Content]) -> None:
        """What another room has to show; also to a page whose conversation has ended."""
        card = self.house.card(entry.fact, {})
        pages = self._pages.get(card[0]) if card is not None else None
        if pages:
            card = self.house.card(entry.fact, {content.id: content.body for content in contents})
            assert card is not None, "shown a moment ago"
            for page in pages:
                page.show(entry.position, wire.event(entry.position, entry.at, card[1]))

    def _event(self, entry: Entry, texts: Mapping[str, bytes]) -> bytes:
        fact: Any = entry.fact
        agent = getattr(fact, "agent", None)
        name = self.house.past.person_name(agent) if agent is not None else None
        shown = wire.shown(entry, texts.get(getattr(fact, "message", "")), name)
        if shown["kind"] == "waiting":
            one = self.house.site.kept.interactions.get(fact.interaction)
            shown["place"] = self.house.place_of(one) if one is not None else None
        return wire.event(entry.position, entry.at, shown)

    def typing(self, interaction: str, on: bool, agent: str) -> None:
        """The person is typing: ephemeral."""
        pages = self._pages.get(self._customer_of.get(interaction, ""))
        if pages:
            frame = wire.typing(on, self.house.past.person_name(agent))
            for page in pages:
                page.send(frame)

    def ask_how_it_went(self, interaction: str, survey: str) -> None:
        """The customer's pages show the questions that this leads to."""
        for page in self._pages.get(self._customer_of.get(interaction, ""), ()):
            page.send(wire.survey(survey))

    async def _tell_places(self) -> None:
        while True:
            await asyncio.sleep(PLACE_SECONDS)
            people = self.house.people_at_work()
            for customer, pages in list(self._pages.items()):
                one = self.under_way(customer)
                place = self.house.place_of(one) if one is not None else None
                if one is None or place is None or self._places.get(one.interaction) == (place, people):
                    continue
                self._places[one.interaction] = (place, people)
                for page in pages:
                    page.send(wire.place(place, people))
