"""What is asked, who was asked lately, and what can still be answered."""

from collections.abc import Callable, Collection
from typing import TypeAlias

import msgspec

from hoolin.core.delivery.delivery import Outbox
from hoolin.core.facts import Instant
from hoolin.core.interaction.site import Site
from hoolin.core.site.rules import Language
from hoolin.experience.criteria.state import Criteria
from hoolin.experience.surveys.facts import SurveyEnding, Way
from hoolin.experience.surveys.rules import SurveyRules

DAY_MS = 86_400_000

LinkFor: TypeAlias = Callable[[str, Language], str]
"""Where the customer of an interaction answers, in a language; "" when customers cannot reach a page of ours."""


def no_link(interaction: str, language: Language) -> str:
    """Nowhere."""
    return ""


class Asked(msgspec.Struct):
    """A survey that was asked. answers: by item, the newest. ended: how, once it has."""

    interaction: str
    customer: str
    survey: str
    version: int
    way: Way
    language: Language
    until: Instant
    questions: tuple[str, ...]
    comment: bool
    answers: dict[str, int] = {}
    ended: SurveyEnding | None = None


class Surveys(msgspec.Struct):
    """rules, version: what is asked now. asked: by interaction, as long as it can be answered, the oldest first. last_asked: when each
    customer was asked last, and about which interaction. unwilling: who does not want to be asked.
    """

    rules: SurveyRules = SurveyRules()
    version: int = 0
    asked: dict[str, Asked] = {}
    last_asked: dict[str, tuple[Instant, str]] = {}
    unwilling: set[str] = set()


class SurveyDesk:
    """What is decided upon: the surveys, and the floor on which conversations end (which this room reads and never changes). criteria:
    which items there are, likewise only read. link_for: set when the site is put together; what is decided with it is recorded. outbox:
    what is on its way out, only read. shown_as: the record under which a customer is shown. erased: who is gone.
    """

    def __init__(self, site: Site, criteria: Criteria) -> None:
        self.site = site
        self.criteria = criteria
        self.kept = Surveys()
        self.link_for: LinkFor = no_link
        self.outbox = Outbox()
        self.shown_as: Callable[[str], str] = str
        self.erased: Collection[str] = ()

    def leaves_at(self, interaction: str) -> Instant:
        """When the last of what was written in a conversation and has not left yet may leave; 0 when all of it has."""
        return max((row.due_at for row in self.outbox.open.values() if row.interaction == interaction), default=0)

    def newest(self, customer: str) -> Asked | None:
        """The survey that a customer was asked last, while it is remembered."""
        _, interaction = self.kept.last_asked.get(self.shown_as(customer), (0, ""))
        return self.kept.asked.get(interaction)

    def items_used(self) -> dict[str, tuple[str, ...]]:
        """By item, the surveys that ask it."""
        used: dict[str, tuple[str, ...]] = {}
        for survey in self.kept.rules.surveys:
            for item in survey.questions:
                used[item] = (*used.get(item, ()), survey.code)
        return used
