"""The site's own phones: they prove themselves, are reached wherever they are, and nobody guesses a password."""

import hashlib
from typing import Any

import pytest

from hoolin.channels.voice.sip import digest
from hoolin.channels.voice.sip.calls import Ended
from hoolin.channels.voice.sip.digest import Doorkeeper, Prover, read_challenge, respond
from hoolin.channels.voice.sip.lockout import REMEMBERED_MAX, Lockout
from hoolin.channels.voice.sip.message import Message
from hoolin.channels.voice.sip.outlet import Peer
from hoolin.channels.voice.sip.settings import Extension, Limits, Login
from tests.channels.voice.sip.network import ANSWER, OFFER, Network, trunk
from tests.channels.voice.sip.scripted import OURS, THEIRS, Scripted, again

PHONE = Extension(number="101", login=Login(user="101", password="right"), contacts_max=2)
LIMITS = Limits(failures_max=3, lock_ms=10_000, lock_ms_max=60_000)


class Phone(Scripted):
    """A phone that registers by hand at a stack that knows it."""

    def __init__(self, password: str = "right", **settings: Any) -> None:
        super().__init__(**{"trunks": (), "extensions": (PHONE,), "limits": LIMITS, **settings})
        words = iter(f"cnonce{number}" for number in range(10_000))
        self.prover = Prover(Login(user="101", password=password), lambda: next(words))
        self.seq = 0

    def ask(
        self, method: str = "REGISTER", user: str = "101", prove: bool = True, sdp: bytes = b"", **fields: str
    ) -> Message:
        """A request as this phone sends it."""
        self.seq += 1
        message = self.request(method, self.seq, "", sdp, **fields)
        message.uri = "sip:site.example" if method == "REGISTER" else "sip:200@site.example"
        address = f"<sip:{user}@site.example>"
        message.fields["from"] = [f"{address};tag=phone{self.seq}"]
        message.fields["to"] = [address if method == "REGISTER" else "<sip:200@site.example>"]
        message.fields["call-id"] = [f"{method} of the phone"]
        if prove:
            self.prover.prove(message)
        return message

    def tried(self, message: Message) -> Message:
        """What it is answered."""
        self.heard.clear()
        self.say(message)
        self.network.run(20)
        (answer,) = [heard for heard in self.heard if heard.status > 100]
        return answer

    def register(self, **fields: str) -> Message:
        """Register, with a proof as soon as one is asked for."""
        answer = self.tried(self.ask("REGISTER", "101", True, b"", **fields))
        if answer.status == 401 and self.prover.challenged(answer):
            answer = self.tried(self.ask("REGISTER", "101", True, b"", **fields))
        return answer


def test_the_digests_of_the_specifications() -> None:
    """RFC 2617 §3.5 and RFC 7616 §3.9.1, MD5 and SHA-256."""
    said = {"realm": "testrealm@host.com", "nonce": "dcd98b7102dd2f0e8b11d0f600bfb0c093", "uri": "/dir/index.html", "qop": "auth",
            "nc": "00000001", "cnonce": "0a4f113b"}  # fmt: skip
    assert respond(Login(user="Mufasa", password="Circle Of Life"), said, "GET") == "6629fae49393a05397450978507c4ef1"
    said |= {"realm": "http-auth@example.org", "nonce": "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
             "cnonce": "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"}  # fmt: skip
    login = Login(user="Mufasa", password="Circle of Life")
    assert respond(login, {**said, "algorithm": "MD5"}, "GET") == "8ca523f5e9506fed4657c9700eebdbec"
    assert (
        respond(login, {**said, "algorithm": "SHA-256"}, "GET")
        == "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    )


def md5(data: bytes) -> str:
    """As RFC 2069 has it."""
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


def test_an_old_challenge_without_qop_is_answered() -> None:
    """Some trunks still know no more than RFC 2069."""
    prover = Prover(Login(user="u", password="p"), lambda: "c")
    response = Message(status=407)
    response.fields["proxy-authenticate"] = ['Digest realm="r", nonce="n"']
    assert prover.challenged(response)
    request = Message(method="INVITE", uri="sip:a@b")
    prover.prove(request)
    said = read_challenge(request.first("proxy-authorization"))
    inner = md5(b"u:r:p"), md5(b"INVITE:sip:a@b")
    assert said["response"] == md5(f"{inner[0]}:n:{inner[1]}".encode())
    assert "qop" not in said


def test_a_phone_registers_and_is_called() -> None:
    """Challenged by what is offered, registered with what remains of its time, called where its REGISTER came from, gone when time is up."""
    phone = Phone(algorithms=("SHA-256", "MD5"))
    challenge = phone.tried(phone.ask(contact="<sip:101@10.0.0.9:5099>", expires="120"))
    assert [read_challenge(line)["algorithm"] for line in challenge.fields["www-authenticate"]] == ["SHA-256", "MD5"]
    answer = phone.register(contact="<sip:101@10.0.0.9:5099>", expires="120")
    assert (answer.status, answer.first("contact")) == (200, "<sip:101@10.0.0.9:5099>;expires=120")
    leg = phone.node.call(extension="101")
    invite = phone.take("INVITE")
    assert invite.uri == "sip:101@10.0.0.9:5099"
    phone.answer(invite, 200, sdp=ANSWER, contact="<sip:101@10.0.0.9:5099>")
    assert phone.take("ACK").uri == "sip:101@10.0.0.9:5099"
    assert leg.state.phase == "up"
    phone.network.run(121_000)
    assert phone.node.engine.registrar.ways("101", phone.network.now) == []


def test_only_what_is_offered_is_taken() -> None:
    """A proof by MD5 is none where SHA-256 alone is asked for."""
    phone = Phone(algorithms=("SHA-256",))
    challenge = phone.tried(phone.ask(contact="<sip:101@10.0.0.9>"))
    challenge.fields["www-authenticate"] = [challenge.first("www-authenticate").replace("SHA-256", "MD5")]
    phone.prover.challenged(challenge)
    assert phone.tried(phone.ask(contact="<sip:101@10.0.0.9>")).status == 401
    assert phone.register(contact="<sip:101@10.0.0.9>").status == 200


def test_all_devices_of_an_extension_ring() -> None:
    """The first that answers has the call, the other is cancelled; one device more than allowed replaces the oldest."""
    phone = Phone()
    for name in ("a", "b", "c"):
        assert phone.register(contact=f"<sip:101@10.0.0.9;dev={name}>", expires="60").status == 200
    leg = phone.node.call(extension="101")
    one, two = phone.take("INVITE"), phone.take("INVITE")
    assert {one.uri, two.uri} == {"sip:101@10.0.0.9;dev=c", "sip:101@10.0.0.9;dev=b"}
    phone.answer(one, 180, "first")
    phone.answer(two, 180, "second")
    phone.answer(two, 200, "second", sdp=ANSWER)
    cancel = phone.take("CANCEL")
    assert cancel.branch == one.branch
    phone.answer(cancel, 200)
    phone.answer(one, 487, "first")
    assert leg.state.phase == "up"
    assert phone.node.heard("ended") == []


def test_a_phone_that_every_device_refuses_is_busy() -> None:
    """Only when the last has said no; the weightiest no is told."""
    phone = Phone()
    for name in ("a", "b"):
        phone.register(contact=f"<sip:101@10.0.0.9;dev={name}>", expires="60")
    leg = phone.node.call(extension="101")
    phone.answer(phone.take("INVITE"), 486)
    assert leg.state.phase == "early"
    phone.answer(phone.take("INVITE"), 408)
    ended = phone.node.ended(leg)
    assert ended is not None
    assert ended.status == 486


def test_registering_by_the_rules() -> None:
    """Too short a time 423; a query changes nothing; an older CSeq is refused; * with Expires 0 takes all away, without it is refused."""
    phone = Phone()
    assert phone.register(contact="<sip:101@10.0.0.9>", expires="5").first("min-expires") == "30"
    assert (
        phone.register(contact="<sip:101@10.0.0.9>;expires=99999").first("contact") == "<sip:101@10.0.0.9>;expires=300"
    )
    query = phone.ask()
    del query.fields["contact"]
    phone.prover.prove(query)
    assert phone.tried(query).first("contact").startswith("<sip:101@10.0.0.9>")
    phone.seq = 0
    assert phone.register(contact="<sip:101@10.0.0.9>", expires="60").status == 500
    phone.seq = 100
    assert phone.register(contact="*", expires="60").status == 400
    gone = phone.register(contact="*", expires="0")
    assert (gone.status, gone.first("contact")) == (200, "")


def test_a_phone_calls_when_it_has_proved_itself() -> None:
    """Its INVITE is challenged without a call being told, then told as the extension's."""
    phone = Phone()
    challenge = phone.tried(phone.ask("INVITE", sdp=OFFER))
    assert challenge.status == 401
    assert phone.node.told == []
    assert len(phone.node.engine.transactions) == 0, "a challenge costs no memory"
    phone.prover.challenged(challenge)
    phone.say(phone.ask("INVITE", sdp=OFFER))
    ((_, invite),) = phone.node.heard("called")
    assert (invite.account, invite.kind, invite.request_user) == ("101", "extension", "200")


def test_a_proof_is_good_once() -> None:
    """The same proof again is stale; so is one under an old nonce; a higher count is good again."""
    phone = Phone()
    assert phone.register(contact="<sip:101@10.0.0.9>", expires="60").status == 200
    ask = phone.ask(contact="<sip:101@10.0.0.9>", expires="60")
    assert phone.tried(again(ask)).status == 200
    replay = again(ask)
    replay.fields["via"] = ["SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bKreplay"]
    answer = phone.tried(replay)
    assert answer.status == 401
    assert "stale=true" in answer.first("www-authenticate")
    phone.network.run(301_000)
    answer = phone.tried(phone.ask(contact="<sip:101@10.0.0.9>", expires="60"))
    assert "stale=true" in answer.first("www-authenticate")
    assert phone.prover.challenged(answer)
    assert phone.tried(phone.ask(contact="<sip:101@10.0.0.9>", expires="60")).status == 200


@pytest.mark.parametrize("user", ["101", "999"])
def test_a_nonce_that_is_not_ours_tells_nothing(user: str) -> None:
    """A guess under a made-up nonce is answered alike for an extension that exists and one that does not, and counts as a guess."""
    phone = Phone(password="wrong")
    challenge = phone.tried(phone.ask(user=user, prove=False))
    challenge.fields["www-authenticate"] = [
        'Digest realm="site.example", nonce="f4240.made-up", algorithm=MD5, qop="auth"'
    ]
    phone.prover.challenged(challenge)
    answers = [phone.tried(phone.ask(user=user)) for _ in range(4)]
    assert [answer.status for answer in answers] == [401, 401, 401, 403]
    assert all("stale" not in answer.first("www-authenticate") for answer in answers)


def test_a_proof_under_a_nonce_of_an_earlier_process_is_stale() -> None:
    """A phone that has the password is not taken for a guesser after our restart: it tries again without asking anybody."""
    before, now = Doorkeeper("site.example", "before"), Doorkeeper("site.example", "after")
    ask, login = proved(before, 1_000)
    assert before.judge(before.said(ask), login, ask, 1_001) == "good"
    assert now.judge(now.said(ask), login, ask, 1_001) == "stale"


def test_phones_that_are_challenged_at_once_are_all_good_at_once() -> None:
    """After a restart all come back within a moment: each has a challenge of its own, and none is told that it was used."""
    keeper = Doorkeeper("site.example", "secret")
    proofs = [proved(keeper, 1_000) for _ in range(50)]
    assert {keeper.judge(keeper.said(request), login, request, 1_000) for request, login in proofs} == {digest.GOOD}


def test_a_proof_is_not_good_again_when_its_count_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """So many others have proved themselves that the nonce is not remembered any more: it is stale, and newer ones are good."""
    monkeypatch.setattr(digest, "NONCES_MAX", 2)
    keeper = Doorkeeper("site.example", "secret")
    asked = [proved(keeper, 1_000 + number) for number in range(4)]
    for ask, login in asked:
        assert keeper.judge(keeper.said(ask), login, ask, 1_010) == "good"
    assert [keeper.judge(keeper.said(ask), login, ask, 1_011) for ask, login in asked] == ["stale"] * 4


def proved(keeper: Doorkeeper, now: int) -> tuple[Message, Login]:
    """A request with a first proof, under a challenge made at this instant."""
    login, challenge = Login(user="101", password="right"), Message(status=401)
    keeper.challenge(challenge, now)
    prover = Prover(login, lambda: "cnonce")
    prover.challenged(challenge)
    ask = Message(method="REGISTER", uri="sip:site.example")
    prover.prove(ask)
    return ask, login


@pytest.mark.parametrize(("uri", "status"), [("sip:%32%30%30@site.example:5060", 100), ("sip:+1900@site.example", 401)])
def test_an_overheard_proof_calls_nobody_else(uri: str, status: int) -> None:
    """A proof for one number is none for another; the same number in other letters is the same."""
    phone = Phone()
    phone.prover.challenged(phone.tried(phone.ask("INVITE", sdp=OFFER)))
    invite = phone.ask("INVITE", sdp=OFFER)
    invite.uri = uri
    phone.heard.clear()
    phone.say(invite)
    phone.network.run(20)
    assert phone.heard[0].status == status


@pytest.mark.parametrize("user", ["101", "999"])
def test_guessing_does_not_pay(user: str) -> None:
    """After three wrong passwords the source is shut out, for twice as long each time; an extension that does not exist answers no
    differently.
    """
    phone = Phone(password="wrong")
    waits = []
    for _ in range(3):
        phone.prover.challenged(phone.tried(phone.ask(user=user, prove=False)))
        for _ in range(3):
            answer = phone.tried(phone.ask(user=user))
            if answer.status == 403:
                break
            assert answer.status == 401
            phone.prover.challenged(answer)
        else:
            answer = phone.tried(phone.ask(user=user))
        assert answer.status == 403
        waits.append(int(answer.first("retry-after")))
        phone.network.run(waits[-1] * 1_000)
    assert waits == [10, 20, 40]


def test_a_phone_that_proved_itself_is_not_shut_out_by_others() -> None:
    """Somebody else guesses at its extension until that is shut; the phone goes on from where it has proved itself."""
    lockout = Lockout(3, 10_000, 60_000)
    lockout.proved("192.0.2.2", "101", 0)
    for _ in range(5):
        lockout.failed("203.0.113.5", "101", 1_000)
    assert lockout.until("203.0.113.5", "101", 1_000)
    assert lockout.until("203.0.113.5", "102", 1_000), "the source is shut for all"
    assert lockout.until("198.51.100.1", "101", 1_000), "the extension is shut for the unknown"
    assert not lockout.until("192.0.2.2", "101", 1_000)
    for _ in range(3):
        lockout.failed("192.0.2.2", "101", 2_000)
    assert lockout.until("192.0.2.2", "101", 2_000), "not for its own failures"


def test_what_guessers_leave_behind_is_bounded() -> None:
    """However many sources there are; a customer of IPv6 is one source, whichever of his addresses he uses."""
    lockout = Lockout(3, 10_000, 60_000)
    for number in range(REMEMBERED_MAX + 500):
        lockout.failed(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}", str(number), number)
    assert len(lockout._failures) == REMEMBERED_MAX
    for number in range(3):
        lockout.failed(f"2001:db8:1:2::{number}", f"x{number}", 1_000_000)
    assert lockout.until("2001:db8:1:2:ffff::1", "y", 1_000_001)
    assert not lockout.until("2001:db8:1:3::1", "y", 1_000_001)


def test_a_broken_connection_takes_its_devices_along() -> None:
    """A browser's phone that is gone is not called any more, and what was under way to it fails at once."""
    phone = Phone()
    challenge = phone.ask(contact="<sip:101@x.invalid;transport=ws>", expires="60", prove=False)
    phone.network.inject(challenge, THEIRS, OURS, door=1)
    phone.network.run(5)
    phone.prover.challenged(phone.take(401))
    phone.network.inject(phone.ask(contact="<sip:101@x.invalid;transport=ws>", expires="60"), THEIRS, OURS, door=1)
    phone.network.run(5)
    phone.take(200)
    leg = phone.node.call(extension="101")
    invite = phone.take("INVITE")
    assert "TCP" in invite.first("via")
    (way,) = phone.node.engine.registrar.ways("101", phone.network.now)
    phone.node.do(lambda now: phone.node.engine.gone(way.peer, now))
    assert phone.node.ended(leg) == Ended(status=503, by="peer")
    assert phone.node.engine.registrar.ways("101", phone.network.now) == []


def test_a_stranger_gets_nothing() -> None:
    """OPTIONS is answered without a word of who we are; everything else of a call is refused; nothing is remembered."""
    network = Network(1)
    node = network.add(OURS)
    peer = Scripted(trunks=())
    for method, status in (
        ("OPTIONS", 200),
        ("INVITE", 401),
        ("BYE", 481),
        ("PUBLISH", 405),
        ("REGISTER", 401),
        ("REFER", 481),
    ):
        peer.say(peer.request(method, 1, sdp=OFFER if method == "INVITE" else b""))
        answer = peer.take(status)
        assert "user-agent" not in answer.fields
        assert "server" not in answer.fields
    assert len(peer.node.engine.transactions) == 0
    assert node.told == []


def test_a_phone_that_came_back_by_another_connection_is_found() -> None:
    """Its call is up, its connection broke, it registered anew: our goodbye goes where it is now."""
    phone = Phone()
    assert phone.register(contact="<sip:101@x.invalid>", expires="60").status == 200
    leg = phone.node.call(extension="101")
    phone.answer(phone.take("INVITE"), 200, sdp=ANSWER, contact="<sip:101@x.invalid>")
    phone.take("ACK")
    elsewhere = "192.0.2.44"
    phone.network.raw[elsewhere] = phone.network.raw[THEIRS]
    again_there = phone.ask(contact="<sip:101@x.invalid>", expires="60")
    phone.network.inject(again_there, elsewhere, OURS)
    phone.network.run(10)
    phone.node.engine.outlet.connected = lambda peer: peer.host != THEIRS
    phone.network.raw[THEIRS] = lambda message: None
    phone.node.do(lambda now: leg.end("", now))
    assert phone.take("BYE").to_tag == "theirs"


def test_a_flood_of_strangers_fills_nothing() -> None:
    """Ten thousand requests of every kind from anywhere: nothing is remembered of them but counts."""
    phone = Phone()
    engine = phone.node.engine
    for number in range(10_000):
        method = ("INVITE", "REGISTER", "OPTIONS", "BYE", "CANCEL", "ACK", "NOTIFY")[number % 7]
        message = phone.request(method, number + 1, "tag" if number % 2 else "", sdp=OFFER)
        message.fields["call-id"] = [f"flood {number}"]
        engine.hear(message.write(), Peer(0, f"10.{number % 200}.0.{number % 250}", 5060), phone.network.now)
        engine.outlet.out.clear()
    assert len(engine.transactions) == 0
    assert engine.line.dialogs == {}
    assert len(engine.outlet.timers) == 0
    assert len(engine.outlet.counts) < 10
    assert phone.node.told == []


def test_a_phone_may_only_so_much_at_once() -> None:
    """Transactions and calls of one address are limited; beyond it is busy."""
    phone = Phone(limits=Limits(transactions_per_source_max=5, dialogs_per_source_max=2))
    phone.prover.challenged(phone.tried(phone.ask("INVITE", sdp=OFFER)))
    statuses = []
    for number in range(6):
        invite = phone.ask("INVITE", sdp=OFFER)
        invite.fields["call-id"] = [f"call {number}"]
        phone.prover.prove(invite)
        phone.heard.clear()
        phone.say(invite)
        phone.network.run(20)
        statuses.append(max(message.status for message in phone.heard))
    assert statuses == [100, 100, 503, 503, 503, 503]
    assert len(phone.node.heard("called")) == 2


def test_a_phone_beside_a_trunk_has_to_prove_itself() -> None:
    """A PBX and phones behind one address: who says that it is one of our extensions is challenged, others come by the trunk."""
    phone = Phone(trunks=(trunk(THEIRS),))
    assert phone.tried(phone.ask("INVITE", sdp=OFFER)).status == 401
    assert phone.node.told == []
    phone.say(phone.request("INVITE", 1, sdp=OFFER))
    assert phone.node.heard("called")[0][1].account == "peer"
