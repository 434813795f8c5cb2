"""`hoolin probe` meets a real site over a real network as a customer does, and tells what it met."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect

from hoolin.cli.probe import probe, tell
from hoolin.core.errors import Invalid
from hoolin.server.accounts.file import AccountsFile
from hoolin.server.accounts.passwords import Passwords
from hoolin.server.accounts.records import Account
from tests.e2e.conftest import serving
from tests.e2e.site_process import PASSWORD
from tests.e2e.stand import Site

KEYS = count()


@asynccontextmanager
async def at_work(site: Site, accepts: bool) -> AsyncIterator[httpx.AsyncClient]:
    """Kristi, a supervisor, online at a desk of hers; she takes what she is offered, or not."""
    async with httpx.AsyncClient(base_url=site.url, headers={"origin": site.url}) as client:
        me = await client.post("/api/v1/session", json={"login": "kristi", "password": PASSWORD})
        client.headers["x-hoolin-csrf"] = me.json()["csrf"]
        cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        url = f"{site.url.replace('http', 'ws')}/api/v1/live"
        async with connect(url, origin=site.url, additional_headers={"cookie": cookie}) as socket:  # type: ignore[arg-type]
            await socket.send(json.dumps({"type": "hello", "since": None}))
            await do(socket, command="set_presence", presence="online")
            while json.loads(await socket.recv())["type"] != "accepted":
                continue
            task = asyncio.create_task(accept_all(socket)) if accepts else None
            yield client
            if task is not None:
                task.cancel()


async def do(socket: Any, **command: Any) -> None:
    """Give a command."""
    await socket.send(json.dumps({"type": "do", "key": f"k{next(KEYS)}", "command": command}))


async def accept_all(socket: Any) -> None:
    """Every offer is taken."""
    while True:
        frame = json.loads(await socket.recv())
        fact = frame.get("fact") or {}
        if fact.get("fact") == "offer_made":
            await do(socket, command="accept_offer", offer=fact["offer"], interaction=fact["interaction"])


def admit(site: Site, login: str, role: Any) -> None:
    """Somebody more may log in."""
    file = AccountsFile(site.folder)
    account = Account(id=login, login=login, name=login, role=role, agent=None, language="en")
    file.add(account, Passwords().hash(PASSWORD))
    file.close()


async def test_a_person_is_reached_and_it_is_kept(tmp_path: Path) -> None:
    """The probe is answered, says what it was and leaves; what it tells is seen by a supervisor, and raises no alarm."""
    async with serving(tmp_path) as site, at_work(site, accepts=True) as kristi:
        admit(site, "watch", "probe")
        met = await probe(site.url, "en", "", 30)
        assert (met.ending, met.code) == ("reached", "")
        assert 0 < met.took_ms < 30_000
        await tell(site.url, "watch", PASSWORD, "en", met)
        (chat,) = (await kristi.get("/api/v1/probes")).json()["channels"]
        assert (chat["channel"], chat["probes"], chat["alarm"]) == ("chat", 1, False)
        assert chat["reached"] is None
        assert chat["newest"]["took_ms"] == met.took_ms
        page = (await kristi.get("/api/v1/conversations", params={"view": "all"})).json()
        assert len(page["rows"]) == 1


async def test_nobody_answers(tmp_path: Path) -> None:
    """A person who is there and does not answer is no person reached; that raises the alarm, also for the machine's watchers."""
    async with serving(tmp_path) as site, at_work(site, accepts=False) as kristi:
        admit(site, "watch", "probe")
        met = await probe(site.url, "ru", "", 2)
        assert met.ending == "gave_up"
        assert 2_000 <= met.took_ms < 15_000
        await tell(site.url, "watch", PASSWORD, "ru", met)
        (chat,) = (await kristi.get("/api/v1/probes")).json()["channels"]
        assert chat["alarm"]
        with pytest.raises(Invalid):
            await tell(site.url, "oleg", PASSWORD, "ru", met)


async def test_who_says_when_it_opens_is_closed_and_not_failed(tmp_path: Path) -> None:
    """With nobody at work the site says so before anybody asks; one that does not answer at all has failed."""
    async with serving(tmp_path) as site:
        assert (await probe(site.url, "et", "", 5)).ending == "closed"
        url = site.url
    assert (await probe(url, "et", "", 5)).ending == "failed"
