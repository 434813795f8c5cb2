"""The router as one plain value, for snapshots: what is written here and what follows from it is all there is."""

import msgspec

from hoolin.core.facts import Code, Instant
from hoolin.core.routing.waiting import Waiting
from hoolin.core.site.rules import AgentProfile, ChannelRules, Presence, QueueRules, SiteRules


class AgentState(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One agent: profile, presence, interactions in hand by channel, the instant they last took or ended work, and whether they rest."""

    profile: AgentProfile
    presence: Presence
    held: dict[Code, int]
    idle_since: Instant
    resting: bool = False


class RouterState(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that decides a choice, sorted, so that equal routers have equal states."""

    site: SiteRules
    queues: tuple[QueueRules, ...]
    channels: tuple[ChannelRules, ...]
    agents: tuple[AgentState, ...]
    waiting: tuple[Waiting, ...]
