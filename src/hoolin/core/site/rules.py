"""How a site is set up: the values that routing and the life cycle read. All of them are data, none is code.

Levels run from 0 to 100. Capacity is counted in units: an agent has `units`, an interaction of a channel weighs some.
A language is a skill named `lang:et`, `lang:ru`, `lang:en`; it is asked for like any other skill.
"""

from typing import Annotated, Literal, TypeAlias, dataclass_transform, get_args

import msgspec

from hoolin.core.facts import COUNT_MAX, Code, Id, Ms

Level: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=100)]
Language: TypeAlias = Literal["et", "ru", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
Presence: TypeAlias = Literal["online", "away", "offline"]
ServiceLevelRule: TypeAlias = Literal["short_abandons_neutral", "short_abandons_met", "answered_only", "all_offered"]


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The base of every set-up value."""


class Relaxation(Value):
    """A step after which the demands change: levels fall, a skill is dropped (level 0), or another queue's people help.

    after_ms: how long in line before the step is taken. skills: replaces the levels of the named skills; 0 drops the
    demand altogether.
    """

    after_ms: Ms
    skills: dict[Code, Level] = {}


class QueueRules(Value):
    """One line of waiting work.

    skills: what is demanded at first. target_ms: the service-level target (answered within). target_share: the share
    of contacts that should meet it. short_abandon_ms: who leaves sooner never really waited. priority_step_ms: what one
    step of an interaction's priority is worth, as if it had come this much earlier (this is how priority ages: a later
    arrival overtakes only those who came less than `priority * priority_step_ms` before). affinity_ms_max: the most that
    keeping the same person may cost, both in waiting for them and in passing over a better free agent.
    service_level: how the share is counted (the glossary has the four ways). relaxations: the steps in which demands
    change while somebody waits. offer_ms: how long an offer stands. decline_rest_ms: how long a declined offer is kept
    from the agent who declined. wrap_up_ms_max: wrap-up ends by itself after this long.
    """

    queue: Code
    skills: dict[Code, Level] = {}
    target_ms: Ms = 30_000
    target_share: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.8
    service_level: ServiceLevelRule = "short_abandons_neutral"
    short_abandon_ms: Ms = 5_000
    priority_step_ms: Ms = 60_000
    affinity_ms_max: Ms = 60_000
    relaxations: tuple[Relaxation, ...] = ()
    offer_ms: Annotated[int, msgspec.Meta(ge=1_000, le=COUNT_MAX)] = 20_000
    decline_rest_ms: Ms = 60_000
    wrap_up_ms_max: Annotated[int, msgspec.Meta(ge=1_000, le=COUNT_MAX)] = 120_000


class Capacity(Value):
    """How much one agent takes at once: `units` in all, and `per_channel` at most so many of a channel (absent: no own limit)."""

    units: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 100
    per_channel: dict[Code, Annotated[int, msgspec.Meta(ge=0, le=1_000)]] = {}


class AgentProfile(Value):
    """What an agent can do, as routing sees it.

    head_start_ms: this agent takes work of that queue as if it had waited so much longer (one's own queues first).
    standing_cost_ms: choosing this agent costs this much; a reserve team gets a large number.
    """

    agent: Id
    skills: dict[Code, Level] = {}
    capacity: Capacity = Capacity()
    head_start_ms: dict[Code, Ms] = {}
    standing_cost_ms: Ms = 0


class ChannelRules(Value):
    """What makes a channel differ in data: never in code.

    weight: capacity units an active interaction takes. silent_ms_max: a waiting customer who has left and given no
    address is counted as abandoned after this long (0: never). park_ms_max: how long a parked interaction stays with its
    agent before it is closed. delivers: a provider must be asked to carry what we say, so every message has an outbox row
    (a chat page has our own socket and needs none).
    """

    channel: Code
    weight: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 100
    silent_ms_max: Ms = 0
    park_ms_max: Ms = 86_400_000
    delivers: bool = False


class SiteRules(Value):
    """What holds for the whole site.

    default_queue: where a contact goes when nothing says otherwise. reopen_ms: a solved case is reopened, not repeated,
    when its customer comes back within this time. level_ms: what one level above the demanded one is worth when choosing
    an agent. load_ms_per_percent: what each percent of an agent's load costs. reasons and presence_reasons: the closed
    lists of codes an agent picks from.
    """

    languages: tuple[Language, ...] = ("et", "ru", "en")
    default_queue: Code = "service"
    reopen_ms: Ms = 7 * 86_400_000
    level_ms: Ms = 1_000
    load_ms_per_percent: Ms = 1_000
    reasons: tuple[Code, ...] = ()
    presence_reasons: tuple[Code, ...] = ("break", "lunch", "training", "meeting")
