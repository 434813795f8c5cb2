"""Command → facts about prices given to one customer. They come from the list that holds and from nowhere else.

It refuses: what is not on the list; a message that names a price and does not give it in the published words; consent to what cannot be
had; what is said about a customer whom the agent does not have before them.
"""

from hoolin.catalogue import commands as c
from hoolin.catalogue import facts as f
from hoolin.catalogue.decide import Catalogue, Published
from hoolin.catalogue.saying import said
from hoolin.core.commands import Decides, Decision
from hoolin.core.errors import Conflict, Invalid
from hoolin.core.facts import Instant
from hoolin.core.interaction.commands import SendMessage
from hoolin.core.interaction.decide import mine
from hoolin.core.interaction.site import Interaction


def shown(catalogue: Catalogue, one: Interaction, command: SendMessage, message: str, now: Instant) -> Decision:
    """The prices that a message gives, beside the message itself; in any of the site's languages. message: its id."""
    listed = _in_force(catalogue, now)
    items = listed.prices.items()
    day = catalogue.day_of(listed.prices.valid_from)
    languages = catalogue.site.kept.rules.languages
    for code in command.shows:
        if code not in items:
            raise Conflict("not_on_list", item=code)
        lines = [said(items[code], listed.prices.currency, day, language) for language in languages]
        if not any(line in command.text for line in lines):
            raise Conflict("price_words", item=code)
    fact = f.PriceShown(
        interaction=one.interaction, case=one.case, agent=command.agent, codes=tuple(dict.fromkeys(command.shows)),
        number=listed.number, how="written", message=message,
    )  # fmt: skip
    return Decision((fact,))


def say(catalogue: Catalogue, command: c.SayPrice, now: Instant) -> Decision:
    """Read aloud in a call."""
    one = mine(catalogue.site, command.interaction, command.agent, "active", "held", "wrap_up")
    listed = _in_force(catalogue, now)
    for code in command.codes:
        if code not in listed.prices.items():
            raise Conflict("not_on_list", item=code)
    fact = f.PriceShown(
        interaction=one.interaction, case=one.case, agent=command.agent, codes=tuple(dict.fromkeys(command.codes)),
        number=listed.number, how="aloud",
    )  # fmt: skip
    return Decision((fact,))


def consent(catalogue: Catalogue, command: c.NoteConsent, now: Instant) -> Decision:
    """To a plan that can be had now. It is noted whether or not its price was shown: what is missing is to be seen, not hidden."""
    one = mine(catalogue.site, command.interaction, command.agent, "active", "held", "parked", "wrap_up")
    listed = _in_force(catalogue, now)
    if all(plan.code != command.plan for plan in listed.prices.plans):
        raise Conflict("not_on_list", item=command.plan)
    fact = f.ConsentGiven(
        interaction=one.interaction, case=one.case, agent=command.agent, plan=command.plan, number=listed.number,
        how=command.how,
    )  # fmt: skip
    return Decision((fact,))


def _in_force(catalogue: Catalogue, now: Instant) -> Published:
    listed = catalogue.in_force(now)
    if listed is None:
        raise Invalid("no_prices")
    return listed


DECIDES: Decides = {c.SayPrice: say, c.NoteConsent: consent}
