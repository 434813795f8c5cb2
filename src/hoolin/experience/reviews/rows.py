"""Facts → rows of the read model: what was drawn, how it was judged, and what was said against it."""

from collections.abc import Iterable
from importlib.resources import files

import msgspec

from hoolin.core.facts import Entry
from hoolin.experience.reviews import facts as f
from hoolin.experience.reviews.marks import Marks
from hoolin.experience.reviews.rules import Scorecard
from hoolin.journal.views import ViewSource, source

VERSION = "2"
"""Of the rows: another number makes the read model be folded anew."""

Row = tuple[str, tuple[object, ...]]


def rows(entry: Entry) -> Iterable[Row]:
    """The rows of one entry."""
    match entry.fact:
        case f.ReviewsSet(version=version, rules=rules):
            for card in rules.scorecards:
                yield "card", (card.code, version, _text(card))
        case f.ReviewDrawn() as fact:
            drawn = (fact.review, fact.interaction, fact.agent, fact.plan, fact.scorecard, fact.version, fact.chance)
            yield "draw", (*drawn, fact.reviewers, entry.at)
        case f.ReviewScored(review=review, reviewer=reviewer, marks=marks, note=note):
            yield "mark", (review, reviewer, entry.at, _text(marks), note)
        case f.ReviewAppealed(review=review, why=why):
            yield "appeal", (entry.at, why, review)
        case f.AppealDecided() as fact:
            final = _text(fact.marks) if fact.verdict == "changed" else None
            yield "decide", (fact.decider, fact.verdict, fact.why, final, fact.review)
        case f.ConversationSelfRated() as fact:
            rated = ("self", fact.interaction, fact.agent, None, fact.scorecard, fact.version)
            yield "beside", (entry.position, *rated, entry.at, _text(fact.marks), None)
        case f.VisitRecorded() as fact:
            visited = ("visit", fact.interaction, fact.visit, fact.channel, fact.scorecard, fact.version)
            yield "beside", (entry.position, *visited, entry.at, _text(fact.marks), fact.note)
        case _:
            yield from _of_calibration(entry)


def _of_calibration(entry: Entry) -> Iterable[Row]:
    match entry.fact:
        case f.CalibrationOpened() as fact:
            who = ",".join(fact.reviewers)
            opened = (fact.session, fact.interaction, fact.opener, who, fact.scorecard, fact.version, entry.at)
            yield "calibrate", opened
        case f.CalibrationScored(session=session, reviewer=reviewer, marks=marks):
            yield "calibration_mark", (session, reviewer, _text(marks))
        case f.CalibrationClosed(session=session):
            yield "calibration_close", (entry.at, session)


def _text(said: Marks | Scorecard) -> str:
    return msgspec.json.encode(said).decode()


def read_model() -> ViewSource:
    """Reviews with the scorecards they are judged by, appeals, own ratings, visits and calibration sessions, as tables."""
    folder = files("hoolin.experience.reviews")
    schema, queries = ((folder / name).read_text(encoding="utf-8") for name in ("schema.sql", "queries.sql"))
    return source("reviews", VERSION, schema, queries, rows)
