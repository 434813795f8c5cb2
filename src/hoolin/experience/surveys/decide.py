"""Command → facts about surveys.

Whoever is asked is chosen by chance and by nothing else: the same share of everybody's conversations, known beforehand and written down,
so that answers can be weighed. Nobody is asked twice about one conversation, nor again within the quiet days, nor against their wish.

It refuses: a question that is no item customers may be asked; rules that somebody else changed meanwhile; an answer to what was not
asked, or that is not on the item's scale; a survey that is over, or was answered to the end.
"""

from collections.abc import Callable
from typing import Any

from hoolin.core.commands import Decides, Decision
from hoolin.core.delivery.commands import AskDelivery
from hoolin.core.delivery.delivery import Outbox
from hoolin.core.delivery.delivery import ask as deliver
from hoolin.core.errors import Conflict, Invalid, NotFound
from hoolin.core.facts import Content, Fact, Instant
from hoolin.core.interaction import commands as ic
from hoolin.core.interaction import facts as i
from hoolin.core.interaction.decide import close, say_goodbye, start_wrap_up
from hoolin.core.interaction.site import Interaction, Site
from hoolin.core.interaction.speak import say_automatically
from hoolin.experience.chance import NOT_SERVED, chance
from hoolin.experience.surveys import commands as c
from hoolin.experience.surveys import facts as f
from hoolin.experience.surveys.rules import Survey, SurveyRules
from hoolin.experience.surveys.state import DAY_MS, Asked, SurveyDesk
from hoolin.experience.surveys.words import INVITATION

INLINE = "chat"
"""The channel whose own page asks."""

AFTER_MS = 1_000
"""So long after the last word of a person the question leaves."""

Ends = Callable[[Site, Any, Instant], Decision]
"""A decision of the floor after which a conversation may be over."""


# ── what is asked ───────────────────────────────────────────────────────────────────────────────────────────────────


def faults(rules: SurveyRules, desk: SurveyDesk) -> list[dict[str, str]]:
    """What is wrong with rules, all at once: each with the survey it is in."""
    site, register = desk.site, desk.criteria.in_force.register
    found: list[dict[str, str]] = []

    def fault(survey: Survey, code: str, about: str) -> None:
        found.append({"survey": survey.code, "code": code, "about": about})

    codes: set[str] = set()
    for survey in rules.surveys:
        if survey.code in codes:
            fault(survey, "code_twice", survey.code)
        codes.add(survey.code)
        for number, question in enumerate(survey.questions):
            item = register.item(question)
            if item is None:
                fault(survey, "no_such_item", question)
            elif "survey" not in item.sources:
                fault(survey, "not_for_customers", question)
            if question in survey.questions[:number]:
                fault(survey, "question_twice", question)
        for queue in survey.queues:
            if queue not in site.kept.queues:
                fault(survey, "no_such_queue", queue)
        for channel in survey.channels:
            if channel not in site.kept.channels:
                fault(survey, "no_such_channel", channel)
    return found


def set_surveys(desk: SurveyDesk, command: c.SetSurveys, now: Instant) -> Decision:
    """All of it at once. What was asked before can still be answered."""
    if command.rules == desk.kept.rules:
        return Decision()
    if command.after != desk.kept.version:
        raise Conflict("surveys_changed", version=desk.kept.version)
    found = faults(command.rules, desk)
    if found:
        raise Invalid("survey_rules", faults=found)
    return Decision((f.SurveysSet(version=desk.kept.version + 1, rules=command.rules),))


# ── asking ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def chosen(interaction: str, share: int) -> bool:
    """Whether chance takes this conversation: the same answer each time it is looked at."""
    return chance(interaction, "survey") < share / 100


def fitting(desk: SurveyDesk, one: Interaction, now: Instant) -> Survey | None:
    """What the customer of a conversation that ends now is asked; None when they are not."""
    kept = desk.kept
    customer = desk.shown_as(one.customer)
    if not one.answered_at:
        return None
    last, _ = kept.last_asked.get(customer, (None, ""))
    if customer in kept.unwilling or one.interaction in kept.asked:
        return None
    if last is not None and now < last + kept.rules.quiet_days * DAY_MS:
        return None
    survey = next((survey for survey in kept.rules.surveys if survey.fits(one.queue, one.channel)), None)
    return survey if survey is not None and chosen(one.interaction, survey.share) else None


def asking(desk: SurveyDesk, one: Interaction, now: Instant) -> Decision:
    """The question that goes with the end of a conversation: in the chat itself, or as a last message with a link."""
    survey = fitting(desk, one, now)
    if survey is None:
        return Decision()
    way = _way(desk, one)
    if way is None:
        return Decision()
    said = _invitation(desk, one, now) if way == "link" else Decision()
    return Decision((_asked(desk, one, survey, way, now), *said.facts), said.contents, said.effects)


def _invitation(desk: SurveyDesk, one: Interaction, now: Instant) -> Decision:
    link = desk.link_for(one.interaction, one.language)
    words = ic.SayAutomatically(interaction=one.interaction, text=INVITATION[one.language].format(link=link))
    said = say_automatically(desk.site, words, now)
    message, waits = said.contents[0].id, desk.leaves_at(one.interaction)
    # What the person wrote, and may still take back, goes before it.
    held = (
        (i.MessageScheduled(interaction=one.interaction, message=message, due_at=waits + AFTER_MS),)
        if waits > now
        else ()
    )
    # Its delivery is asked for here: the conversation may be over before the outbox could.
    sent = deliver(
        Outbox(), AskDelivery(delivery=message, interaction=one.interaction, channel=one.channel, message=message), now
    )
    return Decision((*said.facts, *held, *sent.facts), said.contents, sent.effects)


def asked_by_keys(desk: SurveyDesk, command: c.AskedByKeys, now: Instant) -> Decision:
    """The telephone has begun to ask. Told twice it was asked once."""
    one = desk.site.kept.interactions.get(command.interaction)
    survey = desk.kept.rules.survey(command.survey)
    if one is None or survey is None or one.interaction in desk.kept.asked:
        return Decision()
    return Decision((_asked(desk, one, survey, "keys", now),))


def _asked(desk: SurveyDesk, one: Interaction, survey: Survey, way: f.Way, now: Instant) -> f.SurveyAsked:
    return f.SurveyAsked(
        interaction=one.interaction, customer=desk.shown_as(one.customer), survey=survey.code, version=desk.kept.version, way=way,
        language=one.language, share=survey.share, until=now + desk.kept.rules.open_days * DAY_MS,
    )  # fmt: skip


def _way(desk: SurveyDesk, one: Interaction) -> f.Way | None:
    if one.channel == INLINE:
        return "inline"
    delivers = desk.site.kept.channels[one.channel].delivers
    return "link" if delivers and desk.link_for(one.interaction, one.language) else None


def with_question(ends: Ends) -> Callable[[SurveyDesk, Any, Instant], Decision]:
    """The floor's decision, and the question before the conversation is over."""

    def decided(desk: SurveyDesk, command: Any, now: Instant) -> Decision:
        decision = ends(desk.site, command, now)
        over = next((n for n, fact in enumerate(decision.facts) if isinstance(fact, i.WrapUpStarted)), None)
        if over is None or getattr(command, "outcome", "") in NOT_SERVED:
            return decision
        asked = asking(desk, desk.site.interaction(command.interaction), now)
        facts: tuple[Fact, ...] = (*decision.facts[:over], *asked.facts, *decision.facts[over:])
        return Decision(facts, (*decision.contents, *asked.contents), (*decision.effects, *asked.effects), decision.new)

    return decided


# ── answering ───────────────────────────────────────────────────────────────────────────────────────────────────────


def open_survey(desk: SurveyDesk, interaction: str, now: Instant) -> Asked:
    """The survey that can be answered now. Raises NotFound when it is over or never was, Conflict when it was answered to the end."""
    asked = desk.kept.asked.get(interaction)
    if asked is None or now >= asked.until or asked.customer in desk.erased:
        raise NotFound("survey_over")
    if asked.ended is not None:
        raise Conflict("survey_answered", ending=asked.ended)
    return asked


def answer(desk: SurveyDesk, command: c.AnswerSurvey, now: Instant) -> Decision:
    """Kept at once: whoever stops after the first question has answered it. The same answer again changes nothing."""
    asked = open_survey(desk, command.interaction, now)
    if command.item not in asked.questions:
        raise Invalid("not_asked", item=command.item)
    item = desk.criteria.item(command.item)
    if item is None or not item.counted.takes(command.value):
        raise Invalid("not_on_the_scale", item=command.item, value=command.value)
    if asked.answers.get(command.item) == command.value:
        return Decision()
    return Decision((f.SurveyAnswered(interaction=asked.interaction, item=command.item, value=command.value),))


def end(desk: SurveyDesk, command: c.EndSurvey, now: Instant) -> Decision:
    """One link, one answer: after this it cannot be answered again."""
    asked = open_survey(desk, command.interaction, now)
    ended = f.SurveyEnded(interaction=asked.interaction, ending=command.ending)
    words = command.comment.strip()
    if not words:
        return Decision((ended,))
    if not asked.comment or command.comment_id is None:
        raise Invalid("no_comment_asked")
    commented = f.SurveyCommented(interaction=asked.interaction, comment=command.comment_id, characters=len(words))
    content = Content(command.comment_id, asked.customer, words.encode())
    return Decision((commented, ended), (content,), new=(command.comment_id,))


def note_wish(desk: SurveyDesk, command: c.NoteSurveyWish, now: Instant) -> Decision:
    """Whoever holds the link may say so, also after having answered, as long as it can be opened."""
    asked = desk.kept.asked.get(command.interaction)
    if asked is None or now >= asked.until or asked.customer in desk.erased:
        raise NotFound("survey_over")
    customer = desk.shown_as(asked.customer)
    if (customer not in desk.kept.unwilling) == command.wanted:
        return Decision()
    return Decision((f.SurveyWishNoted(customer=customer, wanted=command.wanted),))


ENDINGS: dict[type[Any], Ends] = {ic.StartWrapUp: start_wrap_up, ic.Close: close, ic.SayGoodbye: say_goodbye}
"""What the floor decides and this room adds the question to."""

DECIDES: Decides = {
    c.SetSurveys: set_surveys,
    c.AskedByKeys: asked_by_keys,
    c.AnswerSurvey: answer,
    c.EndSurvey: end,
    c.NoteSurveyWish: note_wish,
    **{command: with_question(ends) for command, ends in ENDINGS.items()},
}
