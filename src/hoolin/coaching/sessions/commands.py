"""What may be asked about coaching. `by` is always whoever asks: as the agent that they are, else as their account."""

from typing import Annotated, TypeAlias

import msgspec

from hoolin.coaching.sessions import facts as f
from hoolin.core.commands import Command
from hoolin.core.facts import COUNT_MAX, Code, Id, Instant

WORDS_CHARACTERS_MAX = 4_000
STEP_CHARACTERS_MAX = 300
"""A step that needs more is more than one."""

Words: TypeAlias = Annotated[str, msgspec.Meta(max_length=WORDS_CHARACTERS_MAX)]
Said: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=WORDS_CHARACTERS_MAX)]


class PlanCoaching(Command):
    """Meet, or meet differently than was planned; see `CoachingPlanned`. session: its id. coach: by whom. by: who asks, one of the two.
    begins_at: when. minutes: how long. topics: items of the register. advice: a piece of advice. conversations: to be listened to together. after: the session
    that it follows up. new: it must be a new one. question: the words; their content is `question_id`. based_on: the version that was changed; where another holds meanwhile, it is refused. What
    is listened to is chosen when it is new; afterwards by `ChooseConversation`, one by one, so that two who choose at the same time lose nothing.
    """

    session: Id
    agent: Id
    coach: Id
    by: Id
    begins_at: Instant
    minutes: Annotated[int, msgspec.Meta(ge=10, le=240)]
    question_id: Id
    topics: f.Topics = ()
    advice: Id | None = None
    conversations: f.Conversations = ()
    question: Words = ""
    after: Id | None = None
    new: bool = False
    based_on: Annotated[int, msgspec.Meta(ge=1, le=COUNT_MAX)] | None = None


class ChooseConversation(Command):
    """We listen to this together, or not. Again changes nothing. session: in which. by: who asks. interaction: to what. chosen: whether we do."""

    session: Id
    by: Id
    interaction: Id
    chosen: bool


class PrepareCoaching(Command):
    """I bring this along. session: to which. by: who. words: all of it; their content is `words_id`. shared: whether the other may read it already; what was shared stays so."""

    session: Id
    by: Id
    words: Said
    words_id: Id
    shared: bool = False


class TellView(Command):
    """How I see it, or how the agent said that they see it. session: in which. by: who writes. side: whose view. marks: by item of the topics. words: their content is `words_id`."""

    session: Id
    side: f.Side
    by: Id
    words_id: Id
    marks: f.Marks = {}
    words: Words = ""


class HoldCoaching(Command):
    """We met. session: which it was. by: who writes. listened: what we listened to."""

    session: Id
    by: Id
    listened: f.Conversations = ()


class AgreeStep(Command):
    """This is the step. session: in which it was agreed. by: who writes. words: in the agent's own; their content is `words_id`. item: of the register, which it is about. points: what helps.
    day or shifts: until when. today: the day it is at the site."""

    session: Id
    by: Id
    words: Annotated[str, msgspec.Meta(min_length=1, max_length=STEP_CHARACTERS_MAX)]
    words_id: Id
    today: f.Day
    item: Code | None = None
    day: f.Day | None = None
    shifts: Annotated[int, msgspec.Meta(ge=1, le=f.SHIFTS_MAX)] | None = None
    points: f.Pointers = ()


class FollowUp(Command):
    """What became of the step. session: in which it was agreed. by: who writes. learned: their content is `learned_id`."""

    session: Id
    by: Id
    outcome: f.Outcome
    learned_id: Id
    learned: Words = ""


class CancelCoaching(Command):
    """It does not take place, or what was agreed is let go. session: which. by: who asks."""

    session: Id
    by: Id
    reason: f.CancelReason


class AgreeListening(Command):
    """My coach may read along in my conversations. session: for which. by: who agrees. minutes: how long at most."""

    session: Id
    by: Id
    minutes: Annotated[int, msgspec.Meta(ge=5, le=120)]


class EndListening(Command):
    """Nobody reads along any more. Again changes nothing. session: for which. by: who asks."""

    session: Id
    by: Id


class Recognise(Command):
    """I saw a colleague do this well, see `RecognitionGiven`. recognition: its id. by: who. item: of the register. passage: which could be an example. praise: whether the
    customer's words are passed on. words: their content is `words_id`."""

    recognition: Id
    agent: Id
    by: Id
    words: Annotated[str, msgspec.Meta(min_length=10, max_length=1_000)]
    words_id: Id
    item: Code | None = None
    interaction: Id | None = None
    passage: f.RecognisedPassage | None = None
    praise: bool = False


class SeeRecognitions(Command):
    """I have read what was recognised. Nothing new changes nothing."""

    agent: Id


class TakeBackRecognition(Command):
    """I gave or got it, and want it gone. recognition: which. by: who."""

    recognition: Id
    by: Id


class NoteTrial(Command):
    """I tried something, see `TrialNoted`. trial: its id. by: whose diary. about: the agent with whom. item: of the register. points: to what belongs to it. new: it must be a new one. tried, expected, came: the words; their content is `words_id`."""

    trial: Id
    by: Id
    tried: Said
    words_id: Id
    expected: Words = ""
    came: Words = ""
    about: Id | None = None
    queue: Code | None = None
    item: Code | None = None
    outcome: f.Tried = "open"
    points: f.Pointers = ()
    new: bool = False


class EraseTrial(Command):
    """Out of my diary. trial: which entry. by: whose diary."""

    trial: Id
    by: Id
