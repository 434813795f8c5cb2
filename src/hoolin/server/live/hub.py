"""The desks: who is connected, what each is told, and what they ask for.

Every durable batch is folded into the one desk view and sent on, fact by fact, to whom it concerns; a frame is encoded once
however many are told. A page that comes back is sent what it missed from a short memory, or a new snapshot.
"""

import asyncio
import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, NamedTuple

import msgspec

from hoolin.cases.api import desk as view
from hoolin.channels.connection import GOING_AWAY, TOO_FAST, TOO_LARGE, TRY_LATER, Connection, Turn
from hoolin.channels.port import Answer, Asking, Socket, Telling
from hoolin.core.commands import Command
from hoolin.core.delivery.commands import MoveMessage, RecallMessage, SendAgain
from hoolin.core.errors import Defect, HoolinError, Malformed, NotAllowed
from hoolin.core.facts import Content, Entry
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as i
from hoolin.core.interaction.speak import Said
from hoolin.people.api import CustomerErased, CustomerNamed
from hoolin.people.api import facts as p
from hoolin.server.accounts.records import Who
from hoolin.server.live import audience, frames
from hoolin.server.live.company import Company
from hoolin.server.live.doors import Doors
from hoolin.server.live.phone import PhoneDesk
from hoolin.server.live.present import WAITING, message_of, snapshot_of
from hoolin.server.live.promised import OF_PROMISES, ToldOfPromise, told_of
from hoolin.server.live.resting import OF_BREATHERS, ToldOfRest, breather_frame, told_of_rest
from hoolin.server.live.texts import Row, Texts, said_of
from hoolin.server.live.wishes import Wisher, to_command

MEMORY_FRAMES = 5_000
"""Facts remembered for pages that come back: minutes of a busy floor. Older ones are answered with a snapshot."""

AWAY_SECONDS = 30.0
"""An agent without any page is given this long to come back before they count as offline."""

RESTART_SECONDS = 60.0

ENDED_REMEMBERED_MAX = 1_000
"""Conversations that ended lately, for what is told of their messages still; of older ones the read models know surely."""


class Told(msgspec.Struct, frozen=True, gc=False):
    """A frame and whom it concerned, for pages that come back."""

    n: int
    frame: bytes
    line: view.Line | None
    everybody: bool


class ToldOfSeveral(NamedTuple):
    """A fact about a customer or case with several conversations under way: each page gets one frame, with the rows of those
    that concern it. about: those conversations, each with the frame's row, and whether it concerned everybody.
    """

    n: int
    frame_of: Callable[[list[Row]], bytes]
    about: list[tuple[view.Line, Row, bool]]

    def frame(self, concerned: Callable[[view.Line, bool], bool]) -> bytes | None:
        """The frame for a page, by whether a conversation concerns it (or concerned everybody); None if none does."""
        rows = [row for line, row, everybody in self.about if concerned(line, everybody)]
        return self.frame_of(rows) if rows else None


class DeskPage(Connection):
    """One open desk."""

    __slots__ = ("board", "floor", "legs", "ready", "watching", "who")

    def __init__(self, socket: Socket, turn: Turn, who: Who) -> None:
        super().__init__(socket, turn)
        self.who = who
        self.watching: str | None = None
        self.legs: set[str] = set()
        self.floor = False
        self.board = False
        self.ready = False


def may_see(who: Who, line: view.Line) -> bool:
    """Whether somebody may read what is said there: it waits for anyone, it is theirs, or they may see all."""
    mine = line.agent is not None and line.agent == who.agent
    return mine or line.state in WAITING or who.may("conversations.see_all")


class Hub:
    """All desks of a site. `desk` is the live view at `desk.position`; `wrote`: whose a message is that waits for its time; `_lines_of`: by
    customer and by case, what is live.
    """

    def __init__(self, desk: view.Desk, texts: Texts, ask: Asking, tell: Telling, doors: Doors) -> None:
        self.desk = desk
        self.texts = texts
        self.ask = ask
        self.tell = tell
        self.doors = doors
        self.board: Callable[[], dict[str, Any]] | None = None
        self.on_typing: Callable[[str, bool, str], None] | None = None
        self.phone = PhoneDesk()
        self.wrote: Callable[[str], str | None] = lambda message: None
        self.pages: set[DeskPage] = set()
        self._turn = Turn()
        self._by_agent: dict[str, set[DeskPage]] = {}
        self._watchers: dict[str, set[DeskPage]] = {}
        self._company = Company(lambda one: self._watchers.get(one, ()), self._may_watch)
        self._floor: set[DeskPage] = set()
        self._memory: deque[Told | ToldOfSeveral | ToldOfPromise | ToldOfRest] = deque(maxlen=MEMORY_FRAMES)
        self._away: dict[str, asyncio.TimerHandle] = {}
        self._lines_of: dict[str, dict[str, None]] = {}
        self._ended: OrderedDict[str, view.Line] = OrderedDict()
        self._ticker: asyncio.Task[None] | None = None
        for line in desk.lines.values():
            self._note_line(line)

    # ── life ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def start(self) -> None:
        """Agents who were online before a restart have some time to come back."""
        self._ticker = asyncio.get_running_loop().create_task(self._tell_board())
        for agent, line in self.desk.agents.items():
            if line.presence != "offline" and not self.doors.attended(agent):
                self._goes_in(agent, RESTART_SECONDS)

    async def stop(self) -> None:
        """Say goodbye; pages come back by themselves."""
        if self._ticker is not None:
            self._ticker.cancel()
        for timer in self._away.values():
            timer.cancel()
        for page in list(self.pages):
            page.close(GOING_AWAY)

    # ── one page ────────────────────────────────────────────────────────────────────────────────────────────────────

    def sessions(self) -> set[str]:
        """The log-ins that have a page open."""
        return {page.who.session for page in self.pages}

    def end_session(self, session: str) -> None:
        """A log-in was ended: its pages are closed at once."""
        for page in list(self.pages):
            if page.who.session == session:
                page.close(TOO_FAST)

    async def serve(self, socket: Socket, who: Who) -> None:
        """Serve one desk until it is gone."""
        page = DeskPage(socket, self._turn, who)
        self.pages.add(page)
        if who.agent is not None:
            self._by_agent.setdefault(who.agent, set()).add(page)
            timer = self._away.pop(who.agent, None)
            if timer is not None:
                timer.cancel()
        try:
            await socket.each(partial(self._heard, page))
        finally:
            self._leave(page)
            page.close(GOING_AWAY)

    def _heard(self, page: DeskPage, text: str) -> None:
        if page.closed:
            return
        if len(text) > frames.FRAME_BYTES_MAX:
            page.close(TOO_LARGE)
        elif not page.allow(time.monotonic()):
            page.close(TOO_FAST)
        else:
            self._read(page, text)

    def _leave(self, page: DeskPage) -> None:
        self.pages.discard(page)
        self._floor.discard(page)
        self._watch(page, None)
        self.phone.left(page)
        agent = page.who.agent
        if agent is None:
            return
        left = self._by_agent.get(agent, set())
        left.discard(page)
        if not left:
            self._by_agent.pop(agent, None)
            self._goes_in(agent, AWAY_SECONDS)

    def _goes_in(self, agent: str, seconds: float) -> None:
        earlier = self._away.pop(agent, None)
        if earlier is not None:
            earlier.cancel()
        self._away[agent] = asyncio.get_running_loop().call_later(seconds, self._gone, agent)

    def _gone(self, agent: str) -> None:
        self._away.pop(agent, None)
        line = self.desk.agents.get(agent)
        if line is None or line.presence == "offline":
            return
        command = c.SetPresence(agent=agent, presence="offline", reason="connection_lost")
        self.tell(command, f"agent:{agent}", f"gone-{secrets.token_hex(8)}", lambda answer: None)

    def _read(self, page: DeskPage, text: str) -> None:
        try:
            frame = frames.read_frame(text)
        except Malformed as problem:
            page.send(frames.write("refused", key=None, code=problem.code, detail=problem.detail))
            return
        match frame:
            case frames.Do():
                self._do(page, frame)
            case frames.Hello(since=since):
                self._hello(page, since)
            case frames.Watch(interaction=interaction):
                self._watch(page, interaction if self._may_watch(page, interaction) else None)
            case frames.Floor(on=on):
                page.floor = on and page.who.may("conversations.see_all")
                (self._floor.add if page.floor else self._floor.discard)(page)
            case frames.Board(on=on):
                page.board = on and page.who.may("board.read")
                if page.board and self.board is not None:
                    page.send(frames.write("board", board=self.board()))
            case frames.Typing(interaction=interaction, on=on, kind=kind):
                self._company.writes(page, interaction, on)
                line = self.desk.lines.get(interaction)
                agent = page.who.agent
                heard = kind == "reply" and line is not None and agent is not None and line.agent == agent
                if self.on_typing is not None and agent is not None and heard:
                    self.on_typing(interaction, on, agent)
            case frames.Ping():
                page.send(frames.PONG)
            case phone:
                self.phone.heard(page, phone)

    def _watch(self, page: DeskPage, interaction: str | None) -> None:
        if page.watching is not None:
            watchers = self._watchers.get(page.watching, set())
            watchers.discard(page)
            if not watchers:
                self._watchers.pop(page.watching, None)
        before, page.watching = page.watching, interaction
        if interaction is not None:
            self._watchers.setdefault(interaction, set()).add(page)
        self._company.moved(page, before, interaction)

    def _may_watch(self, page: DeskPage, interaction: str | None) -> bool:
        line = self._line(interaction) if interaction is not None else None
        return line is not None and may_see(page.who, line)

    def _line(self, interaction: str) -> view.Line | None:
        """A conversation, whether it is under way or over."""
        known = self.desk.lines.get(interaction) or self._ended.get(interaction)
        return known if known is not None else self.doors.ended(interaction)

    def _hello(self, page: DeskPage, since: int | None) -> None:
        page.ready = True
        self._company.moved(page, None, page.watching)
        if self.desk.breathers:
            page.send(breather_frame(self.desk, page.who.agent))
        oldest = self._memory[0].n if self._memory else self.desk.position + 1
        if since is not None and oldest - 1 <= since <= self.desk.position:
            for told in self._memory:
                frame = self._missed(page, told) if told.n > since else None
                if frame is not None:
                    page.send(frame)
            return
        desk = snapshot_of(self.desk, page.who, self.texts, self.doors)
        page.send(frames.write("snapshot", n=self.desk.position, desk=desk))

    def _do(self, page: DeskPage, frame: frames.Do) -> None:
        try:
            command = self.command_of(frame.command, page.who)
        except HoolinError as problem:
            page.send(frames.write("refused", key=frame.key, code=problem.code, detail=problem.detail))
            return

        def done(answer: Answer | HoolinError) -> None:
            if isinstance(answer, Defect):
                # Our fault, and no answer: the page keeps its wish, comes back and asks again.
                page.close(TRY_LATER)
            elif isinstance(answer, HoolinError):
                page.send(frames.write("refused", key=frame.key, code=answer.code, detail=answer.detail))
            else:
                page.send(frames.write("accepted", key=frame.key, n=answer.position))

        self.tell(command, page.who.actor, frame.key, done)

    def command_of(self, wish: dict[str, Any], who: Who) -> Command:
        """The command that somebody may give. Raises NotAllowed, NotFound, Invalid, Malformed."""
        doors = self.doors
        command = to_command(wish, Wisher(who.agent, who.permissions, doors.new_id, doors.attachment, doors.written))
        if isinstance(command, RecallMessage | MoveMessage | SendAgain):
            # The outbox does not know who answers for a conversation; whoever neither does nor wrote it leaves its messages alone.
            line = self.desk.lines.get(command.interaction)
            answers = line is not None and line.agent == who.agent
            if not answers and (isinstance(command, SendAgain) or self.wrote(command.message) != who.agent):
                raise NotAllowed("not_yours", interaction=command.interaction)
        return command

    # ── telling ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def take(self, entries: Sequence[Entry], contents: Sequence[Content]) -> None:
        """A durable batch: fold it, and tell whom it concerns."""
        bodies = self.texts.heard(contents)
        for entry in entries:
            kind = type(entry.fact)
            line = view.apply(self.desk, entry)
            said = None
            if kind is i.MessageReceived or kind is i.MessageSent:
                fact: Any = entry.fact
                said = said_of(bodies.get(fact.message))
                self.texts.snippet_is(fact.interaction, fact.message, said)
            elif kind in audience.OF_DELIVERY:
                fact = entry.fact
                line = self.desk.lines.get(fact.interaction)
                if line is None and (audience.is_lost(fact) or fact.interaction in self._watchers):
                    line = self._line(fact.interaction)
            else:
                self._note(entry, line, bodies)
            if kind in OF_PROMISES:
                self._tell_of_promise(entry)
            elif kind in audience.TOLD:
                self._tell(entry, line, said)
            if kind in OF_BREATHERS:
                self._tell_of_breather(entry)
            if line is not None and line.interaction not in self.desk.lines:
                self.texts.drop(line)
                self._forget_line(line)
                self._ended[line.interaction] = line
                if len(self._ended) > ENDED_REMEMBERED_MAX:
                    self._ended.popitem(last=False)

    def _note(self, entry: Entry, line: view.Line | None, bodies: dict[str, bytes]) -> None:
        fact: Any = entry.fact
        kind = type(fact)
        if kind is i.InteractionArrived and line is not None:
            self._note_line(line)
        elif kind is CustomerNamed:
            self.texts.name_is(fact.customer, bodies.get(fact.content, b"").decode())
        elif kind is p.CustomersMerged:
            self.texts.together(fact.kept, fact.merged)
        elif kind is p.CustomersUnmerged:
            self.texts.apart(fact.kept, fact.merged)
        elif kind is CustomerErased:
            self.texts.forget(fact.customer, self._lines_of.get(fact.customer, ()))

    def _note_line(self, line: view.Line) -> None:
        for whose in (line.customer, line.case):
            self._lines_of.setdefault(whose, {})[line.interaction] = None

    def _forget_line(self, line: view.Line) -> None:
        for whose in (line.customer, line.case):
            lines = self._lines_of.get(whose, {})
            lines.pop(line.interaction, None)
            if not lines:
                self._lines_of.pop(whose, None)

    def _tell(self, entry: Entry, line: view.Line | None, said: Said | None) -> None:
        kind = type(entry.fact)
        if kind in audience.OF_CASE or kind in audience.OF_CUSTOMER:
            self._tell_about_customer(entry)
            return
        everybody = kind in audience.EVERYBODY or (line is not None and line.state in WAITING)
        self._send(Told(entry.position, self._frame(entry, line, said), line, everybody))

    def _send(self, told: Told) -> None:
        self._memory.append(told)
        if told.everybody:
            for page in self.pages:
                if page.ready:
                    page.send(told.frame)
            return
        line = told.line
        if line is None:
            return
        theirs: Iterable[DeskPage] = self._by_agent.get(line.agent or "", ())
        watching = self._watchers.get(line.interaction)
        if watching or self._floor:
            # Whoever watched it while it waited may not be allowed to go on once it is somebody's.
            theirs = {page for page in watching or () if may_see(page.who, line)}.union(self._floor, theirs)
        for page in theirs:
            if page.ready:
                page.send(told.frame)

    def _tell_of_promise(self, entry: Entry) -> None:
        fact: Any = entry.fact
        lines = [self.desk.lines[one] for one in self._lines_of.get(fact.case, ())]
        told = told_of(entry, lines)
        self._memory.append(told)
        for page in self.pages:
            if page.ready and told.concerns(page.who):
                page.send(told.frame)

    def _tell_of_breather(self, entry: Entry) -> None:
        fact: Any = entry.fact
        told = told_of_rest(entry)
        if told is not None:
            self._memory.append(told)
            for page in self.pages:
                if page.ready and told.concerns(page.who):
                    page.send(told.frame)
        about = self.pages if isinstance(fact, i.EaseRulesSet) else self._by_agent.get(fact.agent, ())
        for page in about:
            if page.ready:
                page.send(breather_frame(self.desk, page.who.agent))

    def _missed(self, page: DeskPage, told: Told | ToldOfSeveral | ToldOfPromise | ToldOfRest) -> bytes | None:
        """The frame for a page that comes back, if it is to be told; asked of each conversation as it is now."""

        def concerned(line: view.Line | None, everybody: bool) -> bool:
            mine = line is not None and line.agent is not None and line.agent == page.who.agent
            return everybody or page.floor or mine

        if isinstance(told, ToldOfPromise | ToldOfRest):
            return told.frame if told.concerns(page.who) else None
        if isinstance(told, ToldOfSeveral):
            return told.frame(concerned)
        return told.frame if concerned(told.line, told.everybody) else None

    def _tell_about_customer(self, entry: Entry) -> None:
        fact: Any = entry.fact
        whose = (fact.case,) if type(fact) in audience.OF_CASE else audience.customers_of(fact)
        names = dict.fromkeys(name for one in whose for name in self._lines_of.get(one, ()))
        about = [
            (line, self.texts.row(line), line.state in WAITING) for line in map(self.desk.lines.__getitem__, names)
        ]
        if len(about) == 1:
            ((line, row, everybody),) = about
            self._send(Told(entry.position, self._frame_of_rows(entry, [row]), line, everybody))
        elif about:
            self._send_of_several(ToldOfSeveral(entry.position, partial(self._frame_of_rows, entry), about))

    def _send_of_several(self, told: ToldOfSeveral) -> None:
        self._memory.append(told)
        for page in self.pages:
            frame = told.frame(partial(self._tells_now, page)) if page.ready else None
            if frame is not None:
                page.send(frame)

    def _tells_now(self, page: DeskPage, line: view.Line, everybody: bool) -> bool:
        """Whether an open page is told of a conversation; as `_send` does."""
        mine = line.agent is not None and line.agent == page.who.agent
        watched = page.watching == line.interaction and may_see(page.who, line)
        return everybody or page.floor or mine or watched

    def _frame_of_rows(self, entry: Entry, rows: list[Row]) -> bytes:
        return frames.write(
            "fact", n=entry.position, at=entry.at, actor=entry.actor, fact=entry.fact, row=None, rows=rows, message=None
        )

    def _frame(self, entry: Entry, line: view.Line | None, said: Said | None) -> bytes:
        row = self.texts.row(line) if line is not None else None
        message = message_of(entry, said, self.doors.agent_name, self._delivers(line)) if said is not None else None
        fact: Any = entry.fact
        # The only thing about a new colleague that no fact says.
        name = self.doors.name_of(fact.profile.agent) if type(fact) is i.AgentSet else None
        return frames.fact(entry, row, message, name)

    def _delivers(self, line: view.Line | None) -> bool:
        rules = self.doors.channels().get(line.channel) if line is not None else None
        return rules is not None and rules.delivers

    def typing(self, interaction: str, on: bool) -> None:
        """The customer is typing: ephemeral."""
        line = self.desk.lines.get(interaction)
        if line is None:
            return
        frame = frames.write("typing", interaction=interaction, on=on)
        watching = {page for page in self._watchers.get(interaction, ()) if may_see(page.who, line)}
        for page in watching.union(self._by_agent.get(line.agent or "", ())):
            if page.ready:
                page.send(frame)

    def told_on_the_phone(self, agent: str, fields: dict[str, object]) -> None:
        """Tell an agent's pages something about a call that is in no journal: ephemeral."""
        frame = frames.write("phone", key=None, **fields)
        for page in self._by_agent.get(agent, ()):
            if page.ready:
                page.send(frame)

    async def _tell_board(self) -> None:
        while True:
            await asyncio.sleep(1.0)
            if self.board is not None and any(page.board for page in self.pages):
                frame = frames.write("board", board=self.board())
                for page in list(self.pages):
                    if page.board:
                        page.send(frame)
