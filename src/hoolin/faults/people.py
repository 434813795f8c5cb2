"""What people do on a bad day: customers who chat, and agents who act on what their desk shows, however old that is by now."""

from hoolin.cases.api import Desk
from hoolin.core.commands import Command
from hoolin.core.interaction import commands as c
from hoolin.core.interaction.site import Site
from hoolin.faults.world import CUSTOMERS, World


def customer_wants(world: World, site: Site, customer: str) -> Command:
    """Mostly to say something; sometimes to leave the page, to come back to it, or to end it."""
    chance = world.chance
    one = site.live_with(customer, "chat")
    if one is not None and (lot := chance.number(0, 11)) < 3:
        return (c.SayGoodbye, c.CustomerLeave, c.CustomerReturn)[lot](interaction=one.interaction)
    key = world.new_id("m")
    begins = c.Arrive(interaction=f"i{key}", customer=customer, case=f"k{key}", channel="chat", language="et")
    said = one.interaction if one is not None else begins.interaction
    return c.ReceiveMessage(interaction=said, key=key, text=f"word {key}", begins=begins)


def agent_wants(world: World, desk: Desk, agent: str) -> Command | None:
    """Something that the desk lets them do; None: nothing is theirs."""
    chance = world.chance
    me = desk.agents.get(agent)
    if me is None or me.presence != "online":
        return c.SetPresence(agent=agent, presence="online")
    mine = [line for line in desk.lines.values() if line.agent == agent]
    if chance.once_in(40):
        return c.SetPresence(agent=agent, presence=chance.pick(("away", "offline")))
    if not mine:
        return None
    line = chance.pick(mine)
    one = {"interaction": line.interaction, "agent": agent}
    if line.state == "offered":
        made = {**one, "offer": str(line.offer)}
        return c.AcceptOffer(**made) if chance.number(0, 4) else c.DeclineOffer(**made)
    lot = chance.number(0, 5)
    if lot < 3:
        return c.SendMessage(interaction=line.interaction, agent=agent, text="answer")
    if lot == 3:
        return c.Close(interaction=line.interaction, agent=agent, outcome="solved")
    return c.Park(**one) if lot == 4 else c.Transfer(interaction=line.interaction, agent=agent, queue="service")


def somebody(world: World) -> str:
    """A customer."""
    return world.chance.pick(CUSTOMERS)
