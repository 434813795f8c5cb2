"""Which routes are written down, and as what. A change is written before it is made and after it; reading, before anything is shown.

A route that may change who can do what, or how the site works, is here or among UNCHANGING: a test compares both with all routes.
"""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.responses import Response

from hoolin.core.errors import HoolinError
from hoolin.server.accounts.records import Who
from hoolin.server.audit.door import Audit


class Act(NamedTuple):
    """What is written about a route. reads: nothing is changed by it. on: steps of its path. apart: not of what somebody serves."""

    what: str
    reads: bool = False
    on: tuple[str, ...] = ()
    apart: bool = False


_ACCOUNT, _CUSTOMER, _TALK = ("account",), ("customer",), ("interaction",)


def _reads(what: str, *on: str) -> Act:
    return Act(what, True, on)


_OTHERS = Act("conversation.read", True, _TALK, apart=True)

ACTS: Mapping[str, Act] = MappingProxyType(
    {
        "add_account": Act("account.add"),
        "change_account": Act("account.change", on=_ACCOUNT),
        "set_password": Act("password.set", on=_ACCOUNT),
        "change_own_password": Act("password.change"),
        "end_own_session": Act("session.end", on=("session",)),
        "end_account_sessions": Act("session.end_of", on=_ACCOUNT),
        "end_account_session": Act("session.end_of", on=("account", "session")),
        "begin_second_factor": Act("second_factor.begin"),
        "enrol_second_factor": Act("second_factor.enrol"),
        "remove_second_factor": Act("second_factor.remove"),
        "new_recovery_codes": Act("second_factor.codes"),
        "reset_second_factor": Act("second_factor.reset", on=_ACCOUNT),
        "log_out": Act("log_out"),
        "change_setup": Act("site.set", on=("what",)),
        "put_config": Act("site.set"),
        "set_holidays": Act("site.set"),
        "put_flow": Act("flow.set", on=("name",)),
        "retire_flow": Act("flow.set", on=("name",)),
        "use_flow": Act("flow.set", on=("channel",)),
        "publish": Act("prices.publish"),
        "put_reply": Act("reply.set", on=("name",)),
        "retire_reply": Act("reply.set", on=("name",)),
        "set_surveys": Act("survey.set"),
        "set_reviews": Act("review.set"),
        "publish_register": Act("criteria.publish"),
        "publish_reasons": Act("reasons.publish"),
        "set_ease_rules": Act("ease.set"),
        "merge_customers": Act("customer.merge", on=_CUSTOMER),
        "unmerge_customers": Act("customer.merge", on=_CUSTOMER),
        "erase_customer": Act("customer.erase", on=_CUSTOMER),
        "customer": _reads("customer.read", *_CUSTOMER),
        "conversation": _OTHERS,
        "search": _reads("conversation.search"),
        "messages": _OTHERS,
        "played": _OTHERS,
        "letter": _OTHERS,
        "reviewed_conversation": _reads("conversation.read", "review"),
        "calibrated_conversation": _reads("conversation.read", "session"),
        "session_conversation": _reads("conversation.read", "interaction"),
        "recorded_sound": _reads("recording.listen", "interaction", "stretch"),
        "raw_input": _reads("input.read", "input"),
        "attachment": _reads("file.read", "blob"),
        "experience_export": _reads("figures.export"),
        "experience_report": _reads("figures.export"),
        "audit_log": _reads("audit.read"),
    }
)
"""By the route's name."""

UNCHANGING = frozenset(
    {
        "check", "check_flow", "check_register", "check_reviews", "check_surveys", "flow_sound", "preview_flow", "write_flow",
    }
)  # fmt: skip
"""Routes that only try something out, whatever their method and permission."""

KEPT = "hoolin.audited"


def also(request: Request, *said: str) -> None:
    """What else the entry at the end says it was done on: ids made meanwhile, and codes."""
    request.scope[KEPT] = (*request.scope.get(KEPT, ()), *said)


async def written(
    audit: Audit, who: Who, act: Act, request: Request, inner: Callable[[Request], Awaitable[Response]]
) -> Response:
    """The answer of a route that is written down. Raises Unaudited before anything has happened, and what the route raises."""
    on = tuple(str(request.path_params[name]) for name in act.on)
    if act.reads:
        if not (act.apart and audit.serves(on[0], who)):
            await audit.read(who, act.what, *on)
        return await inner(request)
    begun = await audit.write(who.account, act.what, *on, session=who.session, outcome="begun")
    outcome = "failed"
    try:
        response = await inner(request)
        outcome = "done"
    except HoolinError as refused:
        outcome = refused.code
        raise
    except RequestValidationError:
        outcome = "invalid"
        raise
    finally:
        said = (*on, *request.scope.get(KEPT, ()))
        await audit.write(who.account, act.what, *said, session=who.session, outcome=outcome, begun=begun)
    return response
