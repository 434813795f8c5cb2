"""Sessions, thanks and diaries, as long as they are kept; and whose keys are to be destroyed."""

from collections.abc import Iterator
from itertools import islice

import msgspec

from hoolin.coaching.leaving.going import DAY_MS, Gone
from hoolin.coaching.sessions import facts as f
from hoolin.coaching.sessions.life import OPEN, Standing
from hoolin.coaching.sessions.whose import Whose
from hoolin.core.facts import Instant
from hoolin.core.interaction.site import Site
from hoolin.experience.api import criteria as register
from hoolin.experience.api import surveys

HOUR_MS = 3_600_000

KEPT_DAYS = 730
"""What lies longer behind is forgotten, words and all: people are not who they were two years ago."""

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
    of the step. version: of the plan but for what is listened to: who changes it says which one they read. coach_left: since then it is the agent's alone, for ever: to whoever is called as the
    coach was it is not there.
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
    coach_left: bool = False
    version: int = 1

    def has(self, person: str) -> bool:
        """Whether this person is one of the two, and has not left."""
        return person == self.told.agent or (person == self.told.coach and not self.coach_left)

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
    """Something done well. told: all of it. giver_left: it stays with whoever got it, and is nobody else's."""

    told: f.RecognitionGiven
    at: Instant
    giver_left: bool = False

    def gave(self, person: str) -> bool:
        """Whether it was this person who saw it, and they have not left."""
        return person == self.told.by and not self.giver_left


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
    """sessions, recognitions, trials: by id, what was changed last at the end. there: by agent, when they came to work lately. seen: by agent, until when they have read what was recognised. praise: by conversation. gone: owners whose keys are to be destroyed."""

    sessions: dict[str, Session] = {}
    recognitions: dict[str, Recognition] = {}
    trials: dict[str, Trial] = {}
    there: dict[str, list[Instant]] = {}
    seen: dict[str, Instant] = {}
    praise: dict[str, Praise] = {}
    gone: Gone = {}

    def owners_of(self, person: str) -> Iterator[str]:
        """Every owner whose words are of or about somebody, or that they alone could read."""
        for one in self.sessions.values():
            if one.told.agent == person:
                yield from one.owners()
            elif one.told.coach == person and not one.coach_left:
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
        return [one for one in self.whose_sessions.of(person, self.kept.sessions) if one.has(person)]

    def open_of(self, person: str) -> list[Session]:
        """Those that are not over."""
        return [one for one in self.sessions_of(person) if one.standing in OPEN]

    def recognitions_of(self, person: str) -> list[Recognition]:
        """What somebody got and gave, the oldest first."""
        known = self.whose_recognitions.of(person, self.kept.recognitions)
        return [one for one in known if person == one.told.agent or one.gave(person)]

    def trials_of(self, person: str) -> list[Trial]:
        """What is in somebody's diary, and what others noted that is about them."""
        return self.whose_trials.of(person, self.kept.trials)

    def is_passed_on(self, interaction: str) -> bool:
        """Whether the customer's praise of that conversation was passed on."""
        return bool(self.whose_praise.of(interaction, self.kept.recognitions))

    def is_due(self, now: Instant) -> bool:
        """Whether something is too old by now."""
        kept, before = self.kept, now - KEPT_DAYS * DAY_MS
        firsts = (
            *(one.changed_at for one in islice(kept.sessions.values(), 1)),
            *(one.at for one in islice(kept.recognitions.values(), 1)),
            *(one.at for one in islice(kept.trials.values(), 1)),
        )
        return any(at < before for at in firsts)


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
