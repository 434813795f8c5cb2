"""Looking whether an account can work: a log-in of its own, which shows itself to nobody and takes nothing in."""

from hoolin.channels.written import Finding
from hoolin.channels.xmpp import asking, upload
from hoolin.channels.xmpp.manifest import XmppAccount
from hoolin.channels.xmpp.stream import Stream
from hoolin.core.errors import NotReached, PeerError

WHY_NOT = {
    "refused": "The server cannot be reached. Check `host` and `port`, or the DNS entry (SRV _xmpp-client._tcp) of the domain.",
    "certificate": "The server's certificate is not valid for the domain, or TLS could not be agreed on. Renew it, or name its authority in `ca_file`.",
    "no_tls": "The server offers no encryption, so we left before saying who we are. Turn TLS on at the server.",
    "password": "The server does not accept the password. Set it anew at the server and in `password`.",
    "timed_out": "The server did not answer in time.",
    "lost": "The server ended the connection while we logged in.",
    "file": "The file of `ca_file` cannot be read.",
}


async def look(account: XmppAccount) -> tuple[Finding, ...]:
    """What is well and what is not, with what to do about it."""
    try:
        stream = Stream(account, lambda _stanza: None, resource="hoolin-check")
    except OSError:
        return (Finding(False, "log-in", WHY_NOT["file"]),)
    try:
        await stream.connect()
        return (Finding(True, "log-in", f"Logged in as {account.address}, over TLS."), *await _features(stream))
    except NotReached as problem:
        return (Finding(False, "log-in", WHY_NOT.get(problem.code, problem.code)),)
    except PeerError as problem:
        return (Finding(False, "server", f"The server did not answer a question: {problem.code}."),)
    finally:
        await stream.close()


async def _features(stream: Stream) -> tuple[Finding, ...]:
    own = asking.features(await stream.ask("get", asking.DISCO_INFO))
    server = asking.features(await stream.ask("get", asking.DISCO_INFO, stream.account.domain))
    files = await upload.service(stream)
    return (
        Finding("urn:xmpp:mam:2" in own, "archive", "The server keeps an archive (MAM): what comes while we are away is fetched."
                if "urn:xmpp:mam:2" in own else
                "The server keeps no archive of this account (MAM): what is on its way when a connection breaks may be lost. "
                "Turn it on at the server."),
        Finding("urn:xmpp:carbons:2" in server | own, "carbons", "What goes to another program of this account reaches us too."
                if "urn:xmpp:carbons:2" in server | own else
                "Without carbons, what goes to another program of this account may pass us by. Log in nowhere else with it."),
        Finding(bool(files), "files", f"Files go out through {files}." if files else
                "The server takes no files (HTTP upload): agents can receive files, and cannot send any."),
    )  # fmt: skip
