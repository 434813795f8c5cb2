"""Calls of ours: the first answer wins, giving up is never lost, and a dead host costs seconds, not the call."""

import pytest

from hoolin.channels.voice.sip.calls import Dial, Ended
from hoolin.channels.voice.sip.settings import Extension, Login
from hoolin.core.errors import Conflict, Invalid, NotFound
from tests.channels.voice.sip.network import ANSWER, OFFER, Network, answering, trunk
from tests.channels.voice.sip.scripted import THEIRS, Scripted, again


def test_two_stacks_talk() -> None:
    """Ringing, answer, keys, goodbye: each side is told what the other did."""
    network = Network(1)
    caller, callee = network.pair()
    callee.react = answering
    leg = caller.call(
        account="peer", to="+3725551234", from_user="5551000", from_display='Say "hi"', headers=(("X-Case", "17"),)
    )
    network.run(1_000)
    assert caller.heard("progressed") == [(180, b"")]
    assert caller.heard("answered") == [ANSWER]
    ((other, invite),) = callee.heard("called")
    assert (invite.request_user, invite.from_.user, invite.from_.display) == ("+3725551234", "5551000", 'Say "hi"')
    assert ("x-case", "17") in invite.headers
    caller.do(lambda now: leg.press("1*", 100, now))
    network.run(1_000)
    assert [key.digit for key in callee.heard("asked")] == ["1", "*"]
    callee.do(lambda now: other.end("done here", now))
    network.run(1_000)
    assert caller.ended(leg) == Ended(status=200, by="peer", reason='SIP;cause=200;text="done here"')
    assert callee.ended(other) == Ended(status=200, by="us", reason="done here")


def test_giving_up_before_a_word_was_heard_waits_for_one() -> None:
    """CANCEL goes out when the other side has said anything; a 200 instead is acknowledged and said goodbye to."""
    peer = Scripted()
    leg = peer.node.call(account="peer")
    invite = peer.take("INVITE")
    peer.node.do(lambda now: leg.end("", now))
    assert peer.node.ended(leg) == Ended(status=487, by="us")
    peer.network.run(400)
    assert peer.none("CANCEL")
    peer.answer(invite, 180)
    cancel = peer.take("CANCEL")
    assert cancel.branch == invite.branch
    assert cancel.cseq == invite.cseq
    peer.answer(cancel, 200)
    peer.answer(invite, 200, sdp=ANSWER)
    peer.take("ACK")
    peer.answer(peer.take("BYE"), 200)
    assert peer.node.heard("answered") == []
    peer.network.run(70_000)
    assert len(peer.node.engine.transactions) == 0


def test_a_cancelled_call_that_nobody_finishes_is_forgotten() -> None:
    """No 487 ever comes: it is over for us at once, and nothing is left after a while."""
    peer = Scripted()
    leg = peer.node.call(account="peer")
    peer.answer(peer.take("INVITE"), 180)
    peer.node.do(lambda now: leg.end("", now))
    peer.take("CANCEL")
    peer.network.run(70_000)
    assert len(peer.node.engine.transactions) == 0
    assert peer.node.engine.line.dialogs == {}


def test_the_first_answer_of_a_forked_call_wins() -> None:
    """Another fork's 200 is acknowledged and said goodbye to; each repeated 200 gets its ACK again; one call is told."""
    peer = Scripted()
    leg = peer.node.call(account="peer")
    invite = peer.take("INVITE")
    peer.answer(invite, 180, "one")
    peer.answer(invite, 183, "two", sdp=ANSWER)
    first = peer.answer(invite, 200, "two", sdp=ANSWER)
    second = peer.answer(invite, 200, "one", sdp=OFFER)
    acks = {peer.take("ACK").to_tag, peer.take("ACK").to_tag}
    assert acks == {"one", "two"}
    bye = peer.take("BYE")
    assert bye.to_tag == "one"
    peer.answer(bye, 200)
    peer.say(again(first))
    assert peer.take("ACK").to_tag == "two"
    peer.say(again(second))
    assert peer.take("ACK").to_tag == "one"
    assert peer.none("BYE")
    assert peer.node.heard("answered") == [ANSWER]
    assert peer.node.heard("progressed") == [(180, b""), (183, ANSWER)]
    assert leg.state.phase == "up"


def test_reliable_ringing_is_acknowledged_once_and_in_order() -> None:
    """PRACK for each, none for a repeated one or for one that comes too early; early media stands for an answer without any."""
    peer = Scripted()
    peer.node.call(account="peer")
    invite = peer.take("INVITE")
    ringing = peer.answer(invite, 183, sdp=ANSWER, require="100rel", rseq="7")
    prack = peer.take("PRACK")
    assert prack.first("rack") == f"7 {invite.cseq} INVITE"
    peer.answer(prack, 200)
    peer.say(again(ringing))
    peer.answer(invite, 180, require="100rel", rseq="9")
    assert peer.none("PRACK")
    peer.answer(invite, 180, require="100rel", rseq="8")
    peer.answer(peer.take("PRACK"), 200)
    peer.answer(invite, 200)
    ack = peer.take("ACK")
    assert ack.cseq == invite.cseq
    assert peer.node.heard("answered") == [ANSWER]
    assert [status for status, _ in peer.node.heard("progressed")] == [183, 180]


def test_an_answer_without_any_description_is_none() -> None:
    """It is acknowledged, said goodbye to, and told as 488."""
    peer = Scripted()
    leg = peer.node.call(account="peer")
    peer.answer(peer.take("INVITE"), 200)
    peer.take("ACK")
    peer.take("BYE")
    ended = peer.node.ended(leg)
    assert ended is not None
    assert (ended.status, ended.by) == (488, "us")


@pytest.mark.parametrize("status", [404, 486, 603])
def test_a_refusal_is_told_and_acknowledged(status: int) -> None:
    """With its status and phrase; a repeated one is acknowledged again."""
    peer = Scripted()
    leg = peer.node.call(account="peer")
    refused = peer.answer(peer.take("INVITE"), status)
    assert peer.take("ACK").branch
    peer.say(again(refused))
    peer.take("ACK")
    ended = peer.node.ended(leg)
    assert ended is not None
    assert (ended.status, ended.by) == (status, "peer")


def test_nobody_answers() -> None:
    """It rings for as long as was asked for; then it is cancelled and told as 408."""
    peer = Scripted()
    leg = peer.node.call(account="peer", timeout_ms=45_000)
    peer.answer(peer.take("INVITE"), 180)
    peer.network.run(44_000)
    assert peer.none("CANCEL")
    peer.network.run(2_000)
    peer.take("CANCEL")
    assert peer.node.ended(leg) == Ended(status=408, by="timeout")


def test_routes_and_contacts_are_followed() -> None:
    """What is recorded on the way in is the way back; requests within the call name the peer's Contact."""
    peer = Scripted()
    peer.network.raw["192.0.2.50"] = peer.network.raw[THEIRS]
    leg = peer.node.call(account="peer")
    invite = peer.take("INVITE")
    peer.answer(
        invite,
        200,
        sdp=ANSWER,
        record_route=f"<sip:{THEIRS};lr;hop=1>, <sip:192.0.2.50;lr;hop=2>",
        contact="<sip:far@198.51.100.7:5066>",
    )
    ack = peer.take("ACK")
    peer.node.do(lambda now: leg.end("", now))
    bye = peer.take("BYE")
    for message in (ack, bye):
        assert message.uri == "sip:far@198.51.100.7:5066"
        assert message.items("route") == ["<sip:192.0.2.50;lr;hop=2>", f"<sip:{THEIRS};lr;hop=1>"]


def test_a_host_that_says_nothing_is_followed_by_the_next() -> None:
    """Within seconds; the next call goes to the living one first."""
    network = Network(5)
    caller = network.add("192.0.2.1", trunks=(trunk("192.0.2.8", hosts=("192.0.2.8", "192.0.2.2")),))
    callee = network.add("192.0.2.2", trunks=(trunk("192.0.2.1"),))
    callee.react = answering
    leg = caller.call(account="peer")
    network.run(4_500)
    assert leg.state.phase == "up"
    other = caller.call(account="peer")
    network.run(500)
    assert other.state.phase == "up"
    network.run(60_000)
    assert leg.state.phase == "up"


@pytest.mark.parametrize("first", [0, 1])
def test_of_two_hosts_the_one_that_speaks_first_rings(first: int) -> None:
    """The one that speaks later is taken back: nobody's telephone rings twice. If it has answered, its answer is as good as any."""
    peer = Scripted(trunks=(trunk(THEIRS, hosts=(THEIRS, "192.0.2.3")),))
    peer.network.raw["192.0.2.3"] = peer.network.raw[THEIRS]
    leg = peer.node.call(account="peer")
    invites = [peer.take("INVITE")]
    peer.network.run(4_200)
    invites.append(next(message for message in peer.heard if message.cseq == 2))
    peer.answer(invites[first], 180, "first")
    assert peer.none("CANCEL")
    peer.answer(invites[1 - first], 180, "second")
    assert peer.take("CANCEL").branch == invites[1 - first].branch
    assert len(peer.node.heard("progressed")) == 1
    peer.answer(invites[1 - first], 200, "second", sdp=ANSWER)
    peer.take("ACK")
    assert leg.state.phase == "up"


@pytest.mark.parametrize("status", [503, 408])
def test_a_host_that_is_out_of_order_is_followed_at_once(status: int) -> None:
    """503 and 408 are no refusal of the call while there is another host."""
    peer = Scripted(trunks=(trunk(THEIRS, hosts=(THEIRS, "192.0.2.3")),))
    callee = peer.network.add("192.0.2.3", trunks=(trunk("192.0.2.1"),))
    callee.react = answering
    leg = peer.node.call(account="peer")
    peer.answer(peer.take("INVITE"), status)
    peer.network.run(1_000)
    assert leg.state.phase == "up"


def test_pings_tell_who_lives() -> None:
    """OPTIONS: no answer or 503 puts a host last, any other answer puts it first again; the state says so."""
    peer = Scripted(trunks=(trunk(THEIRS, ping_s=30),))
    peer.answer(peer.take("OPTIONS"), 404)
    assert peer.node.engine.states(peer.network.now)[0].state == "reachable"
    peer.network.run(31_000)
    peer.take("OPTIONS")
    peer.network.run(40_000)
    peer.heard.clear()
    assert peer.node.engine.states(peer.network.now)[0].state == "unreachable"
    peer.network.run(30_000)
    peer.answer(peer.heard[-1], 200)
    assert peer.node.engine.states(peer.network.now)[0].state == "reachable"


@pytest.mark.parametrize(
    ("dial", "error"),
    [
        ({"account": "nobody"}, NotFound),
        ({"extension": "999"}, NotFound),
        ({"extension": "101"}, Conflict),
        ({}, Invalid),
        ({"account": "peer", "extension": "101"}, Invalid),
        ({"account": "peer", "to": "5\r\nX: y"}, Invalid),
        ({"account": "peer", "to": "sip:a@b?Route=x"}, Invalid),
        ({"account": "peer", "from_user": "a>b"}, Invalid),
        ({"account": "peer", "sdp": b""}, Invalid),
        ({"account": "peer", "headers": (("Via", "x"),)}, Invalid),
        ({"account": "peer", "headers": (("X-A", "b\r\nVia: x"),)}, Invalid),
        ({"account": "peer", "headers": (("X A", "b"),)}, Invalid),
    ],
)
def test_what_cannot_be_called_is_refused(dial: dict[str, object], error: type[Exception]) -> None:
    """Before anything is sent: no such account, nobody registered, or what no message can carry."""
    network = Network(1)
    node = network.add(
        "192.0.2.1",
        trunks=(trunk("192.0.2.2"),),
        extensions=(Extension(number="101", login=Login(user="101", password="x")),),
    )
    with pytest.raises(error):
        node.engine.call(Dial(**{"to": "100", "sdp": OFFER, **dial}), network.now)  # type: ignore[arg-type]
    assert network.sent == []
    assert len(node.engine.transactions) == 0


def test_a_display_name_cannot_break_out() -> None:
    """Control characters are left out, quotes escaped."""
    peer = Scripted()
    peer.node.call(account="peer", from_display='a"\r\nVia: x <sip:evil@x>;tag=1')
    invite = peer.take("INVITE")
    assert invite.first("from").startswith('"a\\"Via: x <sip:evil@x>;tag=1" <sip:us@192.0.2.2>;tag=')
    assert len(invite.fields["via"]) == 1
