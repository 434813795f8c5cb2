"""A message of ours as the bodies of submit_sm, one for each part. Pure."""

from zlib import crc32

from hoolin.channels.sms.alphabet import DEFAULT, UCS2, encode, pack
from hoolin.channels.sms.heard import UDH_FLAG
from hoolin.channels.sms.manifest import SmsAccount
from hoolin.channels.sms.numbers import source
from hoolin.channels.sms.parts import Plan
from hoolin.channels.sms.pdu import Message, Number, Tag, write_message

SHORT_MESSAGE_OCTETS_MAX = 254
"""Of short_message; what is longer goes into message_payload."""

RECEIPT_ALWAYS, RECEIPT_ON_FAILURE = 1, 2


def reference_of(delivery: str) -> int:
    """Two octets that follow from the delivery: the same for every attempt, and seldom those of the message before."""
    return crc32(delivery.encode()) & 0xFFFF


def bodies(plan: Plan, to: Number, delivery: str, account: SmsAccount) -> list[bytes]:
    """The body of each submit_sm, in order."""
    reference = reference_of(delivery)
    own = ((Tag.USER_MESSAGE_REFERENCE, reference.to_bytes(2, "big")),) if account.user_reference else ()
    coding = DEFAULT if plan.encoding == "gsm7" else UCS2
    texts = ("".join(plan.texts),) if account.concatenation == "payload" else plan.texts
    made, us = [], source(account)
    for number, text in enumerate(texts, start=1):
        header: bytes = b""
        placed: tuple[tuple[int, bytes], ...] = ()
        if len(texts) > 1:
            header, placed = concatenated(account, reference, len(texts), number)
        units = encode(text, account.alphabet) if coding == DEFAULT else text.encode("utf-16-be")
        if account.packed and coding == DEFAULT:
            units = pack(units, len(header))
        payload: tuple[tuple[int, bytes], ...] = ()
        if account.concatenation == "payload" and (len(plan.texts) > 1 or len(units) > SHORT_MESSAGE_OCTETS_MAX):
            payload, units = ((Tag.MESSAGE_PAYLOAD, units),), b""
        made.append(
            write_message(
                Message(
                    source=us, destination=to, text=header + units, esm_class=UDH_FLAG if header else 0,
                    data_coding=coding, registered_delivery=receipt(account, last=number == len(texts)),
                    service_type=account.service_type, validity=validity(account.validity_hours),
                    tlvs=(*own, *placed, *payload),
                )
            )
        )  # fmt: skip
    return made


def concatenated(
    account: SmsAccount, reference: int, total: int, number: int
) -> tuple[bytes, tuple[tuple[int, bytes], ...]]:
    """The header, or the optional parameters, that say where a part stands."""
    if account.concatenation == "udh8":
        return bytes((5, 0, 3, reference & 0xFF, total, number)), ()
    if account.concatenation == "udh16":
        return bytes((6, 8, 4, reference >> 8, reference & 0xFF, total, number)), ()
    return b"", (
        (Tag.SAR_MSG_REF_NUM, reference.to_bytes(2, "big")),
        (Tag.SAR_TOTAL_SEGMENTS, bytes((total,))),
        (Tag.SAR_SEGMENT_SEQNUM, bytes((number,))),
    )


def receipt(account: SmsAccount, *, last: bool) -> int:
    """What we ask to be told: of the last part how it ended, of the others only that they failed."""
    if not account.receipts:
        return 0
    return RECEIPT_ALWAYS if last else RECEIPT_ON_FAILURE


def validity(hours: int) -> str:
    """A relative time as SMPP writes it (years, months, days, hours …); empty for the SMSC's own."""
    return f"0000{hours // 24:02d}{hours % 24:02d}0000000R" if hours else ""
