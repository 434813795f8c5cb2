"""Facts → sessions, thanks and diaries; when agents were there; and whose keys are to be destroyed."""

from itertools import islice
from typing import Any, cast

from hoolin.coaching.leaving.facts import CoachingSwept
from hoolin.coaching.leaving.fold import LEAVES, leaver
from hoolin.coaching.leaving.going import DAY_MS, goes, swept
from hoolin.coaching.sessions import facts as f
from hoolin.coaching.sessions.life import standing_after
from hoolin.coaching.sessions.state import (
    HOUR_MS,
    KEPT_DAYS,
    PRAISE_DAYS,
    PRAISE_MAX,
    THERE_DAYS,
    Coaching,
    Praise,
    Preparation,
    Recognition,
    Session,
    Step,
    Trial,
    View,
    owner,
)
from hoolin.core.commands import Folds
from hoolin.core.facts import Entry
from hoolin.core.interaction.facts import PresenceChanged
from hoolin.experience.api import surveys

SWEPT_AT_ONCE = 3
APART_MS = 3 * HOUR_MS
"""Whoever steps away and comes back has not come to work anew."""


def planned(state: Coaching, entry: Entry) -> None:
    """New, or told differently."""
    fact = cast(f.CoachingPlanned, entry.fact)
    known = state.kept.sessions.get(fact.session)
    if known is None:
        state.kept.sessions[fact.session] = Session(fact, entry.at, entry.at)
        state.has_session(fact)
    else:
        known.version += not known.is_planned_alike(fact)
        known.told, known.times = fact, known.times + 1
        _moves(state, known, entry)
    sweep(state, entry)


def prepared(state: Coaching, entry: Entry) -> None:
    """The newest holds."""
    fact = cast(f.CoachingPrepared, entry.fact)
    one = state.kept.sessions.get(fact.session)
    if one is not None:
        before = one.prepared.get(fact.by)
        one.prepared[fact.by] = Preparation(fact.words, fact.shared, entry.at, before.times + 1 if before else 1)
        _moves(state, one, entry)


def seen(state: Coaching, entry: Entry) -> None:
    """The newest of each side holds."""
    fact = cast(f.CoachingSeen, entry.fact)
    one = state.kept.sessions.get(fact.session)
    if one is not None:
        before = one.views.get(fact.side)
        one.views[fact.side] = View(fact.by, fact.marks, fact.words, entry.at, before.times + 1 if before else 1)
        _moves(state, one, entry)


def held(state: Coaching, entry: Entry) -> None:
    """They met."""
    fact = cast(f.CoachingHeld, entry.fact)
    one = state.kept.sessions.get(fact.session)
    if one is not None:
        one.held_at, one.listened = entry.at, fact.listened
        _moves(state, one, entry)


def agreed(state: Coaching, entry: Entry) -> None:
    """One step."""
    fact = cast(f.CoachingStepAgreed, entry.fact)
    one = state.kept.sessions.get(fact.session)
    if one is not None:
        one.step = Step(fact.words, fact.item, fact.day, fact.shifts, fact.points, entry.at)
        _moves(state, one, entry)


def followed(state: Coaching, entry: Entry) -> None:
    """Over."""
    fact = cast(f.CoachingFollowedUp, entry.fact)
    one = state.kept.sessions.get(fact.session)
    if one is not None:
        one.outcome, one.learned = fact.outcome, fact.learned
        _moves(state, one, entry)


def cancelled(state: Coaching, entry: Entry) -> None:
    """Over."""
    fact = cast(f.CoachingCancelled, entry.fact)
    one = state.kept.sessions.get(fact.session)
    if one is not None:
        one.cancelled, one.cancelled_by = fact.reason, fact.by
        _moves(state, one, entry)


def listening_agreed(state: Coaching, entry: Entry) -> None:
    """Until then, or until somebody ends it."""
    fact = cast(f.CoachingListeningAgreed, entry.fact)
    one = state.kept.sessions.get(fact.session)
    if one is not None:
        one.listening = fact.until
        _moves(state, one, entry)


def listening_ended(state: Coaching, entry: Entry) -> None:
    """Nobody reads along."""
    fact = cast(f.CoachingListeningEnded, entry.fact)
    one = state.kept.sessions.get(fact.session)
    if one is not None:
        one.listening = None


def given(state: Coaching, entry: Entry) -> None:
    """One more."""
    fact = cast(f.RecognitionGiven, entry.fact)
    state.kept.recognitions[fact.recognition] = Recognition(fact, entry.at)
    state.has_recognition(fact)
    sweep(state, entry)


def recognition_seen(state: Coaching, entry: Entry) -> None:
    """Until now."""
    state.kept.seen[cast(f.RecognitionSeen, entry.fact).agent] = entry.at


def taken_back(state: Coaching, entry: Entry) -> None:
    """Gone, with its words."""
    one = state.kept.recognitions.pop(cast(f.RecognitionTakenBack, entry.fact).recognition, None)
    if one is not None:
        goes(state.kept.gone, entry, owner(one.told.agent, one.told.recognition))


def noted(state: Coaching, entry: Entry) -> None:
    """New, or told anew."""
    fact = cast(f.TrialNoted, entry.fact)
    known = state.kept.trials.pop(fact.trial, None) or Trial(fact, entry.at, entry.at, 0)
    known.told, known.at, known.times = fact, entry.at, known.times + 1
    state.kept.trials[fact.trial] = known
    state.has_trial(fact)
    sweep(state, entry)


def erased(state: Coaching, entry: Entry) -> None:
    """Gone, with its words."""
    one = state.kept.trials.pop(cast(f.TrialErased, entry.fact).trial, None)
    if one is not None:
        goes(state.kept.gone, entry, one.owner())


def presence(state: Coaching, entry: Entry) -> None:
    """When they came to work."""
    fact = cast(PresenceChanged, entry.fact)
    if fact.presence != "online":
        return
    came = state.kept.there.setdefault(fact.agent, [])
    if not came or entry.at >= came[-1] + APART_MS:
        came.append(entry.at)
        while came[0] < entry.at - THERE_DAYS * DAY_MS:
            del came[0]


def left(state: Coaching, entry: Entry) -> None:
    """Whoever leaves takes along what was written of them, and what only they could read. What they coached others in, and thanked them for, stays with those, and with nobody who is
    called as they were.
    """
    person, kept = leaver(entry), state.kept
    goes(kept.gone, entry, *kept.owners_of(person))
    kept.sessions = {name: one for name, one in kept.sessions.items() if one.told.agent != person}
    kept.recognitions = {name: one for name, one in kept.recognitions.items() if one.told.agent != person}
    kept.trials = {name: one for name, one in kept.trials.items() if person not in (one.told.by, one.told.about)}
    for one in kept.sessions.values():
        if one.told.coach == person and not one.coach_left:
            one.coach_left, one.listening = True, None
            unread = one.prepared.get(person)
            if unread is not None and not unread.shared:
                del one.prepared[person]
    for given in kept.recognitions.values():
        given.giver_left = given.giver_left or given.told.by == person
    kept.there.pop(person, None)
    kept.seen.pop(person, None)


def commented(state: Coaching, entry: Entry) -> None:
    """A customer's words beside nothing but top marks can be passed on."""
    fact, kept = cast(surveys.facts.SurveyCommented, entry.fact), state.kept
    asked = state.asked.kept.asked.get(fact.interaction)
    if asked is None or not asked.answers:
        return
    items = ((state.criteria.item(item), value) for item, value in asked.answers.items())
    if all(item is not None and item.counted.share(value) >= 1.0 for item, value in items):
        kept.praise.pop(fact.interaction, None)
        kept.praise[fact.interaction] = Praise(fact.comment, entry.at)
    for name, one in list(islice(kept.praise.items(), SWEPT_AT_ONCE)):
        if one.at < entry.at - PRAISE_DAYS * DAY_MS or len(kept.praise) > PRAISE_MAX:
            del kept.praise[name]


def _moves(state: Coaching, one: Session, entry: Entry) -> None:
    one.standing = standing_after(one.standing, type(entry.fact))
    one.changed_at = entry.at
    # What was changed last stands at the end: what is too old is found at the beginning.
    state.kept.sessions[one.told.session] = state.kept.sessions.pop(one.told.session)


def sweep(state: Coaching, entry: Entry) -> None:
    """What lies too long behind is forgotten, the oldest first."""
    kept, before = state.kept, entry.at - KEPT_DAYS * DAY_MS
    tables: tuple[tuple[dict[str, Any], Any], ...] = (
        (kept.sessions, lambda one: (one.changed_at, one.owners())),
        (kept.recognitions, lambda one: (one.at, (owner(one.told.agent, one.told.recognition),))),
        (kept.trials, lambda one: (one.at, (one.owner(),))),
    )
    for table, told in tables:
        while table and told(one := next(iter(table.values())))[0] < before:
            goes(kept.gone, entry, *told(one)[1])
            del table[next(iter(table))]
    swept(kept.gone, entry.at)


FACTS = (
    f.CoachingPlanned, f.CoachingPrepared, f.CoachingSeen, f.CoachingHeld, f.CoachingStepAgreed, f.CoachingFollowedUp, f.CoachingCancelled,
    f.CoachingListeningAgreed, f.CoachingListeningEnded, f.RecognitionGiven, f.RecognitionSeen, f.RecognitionTakenBack, f.TrialNoted, f.TrialErased,
)  # fmt: skip
FOLDS: Folds = {
    f.CoachingPlanned: planned, f.CoachingPrepared: prepared, f.CoachingSeen: seen, f.CoachingHeld: held, f.CoachingStepAgreed: agreed,
    f.CoachingFollowedUp: followed, f.CoachingCancelled: cancelled, f.CoachingListeningAgreed: listening_agreed,
    f.CoachingListeningEnded: listening_ended, f.RecognitionGiven: given, f.RecognitionSeen: recognition_seen,
    f.RecognitionTakenBack: taken_back, f.TrialNoted: noted, f.TrialErased: erased,
    PresenceChanged: presence, surveys.facts.SurveyCommented: commented, CoachingSwept: sweep, **dict.fromkeys(LEAVES, left),
}  # fmt: skip
