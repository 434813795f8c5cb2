"""The callbacks that are open, and the forms by which they were asked for."""

from collections import Counter

import msgspec

from hoolin.cases.callbacks.times import CallbackRules, OpenBetween, always
from hoolin.core.facts import Instant
from hoolin.core.interaction.site import Interaction, Site

FORM_MS = 2 * 86_400_000
"""How long a form is remembered after its callback has ended: a page that was left open overnight gets the same answer."""


class Callback(msgspec.Struct):
    """One that is open. tries: calls that reached nobody. reached: the last call reached the customer. forms: that led to it."""

    interaction: str
    number: str
    promised_at: Instant | None
    tries: int = 0
    reached: bool = False
    forms: list[str] = []


class Form(msgspec.Struct):
    """A form that was sent: for which number and time, when, and what was answered. cancelled: nobody calls any more."""

    interaction: str
    number: str
    at: Instant | None
    sent_at: Instant
    promised_at: Instant | None
    cancelled: bool = False


class Callbacks(msgspec.Struct):
    """open: by interaction. by_number: the one open interaction of a number. forms: by their hash, in the order they were sent."""

    open: dict[str, Callback] = {}
    by_number: dict[str, str] = {}
    forms: dict[str, Form] = {}

    def promised(self, form: str) -> Instant | None:
        """What whoever sent this form has been promised, as it stands now."""
        sent = self.forms[form]
        one = self.open.get(sent.interaction)
        return one.promised_at if one is not None else sent.promised_at

    def taken(self, but: str | None = None) -> Counter[Instant]:
        """How many are promised each half hour; without this interaction."""
        return Counter(
            one.promised_at for one in self.open.values() if one.promised_at is not None and one.interaction != but
        )


class CallbackDesk:
    """What is decided upon: the callbacks, and the floor they happen on (which this room reads and never changes)."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.kept = Callbacks()
        self.rules = CallbackRules()
        self.open_between: OpenBetween = always

    def under_way(self, interaction: str | None) -> Interaction | None:
        """The interaction, while it lives."""
        return self.site.kept.interactions.get(interaction or "")
