"""Command → facts about coaching sessions.

It refuses: whoever is neither of the two; a session with oneself, with nobody, about items that the register does not have, long past or far ahead; too many at once; a coach's
view before the agent's; a meeting at which the agent has not said how they see it; a second step, or one without an end; reading along without the agent's own word; whatever a coach who has left would write, or would be needed for.
"""

from datetime import date

import msgspec

from hoolin.coaching.leaving.going import DAY_MS
from hoolin.coaching.sessions import commands as c
from hoolin.coaching.sessions import facts as f
from hoolin.coaching.sessions.life import standing_after
from hoolin.coaching.sessions.state import Coaching, Session, owner
from hoolin.core.commands import Decides, Decision
from hoolin.core.errors import Conflict, Invalid, NotAllowed, NotFound
from hoolin.core.facts import Content, Instant

AHEAD_DAYS_MAX = 180
PAST_DAYS_MAX = 7
"""A session that was held without having been planned may be written down for some days."""

OPEN_OF_AGENT_MAX, OPEN_OF_COACH_MAX = 12, 300
WRITTEN_TIMES_MAX = 200
"""How often one thing may be written over."""

STEP_DAYS_MAX = 56


def plan(state: Coaching, command: c.PlanCoaching, now: Instant) -> Decision:
    """By either of the two. Told differently it keeps agent and coach, and what is listened to; nobody writes over what they have not read."""
    known = state.kept.sessions.get(command.session)
    if command.new and known is not None:
        raise Conflict("session_known", session=command.session)
    if not command.new:
        known = _mine(state, command.session, command.by)
        _has_coach(known)
        standing_after(known.standing, f.CoachingPlanned)
        if (known.told.agent, known.told.coach) != (command.agent, command.coach):
            raise Invalid("other_people", session=command.session)
        if command.based_on is not None and command.based_on != known.version:
            raise Conflict("session_moved_on", in_force=known.version)
        _again(known.times)
    listened = command.conversations if known is None else known.told.conversations
    _check_pair(state, command, known)
    if not now - PAST_DAYS_MAX * DAY_MS <= command.begins_at <= now + AHEAD_DAYS_MAX * DAY_MS:
        raise Invalid("not_then", past_days=PAST_DAYS_MAX, ahead_days=AHEAD_DAYS_MAX)
    _check_items(state, command.topics, known.told.topics if known is not None else ())
    for name, said in (("topics", command.topics), ("conversations", command.conversations)):
        if len(set(said)) != len(said):
            raise Invalid("twice", about=name)
    contents = _words(command.question_id, owner(command.agent, command.session), command.question)
    told = f.CoachingPlanned(
        session=command.session, agent=command.agent, coach=command.coach, by=command.by, begins_at=command.begins_at,
        minutes=command.minutes, topics=command.topics, advice=command.advice, conversations=listened,
        question=contents[0].id if contents else None, after=command.after,
    )  # fmt: skip
    new = (command.session,) if command.new else ()
    return Decision((told,), contents, new=(*new, *(one.id for one in contents)))


def choose(state: Coaching, command: c.ChooseConversation, now: Instant) -> Decision:
    """By either of the two, while it is planned."""
    one = _mine(state, command.session, command.by)
    standing_after(one.standing, f.CoachingPlanned)
    chosen = [each for each in one.told.conversations if each != command.interaction]
    if command.chosen == (len(chosen) < len(one.told.conversations)):
        return Decision()
    if command.chosen:
        chosen.append(command.interaction)
    if len(chosen) > f.CONVERSATIONS_MAX:
        raise Conflict("conversations_enough", at_most=f.CONVERSATIONS_MAX)
    _again(one.times)
    return Decision((msgspec.structs.replace(one.told, by=command.by, conversations=tuple(chosen)),))


def prepare(state: Coaching, command: c.PrepareCoaching, now: Instant) -> Decision:
    """What is shared lies under the agent's key, what is not under the writer's own. What the other may have read is not hidden again."""
    one = _mine(state, command.session, command.by)
    standing_after(one.standing, f.CoachingPrepared)
    before = one.prepared.get(command.by)
    if before is not None:
        _again(before.times)
    shared = command.shared or (before is not None and before.shared)
    whose = one.told.agent if shared else command.by
    contents = _words(command.words_id, owner(whose, command.session), command.words)
    if not contents:
        raise Invalid("no_words")
    told = f.CoachingPrepared(session=command.session, by=command.by, words=command.words_id, shared=shared)
    return Decision((told,), contents, new=(command.words_id,))


def tell_view(state: Coaching, command: c.TellView, now: Instant) -> Decision:
    """The agent speaks first. The coach may write down for them what they said; nobody writes the coach's."""
    one = _mine(state, command.session, command.by)
    standing_after(one.standing, f.CoachingSeen)
    if command.side == "coach" and command.by != one.told.coach:
        raise NotAllowed("not_yours", session=command.session)
    if command.side == "coach" and "agent" not in one.views:
        raise Conflict("agent_first", session=command.session)
    before = one.views.get(command.side)
    if before is not None:
        _again(before.times)
        if command.side == "agent" and before.by == one.told.agent != command.by:
            raise Conflict("said_themselves", session=command.session)
    unknown = sorted(set(command.marks) - set(one.told.topics))
    if unknown:
        raise Invalid("not_a_topic", items=unknown)
    contents = _words(command.words_id, owner(one.told.agent, command.session), command.words)
    if not contents and not command.marks:
        raise Invalid("no_words")
    told = f.CoachingSeen(
        session=command.session, side=command.side, by=command.by, marks=command.marks,
        words=contents[0].id if contents else None,
    )  # fmt: skip
    return Decision((told,), contents, new=tuple(each.id for each in contents))


def hold(state: Coaching, command: c.HoldCoaching, now: Instant) -> Decision:
    """By the coach, once the agent has said how they see it."""
    one = _mine(state, command.session, command.by)
    standing_after(one.standing, f.CoachingHeld)
    if command.by != one.told.coach:
        raise NotAllowed("not_yours", session=command.session)
    if "agent" not in one.views:
        raise Conflict("agent_first", session=command.session)
    if not set(command.listened) <= set(one.told.conversations):
        raise Invalid("not_chosen", session=command.session)
    ended = (f.CoachingListeningEnded(session=command.session, by=command.by),) if one.listening is not None else ()
    return Decision((*ended, f.CoachingHeld(session=command.session, by=command.by, listened=command.listened)))


def agree(state: Coaching, command: c.AgreeStep, now: Instant) -> Decision:
    """Exactly one, and until when."""
    one = _mine(state, command.session, command.by)
    standing_after(one.standing, f.CoachingStepAgreed)
    if (command.day is None) == (command.shifts is None):
        raise Invalid("one_end", session=command.session)
    if command.day is not None and not 0 <= _days_between(command.today, command.day) <= STEP_DAYS_MAX:
        raise Invalid("step_not_then", days=STEP_DAYS_MAX)
    if command.item is not None:
        _check_items(state, (command.item,), one.told.topics)
    strange = sorted({point.kind for point in command.points} - {"lesson", "drill", "exemplar"})
    if strange:
        raise Invalid("not_to_that", kinds=strange)
    contents = _words(command.words_id, owner(one.told.agent, command.session), command.words)
    if not contents:
        raise Invalid("no_words")
    told = f.CoachingStepAgreed(
        session=command.session, by=command.by, words=command.words_id, item=command.item, day=command.day,
        shifts=command.shifts, points=command.points,
    )  # fmt: skip
    return Decision((told,), contents, new=(command.words_id,))


def follow_up(state: Coaching, command: c.FollowUp, now: Instant) -> Decision:
    """By either of the two."""
    one = _mine(state, command.session, command.by)
    standing_after(one.standing, f.CoachingFollowedUp)
    contents = _words(command.learned_id, owner(one.told.agent, command.session), command.learned)
    learned = contents[0].id if contents else None
    told = f.CoachingFollowedUp(session=command.session, by=command.by, outcome=command.outcome, learned=learned)
    return Decision((told,), contents, new=tuple(each.id for each in contents))


def cancel(state: Coaching, command: c.CancelCoaching, now: Instant) -> Decision:
    """By either of the two."""
    one = _mine(state, command.session, command.by)
    standing_after(one.standing, f.CoachingCancelled)
    ended = (f.CoachingListeningEnded(session=command.session, by=command.by),) if one.listening is not None else ()
    return Decision((*ended, f.CoachingCancelled(session=command.session, by=command.by, reason=command.reason)))


def agree_listening(state: Coaching, command: c.AgreeListening, now: Instant) -> Decision:
    """By the agent alone."""
    one = _mine(state, command.session, command.by)
    standing_after(one.standing, f.CoachingListeningAgreed)
    if command.by != one.told.agent:
        raise NotAllowed("agent_agrees", session=command.session)
    _has_coach(one)
    return Decision((f.CoachingListeningAgreed(session=command.session, until=now + command.minutes * 60_000),))


def end_listening(state: Coaching, command: c.EndListening, now: Instant) -> Decision:
    """By either of the two, at any moment."""
    one = _mine(state, command.session, command.by)
    if one.listening is None:
        return Decision()
    return Decision((f.CoachingListeningEnded(session=command.session, by=command.by),))


def _mine(state: Coaching, session: str, person: str) -> Session:
    """To everybody else it is not there. Whoever coached and has left writes nothing in it any more: their key is destroyed."""
    one = state.kept.sessions.get(session)
    if one is not None and person == one.told.coach:
        _has_coach(one)
    if one is None or not one.has(person):
        raise NotFound("no_such_session", session=session)
    return one


def _has_coach(one: Session) -> None:
    """Somebody to meet, and to read along."""
    if one.coach_left:
        raise Conflict("coach_left", session=one.told.session)


def _check_pair(state: Coaching, command: c.PlanCoaching, known: Session | None) -> None:
    if command.agent == command.coach:
        raise Invalid("with_oneself")
    if command.by not in (command.agent, command.coach):
        raise NotAllowed("not_yours")
    if command.agent not in state.site.kept.agents:
        raise NotFound("no_such_agent", agent=command.agent)
    if known is None:
        for person, at_most in ((command.agent, OPEN_OF_AGENT_MAX), (command.coach, OPEN_OF_COACH_MAX)):
            if len(state.open_of(person)) >= at_most:
                raise Conflict("too_many_sessions", at_most=at_most)
    if command.after is not None:
        _mine(state, command.after, command.by)


def _check_items(state: Coaching, items: tuple[str, ...], before: tuple[str, ...]) -> None:
    """Those that were there before may have been taken out meanwhile."""
    unknown = [one for one in items if one not in before and state.criteria.in_force.register.item(one) is None]
    if unknown:
        raise Invalid("no_such_item", items=unknown)


def _again(times: int) -> None:
    if times >= WRITTEN_TIMES_MAX:
        raise Conflict("written_too_often", at_most=WRITTEN_TIMES_MAX)


def _days_between(today: str, day: str) -> int:
    from_day, to_day = _day(today), _day(day)
    return (to_day - from_day).days


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise Invalid("not_a_day", day=text) from problem


def _words(content: str, whose: str, text: str) -> tuple[Content, ...]:
    """What was written, if anything was."""
    said = text.strip()
    return (Content(content, whose, msgspec.json.encode({"text": said})),) if said else ()


DECIDES: Decides = {
    c.PlanCoaching: plan, c.ChooseConversation: choose, c.PrepareCoaching: prepare, c.TellView: tell_view, c.HoldCoaching: hold, c.AgreeStep: agree, c.FollowUp: follow_up,
    c.CancelCoaching: cancel, c.AgreeListening: agree_listening, c.EndListening: end_listening,
}  # fmt: skip
