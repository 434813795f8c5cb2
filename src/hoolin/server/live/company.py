"""Who else has a conversation before them, and who of them writes there: told to the others, kept nowhere.

Nothing of it is a fact. It ends when a page turns to something else or is gone, and writing ends by itself where nobody says that it goes on.
"""

import asyncio
from collections.abc import Callable, Collection, Hashable
from typing import Any, Protocol

from hoolin.server.accounts.records import Who
from hoolin.server.live import frames

WRITES_SECONDS = 6.0
"""Whoever writes says so every few seconds; silence for so long means that they have stopped."""

NAMED_MAX = 20
"""Named to each; who sees more than that on one conversation has learned enough."""


class Page(Hashable, Protocol):
    """An open desk."""

    who: Who
    ready: bool

    def send(self, frame: bytes) -> object:
        """Tell it."""


class Company:
    """See above. Pages are told only when what they would see has changed."""

    def __init__(self, watchers: Callable[[str], Collection[Page]], may_see: Callable[[Any, str], bool]) -> None:
        """watchers: the pages that have a conversation before them. may_see: asked at each telling, of who is told and of who is named."""
        self._watchers = watchers
        self._may_see = may_see
        self._writing: dict[Page, tuple[str, asyncio.TimerHandle]] = {}
        self._told: dict[Page, tuple[str, tuple[tuple[str, str, bool], ...]]] = {}

    def moved(self, page: Page, before: str | None, now: str | None) -> None:
        """A page turned from one conversation to another, or to none."""
        if before == now:
            return
        self._told.pop(page, None)
        self._rest(page)
        for interaction in (before, now):
            if interaction is not None:
                self._tell(interaction)

    def writes(self, page: Page, interaction: str, on: bool) -> None:
        """Somebody writes in the conversation that they have before them, or has stopped."""
        if page not in self._watchers(interaction):
            return
        self._rest(page)
        if on:
            timer = asyncio.get_running_loop().call_later(WRITES_SECONDS, self._stopped, page, interaction)
            self._writing[page] = interaction, timer
        self._tell(interaction)

    def _stopped(self, page: Page, interaction: str) -> None:
        self._writing.pop(page, None)
        self._tell(interaction)

    def _rest(self, page: Page) -> None:
        writing = self._writing.pop(page, None)
        if writing is not None:
            writing[1].cancel()

    def _tell(self, interaction: str) -> None:
        here = [page for page in self._watchers(interaction) if page.ready and self._may_see(page, interaction)]
        people: dict[str, tuple[str, bool]] = {}
        for page in here:
            writes = page in self._writing or people.get(page.who.account, ("", False))[1]
            people[page.who.account] = page.who.name, writes
        for page in here:
            others = tuple(sorted((account, *told) for account, told in people.items() if account != page.who.account))[
                :NAMED_MAX
            ]
            if self._told.get(page, (interaction, ())) == (interaction, others):
                continue
            self._told[page] = interaction, others
            told = [{"account": account, "name": name, "writes": writes} for account, name, writes in others]
            page.send(frames.write("company", interaction=interaction, here=told))
