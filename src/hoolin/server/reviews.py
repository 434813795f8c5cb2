"""Reviews as people meet them: the inbox of reviewers, what was judged of oneself, and whether reviewers judge alike.

Nobody is shown what another reviewer marked before they have judged themselves, and nobody is told who judged them.
"""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from hoolin.core.errors import NotAllowed, NotFound
from hoolin.core.facts import Instant
from hoolin.experience.api import reviews
from hoolin.runtime.loop import Loop
from hoolin.runtime.reading import Reading
from hoolin.server.accounts.records import Who

INBOX_MAX = 200
_marks = msgspec.json.Decoder(reviews.Marks)


def judge(who: Who) -> str:
    """Under which id somebody judges: as the agent that they are, so that they cannot judge themselves; else as their account."""
    return who.agent or f"account:{who.account}"


class ReviewOffice:
    """See above."""

    def __init__(self, desk: reviews.ReviewDesk, loop: Loop, reading: Reading, new_id: Callable[[str], str]) -> None:
        self.desk = desk
        self.new_id, self.now = new_id, loop.clock
        self._loop = loop
        self._reading = reading

    # ── reviewers ───────────────────────────────────────────────────────────────────────────────────────────────────

    def inbox(self, reviewer: str) -> dict[str, Any]:
        """What this reviewer may judge: what they have begun, what is free, and objections that they may decide."""
        found: dict[str, list[dict[str, Any]]] = {"begun": [], "free": [], "appeals": []}
        for one in self.desk.kept.reviews.values():
            if reviewer in one.takers and reviewer not in one.marks:
                found["begun"].append(_short(one))
            elif one.place_for(reviewer) and len(found["free"]) < INBOX_MAX:
                found["free"].append(_short(one))
            if one.appeal == "open" and reviewer not in one.marks and reviewer != one.agent:
                found["appeals"].append(_short(one))
        return found

    def review(self, review: str) -> reviews.Review:
        """One that is to be judged, or was lately. Raises NotFound."""
        one = self.desk.kept.reviews.get(review)
        if one is None:
            raise NotFound("review", review=review)
        return one

    async def form(self, review: str, reviewer: str) -> dict[str, Any]:
        """What a reviewer judges by, with what is theirs of it; and, once they may see it, what others marked."""
        one = self.desk.kept.reviews.get(review)
        if one is None:
            raise NotFound("review", review=review)
        told = {**_short(one), "form": self.desk.scorecard_of(one), "mine": one.marks.get(reviewer)}
        if one.done and (reviewer in one.marks or one.appeal != "none"):
            told |= await self._laid_open(review)
        return told

    # ── who is judged ───────────────────────────────────────────────────────────────────────────────────────────────

    async def mine(self, agent: str) -> dict[str, Any]:
        """What was judged of an agent, the newest first, with their own ratings beside."""
        await self._reading.reached(self._loop.durable_position)
        judged = [await self._judged(dict(row)) for row in await self._reading.ask_aside("reviews.of_agent", (agent,))]
        own = [dict(row) for row in await self._reading.ask_aside("reviews.own_ratings", (agent,))]
        return {"reviews": judged, "own": [row | {"marks": _marks.decode(row["marks"])} for row in own]}

    async def served(self, interaction: str, agent: str) -> bool:
        """Whether this agent served that conversation last."""
        await self._reading.reached(self._loop.durable_position)
        rows = await self._reading.ask_aside("cases.conversation", (interaction,))
        return bool(rows) and rows[0]["agent"] == agent

    async def _judged(self, row: dict[str, Any]) -> dict[str, Any]:
        told = await self._laid_open(row["review"])
        for one in told["judgements"]:
            del one["reviewer"]
        scorecard = self.desk.kept.editions.get(f"{row['scorecard']}/{row['version']}")
        keys = ("review", "interaction", "scorecard", "version", "at")
        return (
            {key: row[key] for key in keys} | told | {"form": scorecard, "may_appeal": self._may_appeal(row["review"])}
        )

    def _may_appeal(self, review: str) -> bool:
        one = self.desk.kept.reviews.get(review)
        days_ms = self.desk.kept.rules.appeal_days * 86_400_000
        return one is not None and one.done and one.appeal == "none" and self._loop.clock() <= one.scored_at + days_ms

    async def _laid_open(self, review: str) -> dict[str, Any]:
        """Every judgement with its score, and the appeal with its answer."""
        await self._reading.reached(self._loop.durable_position)
        (row,) = self._reading.ask("reviews.one", (review,))
        marked = [dict(one) for one in self._reading.ask("reviews.marks_of", (review,))]
        names = [name for name in (row["why"], row["answer"], *(one["note"] for one in marked)) if name is not None]
        kept = await self._reading.aside(self._loop.stores.contents.get, names) if names else {}

        def text(name: str | None) -> str | None:
            return kept[name].decode() if name in kept else None

        scorecard = self.desk.kept.editions.get(f"{row['scorecard']}/{row['version']}")
        judgements = [self._with_score(scorecard, one | {"note": text(one["note"])}) for one in marked]
        final = _marks.decode(row["final"]) if row["final"] is not None else None
        appeal = row["appeal"] and {
            "state": row["appeal"], "why": text(row["why"]), "verdict": row["verdict"], "answer": text(row["answer"]), "marks": final,
        }  # fmt: skip
        return {"judgements": judgements, "appeal": appeal}

    def _score(self, scorecard: reviews.Scorecard | None, marks: reviews.Marks) -> reviews.Score | None:
        return reviews.score(scorecard, marks, self.desk.criteria) if scorecard is not None else None

    def _with_score(self, scorecard: reviews.Scorecard | None, one: dict[str, Any]) -> dict[str, Any]:
        marks = _marks.decode(one["marks"])
        return one | {"marks": marks, "score": self._score(scorecard, marks)}

    # ── calibration ─────────────────────────────────────────────────────────────────────────────────────────────────

    def sessions(self, reviewer: str) -> list[dict[str, Any]]:
        """Sessions that one was called to or called, the newest first; marks only of those that are laid open, one's own always."""
        return [
            self._session(one, reviewer)
            for one in reversed(self.desk.kept.sessions.values())
            if reviewer in one.reviewers or reviewer == one.opener
        ]

    def _session(self, one: reviews.Calibration, reviewer: str) -> dict[str, Any]:
        return {
            "session": one.session, "interaction": one.interaction, "at": one.opened_at, "mine": one.opener == reviewer,
            "closed": one.closed, "called": len(one.reviewers), "judged": len(one.marks),
            "to_judge": reviewer in one.reviewers and reviewer not in one.marks and not one.closed,
            "form": self.desk.scorecard_of(one),
            "marks": dict(one.marks) if one.closed else {who: marks for who, marks in one.marks.items() if who == reviewer},
        }  # fmt: skip

    def session_of(self, session: str, reviewer: str) -> reviews.Calibration:
        """A session that somebody takes part in. Raises NotFound, NotAllowed."""
        one = self.desk.kept.sessions.get(session)
        if one is None:
            raise NotFound("calibration", session=session)
        if reviewer not in (*one.reviewers, one.opener):
            raise NotAllowed("not_invited", session=session)
        return one

    async def agreement(self, since: Instant) -> list[reviews.ItemAgreement]:
        """How far reviewers agree, by item, in what was judged by several since an instant."""
        await self._reading.reached(self._loop.durable_position)
        judged: list[tuple[str, str, reviews.Marks]] = []
        for query in ("reviews.session_marks", "reviews.doubles"):
            judged += _judged(await self._reading.ask_aside(query, (since,)))
        return await self._reading.aside(reviews.agreement, judged)


def _short(one: reviews.Review) -> dict[str, Any]:
    return {
        "review": one.review, "interaction": one.interaction, "agent": one.agent, "plan": one.plan, "at": one.drawn_at,
        "reviewers": one.reviewers, "judged": len(one.marks), "appeal": one.appeal,
    }  # fmt: skip


def _judged(rows: Iterable[Any]) -> list[tuple[str, str, reviews.Marks]]:
    return [(row["session"], row["reviewer"], _marks.decode(row["marks"])) for row in rows]
