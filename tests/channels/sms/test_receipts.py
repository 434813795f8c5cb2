"""Receipts are read in whatever form they come, and ids agree whatever base they are written in."""

from typing import Any

import pytest

from hoolin.channels.sms.manifest import IdForm
from hoolin.channels.sms.pdu import Message, Number, Tag
from hoolin.channels.sms.receipts import Receipt, answered_id, is_receipt, read_receipt, receipted_id
from hoolin.core.delivery.facts import ReportState


def receipt(text: str = "", esm_class: int = 4, **tlvs: Any) -> Message:
    """A deliver_sm that may be a receipt."""
    named = tuple((int(Tag[name.upper()]), value) for name, value in tlvs.items())
    number = Number(1, 1, "372")
    return Message(source=number, destination=number, text=text.encode("latin-1"), esm_class=esm_class, tlvs=named)


@pytest.mark.parametrize(
    ("word", "state"),
    [("DELIVRD", "delivered"), ("delivrd", "delivered"), ("EXPIRED", "failed"), ("DELETED", "failed"), ("UNDELIV", "failed"),
     ("ACCEPTD", "accepted"), ("ENROUTE", "accepted"), ("REJECTD", "failed"), ("UNKNOWN", None), ("HEUREKA", None)],
)  # fmt: skip
def test_the_words(word: str, state: ReportState | None) -> None:
    """Each final state ends a message well or badly; what is unknown says nothing."""
    found = read_receipt(receipt(f"id:77 sub:001 dlvrd:001 stat:{word} err:000 text:x"), "same")
    assert found == Receipt("77", word.upper(), state)


def test_parameters_alone_and_before_the_text() -> None:
    """Optional parameters suffice; where both are there, they are the ones that are believed."""
    tlvs: dict[str, Any] = {"receipted_message_id": b"a1\0", "message_state": b"\5"}
    assert read_receipt(receipt(**tlvs), "same") == Receipt("a1", "UNDELIV", "failed")
    assert read_receipt(receipt("id:9 stat:DELIVRD", **tlvs), "same") == Receipt("a1", "UNDELIV", "failed")


def test_the_text_of_the_message_is_not_believed() -> None:
    """A person's words that the receipt repeats do not change what it says."""
    found = read_receipt(receipt("id:5 stat:UNDELIV err:011 text:id:6 stat:DELIVRD"), "same")
    assert found == Receipt("5", "UNDELIV err 011", "failed")


@pytest.mark.parametrize(
    ("form", "answered", "receipted"),
    [("same", "00ab", "00ab"), ("hex_then_decimal", "4D2", "0000001234"), ("decimal_then_hex", "1234", "4d2"),
     ("hex_then_decimal", "no-number", "no-number")],
)  # fmt: skip
def test_ids_agree(form: IdForm, answered: str, receipted: str) -> None:
    """An id is the same in the answer and in the receipt, though one is hexadecimal and the other not, or it is no number at all."""
    assert answered_id(answered, form) == receipted_id(receipted, form)
    both = receipt(f"id:{receipted} stat:DELIVRD", receipted_message_id=answered.encode())
    text = receipt(f"id:{receipted} stat:DELIVRD")
    assert read_receipt(both, form) == read_receipt(text, form)


def test_what_is_no_receipt() -> None:
    """A person who writes what a receipt says is a person; an SMSC that forgets the flag and sends both parameters is not."""
    assert not is_receipt(receipt("id:5 stat:DELIVRD", esm_class=0))
    assert not is_receipt(receipt("tere", esm_class=0x40))
    assert is_receipt(receipt(esm_class=0, receipted_message_id=b"1", message_state=b"\2"))
    assert all(is_receipt(receipt(esm_class=flags)) for flags in (0x04, 0x20, 0x24, 0x44))
    assert not is_receipt(receipt(esm_class=0x08))
    assert read_receipt(receipt("stat:DELIVRD"), "same") is None
