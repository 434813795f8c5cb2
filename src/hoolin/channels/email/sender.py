"""Who wrote, and where an answer goes.

- The sender is whom From names. Reply-To decides only for a form on a web page: there From is a machine, and Reply-To the person.
- An answer goes to Reply-To when it is one address and the sender is proven. Otherwise a forged From with another's Reply-To would
  have our answer, with what it repeats of the person's matters, sent to somebody else; the same domain is no excuse, for a
  stranger has an address at any large provider.
- A mail that names nobody gets a sender of its own, at a domain that does not exist: nobody else's mail is ever added to it.
"""

from collections.abc import Mapping
from typing import NamedTuple

from hoolin.channels.email.addresses import Mailbox, mailboxes, valid
from hoolin.channels.email.automatic import is_form
from hoolin.channels.email.head import Head
from hoolin.channels.email.proof import proven
from hoolin.channels.email.us import Us
from hoolin.channels.written import Address

NOBODY = "sender.invalid"
"""RFC 2606: no mail ever goes there."""

CC_MAX = 50
"""Of addresses that got a copy, as many as a letter keeps."""


class Sender(NamedTuple):
    """address: who wrote. answer_to: where an answer goes if not there."""

    address: Address
    answer_to: str = ""


def sender(head: Head, envelope: Mapping[str, str], key: str, us: Us) -> Sender:
    """Who wrote this. key: the mail's own, for one that names nobody."""
    answer = mailboxes(head.raw("reply-to"))
    if answer and is_form(head, us):
        return Sender(_address(answer[0]))
    named = [one for field in ("from", "sender") for one in mailboxes(head.raw(field)) if not us.is_ours(one.address)]
    if named:
        who = named[0]
        holds = who.address in {one.address for one in mailboxes(head.raw("from"))[:1]} and proven(
            who.address, head, us
        )
        return Sender(_address(who, proven=holds), _answer_to(who, answer, us, proven=holds))
    for written in (
        *(one.address for one in answer),
        envelope.get("mail_from", "").strip("<> "),
        head.plain("return-path").strip("<> "),
    ):
        if (address := valid(written)) and not us.is_ours(address):
            return Sender(Address(kind="email", value=address))
    return Sender(Address(kind="email", value=f"unknown-{key[:24]}@{NOBODY}", name=_name(head)))


def copies(head: Head, who: str, us: Us) -> tuple[str, ...]:
    """Other addresses that got this mail: whoever answers all answers these too."""
    found = [one.address for field in ("to", "cc") for one in mailboxes(head.raw(field))]
    others = (address for address in found if address != who and not us.is_ours(address))
    return tuple(dict.fromkeys(others))[:CC_MAX]


def _address(one: Mailbox, *, proven: bool = False) -> Address:
    return Address(kind="email", value=one.address, name=one.name, proven=proven)


def _answer_to(who: Mailbox, answer: list[Mailbox], us: Us, *, proven: bool) -> str:
    if len(answer) != 1 or answer[0].address == who.address or us.is_ours(answer[0].address):
        return ""
    return answer[0].address if proven else ""


def _name(head: Head) -> str:
    """What a From without an address calls itself."""
    return " ".join(head.text("from").replace("<", " ").replace(">", " ").split())[:100]
