"""Facts of rooms and channels that say something about contacts: calls, promises, prices, surveys, reviews, causes. They are known by their name in the
journal, so that this room counts what they tell and none of them needs to be there.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from hoolin.core.facts import Entry
from hoolin.experience.contacts.fold import called, on_the_line
from hoolin.experience.contacts.owed import settle
from hoolin.experience.contacts.row import CauseNote, Mark, Promised, number_of
from hoolin.experience.contacts.state import Batch, Drawn, Folding, Open

REVIEWS_MAX = 20_000
"""Drawn conversations that may still be judged, or objected to."""

SHOWN_MAX = 20_000
"""Cases whose shown prices are remembered: what is agreed to after so many others were told prices is told again."""

Told: TypeAlias = Callable[[Folding, Batch, Entry], None]


def call_began(state: Folding, batch: Batch, entry: Entry) -> None:
    """There is a call: words are heard, not written."""
    fact: Any = entry.fact
    live = state.live.get(fact.interaction)
    if live is not None:
        called(live, fact.direction)


def leg_answered(state: Folding, batch: Batch, entry: Entry) -> None:
    """The customer, or an agent, is on the line."""
    fact: Any = entry.fact
    live = state.live.get(fact.interaction)
    if live is not None and fact.part in ("customer", "agent"):
        on_the_line(state, batch, live, fact.part == "agent", entry.at)


def promise_made(state: Folding, batch: Batch, entry: Entry) -> None:
    """It is owed from here."""
    fact: Any = entry.fact
    state.promises[fact.promise] = Open(
        interaction=fact.interaction, case_no=number_of(fact.case), kind=fact.kind, made_at=entry.at, due_at=fact.due_at
    )


def promise_moved(state: Folding, batch: Batch, entry: Entry) -> None:
    """The customer agreed to another time: that one is owed."""
    fact: Any = entry.fact
    owed = state.promises.get(fact.promise)
    if owed is not None:
        owed.due_at = fact.due_at


def promise_kept(state: Folding, batch: Batch, entry: Entry) -> None:
    """In time. What is made good after it was broken stays broken."""
    fact: Any = entry.fact
    late = entry.at > fact.due_at
    _ended(state, batch, entry, "broken" if late and fact.promise in state.promises else "kept", late)


def promise_broken(state: Folding, batch: Batch, entry: Entry) -> None:
    """Its time is over."""
    _ended(state, batch, entry, "broken", False)


def promise_withdrawn(state: Folding, batch: Batch, entry: Entry) -> None:
    """Owed no more. What was ours to keep and could not be kept is broken."""
    fact: Any = entry.fact
    settle(state, batch, fact.promise, entry.at, "broken" if fact.reason == "cannot_keep" else "withdrawn")


def _ended(state: Folding, batch: Batch, entry: Entry, ending: Any, late: bool) -> None:
    """A promise that nobody told us was made (a call at a time, a conversation put off) names all that is needed itself."""
    fact: Any = entry.fact
    if fact.promise in state.promises:
        settle(state, batch, fact.promise, entry.at, ending)
    elif not late and fact.promise != fact.interaction and fact.interaction not in state.callbacks:
        batch.promises.append(Promised(
            promise=fact.promise, interaction=fact.interaction, case_no=number_of(fact.case), kind="", made_at=entry.at,
            due_at=fact.due_at, ended_at=entry.at, ending=ending,
        ))  # fmt: skip


def price_shown(state: Folding, batch: Batch, entry: Entry) -> None:
    """A published price was put before the customer; what they agree to later in the same case they had seen."""
    fact: Any = entry.fact
    shown = state.shown.pop(fact.case, [])
    state.shown[fact.case] = sorted({*shown, *fact.codes})
    if len(state.shown) > SHOWN_MAX:
        del state.shown[next(iter(state.shown))]
    live = state.live.get(fact.interaction)
    if live is not None:
        live.row.prices_shown += 1


def consent_given(state: Folding, batch: Batch, entry: Entry) -> None:
    """The customer agreed to something that costs: with its price before them, or without."""
    fact: Any = entry.fact
    live = state.live.get(fact.interaction)
    if live is not None:
        live.row.agreed += 1
        live.row.agreed_shown += fact.plan in state.shown.get(fact.case, ())


def survey_asked(state: Folding, batch: Batch, entry: Entry) -> None:
    """Somebody was asked, with which probability."""
    fact: Any = entry.fact
    batch.marks.append(Mark(
        interaction=fact.interaction, item="", source="survey", happened_at=entry.at, value=0.0, inclusion=fact.share / 100,
        kind="asked",
    ))  # fmt: skip


def survey_answered(state: Folding, batch: Batch, entry: Entry) -> None:
    """One answer; of several to the same question the newest counts."""
    fact: Any = entry.fact
    batch.marks.append(
        Mark(
            interaction=fact.interaction, item=fact.item, source="survey", happened_at=entry.at, value=float(fact.value)
        )
    )


def review_drawn(state: Folding, batch: Batch, entry: Entry) -> None:
    """It will be judged; what was drawn with an unknown chance, to learn from, is no evidence."""
    fact: Any = entry.fact
    if fact.chance is not None:
        state.reviews[fact.review] = Drawn(interaction=fact.interaction, chance=fact.chance)
        while len(state.reviews) > REVIEWS_MAX:
            del state.reviews[next(iter(state.reviews))]


def review_scored(state: Folding, batch: Batch, entry: Entry) -> None:
    """One reviewer's marks."""
    fact: Any = entry.fact
    drawn = state.reviews.get(fact.review)
    if drawn is not None:
        drawn.judges.append(fact.reviewer)
        batch.marks += _marks(entry, drawn.interaction, "reviewer", fact.reviewer, drawn.chance)


def appeal_decided(state: Folding, batch: Batch, entry: Entry) -> None:
    """Changed marks hold instead of everybody's who judged."""
    fact: Any = entry.fact
    drawn = state.reviews.get(fact.review)
    if drawn is not None and fact.verdict == "changed":
        for judge in drawn.judges:
            batch.marks += _marks(entry, drawn.interaction, "reviewer", judge, drawn.chance)


def self_rated(state: Folding, batch: Batch, entry: Entry) -> None:
    """An agent's own view, beside."""
    fact: Any = entry.fact
    batch.marks += _marks(entry, fact.interaction, "self", fact.agent)


def visit_recorded(state: Folding, batch: Batch, entry: Entry) -> None:
    """A mystery shopper's, where it is known which contact they were."""
    fact: Any = entry.fact
    if fact.interaction is not None:
        batch.marks += _marks(entry, fact.interaction, "shopper", fact.visit)


def cause_noted(state: Folding, batch: Batch, entry: Entry) -> None:
    """What a contact came of, as whoever served it says."""
    fact: Any = entry.fact
    batch.cause_notes.append(CauseNote(interaction=fact.interaction, cause=fact.cause, happened_at=entry.at))


def cause_taken_back(state: Folding, batch: Batch, entry: Entry) -> None:
    """It did not after all."""
    fact: Any = entry.fact
    batch.cause_notes.append(
        CauseNote(interaction=fact.interaction, cause=fact.cause, happened_at=entry.at, noted=False)
    )


def _marks(entry: Entry, interaction: str, source: str, judge: str, chance: float = 1.0) -> list[Mark]:
    """What does not apply is written down too: it takes back what the same judge said before."""
    fact: Any = entry.fact
    return [
        Mark(
            interaction=interaction, item=item, source=source, happened_at=entry.at,
            value=None if mark is None else float(mark), judge=judge, inclusion=chance,
        )
        for item, mark in fact.marks.items()
    ]  # fmt: skip


TOLD: dict[str, Told] = {
    "call_began": call_began,
    "leg_answered": leg_answered,
    "promise_made": promise_made,
    "promise_moved": promise_moved,
    "promise_kept": promise_kept,
    "promise_broken": promise_broken,
    "promise_withdrawn": promise_withdrawn,
    "price_shown": price_shown,
    "consent_given": consent_given,
    "survey_asked": survey_asked,
    "survey_answered": survey_answered,
    "review_drawn": review_drawn,
    "review_scored": review_scored,
    "appeal_decided": appeal_decided,
    "conversation_self_rated": self_rated,
    "visit_recorded": visit_recorded,
    "cause_noted": cause_noted,
    "cause_taken_back": cause_taken_back,
}
"""By the fact's name in the journal. A room that judges or asks adds its own line here, and makes `Mark`s of what it knows."""
