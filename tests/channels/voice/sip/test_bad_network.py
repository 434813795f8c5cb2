"""Over a network that loses, doubles and reorders, both ends of every call agree on how it went; one seed repeats a bad day."""

import random
from functools import partial
from typing import Any

import pytest

from hoolin.channels.voice.sip.calls import Refer
from hoolin.channels.voice.sip.leg import Leg
from hoolin.channels.voice.sip.settings import Limits
from tests.channels.voice.sip.network import ANSWER, HOLD, Network, Node

CALLS = 60


def whims(chance: random.Random) -> Any:
    """A callee who rings for a while, then answers or refuses; who agrees to what is asked; and who sometimes hangs up first."""

    def react(node: Node, what: str, leg: Leg, about: Any) -> None:
        network = node.network
        if what == "called":
            early = ANSWER if chance.random() < 0.3 else b""
            node.do(lambda now: leg.ring(183 if early else 180, early, now))
            wish = chance.random()
            after = chance.randint(0, 45_000)
            if wish < 0.7:
                network.at(after, lambda: node.do(lambda now: leg.answer(ANSWER, now)))
            elif wish < 0.9:
                network.at(after, lambda: node.do(lambda now: leg.refuse(486, "", now)))
            for _ in range(chance.randint(0, 3)):
                act = chance.choice([try_hold, try_keys, try_move])
                network.at(after + chance.randint(0, 60_000), partial(act, node, leg))
            if wish < 0.3:
                network.at(after + chance.randint(0, 30_000), lambda: node.do(lambda now: leg.end("", now)))
        else:
            told_how_it_went(node, what, leg, about)

    return react


@pytest.mark.parametrize("loss", [0.0, 0.05, 0.15, 0.3])
@pytest.mark.parametrize("seed", range(4))
def test_both_ends_agree(seed: int, loss: float) -> None:
    """At 0 to 30 % loss every call is established on both sides and ended on both, or refused on both, whoever does what when."""
    network = Network(seed, loss, twice=0.05, delay_ms=(1, 400))
    caller, callee = network.pair(limits=Limits(ring_ms_max=200_000))
    chance = random.Random(seed)
    callee.react = whims(chance)
    caller.react = told_how_it_went
    legs: list[Leg] = []

    def begin() -> None:
        leg = caller.call(account="peer", timeout_ms=60_000)
        legs.append(leg)
        if chance.random() < 0.2:
            network.at(chance.randint(0, 40_000), lambda: caller.do(lambda now: leg.end("", now)))
        if chance.random() < 0.5:
            network.at(chance.randint(20_000, 60_000), lambda: try_hold(caller, leg))
        network.at(150_000 + chance.randint(0, 20_000), lambda: caller.do(lambda now: leg.end("", now)))

    for number in range(CALLS):
        network.at(number * 100, begin)
    network.run(400_000)

    assert len(legs) == CALLS
    theirs = {leg.state.call_id: leg for leg in callee.legs.values()}
    assert len(theirs) == len(callee.legs), "no call was told twice"
    for leg in legs:
        ours = caller.ended(leg)
        assert ours is not None, "every call ends"
        other = theirs.get(leg.state.call_id)
        if other is None:
            assert leg.state.dialog is None, "nobody talks to somebody who was never called"
            continue
        theirs_end = callee.ended(other)
        assert theirs_end is not None, "what ends here ends there"
        if leg.state.dialog is not None:
            assert other.state.local_sdp, "who was answered was answered by somebody"
        elif other.state.local_sdp:
            assert ours.by in ("us", "timeout"), "an answer that nobody took had crossed with giving up"
        else:
            assert ours.status >= 300
            assert theirs_end.status >= 300
    for node in (caller, callee):
        assert len(node.engine.transactions) == 0
        assert node.engine.line.dialogs == {}
        assert len(node.engine.outlet.timers) == 0
    for node in (caller, callee):
        asked = len([about for what, _, about in node.told if what == "asked" and isinstance(about, Refer)])
        mover = callee if node is caller else caller
        told = [outcome for outcome in mover.heard("referred") if outcome == 200]
        assert len(told) <= asked, "nobody hears of a move that was not asked for"
        if loss == 0.0 and asked:
            assert told
    if loss <= 0.05:
        unanswered = [leg for leg in legs if caller.ended(leg) and caller.ended(leg).status == 503]  # type: ignore[union-attr]
        assert unanswered == []


def try_keys(node: Node, leg: Leg) -> None:
    """Press a few keys."""
    if leg.state.phase == "up":
        node.do(lambda now: leg.press("12#", 100, now))


def try_move(node: Node, leg: Leg) -> None:
    """Ask the other side to call somebody else."""
    if leg.state.phase == "up" and not leg.transfer.asking:
        node.do(lambda now: leg.transfer.refer("sip:200@192.0.2.9", None, now))


def told_how_it_went(node: Node, what: str, leg: Leg, about: Any) -> None:
    """Agree to what is asked, and tell at once that a move succeeded."""
    if what == "asked":
        node.do(lambda now: leg.accept(ANSWER, now))
        if isinstance(about, Refer):
            node.do(lambda now: leg.transfer.notify(200, "", now))


def try_hold(node: Node, leg: Leg) -> None:
    """Put it on hold if it is up and nothing else is under way."""
    if leg.state.phase == "up":
        node.do(lambda now: leg.offers.offer(HOLD, now) if not leg.offers.busy else None)


def test_a_seed_repeats_a_day() -> None:
    """The same seed gives the same bytes in the same order."""

    def day() -> list[bytes]:
        network = Network(7, 0.2, 0.1, (1, 300))
        caller, callee = network.pair()
        callee.react = whims(random.Random(7))

        def begin() -> None:
            caller.call(account="peer", timeout_ms=20_000)

        for number in range(10):
            network.at(number * 50, begin)
        network.run(200_000)
        return network.sent

    assert day() == day()
