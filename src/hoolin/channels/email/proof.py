"""Whether our own mail server vouches for the sender: Authentication-Results, and only those that it wrote itself.

Anybody can write this field. RFC 8601 has a server remove foreign ones that bear its name; so the topmost with the name of ours is
its own. A sender is proven when a signature (DKIM) or the whole policy (DMARC) holds for the domain that the mail is from, or the
envelope (SPF) for the very address: another domain that holds proves nothing about this one.
"""

import re

from hoolin.channels.email.head import Head
from hoolin.channels.email.us import Us

RESULT = re.compile(r"(dkim|dmarc|spf)\s*=\s*([a-z]+)")
PROPERTY = re.compile(r"(header\.(?:d|i|from)|smtp\.mailfrom)\s*=\s*(\"[^\"]{0,320}\"|[^\s;\"]{1,320})")
RESULTS_MAX = 20
"""In one field; a mail with more signatures than that wants to keep us busy."""


def proven(address: str, head: Head, us: Us) -> bool:
    """Whether whoever wrote holds this address, as far as our own server can tell."""
    if not us.authserv:
        return False
    for value in head.all("authentication-results"):
        said = _without_comments(value[:8_192].decode("utf-8", "replace").lower())
        server, _, results = said.partition(";")
        if server.split()[:1] == [us.authserv.lower()]:
            return any(_holds(result, address.lower()) for result in results.split(";")[:RESULTS_MAX])
    return False


def _holds(result: str, address: str) -> bool:
    found = RESULT.match(result.strip())
    if found is None or found[2] != "pass":
        return False
    said: dict[str, str] = {name: value.strip('"') for name, value in PROPERTY.findall(result)}
    domain = address.rpartition("@")[2]
    match found[1]:
        case "dkim":
            signer = said.get("header.d") or said.get("header.i", "").rpartition("@")[2]
            # A domain may sign for what lies below it, and never for what it lies in.
            return "." in signer and (domain == signer or domain.endswith("." + signer))
        case "dmarc":
            return said.get("header.from", "").rpartition("@")[2] == domain
        case _:
            return said.get("smtp.mailfrom") == address


def _without_comments(text: str) -> str:
    kept: list[str] = []
    depth = 0
    for letter in text:
        depth += letter == "("
        if not depth:
            kept.append(letter)
        depth -= letter == ")" and depth > 0
    return "".join(kept)
