"""Reviews as people meet them: the inbox of reviewers, what was judged of oneself, and whether reviewers judge alike.

Nobody is shown what another reviewer marked before they have judged themselves, and nobody is told who judged them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import msgspec

from hoolin.core.errors import Conflict, Invalid, NotAllowed, NotFound
from hoolin.core.facts import Instant
from hoolin.experience.api import reviews
from hoolin.runtime.loop import Loop
from hoolin.runtime.reading import Reading
from hoolin.server.accounts.records import Account, Who
from hoolin.server.permissions import GRANTS

INBOX_MAX = 200
_marks = msgspec.json.Decoder(reviews.Marks)
_card = msgspec.json.Decoder(reviews.Scorecard)

Row: TypeAlias = Mapping[str, Any]
Cards: TypeAlias = Mapping[str, reviews.Scorecard]
"""Scorecards by edition: as they were when a conversation was drawn."""


def judge(who: Who) -> str:
    """Under which id somebody judges: as the agent that they are, so that they cannot judge themselves; else as their account."""
    return judge_id(who.agent, who.account)


def judge_id(agent: str | None, account: str) -> str:
    """The same of anybody who may log in."""
    return agent or f"account:{account}"


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

    def reviewers(self, accounts: Iterable[Account], reviewer: str) -> dict[str, list[dict[str, str]]]:
        """Whoever may be called to judge, by name, and whoever may no longer and took part in a session that this reviewer may see."""
        met = {
            one
            for session in self.desk.kept.sessions.values()
            if _takes_part(reviewer, session)
            for one in (*session.reviewers, session.opener)
        }
        everybody = list(accounts)
        may = _callable(everybody)
        former = _by_id(account for account in everybody if judge_id(account.agent, account.id) in met - may.keys())
        return {"reviewers": _named(may), "former": _named(former)}

    def check_called(self, accounts: Iterable[Account], called: Iterable[str]) -> None:
        """Whether all of these may be called to judge. Raises Invalid."""
        may = _callable(accounts)
        nobody = [one for one in called if one not in may]
        if nobody:
            raise Invalid("no_such_reviewer", reviewers=nobody)

    def review(self, review: str) -> reviews.Review:
        """One that is to be judged, or was lately. Raises NotFound."""
        one = self.desk.kept.reviews.get(review)
        if one is None:
            raise NotFound("review", review=review)
        return one

    async def form(self, review: str, reviewer: str) -> dict[str, Any]:
        """What a reviewer judges by, with what is theirs of it; and, once they may see it, what others marked. Who judged them nobody is told."""
        one = self.review(review)
        card = self.desk.scorecard_of(one)
        told = {**_short(one), "form": card, "mine": one.marks.get(reviewer)}
        if one.done and (reviewer in one.marks or one.appeal != "none"):
            await self._reading.reached(self._loop.durable_position)
            rows = await self._reading.ask_aside("reviews.one", (review,))
            marked = await self._reading.ask_aside("reviews.marks_of", (review,))
            (laid,) = await self._laid_open(rows, marked, {one.edition: card}, named=reviewer != one.agent)
            told |= laid
        return told

    # ── who is judged ───────────────────────────────────────────────────────────────────────────────────────────────

    async def mine(self, agent: str) -> dict[str, Any]:
        """What was judged of an agent, the newest first, with their own ratings beside."""
        await self._reading.reached(self._loop.durable_position)
        rows = await self._reading.ask_aside("reviews.of_agent", (agent,))
        since = (agent, rows[-1]["at"] if rows else self.now())
        marked = await self._reading.ask_aside("reviews.marks_of_agent", since)
        found = await self._reading.ask_aside("reviews.cards_of_agent", since)
        cards = {reviews.edition(one["scorecard"], one["version"]): _card.decode(one["card"]) for one in found}
        laid = await self._laid_open(rows, marked, cards, named=False)
        own = [dict(row) for row in await self._reading.ask_aside("reviews.own_ratings", (agent,))]
        return {
            "reviews": [self._judged(row, one, cards) for row, one in zip(rows, laid, strict=True)],
            "own": [row | {"marks": _marks.decode(row["marks"])} for row in own],
        }

    async def check_of_others(self, interaction: str, judges: Iterable[str]) -> None:
        """Whether that conversation is there and none of these served it. Raises NotFound, NotAllowed."""
        await self._reading.reached(self._loop.durable_position)
        rows = await self._reading.ask_aside("cases.conversation", (interaction,))
        if not rows:
            raise NotFound("interaction", interaction=interaction)
        if rows[0]["agent"] in judges:
            raise NotAllowed("own_conversation", interaction=interaction)

    async def served(self, interaction: str, agent: str) -> bool:
        """Whether this agent served that conversation last."""
        await self._reading.reached(self._loop.durable_position)
        rows = await self._reading.ask_aside("cases.conversation", (interaction,))
        return bool(rows) and rows[0]["agent"] == agent

    async def check_same_visit(self, recorded: reviews.facts.VisitRecorded, sent: reviews.commands.RecordVisit) -> None:
        """Whether what was recorded under the visit's id is what is sent now, and not what was sent before a change. Raises Conflict."""
        texts = await self._texts([recorded.note])
        note = texts.get(recorded.note, sent.note) if recorded.note is not None else ""
        was = (recorded.interaction, recorded.channel, recorded.scorecard, recorded.marks, note.strip())
        if was != (sent.interaction, sent.channel, sent.scorecard, sent.marks, sent.note.strip()):
            raise Conflict("visit_recorded", visit=recorded.visit)

    def _judged(self, row: Row, laid: dict[str, Any], cards: Cards) -> dict[str, Any]:
        keys = ("review", "interaction", "scorecard", "version", "at")
        beside = {"form": cards.get(_edition(row)), "may_appeal": self._may_appeal(row["review"])}
        told = {
            "appeal_until": self._appeal_until(row["review"]),
            "final": self._final(cards.get(_edition(row)), laid["appeal"]),
        }
        return {key: row[key] for key in keys} | laid | beside | told

    def _appeal_until(self, review: str) -> Instant | None:
        """Until when it may be objected to; None where it may not any more."""
        if not self._may_appeal(review):
            return None
        return self.desk.kept.reviews[review].scored_at + self.desk.kept.rules.appeal_days * 86_400_000

    def _final(self, scorecard: reviews.Scorecard | None, appeal: dict[str, Any] | None) -> reviews.Score | None:
        """The score of the marks that hold after an objection; None where those of the judgements do."""
        marks = appeal and appeal["marks"]
        return self._score(scorecard, marks) if marks else None

    def _may_appeal(self, review: str) -> bool:
        one = self.desk.kept.reviews.get(review)
        days_ms = self.desk.kept.rules.appeal_days * 86_400_000
        return one is not None and one.done and one.appeal == "none" and self._loop.clock() <= one.scored_at + days_ms

    async def _laid_open(
        self, rows: Sequence[Row], marked: Sequence[Row], cards: Cards, named: bool
    ) -> list[dict[str, Any]]:
        """Of each review every judgement with its score, and the appeal with its answer. named: whether it is told who judged."""
        written = [*(row[name] for row in rows for name in ("why", "answer")), *(one["note"] for one in marked)]
        texts = await self._texts(written)
        judged: dict[str, list[Row]] = {}
        for one in marked:
            judged.setdefault(one["review"], []).append(one)
        return [
            {
                "judgements": [
                    self._judgement(one, texts, cards.get(_edition(row)), named)
                    for one in judged.get(row["review"], ())
                ],
                "appeal": _appeal(row, texts),
            }
            for row in rows
        ]

    async def _texts(self, names: Iterable[str | None]) -> dict[str | None, str]:
        """By content, what was written; what is gone is left out."""
        wanted = [name for name in names if name is not None]
        kept = await self._reading.aside(self._loop.stores.contents.get, wanted) if wanted else {}
        return {name: body.decode() for name, body in kept.items()}

    def _judgement(
        self, one: Row, texts: Mapping[str | None, str], card: reviews.Scorecard | None, named: bool
    ) -> dict[str, Any]:
        marks = _marks.decode(one["marks"])
        told = {"at": one["at"], "marks": marks, "note": texts.get(one["note"]), "score": self._score(card, marks)}
        return told | ({"reviewer": one["reviewer"]} if named else {})

    def _score(self, card: reviews.Scorecard | None, marks: reviews.Marks) -> reviews.Score | None:
        return reviews.score(card, marks, self.desk.criteria) if card is not None else None

    # ── calibration ─────────────────────────────────────────────────────────────────────────────────────────────────

    def sessions(self, reviewer: str) -> list[dict[str, Any]]:
        """Sessions that one was called to or called, the newest first; marks only of those that are laid open, one's own always."""
        return [
            self._session(one, reviewer)
            for one in reversed(self.desk.kept.sessions.values())
            if _takes_part(reviewer, one)
        ]

    def session(self, session: str, reviewer: str) -> reviews.Calibration:
        """One that this reviewer was called to or called. Raises NotFound, NotAllowed."""
        one = self.desk.kept.sessions.get(session)
        if one is None:
            raise NotFound("calibration", session=session)
        if not _takes_part(reviewer, one):
            raise NotAllowed("not_invited", session=session)
        return one

    def _session(self, one: reviews.Calibration, reviewer: str) -> dict[str, Any]:
        form = self.desk.scorecard_of(one)
        marks = dict(one.marks) if one.closed else {who: own for who, own in one.marks.items() if who == reviewer}
        return {
            "session": one.session, "interaction": one.interaction, "at": one.opened_at, "mine": one.opener == reviewer,
            "opener": one.opener, "reviewers": one.reviewers,
            "closed": one.closed, "called": len(one.reviewers), "judged": len(one.marks),
            "to_judge": reviewer in one.reviewers and reviewer not in one.marks and not one.closed,
            "form": form, "marks": marks, "scores": {who: self._score(form, own) for who, own in marks.items()},
        }  # fmt: skip

    async def agreement(self, since: Instant) -> list[reviews.ItemAgreement]:
        """How far reviewers agree, by item, in what was judged by several since an instant."""
        await self._reading.reached(self._loop.durable_position)
        judged: list[tuple[str, str, reviews.Marks]] = []
        for query in ("reviews.session_marks", "reviews.doubles"):
            judged += _judged(await self._reading.ask_aside(query, (since,)))
        return await self._reading.aside(reviews.agreement, judged)


def _takes_part(reviewer: str, session: reviews.Calibration) -> bool:
    return reviewer in session.reviewers or reviewer == session.opener


def _callable(accounts: Iterable[Account]) -> dict[str, str]:
    """By id, the names of those who may be called to judge."""
    return _by_id(one for one in accounts if "reviews.score" in GRANTS[one.role] and not one.disabled)


def _by_id(accounts: Iterable[Account]) -> dict[str, str]:
    names: dict[str, str] = {}
    for account in accounts:
        names.setdefault(judge_id(account.agent, account.id), account.name)
    return names


def _named(names: dict[str, str]) -> list[dict[str, str]]:
    return [{"id": id, "name": name} for id, name in sorted(names.items(), key=lambda one: (one[1].casefold(), one[0]))]


def _short(one: reviews.Review) -> dict[str, Any]:
    return {
        "review": one.review, "interaction": one.interaction, "agent": one.agent, "plan": one.plan, "at": one.drawn_at,
        "reviewers": one.reviewers, "judged": len(one.marks), "appeal": one.appeal,
    }  # fmt: skip


def _edition(row: Row) -> str:
    return reviews.edition(row["scorecard"], row["version"])


def _appeal(row: Row, texts: Mapping[str | None, str]) -> dict[str, Any] | None:
    if row["appeal"] is None:
        return None
    return {
        "state": row["appeal"], "why": texts.get(row["why"]), "verdict": row["verdict"], "answer": texts.get(row["answer"]),
        "marks": _marks.decode(row["final"]) if row["final"] is not None else None,
    }  # fmt: skip


def _judged(rows: Iterable[Any]) -> list[tuple[str, str, reviews.Marks]]:
    return [(row["session"], row["reviewer"], _marks.decode(row["marks"])) for row in rows]
