"""What RFC 4475 calls torture: valid messages however odd are understood, invalid ones are refused with a reason, and nothing breaks."""

import pytest

from hoolin.channels.voice.sip.line import sdp_of
from hoolin.channels.voice.sip.message import Message, read
from hoolin.channels.voice.sip.outlet import Peer
from hoolin.channels.voice.sip.transactions import key_of
from hoolin.channels.voice.sip.uri import read_address, read_uri
from hoolin.channels.voice.sip.vetting import vet
from hoolin.core.errors import PeerError
from tests.channels.voice.sip import torture
from tests.channels.voice.sip.network import Network

FROM_THEM = Peer(0, "192.0.2.77", 5060)


def understood(data: bytes) -> Message:
    """Read and vetted."""
    message = read(data)
    vet(message)
    return message


@pytest.mark.parametrize("name", torture.VALID)
def test_valid_ones_are_understood(name: str) -> None:
    """Each is read, and reads the same after it was written."""
    message = understood(torture.VALID[name])
    again = understood(message.write())
    assert (again.method, again.uri, again.status, again.body) == (
        message.method,
        message.uri,
        message.status,
        message.body,
    )
    assert again.fields == message.fields
    assert (again.call_id, again.cseq, again.from_tag, again.to_tag) == (
        message.call_id, message.cseq, message.from_tag, message.to_tag)  # fmt: skip


@pytest.mark.parametrize("name", torture.INVALID)
def test_invalid_ones_are_refused_with_a_reason(name: str) -> None:
    """Each is refused for what is wrong with it."""
    data, code, _ = torture.INVALID[name]
    with pytest.raises(PeerError) as refused:
        understood(data)
    assert refused.value.code == code


@pytest.mark.parametrize("name", torture.INVALID)
def test_a_stack_answers_or_drops_them(name: str) -> None:
    """A request that says whom to answer is told what is wrong; anything else is dropped; neither leaves anything behind."""
    data, code, status = torture.INVALID[name]
    network = Network(1)
    node = network.add("192.0.2.1")
    node.engine.hear(data, FROM_THEM, network.now)
    network.flush(node)
    answers = [read(sent) for sent in network.sent]
    assert [answer.status for answer in answers] == ([status] if status else [])
    assert node.engine.outlet.counts == {code: 1}
    assert len(node.engine.transactions) == 0


@pytest.mark.parametrize("name", torture.VALID)
def test_a_stack_survives_the_valid_ones(name: str) -> None:
    """From somebody it does not know: answered if it is a request, never with a call."""
    network = Network(1)
    node = network.add("192.0.2.1")
    node.engine.hear(torture.VALID[name], FROM_THEM, network.now)
    network.flush(node)
    assert node.told == []
    expected = 0 if torture.VALID[name].startswith(b"SIP/2.0") else 1
    assert len(network.sent) == expected
    for sent in network.sent:
        assert 200 <= read(sent).status < 500


def test_the_tortuous_invite_says_what_it_means() -> None:
    """Folded, spaced, escaped and abbreviated as it is."""
    message = understood(torture.VALID["wsinv"])
    assert (message.method, message.cseq, message.from_tag, message.to_tag) == ("INVITE", 9, "98asjd8", "1918181833n")
    assert message.first("max-forwards") == "0068"
    assert read_address(message.first("from")).display == 'J Rosenberg \\"'
    contact = read_address(message.items("contact")[0])
    assert (contact.display, contact.param("q"), contact.param("newparam")) == ('Quoted string ""', "0.33", "newvalue")
    assert len(message.items("via")) == 3
    assert message.sent_by == "192.0.2.2:0"
    assert sdp_of(message).startswith(b"v=0")


def test_escapes_mean_what_they_say() -> None:
    """In a user part they are undone once; elsewhere they are letters."""
    message = understood(torture.VALID["esc01"])
    assert read_uri(message.uri).user == "sips:user@example.com"
    assert read_uri(read_address(message.first("to")).uri).user == "user"
    assert read_uri(read_address(message.first("from")).uri).user == "I have spaces"
    assert read_uri(read_address(understood(torture.VALID["escnull"]).first("to")).uri).user == "null-\0-null"
    assert understood(torture.VALID["esc02"]).method == "RE%47IST%45R"
    assert read_uri(understood(torture.VALID["semiuri"]).uri).user == "user;par=u@example.net"


def test_a_second_message_in_a_datagram_is_dropped() -> None:
    """Content-Length ends it."""
    message = understood(torture.VALID["dblreq"])
    assert (message.method, message.body) == ("REGISTER", b"")


def test_a_bare_cookie_is_no_identity() -> None:
    """Two requests whose branch is the cookie alone are told apart by the rest of them."""
    one = understood(torture.VALID["badbranch"])
    two = understood(torture.VALID["badbranch"].replace(b"badbranch.sado", b"badbranch.other"))
    assert key_of(one, one.method) != key_of(two, two.method)


@pytest.mark.parametrize(
    ("extra", "status"),
    [
        ("Require: nothingSupportsThis, nothingSupportsThisEither", 420),
        ("Content-Type: application/unknownformat", 415),
        ("Content-Encoding: gzip", 415),
    ],
)
def test_what_nobody_can_is_refused(extra: str, status: int) -> None:
    """An INVITE that wants an extension, a body or an encoding that we do not know (bext01, invut) is told so, with what we know."""
    network = Network(1)
    node, _ = network.pair()
    body = "whatever" if extra.startswith("Content") else ""
    lines = [torture.TO, torture.FROM, *torture.common("extra", "8 INVITE"), "Contact: <sip:a@192.0.2.2>", extra]
    data = torture.made("INVITE sip:user@example.com SIP/2.0", *lines, body=body)
    node.engine.hear(data, Peer(0, "192.0.2.2", 5060), network.now)
    network.flush(node)
    answer = read(network.sent[0])
    assert answer.status == status
    assert {"unsupported", "accept", "accept-encoding"} & set(answer.fields)
    assert node.told == []


def test_a_response_for_somebody_else_is_dropped() -> None:
    """Its Via is not ours (bcast): it belongs to no transaction."""
    network = Network(1)
    node = network.add("192.0.2.1")
    node.engine.hear(torture.VALID["unreason"], FROM_THEM, network.now)
    assert node.engine.outlet.counts == {"stray_response": 1}
    assert node.engine.outlet.out == []
