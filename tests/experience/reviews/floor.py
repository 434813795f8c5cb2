"""A floor with reviews, without a loop: what is decided is folded, and what follows from it too."""

from hoolin.catalogue.api import Words
from hoolin.core.commands import Command
from hoolin.core.errors import Refusal
from hoolin.core.facts import Entry, Fact
from hoolin.core.interaction import facts as i
from hoolin.core.interaction.site import Interaction, Site
from hoolin.core.site.rules import ChannelRules, QueueRules
from hoolin.experience.criteria.state import Criteria
from hoolin.experience.reviews import commands as c
from hoolin.experience.reviews.api import DECIDES, FOLDS, REACTS, Line, Plan, ReviewDesk, ReviewRules, Scorecard
from hoolin.experience.surveys.api import FOLDS as SURVEY_FOLDS
from hoolin.experience.surveys.api import SurveyDesk

NOW = 1_800_000_000_000
SAID = Words(et="Jah", ru="Да", en="Yes")


def line(item: str, weight: int = 1) -> Line:
    """An item with words in every language."""
    return Line(item=item, weight=weight, definition=SAID, passes=SAID, fails=SAID)


CARD = Scorecard(
    code="usual", name=SAID,
    lines=(line("resolution.right", 3), line("heard.named_back"), line("heard.empathy", 2), line("compliance.law")),
)  # fmt: skip
GOOD = {"resolution.right": 1, "heard.named_back": 0, "heard.empathy": None, "compliance.law": 1}


def plan(code: str = "all", per_mille: int = 1_000, **more: object) -> Plan:
    """A plan that draws, of everything, so many of a thousand."""
    return Plan(code=code, scorecard="usual", per_mille=per_mille, **({"double": 0} | more))  # type: ignore[arg-type]


class Floor:
    """See above."""

    def __init__(self, *plans: Plan) -> None:
        self.site = Site()
        self.site.kept.queues["service"] = QueueRules(queue="service")
        self.site.kept.channels["chat"] = ChannelRules(channel="chat")
        criteria = Criteria(self.site)
        self.desk = ReviewDesk(self.site, criteria, SurveyDesk(self.site, criteria))
        self.position = 0
        self.refused: list[str] = []
        if plans:
            self.do(c.SetReviews(rules=ReviewRules(scorecards=(CARD,), plans=plans), after=0))

    def happen(self, fact: Fact, now: int = NOW) -> None:
        """A fact is folded, and what it asks for is decided."""
        self.position += 1
        entry = Entry(self.position, now, "system", "", fact)
        for folds, desk in ((SURVEY_FOLDS, self.desk.surveys), (FOLDS, self.desk)):
            if type(fact) in folds:
                folds[type(fact)](desk, entry)
        for command in REACTS[type(fact)](self.desk, entry) if type(fact) in REACTS else ():
            self.do(command, now)

    def do(self, command: Command, now: int = NOW) -> tuple[Fact, ...]:
        """Decide and fold."""
        decision = DECIDES[type(command)](self.desk, command, now)
        for fact in decision.facts:
            self.happen(fact, now)
        return decision.facts

    def refuses(self, command: Command, now: int = NOW) -> str:
        """The code with which it is refused; "" when it is not."""
        try:
            self.do(command, now)
        except Refusal as refusal:
            return refusal.code
        return ""

    def ends(
        self, number: int, now: int = NOW, parked: bool = False, outcome: i.Outcome = "solved", transfers: int = 0
    ) -> str:
        """A conversation of agent `kristi` ends; gives the id of its review, "" where it was not drawn."""
        interaction = f"i{number}"
        self.site.kept.interactions[interaction] = Interaction(
            interaction=interaction, customer="c", case="k", channel="chat", queue="service", language="et", state="active",
            arrived_at=now, place_at=now, agent="kristi", answered_at=now, transfers=transfers,
        )  # fmt: skip
        self.happen(
            i.InteractionParked(interaction=interaction, until=now) if parked
            else i.WrapUpStarted(interaction=interaction, agent="kristi", due_at=now), now,
        )  # fmt: skip
        del self.site.kept.interactions[interaction]
        self.happen(i.InteractionClosed(interaction=interaction, case="k", agent="kristi", outcome=outcome), now)
        return f"{interaction}.r" if f"{interaction}.r" in self.desk.kept.reviews else ""

    def judged(self, number: int = 1) -> str:
        """A conversation that guru `hele` has judged; gives its review."""
        review = self.ends(number)
        self.do(c.TakeReview(review=review, reviewer="hele"))
        self.do(c.ScoreReview(review=review, reviewer="hele", marks=GOOD, note="Ütle mure üle.", note_id=f"v{number}"))
        return review
