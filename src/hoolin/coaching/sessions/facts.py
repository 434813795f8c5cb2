"""What may be recorded about coaching. Whatever somebody wrote (notes, how they see it, a step, thanks, a diary) is content; facts name it."""

from typing import Annotated, Literal, TypeAlias

import msgspec

from hoolin.core.facts import COUNT_MAX, Code, Fact, Id, Instant
from hoolin.core.site.rules import Value

Side: TypeAlias = Literal["agent", "coach"]
Outcome: TypeAlias = Literal["done", "partly", "not"]
CancelReason: TypeAlias = Literal["ill", "busy", "not_needed", "other"]
Tried: TypeAlias = Literal["open", "helped", "partly", "no", "unsure"]
PointKind: TypeAlias = Literal["lesson", "drill", "exemplar", "session", "advice", "improvement", "rollout"]
Day = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]

TOPICS_MAX = 5
CONVERSATIONS_MAX = 10
POINTERS_MAX = 5
SHIFTS_MAX = 20

Topics: TypeAlias = Annotated[tuple[Code, ...], msgspec.Meta(max_length=TOPICS_MAX)]
Conversations: TypeAlias = Annotated[tuple[Id, ...], msgspec.Meta(max_length=CONVERSATIONS_MAX)]
Marks: TypeAlias = Annotated[
    dict[Code, Annotated[int, msgspec.Meta(ge=0, le=1)] | None], msgspec.Meta(max_length=TOPICS_MAX)
]
"""By item of the register: 1 met, 0 not met, None where it did not come up."""


class CoachingPointer(Value):
    """Something kept elsewhere that helps. kind: where. id: which."""

    kind: PointKind
    id: Id


Pointers: TypeAlias = Annotated[tuple[CoachingPointer, ...], msgspec.Meta(max_length=POINTERS_MAX)]


class RecognisedPassage(Value):
    """Messages of a conversation. begin, end: the ordinals of the first and the last."""

    begin: Annotated[int, msgspec.Meta(ge=1, le=COUNT_MAX)]
    end: Annotated[int, msgspec.Meta(ge=1, le=COUNT_MAX)]

    def __post_init__(self) -> None:
        if self.begin > self.end:
            raise ValueError("a passage begins before it ends")


class CoachingPlanned(Fact):
    """A coach and an agent will meet; the same session again: it is told differently. session: its id. agent: who is coached. coach: by whom. by: who wrote it down, one of the two.
    begins_at: when. minutes: how long. topics: items of the register that it is about. advice: a piece of advice that it is about. conversations: to
    be listened to together. question: the content with an open question. after: the session that it follows up.
    """

    session: Id
    agent: Id
    coach: Id
    by: Id
    begins_at: Instant
    minutes: Annotated[int, msgspec.Meta(ge=10, le=240)]
    topics: Topics = ()
    advice: Id | None = None
    conversations: Conversations = ()
    question: Id | None = None
    after: Id | None = None


class CoachingPrepared(Fact):
    """One of the two wrote what they bring along; the newest holds. session: to which. by: who. words: the content. shared: whether the other may read it already."""

    session: Id
    by: Id
    words: Id
    shared: bool


class CoachingSeen(Fact):
    """How one of the two sees what was listened to; the agent's comes first. session: in which. side: whose view it is. by: who wrote it down. marks: by item. words: the content."""

    session: Id
    side: Side
    by: Id
    marks: Marks = {}
    words: Id | None = None


class CoachingHeld(Fact):
    """They met. session: which it was. by: who wrote it down. listened: which conversations they listened to."""

    session: Id
    by: Id
    listened: Conversations = ()


class CoachingStepAgreed(Fact):
    """They agreed on one step. session: in which. by: who wrote it down. words: the content, in the agent's words. item: of the register, which it is about. day: until when, in the
    site's time; or shifts: until they have worked on so many days. points: what helps.
    """

    session: Id
    by: Id
    words: Id
    item: Code | None = None
    day: Day | None = None
    shifts: Annotated[int, msgspec.Meta(ge=1, le=SHIFTS_MAX)] | None = None
    points: Pointers = ()


class CoachingFollowedUp(Fact):
    """They looked whether the step was taken. session: in which it was agreed. by: who wrote it down. outcome: whether. learned: the content with what was learned."""

    session: Id
    by: Id
    outcome: Outcome
    learned: Id | None = None


class CoachingCancelled(Fact):
    """It does not take place, or what was agreed is let go. session: which. by: who says so. reason: why."""

    session: Id
    by: Id
    reason: CancelReason


class CoachingListeningAgreed(Fact):
    """An agent agrees that the coach of a session reads along in their conversations. session: for which. until: no longer than that."""

    session: Id
    until: Instant


class CoachingListeningEnded(Fact):
    """Nobody reads along any more. session: for which. by: who ended it."""

    session: Id
    by: Id


class RecognitionGiven(Fact):
    """Somebody saw a colleague do something well. recognition: its id. agent: who did it. by: who saw it. words: the content with what it was. item: of the
    register, of which it is an example. interaction: in which conversation. passage: the messages that could be an example for others. praise: whether the customer's own words
    in that conversation's survey are passed on with it.
    """

    recognition: Id
    agent: Id
    by: Id
    words: Id
    item: Code | None = None
    interaction: Id | None = None
    passage: RecognisedPassage | None = None
    praise: bool = False


class RecognitionSeen(Fact):
    """An agent has read what was recognised so far."""

    agent: Id


class RecognitionTakenBack(Fact):
    """Whoever gave it, or got it, wants it gone. recognition: which. by: who."""

    recognition: Id
    by: Id


class TrialNoted(Fact):
    """Something was tried, as it stands in somebody's diary; the same trial again: told anew. trial: its id. by: whose diary. words: the content: what was tried, what was expected, what
    came of it. about: the agent with whom; they may read it. queue: for the people of which queue. item: of the register. outcome: what came of it. points: to a session, advice, an
    improvement, a rollout.
    """

    trial: Id
    by: Id
    words: Id
    about: Id | None = None
    queue: Code | None = None
    item: Code | None = None
    outcome: Tried = "open"
    points: Pointers = ()


class TrialErased(Fact):
    """Out of the diary, words and all. trial: which entry. by: whose diary."""

    trial: Id
    by: Id
