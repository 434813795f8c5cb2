import pytest

from hoolin.channels.email.token import loop_mark, message_id
from tests.channels.email.mail import DELIVERY, HEAD, US, heard, passed

OURS = message_id(DELIVERY, US)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ("", ""),
        ("Auto-Submitted: no\n", ""),
        ("Auto-Submitted: auto-replied\n", "auto_reply"),
        ("Auto-Submitted: auto-replied (vacation); owner=x\n", "auto_reply"),
        ("Auto-Submitted: auto-generated\n", "automatic"),
        ("Auto-Submitted: auto-notified\n", "automatic"),
        ("X-Autoreply: yes\n", "auto_reply"),
        ("X-Autorespond: x\n", "auto_reply"),
        ("Precedence: auto_reply\n", "auto_reply"),
        ("Precedence: bulk\n", "bulk"),
        ("Precedence: junk\n", "bulk"),
        ("Precedence: list\n", "list"),
        ("Precedence: first-class\n", ""),
        ("List-Id: <news.shop.example>\n", "list"),
        ("List-Unsubscribe: <mailto:x@shop.example>\n", "list"),
        ("List-Id: Support <support.firm.example>\nPrecedence: list\n", ""),
        ("List-Post: <mailto:support@firm.example>\nPrecedence: list\n", ""),
        ("List-Post: <mailto:info+all@firm.example>\n", ""),
        ("List-Post: <mailto:support@firm.example.evil.example>\n", "list"),
        ("Return-Path: <>\n", "null_sender"),
        ("Return-Path: <mari@customer.example>\n", ""),
        (f"X-Hoolin-Loop: {loop_mark(US)}\n", "loop"),
        ("X-Hoolin-Loop: another house's\n", ""),
        (f"In-Reply-To: {OURS}\nList-Unsubscribe: <mailto:x@crm.example>\n", ""),
        (f"In-Reply-To: {OURS}\nPrecedence: bulk\n", ""),
        (f"In-Reply-To: {OURS}\nAuto-Submitted: auto-replied\n", "auto_reply"),
        ("Auto-Submitted: auto-generated\nReply-To: ivan@customer.example\n", ""),
    ],
)  # fmt: skip
def test_who_is_passed_over(fields: str, why: str) -> None:
    """Answering machines, lists, bulk and our own mail; not our own list, a form that names a person, or an answer to us."""
    assert passed(f"{HEAD}{fields}\nHello") == why


@pytest.mark.parametrize("sender", ["", "<>"])
def test_the_null_sender_of_the_envelope(sender: str) -> None:
    """The envelope's word counts before any field."""
    assert passed(f"{HEAD}\nHello", mail_from=sender) == "null_sender"
    assert passed(f"{HEAD}Return-Path: <>\n\nHello", mail_from="mari@customer.example") == ""


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Order",
        "Automaatvastus: Tellimus",
        "Автоматический ответ: Заказ",
        "Out of office",
        "Puhkusel: x",
    ],
)
def test_a_subject_like_an_answering_machines_counts_only_for_an_answer(subject: str) -> None:
    """A person who writes "Out of office" first is heard; the machine that answers our mail is not."""
    head = HEAD.replace("Question", subject)
    assert passed(f"{head}\nHello") == ""
    assert passed(f"{head}In-Reply-To: {OURS}\n\nHello") == "auto_reply"
    assert passed(f"{HEAD}In-Reply-To: {OURS}\n\nHello") == ""


def test_our_own_mail_come_back() -> None:
    """By its Message-ID, or by its sender; but a form of ours with a person to answer is heard as that person."""
    assert passed(HEAD.replace("<q1@customer.example>", OURS) + "\nHello") == "loop"
    ours = HEAD.replace("mari@customer.example>\nTo", "Info+x@firm.example>\nTo")
    assert passed(f"{ours}\nHello") == "loop"
    form = heard(f"{ours}Reply-To: Ivan <ivan@customer.example>\n\nHello")
    assert (form.sender.value, form.sender.name) == ("ivan@customer.example", "Ivan")
    assert passed(f"{ours}Reply-To: support@firm.example\n\nHello") == "loop"


def test_a_machine_of_our_domain_with_a_person_to_answer() -> None:
    """The web shop's form writes as itself and names the customer in Reply-To."""
    form = HEAD.replace("mari@customer.example>\nTo", "noreply@firm.example>\nTo") + "Reply-To: ivan@customer.example\n"
    assert heard(f"{form}\nHello").sender.value == "ivan@customer.example"
    two = (
        HEAD.replace("mari@customer.example>\nTo", "noreply@firm.example>\nTo") + "Reply-To: a@b.example, c@d.example\n"
    )
    assert heard(f"{two}\nHello").sender.value == "noreply@firm.example"
