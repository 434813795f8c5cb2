"""Views that people keep, as the desk asks for them: the list of one's own and of one's queues', and which live conversations are in one.

Whoever may not see a conversation does not see it in a view either.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from hoolin.cases.api import Line, saved
from hoolin.core.errors import NotFound
from hoolin.core.facts import Instant
from hoolin.runtime.loop import Loop
from hoolin.server.accounts.records import Who
from hoolin.server.live.hub import Hub, may_see

ENDED = ("closed", "abandoned", "moved")


class SavedViews:
    """Keeps views, and fills them from the live desk."""

    def __init__(self, views: saved.Views, hub: Hub, loop: Loop, new_id: Callable[[str], str]) -> None:
        self._views = views
        self._hub = hub
        self._loop = loop
        self._new_id = new_id

    def listed(self, who: Who) -> dict[str, Any]:
        """One's own, then those of queues one serves."""
        return {"views": [self._shown(one, who) for one in self._seen(who)]}

    def rows(self, view: str, offset: int, limit: int, who: Who) -> dict[str, Any]:
        """A page of what is in a view now, whoever waits longest first."""
        one = next((one for one in self._seen(who) if one.view == view), None)
        if one is None:
            raise NotFound("view")
        return self.page(one.wanted, offset, limit, who)

    def page(self, wanted: saved.Filter, offset: int, limit: int, who: Who) -> dict[str, Any]:
        """A page of what a filter lets through, as every page of conversations is."""
        desk, now = self._hub.desk, self._loop.clock()
        found = [line for line in desk.lines.values() if self._lets(wanted, line, who, now)]
        found.sort(key=lambda line: (line.last_at, line.interaction))
        rows = self._hub.texts.rows(found[offset : offset + limit])
        return {"total": len(found), "n": desk.position, "rows": rows}

    async def keep(
        self, view: str | None, title: str, wanted: saved.Filter, queue: str | None, who: Who
    ) -> dict[str, Any]:
        """A new one (view: None), or one's own changed; gives it."""
        kept = view or self._new_id("v")
        command = saved.commands.KeepView(view=kept, owner=who.account, title=title, wanted=wanted, queue=queue)
        await self._loop.submit(command, actor=f"account:{who.account}", key=self._new_id("x"))
        return self._shown(self._views.kept.views[kept], who)

    async def drop(self, view: str, who: Who) -> None:
        """One's own, no more."""
        command = saved.commands.DropView(view=view, owner=who.account)
        await self._loop.submit(command, actor=f"account:{who.account}", key=self._new_id("x"))

    def _seen(self, who: Who) -> list[saved.View]:
        agent = self._hub.desk.agents.get(who.agent or "")
        skills = agent.profile.skills if agent is not None else None
        return self._views.seen_by(who.account, skills, who.may("conversations.see_all"))

    def _shown(self, one: saved.View, who: Who) -> dict[str, Any]:
        return {
            "view": one.view,
            "title": one.title,
            "wanted": msgspec.to_builtins(one.wanted),
            "queue": one.queue,
            "mine": one.owner == who.account,
        }

    def _lets(self, wanted: saved.Filter, line: Line, who: Who, now: Instant) -> bool:
        asked = (
            (wanted.states, line.state), (wanted.channels, line.channel), (wanted.queues, line.queue),
            (wanted.languages, line.language),
        )  # fmt: skip
        if line.state in ENDED or any(several and is_now not in several for several, is_now in asked):
            return False
        # What is only offered to somebody is in nobody's hands yet.
        agent = line.agent if line.state != "offered" else None
        if wanted.whose == "mine" and (agent is None or agent != who.agent):
            return False
        if wanted.whose == "nobody" and agent is not None:
            return False
        if wanted.unread and not line.unread:
            return False
        return (not wanted.late or self._late(line, now)) and may_see(who, line)

    def _late(self, line: Line, now: Instant) -> bool:
        rules = self._hub.desk.queues.get(line.queue)
        return line.state in ("waiting", "offered") and rules is not None and now - line.place_at > rules.target_ms
