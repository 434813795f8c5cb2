"""Surveys as customers meet them: the link that leads to one, and what there is to answer.

A link names a conversation and proves that we made it; nothing is kept of it, and nobody can make one for somebody else's conversation.
"""

import hmac
from collections.abc import Callable, Sequence
from typing import Any

from hoolin.core.commands import Command
from hoolin.core.errors import NotFound
from hoolin.core.facts import Content, Entry
from hoolin.core.site.rules import Language
from hoolin.experience.api import PARTLY, criteria, surveys
from hoolin.journal.readable import readable
from hoolin.runtime.loop import Loop
from hoolin.runtime.reading import Reading

PROOF_CHARACTERS = 16
"""Sixty-four bits: with a handful of tries a minute it is not guessed."""


def _unseen(interaction: str, token: str) -> None:
    """No page is open."""


class SurveyOffice:
    """See above. lookup: a keyed hash of the site's own. public_url: where customers reach us, "" when nowhere."""

    def __init__(
        self, desk: surveys.SurveyDesk, loop: Loop, lookup: Callable[[str, str], str], reading: Reading,
        new_id: Callable[[str], str], public_url: str = "",
    ) -> None:  # fmt: skip
        self.desk = desk
        self._loop = loop
        self._lookup = lookup
        self._reading = reading
        self.new_id, self.now = new_id, loop.clock
        self.operator = ""
        self.on_asked: Callable[[str, str], None] = _unseen
        self.public_url = public_url.rstrip("/")

    # ── links ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def token(self, interaction: str) -> str:
        """What leads to the survey of this conversation, and to no other."""
        return f"{interaction}.{self._lookup('survey', interaction)[:PROOF_CHARACTERS]}"

    def link(self, interaction: str, language: Language) -> str:
        """The address of the page; "" when customers cannot reach us. What follows the # never leaves the customer's browser."""
        if not self.public_url:
            return ""
        page = "/survey" if language == "et" else f"/survey/{language}.html"
        return f"{self.public_url}{page}#{self.token(interaction)}"

    def interaction(self, token: str) -> str:
        """Which conversation a token leads to. Raises NotFound for one that is not ours."""
        interaction, _, proof = token.rpartition(".")
        expected = self._lookup("survey", interaction)[:PROOF_CHARACTERS]
        if not hmac.compare_digest(proof.encode(), expected.encode()):
            raise NotFound("survey_link")
        return interaction

    def token_for(self, customer: str) -> str | None:
        """What the customer's chat may still answer: the newest that was asked there and has not ended."""
        asked = self.desk.newest(customer)
        if asked is None or asked.way != "inline" or asked.ended is not None or self._loop.clock() >= asked.until:
            return None
        return self.token(asked.interaction)

    def take(self, entries: Sequence[Entry], contents: Sequence[Content]) -> None:
        """A reader of the loop: whoever was asked in a page of ours is shown the questions at once."""
        for entry in entries:
            fact = entry.fact
            if type(fact) is surveys.facts.SurveyAsked and fact.way == "inline":
                self.on_asked(fact.interaction, self.token(fact.interaction))

    # ── what there is to answer ─────────────────────────────────────────────────────────────────────────────────────

    def open(self, token: str) -> dict[str, Any]:
        """What is asked, in every language of the site, and what was answered so far. Raises NotFound, Conflict."""
        asked = surveys.open_survey(self.desk, self.interaction(token), self._loop.clock())
        return {
            "operator": self.operator,
            "language": asked.language,
            "languages": self.desk.site.kept.rules.languages,
            "until": asked.until,
            "comment": asked.comment,
            "answers": asked.answers,
            "wanted": self.desk.shown_as(asked.customer) not in self.desk.kept.unwilling,
            "questions": [
                question(item) for code in asked.questions if (item := self.desk.criteria.item(code)) is not None
            ],
        }

    async def ask(self, command: Command, key: str) -> None:
        """Have the loop decide on it. Who answers is whoever holds the link: no more is claimed of them."""
        await self._loop.submit(command, actor="survey", key=key)

    # ── what came of it ─────────────────────────────────────────────────────────────────────────────────────────────

    async def of(self, interaction: str) -> dict[str, Any] | None:
        """What the customer of a conversation was asked and answered; None when they were not asked."""
        await self._reading.reached(self._loop.durable_position)
        found = [dict(row) for row in self._reading.ask("surveys.of", (interaction,))]
        if not found:
            return None
        comment = found[0]["comment"]
        kept = readable(self._loop.stores.contents, [comment]) if comment is not None else {}
        answers = [dict(row) for row in self._reading.ask("surveys.answers_of", (interaction,))]
        return {**found[0], "comment": kept[comment].decode() if comment in kept else None, "answers": answers}

    async def tallies(self, since: int) -> list[dict[str, Any]]:
        """How many were asked and how many answered since an instant, by survey and way."""
        await self._reading.reached(self._loop.durable_position)
        return [dict(row) for row in self._reading.ask("surveys.tallies", (since,))]


def question(item: criteria.Item) -> dict[str, Any]:
    """An item as whoever answers is shown it."""
    scale = item.counted
    middle = PARTLY if scale.kind == "solved" else None
    return {
        "item": item.code, "question": item.question, "kind": scale.kind, "low": scale.low, "high": scale.high, "ends": scale.ends,
        "middle": middle,
    }  # fmt: skip
