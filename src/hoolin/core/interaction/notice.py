"""SendNotice → facts: the house writes to a customer once, beside whatever is under way with them, and waits for nothing.

It asks for no person and stands in no line: arrived, greeted with what is said, and closed, in one step. Who answers begins a conversation in
the same case. It refuses a channel that carries nothing for us.
"""

from hoolin.core.commands import Decides, Decision
from hoolin.core.delivery.facts import DeliveryAsked, InteractionAddressed
from hoolin.core.effects import Deliver
from hoolin.core.errors import Conflict, NotFound
from hoolin.core.facts import Content, Instant
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.core.interaction.arrive import arrival
from hoolin.core.interaction.site import Site
from hoolin.core.interaction.speak import Place, content_of


def send_notice(site: Site, command: c.SendNotice, now: Instant) -> Decision:
    """Asking again with the same id is refused as used; the message goes into the outbox under its own id."""
    begins = command.begins
    rules = site.kept.channels.get(begins.channel)
    if rules is None or not rules.delivers:
        raise NotFound("channel", channel=begins.channel)
    arrived = next((fact for fact in arrival(site, begins, now).facts if isinstance(fact, f.InteractionArrived)), None)
    if arrived is None:
        raise Conflict("id_used")
    said = content_of(Place(begins.interaction, begins.customer, 1), command.text)
    facts = (
        arrived,
        f.InteractionGreeted(interaction=begins.interaction),
        InteractionAddressed(interaction=begins.interaction, account=command.account, address=command.address),
        f.MessageSent(
            interaction=begins.interaction, message=said.id, ordinal=1, characters=len(command.text), speaker="system"
        ),
        DeliveryAsked(delivery=said.id, interaction=begins.interaction, channel=begins.channel, message=said.id),
        f.InteractionClosed(interaction=begins.interaction, case=begins.case, agent=None, outcome="pending"),
    )
    carried = Deliver(outbox=said.id, channel=begins.channel, interaction=begins.interaction, content=said.id)
    address = Content(command.address, begins.customer, command.body)
    return Decision(facts, (said, address), (carried,), new=(begins.interaction, said.id, command.address))


DECIDES: Decides = {c.SendNotice: send_notice}
