"""What is said about a call through the stack's door: frozen values, no wire words but numbers of statuses."""

import msgspec


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """Who a call is from or to. uri: without parameters of its dialog (`sip:+3725551234@carrier.example`). user: the part
    before the @, unescaped; a number when it is one. display: the name beside it, empty when there is none.
    """

    uri: str
    user: str = ""
    display: str = ""


class Invite(msgspec.Struct, frozen=True, kw_only=True):
    """A call that came in. account: the trunk's name, or the extension's number; kind: "trunk" or "extension".
    request_uri: what was dialled (`request_user` its number). sdp: the offer; empty when our answer is to make the offer,
    and then the peer's answer comes as `answered`. source: address and port it came from. headers: those that say more of
    who it is (P-Asserted-Identity, Diversion, History-Info, Privacy, X-…). replaces: the id of our leg that this call takes the place of
    (an attended transfer, RFC 3891), or empty. privacy: the caller wants not to be named.
    """

    account: str
    kind: str
    from_: Party
    to: Party
    request_uri: str
    request_user: str
    sdp: bytes
    source: tuple[str, int]
    headers: tuple[tuple[str, str], ...] = ()
    replaces: str = ""
    privacy: bool = False


class Dial(msgspec.Struct, frozen=True, kw_only=True):
    """A call to be made. to: a number, an extension or a SIP URI. Exactly one of account (a trunk's name) and extension.
    from_user, from_display: who we say we are; empty: the trunk's user. sdp: our offer. headers: added to the INVITE.
    timeout_ms: unanswered for so long, it is cancelled (`ended`, by "timeout", 408).
    """

    to: str
    sdp: bytes
    account: str = ""
    extension: str = ""
    from_user: str = ""
    from_display: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    timeout_ms: int = 60_000


class Reinvite(msgspec.Struct, frozen=True, kw_only=True):
    """The peer wants other media (hold, resume, a moved address). sdp: its new offer; empty: our answer makes the offer."""

    sdp: bytes


class Refer(msgspec.Struct, frozen=True, kw_only=True):
    """The peer wants its call moved to somebody else. to: the URI; user: its number. replaces: the id of our own leg that
    the new call is to take the place of (attended), or empty (blind). After `accept`, say with `leg.notify(status)` how it
    went; the peer may say goodbye (`ended`) at any moment: that ends its own leg alone, never the call that it moved.
    """

    to: str
    user: str
    replaces: str = ""


class Info(msgspec.Struct, frozen=True, kw_only=True):
    """A key pressed, said by INFO (dtmf-relay). It has been answered already. digit: one of 0-9 * # A-D. ms: how long."""

    digit: str
    ms: int = 250


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """How a leg ended. status: of SIP: 200 for a goodbye after an answer, 487 cancelled, 486 busy, 404, 408, 503, …
    by: "peer", "us" or "timeout". reason: what the peer said beside it, cut to 200 characters; for people and logs.
    """

    status: int
    by: str
    reason: str = ""


class AccountState(msgspec.Struct, frozen=True, kw_only=True):
    """How it stands with a trunk or an extension. state: "registered", "reachable" (by address), "trying", "refused"
    (by the peer's word: see status; of a reachable one it is what it said when it was asked whether it is there), "unreachable" or "absent" (a phone that is not registered). host: in use now. since_ms:
    of this state. expires_ms: when a registration ends unless refreshed; 0: none.
    """

    name: str
    kind: str
    state: str
    since_ms: int
    host: str = ""
    status: int = 0
    expires_ms: int = 0
