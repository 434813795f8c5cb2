"""What Meta's interfaces have in common: how a call of theirs is proven, and what their errors mean. Pure.

A call is signed with the app's secret over its raw body. One app has one address for all its pages or numbers, so a call may hold
what belongs to several accounts of ours: it is kept for each of them, and each reads its own.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256

from hoolin.channels import lenient, signed
from hoolin.channels.calling import Reply
from hoolin.channels.parts import CODE_CHARACTERS_MAX
from hoolin.channels.written import HookReply, HookRequest, Sent
from hoolin.core.errors import NotReached

WINDOW_CLOSED = "window_closed"
"""The customer has not written for so long that the provider lets nothing through but what it has approved."""

WINDOW_CODES = frozenset({131047, 470, 2018278})
"""Re-engagement message; its older name; Messenger's subcode for the same."""

THROTTLED_CODES = frozenset({4, 17, 32, 613, 80001, 80006, 80007, 130429, 131048, 131056, 133016})
"""Not accepted, try later: limits of app, user, page, custom rate, page and business and number throughput, spam rate, rate to
one person.
"""

TOKEN_CODE = 190
"""The token is not, or no longer, valid."""

PAIR_CODE = 131056
"""Too much to one person, while others may go on."""

CHALLENGE_CHARACTERS_MAX = 200

PLAIN_KEY_CHARACTERS_MAX = 200
"""Of a key that is the ids themselves, which a person can look for; longer ones are hashed."""


def challenge(request: HookRequest, verify_token: str) -> HookReply:
    """Answer the question by which Meta sees that the address is ours. Raises NotAllowed for another token."""
    signed.demand_same(request.query.get("hub.verify_token", ""), verify_token, known=bool(verify_token))
    asked = request.query.get("hub.challenge", "")
    if request.query.get("hub.mode") != "subscribe" or not asked.isascii() or not asked.isalnum():
        return HookReply(400)
    return HookReply(200, asked[:CHALLENGE_CHARACTERS_MAX].encode())


def demand_signed(request: HookRequest, app_secret: str) -> None:
    """Raises NotAllowed unless the app's secret signed the body."""
    signed.demand_signature(request.headers.get("x-hub-signature-256", ""), app_secret, request.body, prefix="sha256=")


def batch_key(ids: Iterable[str], body: bytes) -> str:
    """A call's key: all the ids in it, in any order, as they are while they are few; of a call without any, what it says."""
    known = sorted({one for one in ids if one})
    if not known:
        return f"body:{sha256(body).hexdigest()}"
    said = " ".join(known)
    return (
        said if len(said) <= PLAIN_KEY_CHARACTERS_MAX else f"ids:{sha256(said.encode('utf-8', 'replace')).hexdigest()}"
    )


def concerned(called: str, secrets: Mapping[str, tuple[str, str]], own_ids: set[str]) -> tuple[str, ...]:
    """The accounts that a call is for: those of the same app whose own id is in it; the one that was called, if there is none.

    secrets: for each account the app's secret and the account's own id. own_ids: of pages or numbers in the call.
    """
    app = secrets[called][0]
    found = sorted(name for name, (secret, own) in secrets.items() if secret == app and own in own_ids)
    return tuple(found) or (called,)


def judge(reply: Reply) -> Sent:
    """What an answer to a message means, without its reference. Raises NotReached when it was surely not accepted for now."""
    if not reply.status:
        return Sent("unknown", reply.why)
    error = lenient.part(reply.json, "error")
    if reply.status == 200 and not error:
        return Sent("accepted") if reply.json else Sent("unknown", "unreadable_answer")
    code, subcode = lenient.whole(error, "code"), lenient.whole(error, "error_subcode")
    if reply.status == 429 or code in THROTTLED_CODES:
        raise NotReached("throttled", graph_code=code, retry_after_s=reply.retry_seconds)
    if code in WINDOW_CODES or subcode in WINDOW_CODES:
        return Sent("rejected", WINDOW_CLOSED)
    if reply.status >= 500:
        return Sent("unknown", _word(reply.status, code, subcode, error))
    return Sent("rejected", _word(reply.status, code, subcode, error))


def code_of(reply: Reply) -> int:
    """The number of an answer's error; 0 without one."""
    return lenient.whole(reply.json, "error", "code")


def status_code(error: lenient.Part) -> str:
    """The word for a failure that was reported later."""
    code = lenient.whole(error, "code")
    return WINDOW_CLOSED if code in WINDOW_CODES else _word(0, code, 0, error)


def _word(status: int, code: int, subcode: int, error: lenient.Part) -> str:
    number = f"{code}/{subcode}" if subcode else str(code or status)
    said = lenient.text(error, "title") or lenient.text(error, "message")
    return f"{number} {said}".strip()[:CODE_CHARACTERS_MAX]
