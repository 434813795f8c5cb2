"""Command → facts about what was done well, and what was tried.

It refuses: thanking oneself, or nobody; more in a day than is meant; a customer's praise passed on twice, or that is not there; somebody else's thanks or diary; items that the register does not
have; a diary without an end.
"""

import msgspec

from hoolin.coaching.leaving.going import DAY_MS
from hoolin.coaching.sessions import commands as c
from hoolin.coaching.sessions import facts as f
from hoolin.coaching.sessions.decide import WRITTEN_TIMES_MAX
from hoolin.coaching.sessions.state import Coaching, owner
from hoolin.core.commands import Decides, Decision
from hoolin.core.errors import Conflict, Invalid, NotFound
from hoolin.core.facts import Content, Instant

GIVEN_A_DAY_MAX, GIVEN_TO_ONE_A_DAY_MAX = 8, 2
"""Thanks that come by the dozen are worth nothing."""

SAID_CHARACTERS_MIN = 10
""""Well done" names nothing."""

TRIALS_MAX = 1_000
"""Entries of one diary."""


def recognise(state: Coaching, command: c.Recognise, now: Instant) -> Decision:
    """For something concrete, in words."""
    if command.agent == command.by:
        raise Invalid("with_oneself")
    if command.agent not in state.site.kept.agents:
        raise NotFound("no_such_agent", agent=command.agent)
    given = state.recognitions_of(command.by)
    lately = [one.told for one in given if one.gave(command.by) and one.at > now - DAY_MS]
    to_one = sum(one.agent == command.agent for one in lately)
    if len(lately) >= GIVEN_A_DAY_MAX or to_one >= GIVEN_TO_ONE_A_DAY_MAX:
        raise Conflict("given_enough_today", at_most=GIVEN_A_DAY_MAX, to_one=GIVEN_TO_ONE_A_DAY_MAX)
    said = command.words.strip()
    if len(said) < SAID_CHARACTERS_MIN:
        raise Invalid("no_words", at_least=SAID_CHARACTERS_MIN)
    if command.passage is not None and command.interaction is None:
        raise Invalid("passage_of_nothing")
    if command.praise:
        if command.interaction not in state.kept.praise:
            raise NotFound("no_such_praise", interaction=command.interaction)
        if state.is_passed_on(command.interaction):
            raise Conflict("passed_on_already", interaction=command.interaction)
    _check_item(state, command.item)
    content = _content(command.words_id, owner(command.agent, command.recognition), {"text": said})
    told = f.RecognitionGiven(
        recognition=command.recognition, agent=command.agent, by=command.by, words=content.id, item=command.item,
        interaction=command.interaction, passage=command.passage, praise=command.praise,
    )  # fmt: skip
    return Decision((told,), (content,), new=(command.recognition, content.id))


def see(state: Coaching, command: c.SeeRecognitions, now: Instant) -> Decision:
    """Only where there is something new."""
    if not unread(state, command.agent):
        return Decision()
    return Decision((f.RecognitionSeen(agent=command.agent),))


def unread(state: Coaching, agent: str) -> int:
    """How many things were recognised that an agent has not read."""
    since = state.kept.seen.get(agent, 0)
    return sum(one.told.agent == agent and one.at > since for one in state.recognitions_of(agent))


def take_back(state: Coaching, command: c.TakeBackRecognition, now: Instant) -> Decision:
    """By whoever gave it or got it; to everybody else it is not there."""
    one = state.kept.recognitions.get(command.recognition)
    if one is None or not (command.by == one.told.agent or one.gave(command.by)):
        raise NotFound("no_such_recognition", recognition=command.recognition)
    return Decision((f.RecognitionTakenBack(recognition=command.recognition, by=command.by),))


def note(state: Coaching, command: c.NoteTrial, now: Instant) -> Decision:
    """In one's own diary. Whom it is about does not change: they may have read it."""
    known = state.kept.trials.get(command.trial)
    if command.new and known is not None:
        raise Conflict("trial_known", trial=command.trial)
    if not command.new and (known is None or known.told.by != command.by):
        raise NotFound("no_such_trial", trial=command.trial)
    if known is not None and known.times >= WRITTEN_TIMES_MAX:
        raise Conflict("written_too_often", at_most=WRITTEN_TIMES_MAX)
    if known is not None and known.told.about != command.about:
        raise Invalid("other_people", trial=command.trial)
    if known is None and sum(one.told.by == command.by for one in state.trials_of(command.by)) >= TRIALS_MAX:
        raise Conflict("diary_full", at_most=TRIALS_MAX)
    if command.about is not None and command.about not in state.site.kept.agents:
        raise NotFound("no_such_agent", agent=command.about)
    if command.queue is not None and command.queue not in state.site.kept.queues:
        raise Invalid("no_such_queue", queue=command.queue)
    _check_item(state, command.item)
    words = {name: getattr(command, name).strip() for name in ("tried", "expected", "came")}
    if not words["tried"]:
        raise Invalid("no_words")
    content = _content(command.words_id, owner(command.by, command.trial), words)
    told = f.TrialNoted(
        trial=command.trial, by=command.by, words=content.id, about=command.about, queue=command.queue, item=command.item,
        outcome=command.outcome, points=command.points,
    )  # fmt: skip
    new = (command.trial,) if command.new else ()
    return Decision((told,), (content,), new=(*new, content.id))


def erase(state: Coaching, command: c.EraseTrial, now: Instant) -> Decision:
    """By whose it is."""
    one = state.kept.trials.get(command.trial)
    if one is None or one.told.by != command.by:
        raise NotFound("no_such_trial", trial=command.trial)
    return Decision((f.TrialErased(trial=command.trial, by=command.by),))


def _check_item(state: Coaching, item: str | None) -> None:
    if item is not None and state.criteria.item(item) is None:
        raise Invalid("no_such_item", items=[item])


def _content(content: str, whose: str, words: dict[str, str]) -> Content:
    return Content(content, whose, msgspec.json.encode(words))


DECIDES: Decides = {
    c.Recognise: recognise, c.SeeRecognitions: see, c.TakeBackRecognition: take_back, c.NoteTrial: note, c.EraseTrial: erase,
}  # fmt: skip
