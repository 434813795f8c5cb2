"""Delivery receipts: in optional parameters, in the text that the specification suggests, or both. Pure.

id:0123456789 sub:001 dlvrd:001 submit date:2611301200 done date:2611301201 stat:DELIVRD err:000 text:…
"""

import re
from typing import NamedTuple

from hoolin.channels.sms.manifest import IdForm
from hoolin.channels.sms.pdu import Message, Tag
from hoolin.core.delivery.facts import ReportState

KIND = 0x3C
"""The bits of `esm_class` that say what a deliver_sm is."""

RECEIPT, INTERMEDIATE = 0x04, 0x20

WORDS: dict[str, ReportState] = {
    "DELIVRD": "delivered", "DELIVERED": "delivered", "ACCEPTD": "accepted", "ACCEPTED": "accepted", "ENROUTE": "accepted",
    "SCHEDULED": "accepted", "EXPIRED": "failed", "DELETED": "failed", "UNDELIV": "failed", "REJECTD": "failed",
    "REJECTED": "failed", "UNDELIVERABLE": "failed", "SKIPPED": "failed", "FAILED": "failed",
}  # fmt: skip
"""The words of `stat:`, those that some providers write out included. UNKNOWN says nothing."""

STATES: dict[int, str] = {
    0: "SCHEDULED", 1: "ENROUTE", 2: "DELIVRD", 3: "EXPIRED", 4: "DELETED", 5: "UNDELIV", 6: "ACCEPTD", 7: "UNKNOWN",
    8: "REJECTD", 9: "SKIPPED",
}  # fmt: skip
"""The numbers of `message_state`."""

FIELD = re.compile(r"\b(id|stat|err):\s*([^\s]{1,64})", re.IGNORECASE)
LOOKED_AT_CHARACTERS_MAX = 1_000
"""Of a receipt's text: the fields stand at its beginning."""


class Receipt(NamedTuple):
    """What a receipt says. id: of the message, normalised. code: the provider's own word. state: None when it says nothing."""

    id: str
    code: str
    state: ReportState | None


def is_receipt(message: Message) -> bool:
    """Whether a deliver_sm is about a message of ours. Some SMSCs forget to say so and send the parameters alone."""
    kind = message.esm_class & KIND
    tagged = message.tlv(Tag.RECEIPTED_MESSAGE_ID) is not None and message.tlv(Tag.MESSAGE_STATE) is not None
    return bool(kind & (RECEIPT | INTERMEDIATE)) or (kind == 0 and tagged)


def read_receipt(message: Message, id_form: IdForm) -> Receipt | None:
    """What it says; None when it names no message."""
    payload = message.text or message.tlv(Tag.MESSAGE_PAYLOAD) or b""
    text = payload[:LOOKED_AT_CHARACTERS_MAX].decode("latin-1")
    said: dict[str, str] = {}
    for key, value in FIELD.findall(text):
        said.setdefault(key.lower(), value)
    state = message.number(Tag.MESSAGE_STATE, 1)
    word = STATES.get(state, "") if state is not None else ""
    word = word or said.get("stat", "").upper()
    tagged = (message.tlv(Tag.RECEIPTED_MESSAGE_ID) or b"").split(b"\0", 1)[0].decode("latin-1").strip()
    reference = answered_id(tagged, id_form) if tagged else receipted_id(said.get("id", ""), id_form)
    if not reference:
        return None
    error = said.get("err", "")
    code = f"{word} err {error}" if error.strip("0") else word
    return Receipt(reference, code[:100], WORDS.get(word))


def answered_id(value: str, id_form: IdForm) -> str:
    """An id as the SMSC answers a message with it, in the form it is compared in. The optional parameter repeats this form."""
    return based(value, 16 if id_form == "hex_then_decimal" else 10) if id_form != "same" else value.strip()


def receipted_id(value: str, id_form: IdForm) -> str:
    """An id as a receipt's text writes it, in the form it is compared in."""
    return based(value, 16 if id_form == "decimal_then_hex" else 10) if id_form != "same" else value.strip()


def based(value: str, base: int) -> str:
    """A number in decimal, whatever it was written in; what is no number stays as it is."""
    value = value.strip()
    try:
        return str(int(value, base))
    except ValueError:
        return value
