"""Looking whether an account can work: who the homeserver takes us for, and whether its calls reach us."""

from hoolin.channels.matrix.homeserver import UNSURE, Homeserver
from hoolin.channels.matrix.manifest import MatrixAccount
from hoolin.channels.matrix.wire import path, word
from hoolin.channels.written import Finding
from hoolin.core.errors import NotReached, PeerError

CALLS = {
    "M_URL_NOT_SET": "The registration names no `url`. Put our address there and restart the homeserver.",
    "M_BAD_STATUS": "The homeserver reached something at the `url` of the registration that refused it. Check the path and `hs_token`.",
    "M_CONNECTION_FAILED": "The homeserver cannot reach the `url` of the registration. Check the address, and that Hoolin runs.",
    "M_CONNECTION_TIMEOUT": "The `url` of the registration did not answer the homeserver in time.",
    "M_FORBIDDEN": "`appservice` is not the `id` in the registration.",
    "M_UNRECOGNIZED": "The homeserver is too old to call us on demand (Matrix 1.7); whether its calls arrive was not tested.",
}


async def look(account: MatrixAccount) -> tuple[Finding, ...]:
    """What is well and what is not, with what to do about it."""
    try:
        home = Homeserver(account)
    except OSError:
        return (Finding(False, "certificates", "The file of `ca_file` cannot be read."),)
    try:
        found = [await _there(home)]
        if found[0].well:
            found.append(await _known(home))
        if found[-1].well:
            found.append(await _called(home))
        return tuple(found)
    finally:
        await home.close()


async def _there(home: Homeserver) -> Finding:
    try:
        await home.ask("GET", "/_matrix/client/versions")
    except PeerError as problem:
        if "status" in problem.detail and problem.code.startswith("M_"):
            return Finding(True, "homeserver", f"{home.account.homeserver} answers.")
        said = f"{home.account.homeserver} is no homeserver, or does not answer ({problem.code}). Check `homeserver`."
        return Finding(False, "homeserver", said)
    return Finding(True, "homeserver", f"{home.account.homeserver} answers.")


async def _known(home: Homeserver) -> Finding:
    user = home.account.user
    try:
        who = word(await home.ask("GET", "/_matrix/client/v3/account/whoami"), "user_id")
    except NotReached as problem:
        if problem.code == "M_UNKNOWN_TOKEN":
            said = "The homeserver does not know `as_token`. Is our registration among its application services, and was it restarted?"
            return Finding(False, "as_token", said)
        return Finding(False, "as_token", f"The homeserver did not answer: {problem.code}.")
    except PeerError as problem:
        return Finding(False, "as_token", f"The homeserver refuses us: {problem.code}.")
    if who != user:
        said = f"By the registration we are {who}; `user` says {user}. Make `sender_localpart` and `user` agree."
        return Finding(False, "user", said)
    return Finding(True, "user", f"The homeserver knows us as {user}.")


async def _called(home: Homeserver) -> Finding:
    where = "/_matrix/client/v1" + path("appservice", home.account.appservice, "ping")
    try:
        await home.ask("POST", where, said={})
    except PeerError as problem:
        code = str(problem.detail.get("errcode", "")) if problem.code == UNSURE else problem.code
        return Finding(False, "calls", CALLS.get(code, f"The homeserver could not call us: {code or problem.code}."))
    return Finding(True, "calls", "The homeserver reaches us, and shows the right `hs_token`.")
