"""Sessions, thanks and diaries, as long as they are kept; and whose keys are to be destroyed."""

from collections.abc import Iterator

import msgspec

from hoolin.coaching.sessions import facts as f
from hoolin.coaching.sessions.life import OPEN, Standing
from hoolin.coaching.sessions.whose import Whose
from hoolin.core.facts import Instant
from hoolin.core.interaction.site import Site
from hoolin.experience.api import criteria as register
from hoolin.experience.api import surveys

DAY_MS = 86_400_000
HOUR_MS = 3_600_000

KEPT_DAYS = 730
"""What lies longer behind is forgotten, words and all: people are not who they were two years ago."""

GONE_DAYS = 60
"""So long it is remembered whose keys are to be destroyed; they are within the hour, or when a site starts."""

THERE_DAYS = 60
"""So long it is remembered when agents came to work; longer than a step may take."""

PRAISE_DAYS = 30
PRAISE_MAX = 500


class Preparation(msgspec.Struct):
    """What one of the two brings along. words: the content. times: how often it was written."""

    words: str
    shared: bool
    at: Instant
    times: int = 1


class View(msgspec.Struct):
    """How one of the two sees it. by: who wrote it down. words: the content."""

    by: str
    marks: f.Marks
    words: str | None
    at: Instant
    times: int = 1


class Step(msgspec.Struct):
    """What was agreed. words: the content."""

    words: str
    item: str | None
    day: str | None
    shifts: int | None
    points: f.Pointers
    at: Instant


class Session(msgspec.Struct):
    """A coaching session. told: how it was planned last; first_at: when first; times: how often. prepared: by whom. views: by side. listening: until when the coach may read along. outcome, learned:
    of the step. version: of the plan but for what is listened to: who changes it says which one they read.
    """

    told: f.CoachingPlanned
    first_at: Instant
    changed_at: Instant
    standing: Standing = "planned"
    times: int = 1
    prepared: dict[str, Preparation] = {}
    views: dict[f.Side, View] = {}
    held_at: Instant | None = None
    listened: tuple[str, ...] = ()
    step: Step | None = None
    outcome: f.Outcome | None = None
    learned: str | None = None
    cancelled: f.CancelReason | None = None
    cancelled_by: str | None = None
    listening: Instant | None = None
    version: int = 1

    def has(self, person: str) -> bool:
        """Whether this person is one of the two."""
        return person in (self.told.agent, self.told.coach)

    def is_planned_alike(self, told: f.CoachingPlanned) -> bool:
        """Whether it is planned as before, but for what is listened to."""
        return msgspec.structs.replace(self.told, by=told.by, conversations=told.conversations) == told

    def reads_along(self, now: Instant) -> bool:
        """Whether the coach may read along now."""
        return self.listening is not None and now < self.listening

    def owners(self) -> tuple[str, str]:
        """Under whose keys its words lie: those that both may read, and those that the coach has not shared."""
        return owner(self.told.agent, self.told.session), owner(self.told.coach, self.told.session)


class Recognition(msgspec.Struct):
    """Something done well. told: all of it."""

    told: f.RecognitionGiven
    at: Instant


class Trial(msgspec.Struct):
    """An entry of a diary. told: as it was told last. first_at: when first. of: under whose key its words lie."""

    told: f.TrialNoted
    first_at: Instant
    at: Instant
    times: int = 1

    def owner(self) -> str:
        """Under whose key its words lie."""
        return owner(self.told.by, self.told.trial)


class Praise(msgspec.Struct):
    """A customer's words beside top marks. words: the content, which is the customer's."""

    words: str
    at: Instant


class Kept(msgspec.Struct):
    """sessions, recognitions, trials: by id, the oldest first. there: by agent, when they came to work lately. seen: by agent, until when they have read what was recognised. praise: by conversation. gone: owners whose keys are to be destroyed, and since when."""

    sessions: dict[str, Session] = {}
    recognitions: dict[str, Recognition] = {}
    trials: dict[str, Trial] = {}
    there: dict[str, list[Instant]] = {}
    seen: dict[str, Instant] = {}
    praise: dict[str, Praise] = {}
    gone: dict[str, Instant] = {}

    def owners_of(self, person: str) -> Iterator[str]:
        """Every owner whose words are of or about somebody, or that they alone could read."""
        for one in self.sessions.values():
            if one.told.agent == person:
                yield from one.owners()
            elif one.told.coach == person:
                yield one.owners()[1]
        for given in self.recognitions.values():
            if given.told.agent == person:
                yield owner(person, given.told.recognition)
        for trial in self.trials.values():
            if person in (trial.told.by, trial.told.about):
                yield trial.owner()


class Coaching:
    """What is decided upon; and, read and never changed, the floor, the register of items and what customers answer."""

    def __init__(self, site: Site, criteria: register.Criteria, asked: surveys.SurveyDesk) -> None:
        self.site = site
        self.criteria = criteria
        self.asked = asked
        self.kept = Kept()
        self.index()

    def index(self) -> None:
        """Know whose is what of all that is kept."""
        self.whose_sessions, self.whose_recognitions, self.whose_trials, self.whose_praise = (Whose() for _ in range(4))
        for session in self.kept.sessions.values():
            self.has_session(session.told)
        for given in self.kept.recognitions.values():
            self.has_recognition(given.told)
        for trial in self.kept.trials.values():
            self.has_trial(trial.told)

    def has_session(self, told: f.CoachingPlanned) -> None:
        """It is of the two."""
        self.whose_sessions.add(told.session, told.agent, told.coach)

    def has_recognition(self, told: f.RecognitionGiven) -> None:
        """It is of whoever got it and of whoever gave it; the customer's praise that went along was passed on with it."""
        self.whose_recognitions.add(told.recognition, told.agent, told.by)
        self.whose_praise.add(told.recognition, told.interaction if told.praise else None)

    def has_trial(self, told: f.TrialNoted) -> None:
        """It is of whose diary it is in, and of whoever it is about."""
        self.whose_trials.add(told.trial, told.by, told.about)

    def sessions_of(self, person: str) -> list[Session]:
        """Sessions of somebody, as agent or coach."""
        return self.whose_sessions.of(person, self.kept.sessions)

    def open_of(self, person: str) -> list[Session]:
        """Those that are not over."""
        return [one for one in self.sessions_of(person) if one.standing in OPEN]

    def recognitions_of(self, person: str) -> list[Recognition]:
        """What somebody got and gave, the oldest first."""
        return self.whose_recognitions.of(person, self.kept.recognitions)

    def trials_of(self, person: str) -> list[Trial]:
        """What is in somebody's diary, and what others noted that is about them."""
        return self.whose_trials.of(person, self.kept.trials)

    def is_passed_on(self, interaction: str) -> bool:
        """Whether the customer's praise of that conversation was passed on."""
        return bool(self.whose_praise.of(interaction, self.kept.recognitions))


def owner(person: str, thing: str) -> str:
    """The owner of words that are of or about an agent, in one session, recognition or entry: each has a key of its own, so that it can go by itself."""
    return f"agent:{person}:{thing}"


def dump(state: Coaching) -> bytes:
    """The state for a snapshot."""
    return msgspec.msgpack.encode(state.kept)


def load(state: Coaching, body: bytes) -> None:
    """Take up a dump."""
    state.kept = msgspec.msgpack.decode(body, type=Kept)
    state.index()
