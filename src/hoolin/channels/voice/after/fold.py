"""Facts → what the customer of a call under way is being asked."""

from collections.abc import Callable
from typing import cast

from hoolin.channels.voice.after import facts as f
from hoolin.channels.voice.state import Asked, Calls
from hoolin.core.facts import Entry, Fact


def asked(calls: Calls, entry: Entry) -> None:
    """From now on."""
    fact = cast(f.KeysAsked, entry.fact)
    calls.open[fact.call].asked = Asked(form=fact.form, left=fact.questions)


def answered(calls: Calls, entry: Entry) -> None:
    """One less."""
    fact = cast(f.KeysAnswered, entry.fact)
    one = calls.open[fact.call].asked
    assert one is not None
    one.left = tuple(code for code in one.left if code != fact.question)


def done(calls: Calls, entry: Entry) -> None:
    """No more."""
    one = calls.open[cast(f.KeysDone, entry.fact).call].asked
    assert one is not None
    one.done = True


ASKED_FOLDS: dict[type[Fact], Callable[[Calls, Entry], None]] = {
    f.KeysAsked: asked,
    f.KeysAnswered: answered,
    f.KeysDone: done,
}
