"""Facts → the callbacks that are open."""

from typing import cast

from hoolin.cases.callbacks import facts as f
from hoolin.cases.callbacks.state import FORM_MS, Callback, CallbackDesk, Callbacks, Form
from hoolin.core.commands import Folds
from hoolin.core.facts import Entry
from hoolin.core.interaction import facts as i


def asked(desk: CallbackDesk, entry: Entry) -> None:
    """Open, or open until another time; forms whose time is over are forgotten."""
    fact, kept = cast(f.CallbackAsked, entry.fact), desk.kept
    one = kept.open.get(fact.interaction)
    if one is None:
        one = kept.open[fact.interaction] = Callback(fact.interaction, fact.number, fact.promised_at)
        kept.by_number[fact.number] = fact.interaction
    else:
        one.promised_at = fact.promised_at
    one.forms.append(fact.form)
    kept.forms[fact.form] = Form(fact.interaction, fact.number, fact.at, entry.at, fact.promised_at)
    _forget(kept, entry.at)


def _forget(kept: Callbacks, now: int) -> None:
    """The oldest forms, as long as they are old; one that is still open is looked at again after the newer ones."""
    for _ in range(2):
        form = next(iter(kept.forms))
        sent = kept.forms[form]
        if now - sent.sent_at <= FORM_MS:
            return
        del kept.forms[form]
        if sent.interaction in kept.open:
            # It counts as sent just now, so that whoever waits is known by their form to the end.
            sent.sent_at = now
            kept.forms[form] = sent


def tried(desk: CallbackDesk, entry: Entry) -> None:
    """One call more."""
    fact = cast(f.CallbackTried, entry.fact)
    one = desk.kept.open[fact.interaction]
    one.tries += fact.outcome != "reached"
    one.reached = fact.outcome == "reached"


def deferred(desk: CallbackDesk, entry: Entry) -> None:
    """The next call is another one."""
    one = desk.kept.open.get(cast(i.InteractionDeferred, entry.fact).interaction)
    if one is not None:
        one.reached = False


def ended(desk: CallbackDesk, entry: Entry) -> None:
    """Its number may be asked for again."""
    fact = cast(i.InteractionClosed | i.InteractionAbandoned | i.InteractionMoved, entry.fact)
    one = desk.kept.open.pop(fact.interaction, None)
    if one is not None and desk.kept.by_number.get(one.number) == one.interaction:
        del desk.kept.by_number[one.number]
    if one is not None and isinstance(fact, i.InteractionAbandoned):
        for form in one.forms:
            desk.kept.forms[form].cancelled = True


FOLDS: Folds = {
    f.CallbackAsked: asked,
    f.CallbackTried: tried,
    i.InteractionDeferred: deferred,
    i.InteractionClosed: ended,
    i.InteractionAbandoned: ended,
    i.InteractionMoved: ended,
}
