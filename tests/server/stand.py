"""A server to try things on: the real application over a folder of its own, with a clock in the hand and cheap hashing."""

from collections.abc import Callable
from pathlib import Path

import httpx
from argon2 import PasswordHasher
from fastapi import APIRouter, FastAPI

from hoolin.server.accounts.door import Accounts
from hoolin.server.accounts.passwords import Passwords
from hoolin.server.accounts.records import Account
from hoolin.server.accounts.sessions import Lives
from hoolin.server.app import create_app
from hoolin.server.parts import Parts
from hoolin.server.permissions import ROLES, Role
from hoolin.server.settings import ServerSettings
from hoolin.server.site import Health

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "correct horse battery"
HERE = "http://desk.test"
WELL = Health(status="well", loop="running", journal="writable", position=7, views="kept", views_lag=0)


class Clock:
    """Milliseconds that pass when told to."""

    def __init__(self, now: int = 1_750_000_000_000) -> None:
        self.now = now

    def __call__(self) -> int:
        """The present instant."""
        return self.now

    def pass_ms(self, ms: int) -> None:
        """Let time pass."""
        self.now += ms


class Stand:
    """The application, its accounts and its clock. One account for each role, named like it, is there from the start."""

    def __init__(
        self,
        folder: Path,
        *routers: APIRouter,
        settings: ServerSettings = ServerSettings(access_log=False),  # noqa: B008 a frozen value
        health: Callable[[], Health] = lambda: WELL,
        static: Path | None = None,
    ) -> None:
        self.clock = Clock()
        self.settings = settings
        lives = Lives(settings.session_hours * 3_600_000, settings.session_idle_minutes * 60_000)
        self.accounts = Accounts(folder, self.clock, lives, Passwords(CHEAP))
        self.parts = Parts(
            settings=settings, accounts=self.accounts, health=health, routers=routers,
            static=static if static is not None else folder / "static",
        )  # fmt: skip
        self.app: FastAPI = create_app(self.parts)
        self.by_role: dict[Role, Account] = {}

    async def populate(self) -> "Stand":
        """Add one person for each role."""
        for role in ROLES:
            self.by_role[role] = await self.accounts.add(
                Account(id="new", login=role, name=f"The {role}", role=role, agent=f"a-{role}", language="en"), PASSWORD
            )
        return self

    def client(self, address: str = "192.0.2.7", base: str = HERE) -> httpx.AsyncClient:
        """A client of that address; nothing of the application's errors is let through to the test."""
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False, client=(address, 50_000))
        return httpx.AsyncClient(transport=transport, base_url=base)

    async def logged_in(self, role: Role) -> httpx.AsyncClient:
        """A client with a session of the person of that role, ready for unsafe calls."""
        opened = await self.accounts.log_in(role, PASSWORD, "192.0.2.1", "a browser")
        client = self.client()
        client.cookies.set(self.app.state.hall.cookie.name, opened.token)
        client.headers["x-hoolin-csrf"] = opened.who.csrf
        return client
