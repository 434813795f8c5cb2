"""Within a call: offers of both sides that meet, moves to somebody else, sessions that die, and a process that died."""

from typing import Any

import pytest

from hoolin.channels.voice.sip.calls import Refer
from hoolin.channels.voice.sip.leg import Leg
from hoolin.core.errors import Conflict, Malformed, PeerError
from tests.channels.voice.sip.network import ANSWER, HOLD, OFFER, Network, Node, answering, trunk
from tests.channels.voice.sip.scripted import OURS, THEIRS, Scripted


def talking(seed: int = 1, **more: Any) -> tuple[Network, Node, Leg, Node, Leg]:
    """Two stacks in a call."""
    network = Network(seed, **more)
    caller, callee = network.pair()
    callee.react = caller.react = answering
    leg = caller.call(account="peer")
    network.run(2_000)
    other = next(iter(callee.legs.values()))
    assert (leg.state.phase, other.state.phase) == ("up", "up")
    return network, caller, leg, callee, other


def test_hold_and_resume() -> None:
    """Each side may offer; the other's answer is told to whoever offered."""
    network, caller, leg, callee, other = talking()
    caller.do(lambda now: leg.reinvite(HOLD, now))
    network.run(1_000)
    assert [what.sdp for what in callee.heard("asked")] == [HOLD]
    assert caller.heard("reoffered") == [ANSWER]
    assert other.state.remote_sdp == HOLD
    callee.do(lambda now: other.reinvite(OFFER, now))
    network.run(1_000)
    assert callee.heard("reoffered") == [ANSWER]


@pytest.mark.parametrize("seed", range(8))
def test_offers_that_meet_both_succeed(seed: int) -> None:
    """Glare: both are refused with 491 and made again after different pauses."""
    network, caller, leg, callee, other = talking(seed, delay_ms=(20, 20))
    caller.do(lambda now: leg.reinvite(HOLD, now))
    callee.do(lambda now: other.reinvite(OFFER, now))
    with pytest.raises(Conflict):
        leg.reinvite(OFFER, network.now)
    network.run(15_000)
    assert any(sent.startswith(b"SIP/2.0 491") for sent in network.sent)
    assert (caller.heard("reoffered"), callee.heard("reoffered")) == ([ANSWER], [ANSWER])


def test_a_refused_offer_changes_nothing() -> None:
    """488 is told, with its status; the call and its descriptions go on."""
    network, caller, leg, callee, other = talking()
    callee.react = lambda node, what, other, about: other.refuse(488, "", network.now) if what == "asked" else None
    caller.do(lambda now: leg.reinvite(HOLD, now))
    network.run(1_000)
    (refused,) = caller.heard("reoffered")
    assert isinstance(refused, PeerError)
    assert refused.detail["status"] == 488
    assert (leg.state.phase, leg.state.local_sdp, other.state.remote_sdp) == ("up", OFFER, OFFER)


def test_a_peer_that_knows_no_such_call_ends_it() -> None:
    """481 to a re-INVITE: over here too."""
    peer = Scripted()
    leg = peer.node.call(account="peer")
    peer.answer(peer.take("INVITE"), 200, sdp=ANSWER)
    peer.node.do(lambda now: leg.reinvite(HOLD, now))
    peer.answer(peer.take("INVITE"), 481)
    ended = peer.node.ended(leg)
    assert ended is not None
    assert (ended.status, ended.by) == (481, "peer")


def test_a_goodbye_meets_a_goodbye() -> None:
    """Both say BYE at once: both are answered 200, and it is told once on each side."""
    network, caller, leg, callee, other = talking(delay_ms=(20, 20))
    caller.do(lambda now: leg.end("", now))
    callee.do(lambda now: other.end("", now))
    network.run(40_000)
    assert not any(sent.startswith(b"SIP/2.0 481") for sent in network.sent)
    assert caller.ended(leg)
    assert callee.ended(other)
    assert caller.engine.line.dialogs == {}


def test_a_move_is_asked_told_and_survives_its_mover() -> None:
    """REFER is told; NOTIFYs say how it goes; the mover's goodbye ends its own leg, and not the call that was moved."""
    network, caller, leg, callee, other = talking()
    third = network.add("192.0.2.3", trunks=(trunk(OURS),))
    third.react = answering
    caller.engine.provide((trunk(THEIRS), trunk("192.0.2.3", name="third")), (), network.now)
    callee.do(lambda now: other.transfer.refer("sip:300@192.0.2.3", None, now))
    network.run(500)
    assert caller.heard("asked") == [Refer(to="sip:300@192.0.2.3", user="300")]
    moved = caller.call(account="third")
    caller.do(lambda now: leg.transfer.notify(180, "", now))
    network.run(1_000)
    assert moved.state.phase == "up"
    caller.do(lambda now: leg.transfer.notify(200, "", now))
    network.run(500)
    assert callee.heard("referred") == [200]
    callee.do(lambda now: other.end("", now))
    network.run(1_000)
    assert leg.state.phase == "over"
    assert moved.state.phase == "up"


def test_a_mover_may_leave_before_it_hears_anything() -> None:
    """Its BYE comes at once after the 202 (baresip does that): the later NOTIFYs go nowhere and hurt nobody."""
    peer = Scripted()
    _, tag = peer.established()
    leg = next(iter(peer.node.legs.values()))
    peer.say(peer.request("REFER", 2, tag, refer_to="<sip:300@192.0.2.3>"))
    peer.node.do(lambda now: leg.accept(b"", now))
    peer.take(202)
    peer.say(peer.request("BYE", 3, tag))
    peer.take(200)
    peer.heard.clear()
    peer.node.do(lambda now: leg.transfer.notify(200, "", now))
    peer.network.run(1_000)
    assert [message for message in peer.heard if message.method == "NOTIFY" and b"100" not in message.body] == []
    assert leg.state.phase == "over"


def test_a_move_in_place_of_another_call_names_that_call() -> None:
    """Attended: Refer-To with Replaces names our own other leg; an INVITE with Replaces does too; wrong tags name none."""
    peer = Scripted()
    _, tag = peer.established()
    leg = next(iter(peer.node.legs.values()))
    for good in (True, False):
        there = tag if good else "wrong"
        peer.say(
            peer.request(
                "REFER",
                3 - good,
                tag,
                refer_to=f"<sip:1@{OURS}?Replaces=scripted%3Bto-tag%3D{there}%3Bfrom-tag%3Dcaller>",
            )
        )
        assert peer.node.heard("asked")[-1].replaces == (leg.state.id if good else "")
        peer.node.do(lambda now: leg.refuse(603, "", now))
    invite = peer.request("INVITE", 1, sdp=OFFER, replaces=f"scripted;to-tag={tag};from-tag=caller")
    invite.fields["call-id"], invite.fields["via"] = ["another"], ["SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bKanother"]
    peer.say(invite)
    assert peer.node.heard("called")[-1][1].replaces == leg.state.id


def test_we_ask_for_an_attended_move_in_words_the_peer_knows() -> None:
    """Refer-To holds the other dialog as its own far end knows it."""
    network, caller, leg, callee, other = talking()
    second = caller.call(account="peer")
    network.run(1_000)
    caller.do(lambda now: leg.transfer.refer("", second.state, now))
    network.run(1_000)
    (asked,) = [what for what in callee.heard("asked") if isinstance(what, Refer)]
    theirs = [there for there in callee.legs.values() if there.state.call_id == second.state.call_id]
    assert asked.replaces == theirs[0].state.id
    callee.do(lambda now: other.transfer.notify(200, "", now))
    network.run(1_000)
    assert caller.heard("referred") == [200]


def test_a_session_is_refreshed_for_as_long_as_both_live() -> None:
    """By UPDATE, again and again; nobody is asked."""
    network, caller, leg, callee, other = talking()
    asked = len(callee.heard("asked") + caller.heard("asked"))
    network.run(3 * 3_600_000)
    assert (leg.state.phase, other.state.phase) == ("up", "up")
    assert len([sent for sent in network.sent if sent.startswith(b"UPDATE")]) == 12
    assert len(callee.heard("asked") + caller.heard("asked")) == asked


def test_a_session_whose_peer_vanished_ends() -> None:
    """Whoever refreshes finds nobody; whoever waits is not refreshed: both are over within the interval, and told so."""
    network, caller, leg, callee, other = talking()
    network.dropping = lambda data: True
    network.run(1_800_000)
    for node, one in ((caller, leg), (callee, other)):
        ended = node.ended(one)
        assert ended is not None
        assert (ended.status, ended.by) == (408, "timeout")


def test_a_peer_that_cannot_update_is_refreshed_by_invite() -> None:
    """With the description that holds; it may also ask for a longer interval (422)."""
    peer = Scripted()
    leg = peer.node.call(account="peer")
    invite = peer.take("INVITE")
    peer.answer(invite, 422, min_se="3600")
    invite = peer.take("INVITE")
    assert invite.first("session-expires").startswith("3600")
    assert invite.first("min-se") == "3600"
    peer.answer(invite, 200, sdp=ANSWER, session_expires="3600;refresher=uac", allow="INVITE, ACK, BYE, CANCEL")
    while peer.take("ACK").cseq != invite.cseq:
        continue
    peer.network.run(1_801_000)
    refresh = peer.take("INVITE")
    assert refresh.body == OFFER
    assert refresh.to_tag == "theirs"
    peer.answer(refresh, 200, sdp=ANSWER, session_expires="3600;refresher=uac")
    assert peer.take("ACK").cseq == refresh.cseq
    assert leg.state.phase == "up"


def test_too_short_a_session_is_refused() -> None:
    """Below 90 s: 422 with what is allowed."""
    peer = Scripted()
    peer.say(peer.request("INVITE", 1, sdp=OFFER, session_expires="60", supported="timer"))
    assert peer.take(422).first("min-se") == "90"
    assert peer.node.heard("called") == []


def test_a_call_outlives_its_process() -> None:
    """Kept when it was answered, restored in another process: the same leg, higher CSeq, the peer's requests are heard, ours too."""
    network, _, leg, callee, other = talking()
    kept, seq = leg.saved(), leg.state.dialog.local_seq if leg.state.dialog else 0
    network.nodes.pop(OURS)
    network.run(5_000)
    anew = network.add(OURS, trunks=(trunk(THEIRS),))
    anew.react = answering
    back = anew.engine.restore(kept, network.now)
    anew.legs[back.state.id] = back
    assert (back.state.id, back.state.account.name, back.state.inbound) == (leg.state.id, "peer", False)
    callee.do(lambda now: other.reinvite(HOLD, now))
    network.run(1_000)
    assert callee.heard("reoffered") == [ANSWER]
    anew.do(lambda now: back.end("", now))
    network.run(1_000)
    assert callee.ended(other)
    bye = next(sent for sent in network.sent if sent.startswith(b"BYE"))
    assert f"CSeq: {seq + 1_001} BYE".encode() in bye


def test_only_an_answered_call_is_kept() -> None:
    """Ringing and ended ones give nothing to keep; what is not ours is refused."""
    peer = Scripted()
    leg = peer.node.call(account="peer")
    assert leg.saved() == b""
    for wrong in (b"", b"{}", b"\xff", b'{"id": 1}'):
        with pytest.raises(Malformed):
            peer.node.engine.restore(wrong, peer.network.now)


def test_an_offer_that_is_thought_about_for_ever_is_taken_back() -> None:
    """100 and no more: after a minute it is cancelled and told; the call goes on, and may offer again."""
    peer = Scripted()
    leg = peer.node.call(account="peer")
    peer.answer(peer.take("INVITE"), 200, sdp=ANSWER)
    peer.node.do(lambda now: leg.reinvite(HOLD, now))
    invite = peer.take("INVITE")
    peer.answer(invite, 100)
    peer.network.run(61_000)
    assert peer.take("CANCEL").branch == invite.branch
    (refused,) = peer.node.heard("reoffered")
    assert refused.detail["status"] == 408
    assert leg.state.phase == "up"
    peer.node.do(lambda now: leg.reinvite(HOLD, now))
    peer.answer(peer.take("INVITE"), 200, sdp=ANSWER)
    assert peer.node.heard("reoffered")[-1] == ANSWER


@pytest.mark.parametrize("late", [False, True])
def test_a_goodbye_during_an_offer_leaves_nothing(late: bool) -> None:
    """The peer says 100 to our offer, before our BYE or after it, and never answers it."""
    peer = Scripted()
    leg = peer.node.call(account="peer")
    peer.answer(peer.take("INVITE"), 200, sdp=ANSWER)
    peer.node.do(lambda now: leg.reinvite(HOLD, now))
    invite = peer.take("INVITE")
    if not late:
        peer.answer(invite, 100)
    peer.node.do(lambda now: leg.end("", now))
    peer.answer(invite, 100)
    peer.answer(peer.take("BYE"), 200)
    peer.network.run(70_000)
    assert len(peer.node.engine.transactions) == 0
    assert len(peer.node.engine.outlet.timers) == 0
