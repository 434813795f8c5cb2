"""ContinueElsewhere → facts: an agent goes on with a customer by another channel, in one step.

It refuses what is not in the agent's hands, what has ended, and an agent who is not online: then everything stays as it is.
"""

from hoolin.core.commands import Decides, Decision
from hoolin.core.delivery.facts import InteractionAddressed
from hoolin.core.errors import Conflict
from hoolin.core.facts import Content, Instant
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.core.interaction.arrive import arrival
from hoolin.core.interaction.decide import mine
from hoolin.core.interaction.site import Site


def continue_elsewhere(site: Site, command: c.ContinueElsewhere, now: Instant) -> Decision:
    """Nobody else is offered it in between; asking again with the same id changes nothing."""
    begins = command.begins
    if begins.interaction in site.kept.interactions:
        return Decision()
    mine(site, begins.moves or "", command.agent, "active", "held", "parked")
    if site.agent(command.agent).presence != "online":
        raise Conflict("not_online")
    made = arrival(site, begins, now)
    where = InteractionAddressed(interaction=begins.interaction, account=command.account, address=command.address)
    taken = f.InteractionTaken(interaction=begins.interaction, agent=command.agent)
    content = Content(command.address, begins.customer, command.body)
    return Decision((*made.facts, where, taken), (content,), new=(*made.new, command.address))


DECIDES: Decides = {c.ContinueElsewhere: continue_elsewhere}
