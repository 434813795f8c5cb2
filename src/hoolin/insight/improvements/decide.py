"""Command → facts about causes and improvements.

It refuses: reasons that the tree does not have, causes that nobody named, customers of a channel that there is not; an improvement told differently after it shipped; shipping without
an expected drop, or on a day before it was written down, or to come; telling the public what has not shipped, or not in every language; writing to
whoever does not want it, or to too many in a day.
"""

from collections.abc import Collection, Iterable
from datetime import date

import msgspec

from hoolin.core.commands import Decides, Decision
from hoolin.core.errors import Conflict, Invalid, NotFound
from hoolin.core.facts import Content, Instant
from hoolin.core.interaction.notice import send_notice
from hoolin.insight.days import day_of
from hoolin.insight.improvements import commands as c
from hoolin.insight.improvements import facts as f
from hoolin.insight.improvements.register import CASES_MAX, CAUSES_MAX, NOTED_OF_ONE_MAX, Cause, Exposure, Improvement
from hoolin.insight.improvements.state import TOLD_A_DAY_MAX, Improvements, Known


def set_cause(state: Improvements, command: c.SetCause, now: Instant) -> Decision:
    """The same again changes nothing."""
    known = state.kept.causes.get(command.cause.cause)
    if known == command.cause:
        return Decision()
    if command.new and known is not None:
        raise Conflict("cause_known", cause=known.cause)
    if not command.new and known is None:
        raise NotFound("no_such_cause", cause=command.cause.cause)
    if known is None and len(state.kept.causes) >= CAUSES_MAX:
        raise Invalid("too_many_causes", at_most=CAUSES_MAX)
    _check_reasons(state, command.cause.reasons, known)
    return Decision((f.CauseSet(cause=command.cause),))


def note_cause(state: Improvements, command: c.NoteCause, now: Instant) -> Decision:
    """Once a contact and cause."""
    if command.cause not in state.kept.causes:
        raise NotFound("no_such_cause", cause=command.cause)
    noted = state.kept.noted.get(command.interaction, ())
    if (command.cause in noted) != command.not_after_all:
        return Decision()
    if not command.not_after_all and len(noted) >= NOTED_OF_ONE_MAX:
        raise Invalid("too_many_causes_noted", at_most=NOTED_OF_ONE_MAX)
    fact = f.CauseTakenBack if command.not_after_all else f.CauseNoted
    return Decision((fact(interaction=command.interaction, cause=command.cause, agent=command.agent),))


def set_improvement(state: Improvements, command: c.SetImprovement, now: Instant) -> Decision:
    """Until it ships; then what was expected stands."""
    told = command.improvement
    known = state.kept.improvements.get(told.improvement)
    if known is not None and known.told == told:
        return Decision()
    if command.new and known is not None:
        raise Conflict("improvement_known", improvement=told.improvement)
    if not command.new and known is None:
        raise NotFound("no_such_improvement", improvement=told.improvement)
    if known is not None and known.standing != "proposed":
        raise Conflict("improvement_" + known.standing, improvement=told.improvement)
    _check_reasons(state, told.reasons, known.told if known is not None else None)
    unknown = [one for one in told.causes if one not in state.kept.causes]
    if unknown:
        raise Invalid("no_such_cause", causes=unknown)
    if known is None or known.told.who != told.who:
        _check_who(state, told.who)
    return Decision((f.ImprovementSet(improvement=told),))


def ship(state: Improvements, command: c.ShipImprovement, now: Instant) -> Decision:
    """What is expected was written down before, or nobody could be surprised."""
    known = _known(state, command.improvement)
    if known.standing == "shipped" and known.day == command.day:
        return Decision()
    if known.standing != "proposed":
        raise Conflict("improvement_" + known.standing, improvement=command.improvement)
    if known.told.drop is None or known.drop_at is None:
        raise Invalid("drop_not_written", improvement=command.improvement)
    day = _day(command.day)
    if day > day_of(now, command.zone):
        raise Invalid("shipped_in_future", day=command.day)
    written = day_of(known.drop_at, command.zone)
    if day < written:
        raise Invalid("drop_written_later", day=command.day, written=written.isoformat())
    return Decision((f.ImprovementShipped(improvement=command.improvement, day=command.day),))


def withdraw(state: Improvements, command: c.WithdrawImprovement, now: Instant) -> Decision:
    """Whatever was told the public about it is told no more."""
    known = _known(state, command.improvement)
    if known.standing == "withdrawn":
        return Decision()
    back = (f.ChangeTakenBack(improvement=command.improvement),) if known.public is not None else ()
    return Decision((f.ImprovementWithdrawn(improvement=command.improvement, why=command.why), *back))


def comment(state: Improvements, command: c.CommentImprovement, now: Instant) -> Decision:
    """What somebody writes is theirs: it goes with them."""
    _known(state, command.improvement)
    said = f.ImprovementCommented(improvement=command.improvement, comment=command.comment, by=command.by)
    body = msgspec.json.encode({"text": command.text})
    content = Content(id=command.comment, owner=f"agent:{command.by}", body=body)
    return Decision((said,), (content,), new=(command.comment,))


def link_case(state: Improvements, command: c.LinkCase, now: Instant) -> Decision:
    """Once each."""
    known = _known(state, command.improvement)
    if command.case in known.cases:
        return Decision()
    if len(known.cases) >= CASES_MAX:
        raise Invalid("too_many_cases", at_most=CASES_MAX)
    return Decision((f.CaseLinked(improvement=command.improvement, case=command.case),))


def announce(state: Improvements, command: c.AnnounceChange, now: Instant) -> Decision:
    """Only what customers have, and in every language of the site."""
    known = _known(state, command.improvement)
    if known.standing != "shipped":
        raise Conflict("not_shipped", improvement=command.improvement)
    missing = [one for one in state.reasons.site.kept.rules.languages if not command.text.said(one).strip()]
    if missing:
        raise Invalid("no_words", languages=missing)
    if known.public == command.text:
        return Decision()
    return Decision((f.ChangeAnnounced(improvement=command.improvement, text=command.text),))


def take_back(state: Improvements, command: c.TakeBackChange, now: Instant) -> Decision:
    """What is not public changes nothing."""
    if _known(state, command.improvement).public is None:
        return Decision()
    return Decision((f.ChangeTakenBack(improvement=command.improvement),))


def tell_raiser(state: Improvements, command: c.TellRaiser, now: Instant) -> Decision:
    """With the message itself, all of it or nothing."""
    known, begins = _known(state, command.improvement), command.notice.begins
    if known.standing != "shipped":
        raise Conflict("not_shipped", improvement=command.improvement)
    if begins.interaction in known.told_to:
        return Decision()
    if state.wants_no_news(begins.customer):
        raise Conflict("not_wanted", improvement=command.improvement)
    if state.kept.told_on(now) >= TOLD_A_DAY_MAX:
        raise Conflict("told_enough_today", at_most=TOLD_A_DAY_MAX)
    sent = send_notice(state.reasons.site, command.notice, now)
    told = f.RaiserTold(improvement=command.improvement, interaction=begins.interaction)
    return Decision((*sent.facts, told), sent.contents, sent.effects, sent.new)


def wish(state: Improvements, command: c.WishChangeNews, now: Instant) -> Decision:
    """The same again changes nothing. Whoever wants it again wants it in every record that is shown with theirs."""
    customer = state.shown_as(command.customer)
    unwilling = [one for one in state.kept.unwilling if state.shown_as(one) == customer]
    if not command.wanted:
        unwilling = [] if unwilling else [customer]
    return Decision(tuple(f.ChangeNewsWished(customer=one, wanted=command.wanted) for one in unwilling))


def count_customers(state: Improvements, command: c.CountCustomers, now: Instant) -> Decision:
    """The same again changes nothing."""
    _day(command.day)
    if state.kept.customers.get(command.day) == command.customers:
        return Decision()
    return Decision((f.CustomersCounted(day=command.day, customers=command.customers),))


def _known(state: Improvements, improvement: str) -> Known:
    known = state.kept.improvements.get(improvement)
    if known is None:
        raise NotFound("no_such_improvement", improvement=improvement)
    return known


def _check_reasons(state: Improvements, reasons: Iterable[str], before: Cause | Improvement | None) -> None:
    """Those that were there before may have been taken out of the tree meanwhile."""
    rules = state.reasons.site.kept.rules
    allowed = {*rules.reasons, *(before.reasons if before is not None else ())}
    unknown = [one for one in reasons if one not in allowed]
    if unknown:
        raise Invalid("unknown_reason", reasons=unknown)


def _check_who(state: Improvements, who: Exposure) -> None:
    """What nobody comes by could not be compared with anything."""
    kept = state.reasons.site.kept
    there: dict[str, Collection[str]] = {
        "channel": kept.channels,
        "queue": kept.queues,
        "language": kept.rules.languages,
    }
    if who.by is not None and who.code not in there[who.by]:
        raise Invalid("nobody_gets_it", by=who.by, said=who.code)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise Invalid("not_a_day", day=text) from problem


DECIDES: Decides = {
    c.SetCause: set_cause, c.NoteCause: note_cause, c.SetImprovement: set_improvement, c.ShipImprovement: ship, c.WithdrawImprovement: withdraw,
    c.CommentImprovement: comment, c.LinkCase: link_case, c.AnnounceChange: announce, c.TakeBackChange: take_back,
    c.TellRaiser: tell_raiser, c.WishChangeNews: wish, c.CountCustomers: count_customers,
}  # fmt: skip
