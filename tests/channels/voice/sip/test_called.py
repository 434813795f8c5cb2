"""Calls that come in: each is told once, whatever is repeated, lost or takes long, and whoever gives up first."""

import pytest

from hoolin.channels.voice.sip.calls import Ended, Invite
from hoolin.channels.voice.sip.settings import Limits
from tests.channels.voice.sip.network import ANSWER, HOLD, OFFER
from tests.channels.voice.sip.scripted import Scripted, again


def test_a_call_says_who_and_what() -> None:
    """Who calls, whom, by which account, with which description, and what else is known of it."""
    peer = Scripted()
    peer.say(
        peer.request("INVITE", 1, sdp=OFFER, diversion="<sip:desk@192.0.2.9>;reason=busy", x_case="17", privacy="id")
    )
    ((_, invite),) = peer.node.heard("called")
    assert isinstance(invite, Invite)
    assert (invite.account, invite.kind, invite.source) == ("peer", "trunk", ("192.0.2.2", 5060))
    assert (invite.from_.uri, invite.from_.user, invite.request_user) == ("sip:them@192.0.2.2", "them", "100")
    assert invite.sdp == OFFER
    assert invite.privacy
    assert ("x-case", "17") in invite.headers
    assert peer.take(100).status == 100


def test_a_repeated_invite_is_one_call() -> None:
    """Before it was answered, after, and after the refusal: the same INVITE is never a second call."""
    peer = Scripted()
    invite = peer.request("INVITE", 1, sdp=OFFER)
    for _ in range(3):
        peer.say(again(invite))
    leg = next(iter(peer.node.legs.values()))
    peer.node.do(lambda now: leg.ring(180, b"", now))
    peer.say(again(invite))
    peer.take(180)
    peer.take(180)
    peer.node.do(lambda now: leg.answer(ANSWER, now))
    for _ in range(3):
        peer.say(again(invite))
    ok = peer.take(200)
    peer.say(peer.request("ACK", 1, ok.to_tag))
    peer.say(again(invite))
    peer.say(peer.request("BYE", 2, ok.to_tag))
    peer.say(again(invite))
    assert len(peer.node.heard("called")) == 1
    assert peer.node.ended(leg) == Ended(status=200, by="peer")


def test_the_same_call_by_another_way_is_a_loop() -> None:
    """Same Call-ID, From tag and CSeq with another branch: 482, and no second call."""
    peer = Scripted()
    peer.say(peer.request("INVITE", 1, sdp=OFFER))
    other = peer.request("INVITE", 1, sdp=OFFER)
    other.fields["via"] = ["SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bKelsewhere"]
    peer.say(other)
    peer.take(482)
    assert len(peer.node.heard("called")) == 1


def test_an_answer_is_resent_until_it_is_acknowledged() -> None:
    """The 2xx comes again with growing pauses; the ACK ends that."""
    peer = Scripted()
    peer.say(peer.request("INVITE", 1, sdp=OFFER))
    leg = next(iter(peer.node.legs.values()))
    peer.node.do(lambda now: leg.answer(ANSWER, now))
    peer.network.run(4_000)
    ok = peer.take(200)
    assert len([message for message in peer.heard if message.status == 200]) == 3, "after 0.5, 1.5 and 3.5 s"
    peer.heard.clear()
    peer.say(peer.request("ACK", 1, ok.to_tag))
    peer.network.run(60_000)
    assert peer.none(200)
    assert leg.state.phase == "up"


def test_an_answer_that_nobody_acknowledges_ends_the_call() -> None:
    """After 32 s it is over, and the other end is told goodbye."""
    peer = Scripted()
    peer.say(peer.request("INVITE", 1, sdp=OFFER))
    leg = next(iter(peer.node.legs.values()))
    peer.node.do(lambda now: leg.answer(ANSWER, now))
    peer.network.run(31_000)
    assert peer.node.ended(leg) is None
    peer.network.run(2_000)
    ended = peer.node.ended(leg)
    assert ended is not None
    assert (ended.status, ended.by) == (408, "timeout")
    peer.take("BYE")


def test_a_goodbye_waits_for_the_acknowledgement() -> None:
    """Whoever answered says BYE only when the ACK has come, or no longer can."""
    peer = Scripted()
    peer.say(peer.request("INVITE", 1, sdp=OFFER))
    leg = next(iter(peer.node.legs.values()))
    peer.node.do(lambda now: leg.answer(ANSWER, now))
    peer.node.do(lambda now: leg.end("", now))
    assert peer.node.ended(leg) == Ended(status=200, by="us")
    peer.network.run(3_000)
    assert peer.none("BYE")
    peer.say(peer.request("ACK", 1, peer.take(200).to_tag))
    peer.answer(peer.take("BYE"), 200)
    peer.network.run(40_000)
    assert peer.node.engine.line.dialogs == {}


def test_it_may_ring_for_minutes() -> None:
    """Longer than any transaction timer; the word is said again each minute; then it is answered."""
    peer = Scripted()
    peer.say(peer.request("INVITE", 1, sdp=OFFER))
    leg = next(iter(peer.node.legs.values()))
    peer.node.do(lambda now: leg.ring(180, b"", now))
    peer.network.run(200_000)
    assert len([message for message in peer.heard if message.status == 180]) == 4
    peer.node.do(lambda now: leg.answer(ANSWER, now))
    assert peer.take(200).body == ANSWER


def test_ringing_ends_some_time() -> None:
    """A call that nobody answers is refused when the limit is reached."""
    peer = Scripted(limits=Limits(ring_ms_max=90_000))
    peer.say(peer.request("INVITE", 1, sdp=OFFER))
    leg = next(iter(peer.node.legs.values()))
    peer.network.run(91_000)
    peer.take(480)
    assert peer.node.ended(leg) == Ended(status=480, by="timeout")


def test_cancel_ends_a_ringing_call() -> None:
    """CANCEL is answered 200, the INVITE 487, and that is resent until it is acknowledged."""
    peer = Scripted()
    peer.say(peer.request("INVITE", 1, sdp=OFFER))
    leg = next(iter(peer.node.legs.values()))
    cancel = peer.request("CANCEL", 1)
    cancel.fields["via"] = peer.request("INVITE", 1).fields["via"]
    peer.say(cancel)
    assert peer.take(200).method == "CANCEL"
    refused = peer.take(487)
    assert peer.node.ended(leg) == Ended(status=487, by="peer")
    peer.network.run(1_600)
    peer.take(487)
    ack = peer.request("ACK", 1, refused.to_tag)
    ack.fields["via"] = peer.request("INVITE", 1).fields["via"]
    peer.say(ack)
    peer.heard.clear()
    peer.network.run(40_000)
    assert peer.none(487)
    assert len(peer.node.engine.transactions) == 0


def test_cancel_after_the_answer_changes_nothing() -> None:
    """It crossed: the caller has an answer, and says goodbye if it still wants to go."""
    peer = Scripted()
    peer.say(peer.request("INVITE", 1, sdp=OFFER))
    leg = next(iter(peer.node.legs.values()))
    peer.node.do(lambda now: leg.answer(ANSWER, now))
    cancel = peer.request("CANCEL", 1)
    cancel.fields["via"] = peer.request("INVITE", 1).fields["via"]
    peer.say(cancel)
    peer.say(peer.request("ACK", 1, peer.take(200).to_tag))
    assert leg.state.phase == "up"


def test_a_cancel_of_nothing_is_told_so() -> None:
    """481."""
    peer = Scripted()
    peer.say(peer.request("CANCEL", 1))
    peer.take(481)


def test_an_invite_without_an_offer_is_offered_to() -> None:
    """Our 200 makes the offer, and the answer in its ACK is told."""
    peer = Scripted()
    peer.say(peer.request("INVITE", 1))
    leg = next(iter(peer.node.legs.values()))
    assert peer.node.heard("called")[0][1].sdp == b""
    peer.node.do(lambda now: leg.answer(OFFER, now))
    peer.say(peer.request("ACK", 1, peer.take(200).to_tag, sdp=ANSWER))
    assert peer.node.heard("answered") == [ANSWER]


def test_early_media_is_said_reliably_and_the_answer_waits_for_that() -> None:
    """183 with a description comes again until its PRACK; 200 comes after it. A PRACK for another response is told so."""
    peer = Scripted()
    peer.say(peer.request("INVITE", 1, sdp=OFFER, supported="100rel"))
    leg = next(iter(peer.node.legs.values()))
    peer.node.do(lambda now: leg.ring(183, ANSWER, now))
    peer.node.do(lambda now: leg.answer(ANSWER, now))
    peer.network.run(2_000)
    early = peer.take(183)
    assert early.first("require") == "100rel"
    assert peer.take(183).first("rseq") == early.first("rseq")
    assert peer.none(200)
    peer.say(peer.request("PRACK", 2, early.to_tag, rack="99999 1 INVITE"))
    peer.take(481)
    peer.say(peer.request("PRACK", 3, early.to_tag, rack=f"{early.first('rseq')} 1 INVITE"))
    answers = {answer.method: answer.body for answer in (peer.take(200), peer.take(200))}
    assert answers == {"PRACK": b"", "INVITE": ANSWER}
    assert leg.state.phase == "up"


def test_what_nobody_acknowledges_reliably_ends() -> None:
    """No PRACK in 32 s: the call is refused."""
    peer = Scripted()
    peer.say(peer.request("INVITE", 1, sdp=OFFER, require="100rel"))
    leg = next(iter(peer.node.legs.values()))
    peer.node.do(lambda now: leg.ring(180, b"", now))
    peer.network.run(33_000)
    peer.take(504)
    assert peer.node.ended(leg) == Ended(status=504, by="timeout")


def test_requests_out_of_order_or_of_nobody_are_refused() -> None:
    """An older CSeq gets 500, another tag or Call-ID 481, an unknown method 405; the call goes on."""
    peer = Scripted()
    _, tag = peer.established()
    peer.say(peer.request("INFO", 5, tag))
    peer.take(200)
    peer.say(peer.request("OPTIONS", 4, tag))
    peer.take(500)
    stranger = peer.request("BYE", 6, tag)
    stranger.fields["from"] = ["<sip:them@192.0.2.2>;tag=somebody-else"]
    peer.say(stranger)
    peer.take(481)
    peer.say(peer.request("BYE", 7, "wrong"))
    peer.take(481)
    peer.say(peer.request("PUBLISH", 8, tag))
    peer.take(405)
    assert next(iter(peer.node.legs.values())).state.phase == "up"


def test_keys_by_info() -> None:
    """dtmf-relay and plain dtmf are told; other bodies are refused and told to nobody."""
    peer = Scripted()
    _, tag = peer.established()
    bodies = [("application/dtmf-relay", b"Signal= 5\r\nDuration= 160\r\n"), ("application/dtmf", b"#"),
              ("application/dtmf-relay", b"Signal=10\r\nDuration=100"), ("application/x-other", b"5")]  # fmt: skip
    for number, (kind, body) in enumerate(bodies):
        info = peer.request("INFO", 10 + number, tag, content_type=kind)
        info.body = body
        peer.say(info)
    assert [(key.digit, key.ms) for key in peer.node.heard("asked")] == [("5", 160), ("#", 250), ("*", 100)]
    peer.take(415)


def test_hold_is_asked_and_a_refresh_is_not() -> None:
    """Another description is for our side to answer; the same one again is answered by itself."""
    peer = Scripted()
    _, tag = peer.established()
    leg = next(iter(peer.node.legs.values()))
    peer.say(peer.request("INVITE", 2, tag, sdp=OFFER))
    assert peer.take(200).body == ANSWER
    peer.say(peer.request("ACK", 2, tag))
    assert peer.node.heard("asked") == []
    peer.say(peer.request("INVITE", 3, tag, sdp=HOLD))
    assert peer.node.heard("asked")[0].sdp == HOLD
    peer.say(peer.request("INVITE", 4, tag, sdp=OFFER))
    assert peer.take(500).first("retry-after"), "one at a time"
    peer.node.do(lambda now: leg.accept(ANSWER + b"a=recvonly\r\n", now))
    assert peer.take(200).body.endswith(b"recvonly\r\n")
    peer.say(peer.request("ACK", 3, tag))
    peer.say(peer.request("INVITE", 5, tag, sdp=OFFER))
    peer.node.do(lambda now: leg.refuse(488, "", now))
    peer.take(488)
    assert leg.state.phase == "up"


def test_an_offer_that_our_side_forgets_is_refused() -> None:
    """After the limit, with the call going on."""
    peer = Scripted()
    _, tag = peer.established()
    peer.say(peer.request("INVITE", 2, tag, sdp=HOLD))
    peer.network.run(11_000)
    peer.take(480)


@pytest.mark.parametrize("beyond", ["dialogs_max", "dialogs_per_source_max"])
def test_too_many_calls_are_refused(beyond: str) -> None:
    """Beyond a limit 503, and no call; a trunk counts only towards the whole."""
    peer = Scripted(limits=Limits(**{beyond: 2}))
    for number in range(4):
        invite = peer.request("INVITE", 1, sdp=OFFER)
        invite.fields["call-id"] = [f"call {number}"]
        invite.fields["via"] = [f"SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bK{number}"]
        peer.say(invite)
    assert len(peer.node.heard("called")) == (2 if beyond == "dialogs_max" else 4)
    assert peer.none(503) == (beyond != "dialogs_max")
