"""Who is logged in: remembered for seconds, forgotten at once."""

import asyncio
import threading
from collections.abc import AsyncIterator
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from hoolin.server.accounts import sessions as s
from hoolin.server.accounts.door import Accounts
from hoolin.server.accounts.file import AccountsFile
from hoolin.server.accounts.passwords import Passwords
from hoolin.server.accounts.records import Account, Changes
from tests.server.stand import CHEAP, Clock


class Desk(Executor):
    """An executor that works on the spot and counts; it may be told to hold the next answer back."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.hold = False
        self.held: list[tuple[Future[Any], Any]] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Work now; answer now, or when released."""
        self.asked.append(fn.__name__)
        future: Future[Any] = Future()
        answer = fn(*args, **kwargs)
        if self.hold:
            self.held.append((future, answer))
        else:
            future.set_result(answer)
        return future

    def release(self) -> None:
        """Give the answers that were held back."""
        self.hold = False
        for future, answer in self.held:
            future.set_result(answer)


class Setting:
    """Sessions over a file with one person, whose password's hash is `h`."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        self.file = AccountsFile(folder)
        self.mari = Account(id="m", login="mari", name="Mari", role="agent", agent="a1")
        self.file.add(self.mari, "h")
        self.desk = Desk()
        self.sessions = s.Sessions(self.file, self.desk, self.clock, s.Lives())

    async def open(self) -> s.Opened:
        """Log in."""
        return await self.sessions.open(self.mari, "h", "a browser")


@pytest_asyncio.fixture
async def setting(tmp_path: Path) -> AsyncIterator[Setting]:
    """A fresh setting."""
    made = Setting(tmp_path)
    yield made
    made.file.close()


async def test_the_file_is_asked_once_in_some_seconds(setting: Setting) -> None:
    """A hundred requests at once cost one look-up; after three seconds the file is asked again."""
    token, who = await setting.open()
    setting.desk.asked.clear()
    for _ in range(100):
        assert await setting.sessions.who(token) == who
    assert setting.desk.asked == ["session"]
    setting.clock.pass_ms(s.FRESH_MS)
    assert await setting.sessions.who(token) == who
    assert setting.desk.asked == ["session", "session"]


async def test_the_file_holds_no_token(setting: Setting) -> None:
    """What the cookie holds and what the page must send are nowhere in the file."""
    token, who = await setting.open()
    assert len(token) == s.TOKEN_CHARACTERS and len(who.csrf) >= 43
    rows = setting.file._connection.execute("SELECT * FROM sessions").fetchall()
    assert token not in str(rows) and who.csrf not in str(rows)


async def test_an_ended_session_is_forgotten_at_once_and_told(setting: Setting) -> None:
    """No request passes after the end, whatever was remembered; whoever listens hears of it before the caller goes on."""
    (one, one_who), (two, two_who), (three, _) = [await setting.open() for _ in range(3)]
    for token in (one, two, three):
        await setting.sessions.who(token)
    ended: list[str] = []
    setting.sessions.on_end(ended.append)
    assert await setting.sessions.end(one_who.session)
    assert await setting.sessions.who(one) is None
    assert ended == [one_who.session]
    assert not await setting.sessions.end(one_who.session)
    assert await setting.sessions.end_all("m", spared=two_who.session) == 1
    assert await setting.sessions.who(three) is None
    assert await setting.sessions.who(two) == two_who
    assert len(ended) == 2


async def test_an_answer_that_was_under_way_when_the_session_ended_is_not_remembered(setting: Setting) -> None:
    """A look-up that began before the end and comes back after it serves that one request at most."""
    token, who = await setting.open()
    setting.desk.hold = True
    under_way = asyncio.create_task(setting.sessions.who(token))
    await asyncio.sleep(0)
    setting.desk.hold = False
    await setting.sessions.end(who.session)
    setting.desk.release()
    assert await under_way == who
    assert await setting.sessions.who(token) is None


async def test_what_another_process_ended_is_noticed_in_time(setting: Setting) -> None:
    """The command line ends a session in the file: believed for three seconds at most."""
    token, _ = await setting.open()
    await setting.sessions.who(token)
    setting.file.end_sessions("m")
    setting.clock.pass_ms(s.FRESH_MS)
    assert await setting.sessions.who(token) is None


async def test_a_changed_account_is_asked_for_anew(setting: Setting) -> None:
    """After `stale` the next request sees the change."""
    token, _ = await setting.open()
    await setting.sessions.who(token)
    setting.file.change("m", Changes(role="guru", name="Mari T"))
    setting.sessions.stale("m")
    who = await setting.sessions.who(token)
    assert who is not None
    assert (who.role, who.name) == ("guru", "Mari T") and who.may("reports.read")


async def test_use_keeps_a_session_and_is_written_once_a_minute(setting: Setting) -> None:
    """Requests every few seconds write once a minute; a session in use lives past its idle time."""
    token, _ = await setting.open()
    setting.desk.asked.clear()
    for _ in range(40):
        setting.clock.pass_ms(s.FRESH_MS)
        assert await setting.sessions.who(token) is not None
    assert setting.desk.asked.count("touch") == 2
    for _ in range(3):
        setting.clock.pass_ms(2 * 3_600_000 - s.TOUCH_MS)
        assert await setting.sessions.who(token) is not None


async def test_an_open_socket_keeps_its_session_and_hears_of_its_end(setting: Setting) -> None:
    """`keep` counts as use, and gives those that are over."""
    token, who = await setting.open()
    for _ in range(5):
        setting.clock.pass_ms(3_600_000)
        assert await setting.sessions.keep([who.session, "gone"]) == {"gone"}
    assert await setting.sessions.who(token) is not None
    setting.clock.pass_ms(8 * 3_600_000)
    assert await setting.sessions.keep([who.session]) == {who.session}


async def test_memory_is_bounded(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many sessions there are, only so many are remembered, and both indexes agree."""
    monkeypatch.setattr(s, "REMEMBERED_MAX", 5)
    for _ in range(12):
        token, _ = await setting.open()
        await setting.sessions.who(token)
    assert len(setting.sessions._known) == len(setting.sessions._tokens) == 5


async def test_tokens_and_ids_are_never_the_same(setting: Setting) -> None:
    """Each log-in has its own token, id and page token, none derived from another's."""
    opened = [await setting.open() for _ in range(10)]
    assert len({each.token for each in opened} | {each.who.session for each in opened}) == 20
    assert len({each.who.csrf for each in opened}) == 10


async def test_the_event_loop_never_touches_the_file(tmp_path: Path) -> None:
    """With the accounts' own thread every statement runs there, and hashing on another."""
    seen: set[str] = set()
    accounts = Accounts(tmp_path, Clock(), passwords=Passwords(CHEAP))
    ask = accounts._file._ask
    accounts._file._ask = lambda *given: (seen.add(threading.current_thread().name), ask(*given))[1]  # type: ignore[method-assign, func-returns-value]
    await accounts.add(Account(id="new", login="mari", name="M", role="admin"), "correct horse")
    opened = await accounts.log_in("mari", "correct horse", "192.0.2.1", "b")
    assert await accounts.sessions.who(opened.token) is not None
    assert await accounts.sessions.end_all(opened.who.account) == 1
    assert seen and all(name.startswith("accounts") for name in seen)
    accounts.close()
