"""Every fixture means what it says; transactions are taken apart to the byte, whatever is in them."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hoolin.channels.matrix
from hoolin.channels.matrix import wire
from hoolin.channels.matrix.homeserver import refusal
from hoolin.channels.matrix.manifest import TRANSACTION_BYTES_MAX, MatrixAccount
from hoolin.channels.matrix.registration import registration
from hoolin.channels.written import Heard, Passed, Reported
from hoolin.core.errors import Invalid, Malformed, NotReached, PeerError, TooLarge

FIXTURES = sorted((Path(hoolin.channels.matrix.__file__).parent / "fixtures").glob("*.json"))
SETTINGS = {
    "homeserver": "https://m.example.ee",
    "user": "@help:example.ee",
    "as_token": "a" * 16,
    "hs_token": "h" * 16,
}
OURS = "@help:matrix.test"


def meaning(event: wire.Event) -> Heard | Reported | Passed:
    """What the gateway makes of an event without asking anybody."""
    if event.sender == OURS:
        return wire.echo(event)
    if event.kind != "m.room.message":
        names = {"m.room.encrypted": "encrypted", "m.reaction": "reaction", "m.room.redaction": "redaction"}
        return Passed(why=names.get(event.kind, "event"))
    return wire.message(event, "$e1")


@pytest.mark.parametrize("file", FIXTURES, ids=lambda file: file.stem)
def test_a_fixture_means_what_it_says(file: Path) -> None:
    """The event, out of a transaction, is kept to the byte under its id and understood as the fixture says."""
    said = json.loads(file.read_text())
    body = json.dumps(said["event"], ensure_ascii=False).encode()
    (piece,) = wire.transaction(b'{"events": [ ' + body + b" ]}")
    assert (piece.key, piece.body) == ("$e1", body)
    found = meaning(piece.event)
    means = dict(said["means"])
    assert type(found).__name__.lower() == means.pop("kind")
    if isinstance(found, Heard) and "sender" in means:
        assert found.sender.value == means.pop("sender")
    for name, value in means.items():
        assert getattr(found, name) == (tuple(value) if isinstance(value, list) else value)


def test_the_fixtures_are_there() -> None:
    """There is one for each thing that an event can mean."""
    assert len(FIXTURES) >= 15


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"events": 7}', b'{"events": [1, ]}', b"\xff"])
def test_what_is_no_transaction_is_refused(body: bytes) -> None:
    """Only a JSON object whose events are a list can be taken."""
    with pytest.raises(Malformed):
        wire.transaction(body)


def test_a_huge_transaction_is_refused() -> None:
    """More than a homeserver would send at once is refused before it is read."""
    with pytest.raises(TooLarge):
        wire.transaction(b"x" * (TRANSACTION_BYTES_MAX + 1))
    with pytest.raises(TooLarge):
        wire.transaction(b'{"events":[' + b",".join([b"{}"] * 10_001) + b"]}")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-10, 10) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["type", "event_id", "content", "body", "msgtype", "m.relates_to", "sender", "url", "info", "m.read"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(st.lists(json_values, max_size=4))
def test_whatever_is_in_a_transaction_can_be_taken(events: list[object]) -> None:
    """No event stops the others: each has a key and can be asked what it means."""
    pieces = wire.transaction(json.dumps({"events": events, "ephemeral": events}).encode())
    assert len(pieces) >= len(events) and all(piece.key for piece in pieces)
    for piece in pieces:
        wire.message(piece.event, piece.key)
        wire.receipts(piece.event)
        wire.media(piece.event)


@pytest.mark.parametrize(
    ("status", "body", "kind", "code"),
    [
        (429, b'{"errcode":"M_LIMIT_EXCEEDED"}', NotReached, "M_LIMIT_EXCEEDED"),
        (401, b'{"errcode":"M_UNKNOWN_TOKEN"}', NotReached, "M_UNKNOWN_TOKEN"),
        (403, b'{"errcode":"M_FORBIDDEN"}', PeerError, "M_FORBIDDEN"),
        (500, b"oops", PeerError, "timed_out"),
        (502, b'{"errcode":"M_CONNECTION_FAILED"}', PeerError, "M_CONNECTION_FAILED"),
        (413, b"<html>", PeerError, "http_413"),
    ],
)
def test_a_refusal_is_told_apart(status: int, body: bytes, kind: type, code: str) -> None:
    """ "Later" and "who are you" have surely changed nothing; an error of the homeserver's own may have."""
    found = refusal(status, body)
    assert type(found) is kind and found.code == code


@pytest.mark.parametrize(
    "changed",
    [{"homeserver": "http://m.example.ee"}, {"homeserver": "https://m.example.ee/path"}, {"homeserver": ""},
     {"user": "help"}, {"user": "@help"}, {"others": ("sales",)}, {"as_token": "short"}, {"as_token": "h" * 16}],
)  # fmt: skip
def test_a_wrong_setting_is_refused(changed: dict[str, object]) -> None:
    """A homeserver in the clear, users that are none, and weak tokens are refused as they are read."""
    with pytest.raises(Invalid):
        MatrixAccount(**{**SETTINGS, **changed})  # type: ignore[arg-type]


def test_http_is_for_near_ones() -> None:
    """In the clear only on this machine, or where the settings say so; no token is shown."""
    near = MatrixAccount(**{**SETTINGS, "homeserver": "http://127.0.0.1:8008"})  # type: ignore[arg-type]
    assert MatrixAccount(**{**SETTINGS, "homeserver": "http://m.lan", "plain_http": True}).plain_http  # type: ignore[arg-type]
    assert "aaaa" not in repr(near) and "hhhh" not in repr(near)


def test_the_registration_says_where_we_are() -> None:
    """It has our address, our tokens and our users, and each user's pattern fits that user alone."""
    account = MatrixAccount(**SETTINGS, others=("@sales.ee:example.ee",))  # type: ignore[arg-type]
    said = json.loads(registration("main", account, "https://help.example.ee/"))
    assert said["url"] == "https://help.example.ee/hooks/matrix/main" and said["sender_localpart"] == "help"
    assert [user["regex"] for user in said["namespaces"]["users"]] == [r"@help:example\.ee", r"@sales\.ee:example\.ee"]
