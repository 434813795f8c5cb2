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
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, cast

from hoolin.channels.chat import wire
from hoolin.channels.chat.house import ChatHouse
from hoolin.channels.chat.page import Page
from hoolin.channels.connection import GOING_AWAY, TOO_FAST, TOO_LARGE, TRY_LATER
from hoolin.channels.port import Answer, Socket
from hoolin.core.commands import Command
from hoolin.core.errors import Conflict, HoolinError, Malformed, NotFound
from hoolin.core.facts import Content, Entry
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f

CHANNEL = "chat"

GONE_SECONDS = 8.0
"""A page that is reloaded is back sooner; only then is the customer said to have left."""

RESTART_SECONDS = 30.0
"""After a restart pages find their way back within this time."""

PLACE_SECONDS = 1.0

RETRIES = 3
"""How often a message follows its conversation when that ended a moment ago."""

CONNECTIONS_MAX = 20_000
"""Sockets of visitors in one process."""


class ChatGateway:
    """All visitors' pages of a site."""

    def __init__(self, house: ChatHouse) -> None:
        self.house = house
        self.on_typing: Callable[[str, bool], None] | None = None
        self._pages: dict[str, set[Page]] = {}
        self._customer_of: dict[str, str] = {}
        self._gone: dict[str, asyncio.TimerHandle] = {}
        self._places: dict[str, tuple[int, int]] = {}
        self._connections = 0
        self._ticker: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[Any]] = set()

    # ── life ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def start(self) -> None:
        """Take up the conversations that were under way; whoever does not come back has left."""
        for one in self.house.live(CHANNEL):
            self._customer_of[one.interaction] = one.customer
            if not one.customer_gone_at:
                self._leaves_in(one.customer, RESTART_SECONDS)
        self._ticker = asyncio.get_running_loop().create_task(self._tell_places())

    async def stop(self) -> None:
        """Say goodbye; pages come back by themselves."""
        if self._ticker is not None:
            self._ticker.cancel()
        for timer in self._gone.values():
            timer.cancel()
        for pages in list(self._pages.values()):
            for page in list(pages):
                page.close(GOING_AWAY)
        for task in list(self._tasks):
            task.cancel()

    @property
    def connections(self) -> int:
        """How many pages are connected."""
        return self._connections

    # ── one page ────────────────────────────────────────────────────────────────────────────────────────────────────

    async def serve(self, socket: Socket) -> None:
        """Serve one page until it is gone."""
        page = Page(socket)
        if self._connections >= CONNECTIONS_MAX:
            await socket.close(TRY_LATER)
            return
        self._connections += 1
        writer = asyncio.get_running_loop().create_task(page.write())
        try:
            while not page.closed:
                text = await socket.receive()
                if text is None:
                    break
                if len(text) > wire.FRAME_BYTES_MAX:
                    page.close(TOO_LARGE)
                elif not page.allow(time.monotonic()):
                    page.close(TOO_FAST)
                else:
                    await self._read(page, text)
        finally:
            self._connections -= 1
            self._leave(page)
            page.close(GOING_AWAY)
            await asyncio.wait([writer], timeout=2.0)
            writer.cancel()

    async def _read(self, page: Page, text: str) -> None:
        try:
            frame = wire.read_frame(text)
        except Malformed as problem:
            page.send(wire.refused(None, problem.code, dict(problem.detail)))
            return
        match frame:
            case wire.Say():
                if page.customer is None:
                    await self._meet(page)
                self._say(page, frame, RETRIES)
            case wire.Hello():
                await self._hello(page, frame)
            case wire.Ping():
                page.send(wire.PONG)
            case wire.LanguageFrame(value=language):
                page.language = language
                self._ask_about(page, lambda i: c.ChangeLanguage(interaction=i, language=language), f"lang-{language}")
                self._note(page, "language", language)
            case wire.Typing(on=on):
                one = self.house.live_with(page.customer or "", CHANNEL)
                if one is not None and self.on_typing is not None:
                    self.on_typing(one.interaction, on)
            case wire.Read(ordinal=ordinal):
                self._ask_about(page, lambda i: c.CustomerMarkRead(interaction=i, ordinal=ordinal), f"read-{ordinal}")
            case wire.Goodbye():
                self._ask_about(page, lambda i: c.SayGoodbye(interaction=i), "goodbye")
            case wire.Name(value=name):
                self._note(page, "name", name)
            case wire.Later(kind=kind, value=value):
                self._spawn(self._later(page, kind, value))

    async def _hello(self, page: Page, frame: wire.Hello) -> None:
        page.language, page.queue = frame.language, frame.queue
        page.token = frame.token or None
        customer = await self.house.people.customer_by("visitor", frame.token) if frame.token else None
        if customer is None:
            page.send(self._welcome(page, None))
            return
        await self._come_back(page, customer, frame.since)
        one = self.house.live_with(customer, CHANNEL)
        if one is not None and one.customer_gone_at:
            self._quietly(c.CustomerReturn(interaction=one.interaction), customer, f"back-{one.customer_gone_at}")

    async def _come_back(self, page: Page, customer: str, since: int) -> None:
        """Send what was missed, then go on live: what is said meanwhile is held back until its turn."""
        page.shown_n = since
        page.catching_up = True
        self._enter(page, customer)
        missed = await self.house.past.shown_after(customer, CHANNEL, since)
        page.send(self._welcome(page, customer))
        for n, at, shown in missed:
            if shown.get("key"):
                page.answered[shown["key"]] = (n, shown["ordinal"])
            if n > page.shown_n:
                page.shown_n = n
                page.send(wire.event(n, at, shown))
        page.caught_up()

    async def _meet(self, page: Page) -> None:
        """The first message of a page's life. Who it is follows from the page's token and from nothing else, so that a
        message sent again, because its answer was lost, is the same person's and no second one.
        """
        if page.token is None:
            page.token = page.new_token = secrets.token_urlsafe(32)
        if await self.house.people.customer_by("visitor", page.token) is not None:
            await self._come_back(page, self.house.people.met_with(page.token), 0)
            return
        customer = self.house.people.met_with(page.token)
        self._enter(page, customer)
        self._quietly(self.house.people.visitor_identity(customer, page.token), customer, "visitor")

    def _welcome(self, page: Page, customer: str | None) -> bytes:
        return wire.welcome(
            token=page.token if customer else None,
            language=page.language,
            people=self.house.people_at_work(),
            operator=self.house.operator,
            conversation=self.house.conversation(customer, CHANNEL) if customer else None,
        )

    # ── saying ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _say(self, page: Page, frame: wire.Say, tries: int) -> None:
        """Submit the message, beginning a conversation where there is none. Order is the order of the frames."""
        known = page.answered.get(frame.key)
        if known is not None:
            page.send(wire.accepted(frame.key, known[0], known[1], page.new_token))
            return
        try:
            attachments, names = self._files(page, frame)
        except HoolinError as problem:
            page.send(wire.refused(frame.key, problem.code, dict(problem.detail)))
            return
        customer = cast(str, page.customer)
        one = self.house.live_with(customer, CHANNEL)
        interaction = one.interaction if one is not None else self._begin(page, customer, frame.key)
        answer = self.house.ask(
            c.ReceiveMessage(
                interaction=interaction, key=frame.key, text=frame.text, attachments=attachments, names=names
            ),
            actor=f"customer:{customer}",
            key=f"{wire.SAY_KEY}{frame.key}",
        )
        cast("asyncio.Future[Answer]", answer).add_done_callback(lambda done: self._said(page, frame, tries, done))

    def _begin(self, page: Page, customer: str, key: str) -> str:
        interaction = self.house.new_id("i")
        case, prefers = self.house.past.case_of(customer)
        arrive = c.Arrive(
            interaction=interaction, customer=customer, case=case or self.house.new_id("k"), channel=CHANNEL,
            language=cast(Any, page.language), prefers=prefers, queue=self.house.queue(page.queue),
        )  # fmt: skip
        self._quietly(arrive, customer, f"arrive-{key}")
        return interaction

    def _said(self, page: Page, frame: wire.Say, tries: int, done: "asyncio.Future[Answer]") -> None:
        if done.cancelled():
            return
        problem = done.exception()
        if isinstance(problem, (Conflict, NotFound)) and problem.code in ("ended", "interaction") and tries:
            self._say(page, frame, tries - 1)
        elif isinstance(problem, HoolinError):
            page.send(wire.refused(frame.key, problem.code, dict(problem.detail)))
        elif problem is None:
            for entry in done.result().entries:
                if type(entry.fact) is f.MessageReceived:
                    page.answered[frame.key] = (entry.position, entry.fact.ordinal)
                    page.send(wire.accepted(frame.key, entry.position, entry.fact.ordinal, page.new_token))

    def _files(self, page: Page, frame: wire.Say) -> tuple[tuple[f.Attachment, ...], tuple[str, ...]]:
        if not frame.attachments:
            return (), ()
        files = tuple(self.house.past.attachment(page.customer or "", file.blob) for file in frame.attachments)
        return files, tuple(file.name for file in frame.attachments)

    # ── the rest of what a page may ask ─────────────────────────────────────────────────────────────────────────────

    def _ask_about(self, page: Page, command: Callable[[str], Command], key: str) -> None:
        one = self.house.live_with(page.customer or "", CHANNEL)
        if one is not None and page.customer is not None:
            self._quietly(command(one.interaction), page.customer, f"{key}-{one.interaction}-{one.transfers}")

    def _note(self, page: Page, what: str, value: str) -> None:
        if page.customer is not None:
            command = self.house.people.note(page.customer, what, value)
            self._quietly(command, page.customer, f"people-{secrets.token_hex(8)}")

    async def _later(self, page: Page, kind: str, value: str) -> None:
        one = self.house.live_with(page.customer or "", CHANNEL)
        if one is None or page.customer is None:
            page.send(wire.refused(None, "say_first", {}))
            return
        actor, key = f"customer:{page.customer}", secrets.token_hex(8)
        try:
            await self.house.ask(
                self.house.people.address(page.customer, kind, value), actor=actor, key=f"address-{key}"
            )
            await self.house.ask(c.AskAnswerLater(interaction=one.interaction), actor=actor, key=f"later-{key}")
        except HoolinError as problem:
            page.send(wire.refused(None, problem.code, dict(problem.detail)))

    def _quietly(self, command: Command, customer: str, key: str) -> None:
        """Ask, and let a refusal be: the page is shown what came true, and nothing else needs an answer."""
        answer = self.house.ask(command, actor=f"customer:{customer}", key=key)
        cast("asyncio.Future[Answer]", answer).add_done_callback(lambda done: done.cancelled() or done.exception())

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # ── who is there ────────────────────────────────────────────────────────────────────────────────────────────────

    def _enter(self, page: Page, customer: str) -> None:
        page.customer = customer
        self._pages.setdefault(customer, set()).add(page)
        timer = self._gone.pop(customer, None)
        if timer is not None:
            timer.cancel()

    def _leave(self, page: Page) -> None:
        if page.customer is None:
            return
        pages = self._pages.get(page.customer, set())
        pages.discard(page)
        if not pages:
            self._pages.pop(page.customer, None)
            self._leaves_in(page.customer, GONE_SECONDS)

    def _leaves_in(self, customer: str, seconds: float) -> None:
        self._gone[customer] = asyncio.get_running_loop().call_later(seconds, self._left, customer)

    def _left(self, customer: str) -> None:
        self._gone.pop(customer, None)
        one = self.house.live_with(customer, CHANNEL)
        if one is not None and not one.customer_gone_at:
            self._quietly(c.CustomerLeave(interaction=one.interaction), customer, f"left-{secrets.token_hex(8)}")

    # ── showing ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def take(self, entries: Sequence[Entry], contents: Sequence[Content]) -> None:
        """A durable batch: show each page what is new to it."""
        texts: dict[str, bytes] | None = None
        for entry in entries:
            fact: Any = entry.fact
            if type(fact) is f.InteractionArrived and fact.channel == CHANNEL:
                self._customer_of[fact.interaction] = fact.customer
                continue
            if type(fact) not in wire.LINES:
                continue
            customer = self._customer_of.get(fact.interaction)
            if customer is None:
                continue
            pages = self._pages.get(customer)
            if pages:
                if texts is None:
                    texts = {content.id: content.body for content in contents}
                name = self.house.past.person_name(getattr(fact, "agent", None))
                shown = wire.shown(entry, texts.get(getattr(fact, "message", "")), name)
                if shown is not None:
                    frame = wire.event(entry.position, entry.at, shown)
                    for page in pages:
                        page.show(entry.position, frame)
            if type(fact) in (f.InteractionClosed, f.InteractionAbandoned):
                del self._customer_of[fact.interaction]
                self._places.pop(fact.interaction, None)

    def typing(self, interaction: str, on: bool, agent: str) -> None:
        """The person is typing: ephemeral."""
        pages = self._pages.get(self._customer_of.get(interaction, ""))
        if pages:
            frame = wire.typing(on, self.house.past.person_name(agent))
            for page in pages:
                page.send(frame)

    async def _tell_places(self) -> None:
        while True:
            await asyncio.sleep(PLACE_SECONDS)
            people = self.house.people_at_work()
            for customer, pages in list(self._pages.items()):
                one = self.house.live_with(customer, CHANNEL)
                place = self.house.place_of(one) if one is not None else None
                if one is None or place is None or self._places.get(one.interaction) == (place, people):
                    continue
                self._places[one.interaction] = (place, people)
                for page in pages:
                    page.send(wire.place(place, people))
