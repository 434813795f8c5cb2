"""What waits for its time: conversations that were put off, and messages that leave later. Read from the live state, so that what is
listed is what will happen; an agent sees their own, whoever may see all conversations may ask for everybody's.
"""

from collections.abc import Callable, Iterable
from typing import Any

from hoolin.core.delivery.delivery import Delivery, Outbox
from hoolin.core.facts import Instant
from hoolin.core.interaction.site import Interaction, Site
from hoolin.runtime.reading import Reading
from hoolin.server.accounts.records import Who
from hoolin.server.live.hub import Hub
from hoolin.server.live.texts import said_of, snippet_of

LISTED_MAX = 200
"""Rows of each list, the soonest first; the count beside them says how many there are."""


class LaterBook:
    """Who put off what, and what leaves when. zone: the site's clock, on which times are chosen."""

    def __init__(
        self, site: Site, outbox: Outbox, hub: Hub, reading: Reading, clock: Callable[[], Instant], zone: str
    ) -> None:
        self._site = site
        self._outbox = outbox
        self._hub = hub
        self._clock = clock
        self._reading = reading
        self._zone = zone

    def wrote(self, message: str) -> str | None:
        """Whose a message is that waits for its time; None where none waits under this id."""
        row = self._outbox.open.get(message)
        return row.agent if row is not None else None

    async def listed(self, who: Who, everybody: bool) -> dict[str, Any]:
        """Both lists. Without the permission to see all, everybody is oneself."""
        now = self._clock()
        all_of = everybody and who.may("conversations.see_all")
        snoozed = sorted(
            (
                one
                for one in self._site.kept.interactions.values()
                if one.state == "deferred" and (all_of or (one.prefers is not None and one.prefers == who.agent))
            ),
            key=lambda one: (one.due_at, one.interaction),
        )
        waiting = sorted(
            (
                row
                for row in self._outbox.open.values()
                if row.due_at > now
                and not row.attempts
                and row.agent is not None
                and (all_of or row.agent == who.agent)
            ),
            key=lambda row: (row.due_at, row.delivery),
        )
        messages = await self._messages(waiting[:LISTED_MAX])
        return {
            "at": now,
            "zone": self._zone,
            "snoozed_total": len(snoozed),
            "sending_total": len(waiting),
            "snoozed": self._snoozed(snoozed[:LISTED_MAX]),
            "sending": messages,
        }

    def _snoozed(self, ones: Iterable[Interaction]) -> list[dict[str, Any]]:
        lines = self._hub.desk.lines
        known = [(one, self._hub.texts.row(line)) for one in ones if (line := lines.get(one.interaction)) is not None]
        return [
            {
                "interaction": one.interaction,
                "name": row.name,
                "channel": one.channel,
                "agent": one.prefers,
                "agent_name": self._hub.doors.agent_name(one.prefers),
                "due_at": one.due_at,
                "wakes": one.wakes,
                "text": row.snippet,
            }
            for one, row in known
        ]

    async def _messages(self, rows: list[Delivery]) -> list[dict[str, Any]]:
        texts = self._hub.texts
        bodies = texts.bodies([row.message for row in rows])
        whose = {row.interaction: await self._customer(row.interaction) for row in rows}
        names = texts.names_of(set(whose.values()))
        return [
            {
                "interaction": row.interaction,
                "message": row.message,
                "name": names.get(whose[row.interaction], ""),
                "channel": row.channel,
                "agent": row.agent,
                "agent_name": self._hub.doors.agent_name(row.agent),
                "due_at": row.due_at,
                "unless_answered": bool(row.unless),
                "text": snippet_of(said_of(bodies.get(row.message))),
            }
            for row in rows
        ]

    async def _customer(self, interaction: str) -> str:
        """Whose conversation it is, also after its end."""
        line = self._hub.desk.lines.get(interaction)
        if line is not None:
            return line.customer
        found = await self._reading.ask_aside("cases.conversation", (interaction,))
        return str(found[0]["customer"]) if found else ""
