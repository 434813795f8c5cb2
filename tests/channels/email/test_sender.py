import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.channels.email.mail import HEAD, US, heard

PASS = "Authentication-Results: mx.firm.example; dkim=pass header.d=customer.example\n"
REST = "To: support@firm.example\nDate: Thu, 26 Nov 2026 10:15:00 +0200\n"


@pytest.mark.parametrize(
    ("fields", "answer_to"),
    [
        ("", ""),
        ("Reply-To: mari@customer.example\n", ""),
        ("Reply-To: thief@customer.example\n", ""),
        (PASS + "Reply-To: office@customer.example\n", "office@customer.example"),
        ("Reply-To: thief@elsewhere.example\n", ""),
        (PASS + "Reply-To: mari@home.example\n", "mari@home.example"),
        ("Reply-To: a@customer.example, b@customer.example\n", ""),
        ("Reply-To: support@firm.example\n", ""),
        ("Reply-To: nonsense\n", ""),
    ],
)  # fmt: skip
def test_where_an_answer_goes(fields: str, answer_to: str) -> None:
    """To Reply-To from a proven sender; from anybody else it is no way to get at our answers, not even within one domain."""
    one = heard(f"{fields}{HEAD}\nHello")
    assert (one.sender.value, one.thread) == ("mari@customer.example", answer_to)


@pytest.mark.parametrize(
    ("sender", "value", "name"),
    [
        ("From: =?utf-8?B?0JjQstCw0L0=?= <i@A.example>\n", "i@a.example", "Иван"),
        ("From: \"boss@bank.example\" <x@a.example>\n", "x@a.example", "boss@bank.example"),
        ("From: a@a.example, b@b.example\n", "a@a.example", ""),
        ("From: nonsense\nSender: Mari <m@a.example>\n", "m@a.example", "Mari"),
        ("From: nonsense\nReply-To: m@a.example\n", "m@a.example", ""),
        ("Return-Path: <m@a.example>\n", "m@a.example", ""),
    ],
)  # fmt: skip
def test_who_wrote(sender: str, value: str, name: str) -> None:
    """From first, then the other fields that name somebody."""
    one = heard(f"{sender}{REST}\nHello")
    assert (one.sender.value, one.sender.name) == (value, name)


def test_the_envelope_names_who_no_field_names() -> None:
    """Better than nobody."""
    assert heard(f"{REST}\nHello", mail_from="<m@a.example>").sender.value == "m@a.example"


def test_two_who_name_nobody_are_two() -> None:
    """Each gets an address of its own that no mail reaches; the same mail gets the same again."""
    one, other = heard(f"From: Mari\n{REST}\nHello"), heard(f"From: Mari\n{REST}\nHello again")
    assert one.sender.value != other.sender.value
    assert one.sender.value.endswith("@sender.invalid")
    assert one.sender == heard(f"From: Mari\n{REST}\nHello").sender
    assert one.sender.name == "Mari"


def test_who_else_got_it() -> None:
    """Everybody in To and Cc but the sender and ourselves, each once, as many as a letter keeps."""
    many = ", ".join(f"c{at}@x.example" for at in range(80))
    one = heard(
        HEAD.replace(
            "To: support@", f"Cc: {many}\nTo: Bert <b@x.example>, info+1@firm.example, mari@customer.example, support@"
        )
        + "\nx"
    )
    assert one.letter is not None
    assert one.letter.cc[:2] == ("b@x.example", "c0@x.example")
    assert len(one.letter.cc) == 50


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_name_makes_an_address_ours_or_empty(sender: str, answer: str) -> None:
    """Whatever stands in From and Reply-To, somebody else wrote, and their address can be kept."""
    mail = f"From: {sender}\nReply-To: {answer}\n{REST}\nHello".encode("utf-8", "replace")
    from hoolin.channels.email.addresses import valid
    from hoolin.channels.email.reading import understood
    from hoolin.channels.written import Heard
    from tests.channels.email.mail import raw

    for one in understood(raw(mail), US):
        if isinstance(one, Heard):
            assert valid(one.sender.value) == one.sender.value
            assert not US.is_ours(one.sender.value)
