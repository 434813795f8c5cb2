"""Our proofs: what we put into a mail of ours, so that whatever comes back can be told from what somebody made up.

A proof is the delivery's id and a keyed hash of it. It stands in the Message-ID and, where the provider lets us, in the address
that answers and bounces go to; whoever shows it has had our mail in hands. It survives a mail system that writes local parts in
small letters. A proof says nothing of who shows it.
"""

import hashlib
import hmac
import re
from base64 import b32decode, b32encode
from typing import Final

from hoolin.channels.email.limits import CANDIDATES_MAX
from hoolin.channels.email.us import Us
from hoolin.core.errors import Defect

LOCAL_PART_MAX = 64
"""Of an address, in characters; mail systems refuse longer ones."""

MAC_CHARACTERS: Final = 13
"""65 bits: nobody guesses it by mail, and with an id as the house makes them 17 letters are left for the name before the +."""

HEXADECIMAL = re.compile(r"([a-z])([0-9a-f]{32})((?:\.[a-z0-9]+)?)")
SHORT = re.compile(r"([a-z])-([a-z2-7]{26})((?:\.[a-z0-9]+)?)")
"""The same, with its 32 digits in 26 letters."""

DELIVERY = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
"""What a proof may be made of: letters that mean the same in capitals would come back as another id."""

MAC = re.compile(rf"\.([a-z2-7]{{{MAC_CHARACTERS}}})(?![a-z0-9._-])", re.IGNORECASE)
BEFORE = re.compile(r"[a-z0-9._-]{1,64}\Z", re.IGNORECASE)


def token(delivery: str, us: Us) -> str:
    """`delivery.mac`, the delivery written short. Raises a Defect for an id that would not survive the way."""
    if DELIVERY.fullmatch(delivery) is None:
        raise Defect("delivery_id")
    return f"{_short(delivery)}.{_mac(delivery, us.secret)}"


def message_id(delivery: str, us: Us) -> str:
    """The Message-ID of a delivery, with its angle brackets: the same for every attempt."""
    return f"<{token(delivery, us)}@{us.domain or us.mail_domain}>"


def reply_address(delivery: str, us: Us) -> str:
    """The address that carries the proof back; "" where the provider knows none, or it would be longer than an address may be."""
    if not us.reply_prefix:
        return ""
    local = f"{us.reply_prefix.rstrip('+')}+{token(delivery, us)}"
    return f"{local}@{us.mail_domain}" if len(local) <= LOCAL_PART_MAX else ""


def loop_mark(us: Us) -> str:
    """What says in a mail that it was written by this very site: known to us, of no meaning to anybody else."""
    return _mac("written here", us.secret)


def ours_in(text: str, us: Us) -> str:
    """The first delivery that is proven in a text (a Message-ID, an address, several of them); "" when none is."""
    if not us.secret:
        return ""
    for count, found in enumerate(MAC.finditer(text)):
        if count == CANDIDATES_MAX:
            break
        # What stands before a proof (`<`, `support+`) ends in a character that no id has.
        before = BEFORE.search(text[max(0, found.start() - 64) : found.start()])
        delivery = _long(before[0].lower()) if before else ""
        if delivery and hmac.compare_digest(_mac(delivery, us.secret), found[1].lower()):
            return delivery
    return ""


def _short(delivery: str) -> str:
    found = HEXADECIMAL.fullmatch(delivery)
    if found is None:
        return delivery
    return f"{found[1]}-{b32encode(bytes.fromhex(found[2])).decode('ascii').rstrip('=').lower()}{found[3]}"


def _long(said: str) -> str:
    found = SHORT.fullmatch(said)
    if found is None:
        return said
    return f"{found[1]}{b32decode(found[2].upper() + '======').hex()}{found[3]}"


def _mac(said: str, secret: bytes) -> str:
    mac = hmac.digest(secret, b"hoolin mail\0" + said.encode(), hashlib.sha256)
    return b32encode(mac)[:MAC_CHARACTERS].decode("ascii").lower()
