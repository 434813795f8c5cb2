"""What the hub needs of the rest of the house besides the loop; wiring puts it together."""

from collections.abc import Callable
from dataclasses import dataclass

from hoolin.cases.api import Line, promises
from hoolin.channels.written import Composer
from hoolin.core.interaction.facts import Attachment
from hoolin.core.site.rules import ChannelRules


@dataclass(frozen=True)
class Doors:
    """agent_name: what colleagues call an agent. attended: an agent who works without a desk of ours (a simulated one).
    attachment: checks a file uploaded for a conversation (interaction, blob); raises NotFound. new_id: by kind's letter.
    channels: how they are set up. composers: what an agent writes with, by channel; the plain one where it is not named.
    ended: a conversation that is over, as the read models have it. written: how whoever is promised something in a conversation gets it in
    writing.
    """

    agent_name: Callable[[str | None], str | None]
    attended: Callable[[str], bool]
    attachment: Callable[[str, str], Attachment]
    new_id: Callable[[str], str]
    channels: Callable[[], dict[str, ChannelRules]]
    composers: Callable[[], dict[str, Composer]]
    ended: Callable[[str], Line | None]
    operator: str
    written: Callable[[str], promises.facts.Written] = lambda interaction: "aloud"

    def name_of(self, agent: str) -> str:
        """What colleagues call this agent; the id, while nobody has said."""
        return self.agent_name(agent) or agent
