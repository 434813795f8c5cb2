"""Surveys by keys after a call: what the room of surveys would ask, as the telephone asks it; and what was pressed, as answers."""

from collections.abc import Callable, Iterator
from typing import Any

from hoolin.channels.voice.after.facts import KeysAnswered, KeysAsked, KeysDone
from hoolin.channels.voice.after.port import AfterCall, Answered, Form, KeyQuestion
from hoolin.core.commands import Command, Reacts
from hoolin.core.facts import Entry, Instant
from hoolin.core.site.rules import LANGUAGES
from hoolin.experience.api import surveys as s

FORM = "survey/"
"""How the forms of surveys begin; after it comes the survey's code."""


class SurveysByKeys:
    """Implements `AfterCall`. beside: who is asked where no survey fits."""

    def __init__(self, desk: s.SurveyDesk, clock: Callable[[], Instant], beside: AfterCall | None = None) -> None:
        self._desk = desk
        self._clock = clock
        self._beside = beside

    def form_for(self, answered: Answered) -> Form | None:
        """The survey that fits, without the questions that no key can answer."""
        one = self._desk.site.kept.interactions.get(answered.interaction)
        found = s.fitting(self._desk, one, self._clock()) if one is not None else None
        asked = (
            tuple(code for code in found.questions if s.keys_of(self._desk.criteria.item(code)))
            if found is not None
            else ()
        )
        if found is None or not asked:
            return self._beside.form_for(answered) if self._beside is not None else None
        return Form(f"{FORM}{found.code}", asked)

    def question(self, form: str, code: str) -> KeyQuestion | None:
        """An item, in words with its keys; a recording of the site's own that is called as the item is played instead."""
        if not form.startswith(FORM):
            return self._beside.question(form, code) if self._beside is not None else None
        item = self._desk.criteria.item(code)
        if item is None or not s.keys_of(item):
            return None
        text = {one: s.spoken(item, one) for one in LANGUAGES}
        return KeyQuestion(code=code, text=text, sound=code, keys=s.keys_of(item))


def asked(desk: s.SurveyDesk, entry: Entry) -> Iterator[Command]:
    """The customer is being asked."""
    fact: Any = entry.fact
    if fact.form.startswith(FORM):
        yield s.commands.AskedByKeys(interaction=fact.interaction, survey=fact.form.removeprefix(FORM))


def answered(desk: s.SurveyDesk, entry: Entry) -> Iterator[Command]:
    """A key is an answer."""
    fact: Any = entry.fact
    item = desk.criteria.item(fact.question) if fact.form.startswith(FORM) else None
    if item is not None:
        value = s.value_of(item, fact.value)
        yield s.commands.AnswerSurvey(interaction=fact.interaction, item=item.code, value=value)


def done(desk: s.SurveyDesk, entry: Entry) -> Iterator[Command]:
    """To the end, or declined; whoever hung up or said nothing has not ended it, and has answered what they answered."""
    fact: Any = entry.fact
    if fact.form.startswith(FORM) and fact.cause in ("answered", "declined"):
        ending: s.facts.SurveyEnding = "finished" if fact.cause == "answered" else "declined"
        yield s.commands.EndSurvey(interaction=fact.interaction, ending=ending)


REACTS: Reacts = {KeysAsked: asked, KeysAnswered: answered, KeysDone: done}
