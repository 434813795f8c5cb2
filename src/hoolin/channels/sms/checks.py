"""Whether an account can work, looked at from here and said in plain words. Changes nothing."""

import asyncio
import socket

from hoolin.channels.sms.line import ROLES, Line, said
from hoolin.channels.sms.link import Cut, Link, NoAnswer, Refused
from hoolin.channels.sms.manifest import CONNECT_S_MAX, SmsAccount
from hoolin.channels.sms.pdu import Command, Pdu
from hoolin.channels.written import Finding

WAYS = {
    Command.BIND_TRANSCEIVER: "bind both ways",
    Command.BIND_TRANSMITTER: "bind for sending",
    Command.BIND_RECEIVER: "bind for receiving",
}


class Deaf:
    """Whoever checks takes nothing: what the SMSC hands us meanwhile is left unanswered, so it comes again to the real connection."""

    def came(self, link: Link, what: Pdu) -> None:
        """Left unanswered."""

    def came_late(self, link: Link, answer: Pdu, mark: str) -> None:
        """Of no interest."""

    def lost(self, link: Link) -> None:
        """Of no interest."""


async def findings(line: Line) -> tuple[Finding, ...]:
    """The findings of one account, in the order in which things would fail."""
    account = line.account
    if line.wholly_bound():
        answers = [await link.alive() for link in line.links]
        well = "It is bound, and the SMSC answers."
        return (
            Finding(all(answers), "connection", well if all(answers) else "It is bound, and the SMSC does not answer."),
            *told(account),
        )  # fmt: skip
    reached = await reach(account)
    if not reached.well:
        return (reached,)
    found = [reached]
    for role in ROLES[account.bind]:
        found.append(await try_bind(account, role))
        if not found[-1].well:
            return tuple(found)
    return (*found, *told(account))


async def reach(account: SmsAccount) -> Finding:
    """Name and port."""
    where = f"{account.host}:{account.port}"
    try:
        async with asyncio.timeout(CONNECT_S_MAX):
            _, writer = await asyncio.open_connection(account.host, account.port)
        writer.close()
    except socket.gaierror:
        return Finding(False, "connection", f"The name {account.host} is not known; check host.")
    except TimeoutError:
        return Finding(
            False,
            "connection",
            f"{where} does not answer: a firewall may be in between, or the provider must let us in.",
        )
    except OSError as problem:
        return Finding(False, "connection", f"{where}: {said(problem)} Check host and port.")
    return Finding(True, "connection", f"{where} is reached.")


async def try_bind(account: SmsAccount, role: Command) -> Finding:
    """One bind, let go at once."""
    link = Link(account, Deaf())
    try:
        await link.connect(role)
    except (OSError, Refused, NoAnswer, Cut) as problem:
        hint = ""
        if not isinstance(problem, Refused):
            hint = " Check whether the provider wants tls." if not account.tls else " Check tls, ca_file and the port."
        return Finding(False, WAYS[role], said(problem) + hint)
    finally:
        await link.goodbye()
    return Finding(True, WAYS[role], "The SMSC accepts us.")


def told(account: SmsAccount) -> tuple[Finding, ...]:
    """What cannot be asked and must agree with the provider."""
    agree = (
        f"Ask the provider whether these agree with theirs: data_coding 0 is {account.alphabet}, long texts by "
        f"{account.concatenation}, {account.per_second:g} a second, source {account.source}."
    )
    return (Finding(True, "agreement", agree),)
