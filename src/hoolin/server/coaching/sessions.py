"""Coaching sessions as the two people meet them. To whoever is neither of them a session is not there, whatever their role.

Words are opened for the reader who may see them, when they ask, and nowhere else: a preparation only for its writer until it is shared, the coach's view not before
the agent's. Times are told and taken in the time of the site.
"""

import secrets
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from hoolin.coaching.api import sessions
from hoolin.core.errors import Conflict, Invalid, NotAllowed, NotFound
from hoolin.core.facts import Instant
from hoolin.insight.api import days
from hoolin.runtime.loop import Loop
from hoolin.runtime.reading import Reading
from hoolin.server.accounts.records import Account
from hoolin.server.permissions import GRANTS
from hoolin.server.records import Records
from hoolin.server.reviews import judge_id

CHOICES_MAX = 40
SOON_MS = 3_600_000
"""The desk tells of a session an hour ahead."""

People = dict[str, str]


def keepers(accounts: Iterable[Account]) -> set[str]:
    """Who coaches, by the id under which they do."""
    return {judge_id(one.agent, one.id) for one in accounts if "coaching.keep" in GRANTS[one.role] and not one.disabled}


class SessionOffice:
    """See above. zone: where midnight is. public_url: the address people open, set when the site is put together."""

    def __init__(
        self, state: sessions.Coaching, records: Records, loop: Loop, reading: Reading, zone: str,
        new_id: Callable[[str], str],
    ) -> None:  # fmt: skip
        self.state, self.records = state, records
        self.zone, self.new_id, self.now = zone, new_id, loop.clock
        self.public_url = ""
        self._loop = loop
        self._reading = reading

    def today(self) -> str:
        """The day it is here."""
        return days.day_of(self.now(), self.zone).isoformat()

    def instant(self, day: str, time: str) -> Instant:
        """A day and a time of the site's clock. Raises Invalid."""
        try:
            there = datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ZoneInfo(self.zone))
        except ValueError as problem:
            raise Invalid("not_a_time", day=day, time=time) from problem
        return round(there.timestamp() * 1_000)

    def session(self, session: str, person: str) -> sessions.Session:
        """One of somebody's. Raises NotFound, also where it is other people's."""
        one = self.state.kept.sessions.get(session)
        if one is None or not one.has(person):
            raise NotFound("no_such_session", session=session)
        return one

    def takes_part(self, session: str, person: str, may_keep: bool) -> sessions.Session:
        """The same, to do something in it or to read what the agent is asked to show: by its coach only as long as they coach. Raises NotAllowed."""
        one = self.session(session, person)
        if one.told.coach == person and not may_keep:
            raise NotAllowed("permission", permission="coaching.keep")
        return one

    async def end_listening(self, accounts: Iterable[Account]) -> None:
        """Nobody reads along who coaches no more. accounts: as they are now."""
        coaches, now = keepers(accounts), self.now()
        for one in [one for one in self.state.kept.sessions.values() if one.reads_along(now)]:
            if one.told.coach not in coaches:
                command = sessions.commands.EndListening(session=one.told.session, by=one.told.coach)
                await self._loop.submit(command, actor="system", key=secrets.token_hex(16))

    # ── lists ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def listed(self, person: str, people: People) -> list[dict[str, Any]]:
        """Every session of somebody, as coach or agent, the newest first. No words."""
        mine = self.state.sessions_of(person)
        return [
            self._short(one, person, people) for one in sorted(mine, key=lambda one: one.told.begins_at, reverse=True)
        ]

    def signs(self, person: str) -> dict[str, Any]:
        """What somebody may want to know of now: thanks they have not read, a session that begins within the hour, steps that are due, and who reads along. Nothing private."""
        now = self.now()
        mine = self.state.open_of(person)
        soon = [
            one for one in mine if one.standing == "planned" and now - SOON_MS <= one.told.begins_at <= now + SOON_MS
        ]
        along = [one for one in mine if one.told.agent == person and one.reads_along(now)]
        return {
            "recognitions": sessions.unread(self.state, person),
            "soon": min((self._when(one) for one in soon), key=lambda when: str(when["begins_at"]), default=None),
            "due": sum(self._due(one) for one in mine),
            "along": [{"session": one.told.session, "until": one.listening} for one in along],
        }

    def meetable(self, accounts: Iterable[Account], person: str, coaching: bool) -> dict[str, Any]:
        """Whom somebody may meet: as a coach every agent, with the weekdays (0 is Monday) on which they worked in the last four weeks; as an agent every coach."""
        everybody = list(accounts)
        keep = keepers(everybody)
        agents = [
            {"id": one.agent, "name": one.name, "weekdays": self._weekdays(one.agent)}
            for one in everybody
            if coaching and one.agent in self.state.site.kept.agents and one.agent != person and not one.disabled
        ]
        coaches = [
            {"id": judge_id(one.agent, one.id), "name": one.name}
            for one in everybody
            if not one.disabled and judge_id(one.agent, one.id) in keep - {person}
        ]
        by_name: Callable[[dict[str, Any]], str] = lambda one: one["name"].casefold()  # noqa: E731 - a key
        return {"agents": sorted(agents, key=by_name), "coaches": sorted(coaches, key=by_name)}

    def check_coach(self, accounts: Iterable[Account], coach: str) -> None:
        """Whether this person coaches. Raises Invalid."""
        if coach not in keepers(accounts):
            raise Invalid("no_such_coach", coach=coach)

    # ── one session ─────────────────────────────────────────────────────────────────────────────────────────────────

    async def told(self, session: str, person: str, people: People, keep: set[str]) -> dict[str, Any]:
        """All of a session that this person may read. keep: who coaches now: a coach who does no more changes nothing in it."""
        one = self.session(session, person)
        views = {side: view for side, view in one.views.items() if side == "agent" or "agent" in one.views}
        prepared = {by: each for by, each in one.prepared.items() if by == person or each.shared}
        wanted = [one.told.question, one.learned, one.step.words if one.step is not None else None]
        wanted += [view.words for view in views.values()]
        texts = await self.texts([*wanted, *(each.words for each in prepared.values())])
        about = await self.records.about(one.told.conversations)
        step = None if one.step is None else self._step(one, one.step, texts)
        return self._short(one, person, people) | {
            "zone": self.zone,
            "version": one.version,
            "coached": one.told.coach in keep,
            "advice": one.told.advice,
            "after": one.told.after,
            "question": texts.get(one.told.question, ""),
            "conversations": [{"interaction": each, "about": about.get(each)} for each in one.told.conversations],
            "listened": one.listened,
            "prepared": {
                by: {"text": texts.get(each.words, ""), "shared": each.shared, "at": each.at}
                for by, each in prepared.items()
            },
            "other_prepared": any(by != person for by in one.prepared),
            "views": {
                side: {"by": view.by, "marks": view.marks, "text": texts.get(view.words, ""), "at": view.at}
                for side, view in views.items()
            },
            "step": step,
            "learned": texts.get(one.learned, ""),
            "listening": one.listening if one.reads_along(self.now()) else None,
            "works_then": sessions.days.works_then(self._there(one), one.told.begins_at, self.now(), self.zone),
        }

    async def check_conversations(self, agent: str, chosen: Iterable[str], before: Iterable[str] = ()) -> None:
        """Whether that agent served all of these. before: what was chosen already. Raises NotAllowed."""
        known = set(before)
        for one in chosen:
            if one not in known and not await self.served_by(one, agent):
                raise NotAllowed("not_theirs", interaction=one)

    async def served_by(self, interaction: str, agent: str) -> bool:
        """Whether this agent served that conversation last."""
        return await self.agent_of(interaction) == agent

    async def agent_of(self, interaction: str) -> str | None:
        """Who served a conversation last."""
        await self._reading.reached(self._loop.durable_position)
        rows = await self._reading.ask_aside("cases.conversation", (interaction,))
        return rows[0]["agent"] if rows else None

    async def choices(self, agent: str) -> list[dict[str, Any]]:
        """Conversations of the agent that could be listened to together: those that were judged, or that they judged themselves, the newest first."""
        await self._reading.reached(self._loop.durable_position)
        judged = await self._reading.ask_aside("reviews.of_agent", (agent,))
        own = await self._reading.ask_aside("reviews.own_ratings", (agent,))
        found: dict[str, dict[str, Any]] = {}
        for kind, rows in (("judged", judged), ("own", own)):
            for row in rows:
                each = found.setdefault(row["interaction"], {"at": row["at"], "judged": False, "own": False})
                each[kind] = True
        newest = sorted(found, key=lambda name: found[name]["at"], reverse=True)[:CHOICES_MAX]
        about = await self.records.about(newest)
        return [{"interaction": name, **found[name], "about": about[name]} for name in newest if name in about]

    async def conversation(self, one: sessions.Session, interaction: str, before: int) -> dict[str, Any]:
        """A conversation that was chosen to be listened to together, until the session is over. Raises NotFound, Conflict."""
        if interaction not in one.told.conversations:
            raise NotFound("not_chosen", interaction=interaction)
        if one.standing not in sessions.OPEN:
            raise Conflict(f"session_{one.standing}")
        return await self.records.played(interaction, before)

    async def along(self, session: str, person: str) -> dict[str, Any]:
        """What the agent is in right now, for the coach they let read along: their open conversations, each with its last messages. Raises NotAllowed."""
        one = self.session(session, person)
        if person != one.told.coach:
            raise NotAllowed("not_yours", session=session)
        if not one.reads_along(self.now()):
            raise Conflict("not_agreed", session=session)
        lines = [line for line in self.records.desk.lines.values() if line.agent == one.told.agent]
        at_work = [line for line in lines if line.state in ("active", "held", "wrap_up")]
        played = [
            {"interaction": line.interaction, "channel": line.channel, "state": line.state}
            | {"messages": (await self.records.played(line.interaction, 1 << 60))["messages"]}
            for line in at_work
        ]
        # Whoever ended it meanwhile is not read any more.
        if not self.session(session, person).reads_along(self.now()):
            raise Conflict("not_agreed", session=session)
        return {"until": one.listening, "conversations": played}

    def calendar(self, session: str, person: str, summary: str) -> str:
        """The session as a calendar reads it."""
        one = self.session(session, person)
        base = self.public_url.rstrip("/")
        link = f"{base}/experience/coaching/sessions/{session}" if base else ""
        host = base.split("://")[-1].split("/")[0] or "hoolin.invalid"
        return sessions.calendar.entry(one, summary, link, host)

    async def texts(self, names: Iterable[str | None]) -> dict[str | None, str]:
        """By content, what was written; what is gone is left out."""
        return {name: words.get("text", "") for name, words in (await self.opened(names)).items()}

    async def opened(self, names: Iterable[str | None]) -> dict[str | None, dict[str, str]]:
        """By content, all that was written."""
        wanted = [name for name in names if name]
        kept = await self._reading.aside(self._loop.stores.contents.get, wanted) if wanted else {}
        return {name: msgspec.json.decode(body) for name, body in kept.items()}

    async def customers_words(self, names: Iterable[str]) -> dict[str, str]:
        """What customers wrote; of whoever is gone, nothing."""
        kept = await self._reading.aside(self._loop.stores.contents.get, list(names))
        return {name: body.decode() for name, body in kept.items()}

    # ── parts ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _short(self, one: sessions.Session, person: str, people: People) -> dict[str, Any]:
        told = one.told
        keys = ("session", "agent", "coach", "by", "minutes", "topics")
        return {key: getattr(told, key) for key in keys} | self._when(one) | {
            "agent_name": people.get(told.agent, told.agent),
            "coach_name": told.coach if one.coach_left else people.get(told.coach, told.coach),
            "coach_left": one.coach_left,
            "mine": "coach" if person == told.coach else "agent",
            "standing": one.standing,
            "outcome": one.outcome,
            "cancelled": one.cancelled,
            "held_at": one.held_at,
            "changed_at": one.changed_at,
            "due": self._due(one),
            "due_day": sessions.days.last_day(one.step, self.zone).isoformat() if one.step else None,
        }  # fmt: skip

    def _when(self, one: sessions.Session) -> dict[str, Any]:
        there = datetime.fromtimestamp(one.told.begins_at / 1_000, ZoneInfo(self.zone))
        return {
            "session": one.told.session, "begins_at": one.told.begins_at, "day": there.date().isoformat(),
            "time": there.strftime("%H:%M"),
        }  # fmt: skip

    def _step(self, one: sessions.Session, step: sessions.Step, texts: dict[str | None, str]) -> dict[str, Any]:
        return {
            "text": texts.get(step.words, ""), "item": step.item, "day": step.day, "shifts": step.shifts, "points": step.points,
            "at": step.at, "worked": sessions.days.shifts_since(step, self._there(one), self.zone),
        }  # fmt: skip

    def _due(self, one: sessions.Session) -> bool:
        if one.standing != "agreed" or one.step is None:
            return False
        return sessions.days.due(one.step, self._there(one), self.now(), self.zone)

    def _there(self, one: sessions.Session) -> list[Instant]:
        return self.state.kept.there.get(one.told.agent, [])

    def _weekdays(self, agent: str | None) -> list[int]:
        since = self.now() - sessions.days.LOOKED_BACK_DAYS * 86_400_000
        there = [at for at in self.state.kept.there.get(agent or "", ()) if at >= since]
        return sorted({day.weekday() for day in sessions.days.worked(there, self.zone)})
