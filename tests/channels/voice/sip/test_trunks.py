"""Trunks: registered and kept so, found by address, one that refuses or is away is tried with patience."""

from typing import Any

import pytest

from hoolin.channels.voice.sip.calls import AccountState
from hoolin.channels.voice.sip.digest import Doorkeeper
from hoolin.channels.voice.sip.hosts import named_port
from hoolin.channels.voice.sip.message import Message
from hoolin.channels.voice.sip.replies import reply
from hoolin.channels.voice.sip.settings import Extension, Login, Trunk
from tests.channels.voice.sip.network import ANSWER, OFFER, Network, answering, trunk
from tests.channels.voice.sip.scripted import OURS, THEIRS, Scripted

LOGIN = Login(user="acct", password="secret")


def registering(**more: Any) -> Scripted:
    """A stack that registers at a scripted trunk."""
    return Scripted(
        trunks=(trunk(THEIRS, registers=True, login=LOGIN, user="5551000", domain="carrier.example", **more),)
    )


def state(peer: Scripted) -> AccountState:
    """How it stands with the trunk."""
    return peer.node.engine.states(peer.network.now)[0]


def test_it_registers_proves_itself_and_refreshes() -> None:
    """Challenged, it proves; granted less than it asked, it comes back in time, and with the next count of the same nonce."""
    peer = registering(expires_s=600)
    register = peer.take("REGISTER")
    assert (register.uri, register.first("to")) == ("sip:carrier.example", "<sip:5551000@carrier.example>")
    assert register.first("contact") == f"<sip:5551000@{OURS}:5060>"
    keeper = Doorkeeper("carrier.example", "s")
    challenge = reply(register, 401, "theirs")
    keeper.challenge(challenge, peer.network.now)
    peer.say(challenge)
    proved = peer.take("REGISTER")
    assert keeper.judge(keeper.said(proved), LOGIN, proved, peer.network.now) == "good"
    assert proved.cseq == register.cseq + 1
    peer.answer(proved, 200, contact=f"<sip:5551000@{OURS}:5060>;expires=100")
    assert state(peer).state == "registered"
    peer.network.run(79_000)
    assert peer.none("REGISTER")
    peer.network.run(2_000)
    refresh = peer.take("REGISTER")
    assert keeper.judge(keeper.said(refresh), LOGIN, refresh, peer.network.now) == "good"
    assert "nc=00000002" in refresh.first("authorization")


def test_a_longer_time_is_asked_for_when_the_trunk_wants_it() -> None:
    """423 with Min-Expires."""
    peer = registering(expires_s=60)
    peer.answer(peer.take("REGISTER"), 423, min_expires="1800")
    assert peer.take("REGISTER").first("expires") == "1800"


def test_a_trunk_that_refuses_is_asked_rarely() -> None:
    """A wrong password is not tried again and again: pauses grow from a minute; a third challenge in a row is a refusal."""
    peer = registering()
    pauses, last = [], 0
    for _ in range(4):
        register = peer.take("REGISTER")
        pauses.append(peer.network.now - last)
        for _ in range(2):
            peer.answer(register, 401, www_authenticate=f'Digest realm="r", nonce="n{peer.network.now}", qop="auth"')
            register = peer.take("REGISTER")
        peer.answer(register, 401, www_authenticate='Digest realm="r", nonce="n", qop="auth"')
        last = peer.network.now
        assert (state(peer).state, state(peer).status) == ("refused", 401)
    assert all(45_000 << number <= pause <= 61_000 << number for number, pause in enumerate(pauses[1:]))


def test_a_trunk_that_is_away_is_found_again_soon() -> None:
    """Nobody answers: unreachable, tried again with growing pauses, registered as soon as it is back."""
    peer = registering()
    peer.network.run(33_000)
    assert state(peer).state == "unreachable"
    peer.network.run(40_000)
    peer.answer(peer.heard[-1], 200)
    assert state(peer).state == "registered"


def test_retry_after_is_kept_to() -> None:
    """A trunk that says when to come again is not asked before."""
    peer = registering()
    peer.answer(peer.take("REGISTER"), 503, retry_after="120 (maintenance)")
    peer.heard.clear()
    peer.network.run(118_000)
    assert peer.none("REGISTER")
    peer.take("REGISTER")


def test_the_next_host_is_registered_at_when_one_is_away() -> None:
    """At once."""
    peer = registering(hosts=("192.0.2.99", THEIRS))
    peer.network.run(33_000)
    peer.answer(peer.take("REGISTER"), 200)
    assert (state(peer).state, state(peer).host) == ("registered", THEIRS)


def test_it_says_goodbye_when_it_stops() -> None:
    """Expires 0."""
    peer = registering()
    peer.answer(peer.take("REGISTER"), 200)
    peer.node.do(lambda now: peer.node.engine.unregister(now))
    assert peer.take("REGISTER").first("expires") == "0"


def test_a_call_over_a_trunk_that_challenges_is_proved() -> None:
    """Each INVITE and BYE; the other end is a registrar of ours that knows us as a phone."""
    network = Network(2)
    carrier = network.add(THEIRS, domain="carrier.example", extensions=(Extension(number="5551000", login=LOGIN),))
    ours = network.add(
        OURS, trunks=(trunk(THEIRS, registers=True, login=LOGIN, user="5551000", domain="carrier.example"),)
    )
    carrier.react = answering
    network.run(2_000)
    assert ours.engine.states(network.now)[0].state == "registered"
    leg = ours.call(account="peer", to="112")
    network.run(2_000)
    assert leg.state.phase == "up"
    assert carrier.heard("called")[0][1].account == "5551000"
    back = carrier.call(extension="5551000")
    ours.react = answering
    network.run(2_000)
    assert back.state.phase == "up"
    assert ours.heard("called")[0][1].account == "peer"


@pytest.mark.parametrize(
    ("source", "known"), [("192.0.2.2", True), ("203.0.113.77", True), ("203.0.114.1", False), ("2001:db8:5::9", True)]
)
def test_a_trunk_is_known_by_where_it_calls_from(source: str, known: bool) -> None:
    """Its hosts' addresses, and the networks that were named; nobody else."""
    peer = Scripted(trunks=(trunk(THEIRS, sources=("203.0.113.0/24", "2001:db8:5::/48")),))
    peer.network.inject(peer.request("INVITE", 1, sdp=OFFER), source, OURS)
    peer.network.run(10)
    assert len(peer.node.heard("called")) == known


@pytest.mark.parametrize(
    ("transport", "door", "known"),
    [("udp", 0, True), ("udp", 1, True), ("tcp", 0, False), ("tcp", 1, True), ("tls", 0, False), ("tls", 1, False)],
)
def test_a_trunk_is_not_believed_by_a_weaker_door(transport: str, door: int, known: bool) -> None:
    """Its address alone, which anybody can write on a datagram, makes nobody the trunk that is agreed to come by TCP or TLS."""
    peer = Scripted(trunks=(trunk(THEIRS, transport=transport),))
    peer.network.inject(peer.request("INVITE", 1, sdp=OFFER), THEIRS, OURS, door=door)
    peer.network.run(10)
    assert len(peer.node.heard("called")) == known


def test_of_two_trunks_at_one_address_the_called_one_is_told() -> None:
    """By the user that was dialled."""
    peer = Scripted(trunks=(trunk(THEIRS, name="one", user="200"), trunk(THEIRS, name="two", user="100")))
    peer.say(peer.request("INVITE", 1, sdp=OFFER))
    assert peer.node.heard("called")[0][1].account == "two"


def test_other_trunks_from_now_on() -> None:
    """A changed one registers anew, an unchanged one does not, one that is gone says goodbye; a call that is up goes on."""
    peer = registering()
    peer.answer(peer.take("REGISTER"), 200)
    leg = peer.node.call(account="peer")
    peer.answer(peer.take("INVITE"), 200, sdp=ANSWER)
    kept = peer.node.engine.trunks.all["peer"].trunk
    peer.node.do(lambda now: peer.node.engine.provide((kept,), (), now))
    peer.network.run(100)
    assert peer.none("REGISTER")
    peer.node.do(
        lambda now: peer.node.engine.provide(
            (Trunk(name="other", hosts=(THEIRS,), registers=True, user="x", ping_s=0),), (), now
        )
    )
    gone, came = peer.take("REGISTER"), peer.take("REGISTER")
    assert {gone.first("expires"), came.first("expires")} == {"0", "600"}
    peer.node.do(lambda now: leg.end("", now))
    peer.take("BYE")


def test_names_are_looked_up_by_the_shell() -> None:
    """Nothing is sent to a trunk whose name has no address yet; as soon as it has, it registers."""
    peer = Scripted(trunks=(trunk("pbx.example", registers=True),))
    assert peer.node.engine.trunks.names() == {"pbx.example"}
    assert state(peer).state == "unreachable"
    peer.node.do(lambda now: peer.node.engine.trunks.resolved("pbx.example", (THEIRS,), now))
    message: Message = peer.take("REGISTER")
    assert message.uri == "sip:pbx.example"
    peer.answer(message, 200)
    assert state(peer).state == "registered"


def test_a_proxy_and_the_far_end_may_both_challenge() -> None:
    """407, then 401: the third request carries both proofs."""
    peer = Scripted(trunks=(trunk(THEIRS, login=LOGIN),))
    peer.node.call(account="peer")
    invite = peer.take("INVITE")
    peer.answer(invite, 407, proxy_authenticate='Digest realm="proxy", nonce="n1", qop="auth"')
    invite = peer.take("INVITE")
    assert "proxy-authorization" in invite.fields
    peer.answer(invite, 401, www_authenticate='Digest realm="far", nonce="n2", qop="auth"')
    invite = peer.take("INVITE")
    assert 'realm="proxy"' in invite.first("proxy-authorization")
    assert 'realm="far"' in invite.first("authorization")
    peer.answer(invite, 200, sdp=ANSWER)
    ack = peer.take("ACK")
    while ack.cseq != invite.cseq:
        ack = peer.take("ACK")
    assert ack.first("authorization") == invite.first("authorization"), "§22.1: the ACK repeats them"


def test_our_own_time_counts() -> None:
    """Of several registered contacts it is ours that says when to come back."""
    peer = registering()
    others = "<sip:5551000@203.0.113.5>;expires=5, "
    peer.answer(peer.take("REGISTER"), 200, contact=f"{others}<sip:5551000@{OURS}:5060>;expires=500")
    peer.network.run(390_000)
    assert peer.none("REGISTER")
    peer.take("REGISTER")


def test_a_broken_connection_is_registered_anew() -> None:
    """A second after it broke, not when the registration would have been refreshed."""
    peer = registering()
    peer.answer(peer.take("REGISTER"), 200)
    (host,) = peer.node.engine.trunks.all["peer"].hosts.hosts
    peer.node.do(lambda now: peer.node.engine.gone(host.peer, now))
    peer.network.run(2_000)
    peer.take("REGISTER")


@pytest.mark.parametrize("nat", [False, True])
def test_a_contact_that_leads_nowhere_may_be_passed_over(nat: bool) -> None:
    """A carrier behind NAT that names an inner address: with `nat` requests go where its messages come from."""
    peer = Scripted(trunks=(trunk(THEIRS, nat=nat),))
    leg = peer.node.call(account="peer")
    peer.answer(peer.take("INVITE"), 200, sdp=ANSWER, contact="<sip:x@10.0.0.1>")
    peer.node.do(lambda now: leg.end("", now))
    peer.network.run(1_000)
    assert peer.none("BYE") != nat


@pytest.mark.parametrize(
    "wrong",
    [
        {"hosts": ()},
        {"hosts": ("a b",)},
        {"hosts": ("x\r\ny",)},
        {"hosts": ("192.0.2.1:99999999",)},
        {"transport": "ws"},
        {"user": "a@b"},
        {"domain": "a>b"},
        {"sources": ("nowhere",)},
    ],
)
def test_a_trunk_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    """When it is made, with what is wrong."""
    with pytest.raises(ValueError, match=r".+"):
        trunk("192.0.2.1", **wrong)


@pytest.mark.parametrize(
    "host", ["192.0.2.1", "192.0.2.1:5070", "pbx.example", "pbx.example:5070", "[2001:db8::1]:5070", "2001:db8::1"]
)
def test_hosts_of_all_kinds(host: str) -> None:
    """Names and addresses, with a port or without."""
    (_, port) = named_port(host, "udp")
    assert trunk(host).hosts == (host,)
    assert port == (5070 if "5070" in host else 5060)


def test_nobody_has_us_send_to_a_third() -> None:
    """A Via with maddr is answered to where it came from."""
    peer = Scripted(trunks=())
    ask = peer.request("OPTIONS", 1)
    ask.fields["via"] = ["SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bKx;maddr=198.51.100.9"]
    peer.say(ask)
    peer.take(200)
