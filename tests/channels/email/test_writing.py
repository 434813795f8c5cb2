import email
import email.policy
from email.message import EmailMessage, Message
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoolin.channels.email.files import name_of
from hoolin.channels.email.parts import Tree
from hoolin.channels.email.reading import understood
from hoolin.channels.email.token import message_id, reply_address, token
from hoolin.channels.email.us import Us
from hoolin.channels.email.words import clean
from hoolin.channels.email.writing import Written, subject, write_mail
from hoolin.channels.written import Address, Outgoing, Passed, Raw
from hoolin.core.errors import Invalid
from hoolin.core.interaction.commands import Letter
from tests.channels.email.mail import AT, DELIVERY, US

MARI = Address(kind="email", value="mari@customer.example", name="Mari Maasikas")


def out(**changes: Any) -> Outgoing:
    """A message of ours."""
    said: dict[str, Any] = {
        "delivery": DELIVERY, "attempt": 1, "account": "support", "to": MARI, "text": "Tere, Mari!\n\nKõik on korras.",
        "letter": Letter(subject="Küsimus"), "person": "Jüri", "answers": ("<q2@customer.example>", "<q1@customer.example>"),
    }  # fmt: skip
    return Outgoing(**(said | changes))


def read(written: Written) -> EmailMessage:
    """The mail as the standard library's strict new parser reads it; no defect may be in it."""
    message = email.message_from_bytes(written.body, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    for part in message.walk():
        assert not part.defects
        for name, value in part.items():
            assert not getattr(value, "defects", ()), (name, value)
    return message


def parts_of(message: Message) -> list[Message]:
    """The parts of a multipart."""
    parts = message.get_payload()
    assert isinstance(parts, list)
    return [part for part in parts if isinstance(part, Message)]


def test_a_mail_of_ours() -> None:
    """Its ids carry the proof, its fields say who wrote to whom in answer to what, and its text arrives as it was written."""
    written = write_mail(out(), US, (), AT)
    message = read(written)
    assert written.message_id == message["Message-ID"] == message_id(DELIVERY, US)
    assert written.envelope_from == reply_address(DELIVERY, US)
    assert written.envid == token(DELIVERY, US)
    assert written.to == ("mari@customer.example",)
    assert message["From"] == "Jüri | Firm <support@firm.example>"
    assert message["To"] == "Mari Maasikas <mari@customer.example>"
    assert message["Reply-To"].addresses[0].addr_spec == reply_address(DELIVERY, US)
    assert message["Subject"] == "Re: Küsimus"
    assert message["In-Reply-To"] == "<q2@customer.example>"
    assert message["References"] == "<q1@customer.example> <q2@customer.example>"
    assert "Auto-Submitted" not in message
    assert message["Date"].datetime.timestamp() == AT // 1000
    assert message.get_content().replace("\r\n", "\n") == "Tere, Mari!\n\nKõik on korras.\n"


def test_what_the_system_wrote_says_so() -> None:
    """Then no answering machine answers it."""
    message = read(write_mail(out(person=""), US, (), AT))
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "All"


def test_our_own_mail_is_known_when_it_comes_back() -> None:
    """By its mark alone too, when a system on the way gave it another Message-ID."""
    written = write_mail(out(), US, (), AT)
    for body in (written.body, written.body.replace(b"Message-ID:", b"X-Old:").replace(b"support@", b"other@")):
        assert understood(Raw(account="support", key="k", body=body, at=AT), US) == (Passed(why="loop"),)


def test_an_answer_to_it_proves_it() -> None:
    """A program that quotes nothing but our Message-ID, or only writes to our address, is enough."""
    written = write_mail(out(), US, (), AT)
    for fields in (f"In-Reply-To: {written.message_id}", f"To: {written.envelope_from}"):
        mail = f"From: mari@customer.example\nDate: Thu, 26 Nov 2026 10:15:00 +0200\n{fields}\n\nJah"
        (one,) = understood(Raw(account="support", key="k", body=mail.encode(), at=AT), US)
        assert getattr(one, "ours", "") == DELIVERY


def test_the_same_message_is_the_same_mail() -> None:
    """A second attempt differs in its date and in nothing else."""
    files = (("a.pdf", "application/pdf", b"x" * 1000),)
    first, second = write_mail(out(), US, files, AT), write_mail(out(attempt=2), US, files, AT + 60_000)
    assert write_mail(out(), US, files, AT) == first
    differ = [
        pair for pair in zip(first.body.split(b"\r\n"), second.body.split(b"\r\n"), strict=True) if len(set(pair)) > 1
    ]
    assert len(differ) == 1
    assert differ[0][0].startswith(b"Date:")


def test_copies_get_it_too() -> None:
    """Each once, and the customer is not their own copy."""
    letter = Letter(subject="x", cc=("b@x.example", "mari@customer.example", "b@x.example", "c@õun.example"))
    written = write_mail(out(letter=letter), US, (), AT)
    assert written.to == ("mari@customer.example", "b@x.example", "c@xn--un-bka.example")
    assert [one.addr_spec for one in read(written)["Cc"].addresses] == ["b@x.example", "c@xn--un-bka.example"]


def test_an_answer_goes_where_the_customer_said() -> None:
    """The thread's address before the sender's, without their name."""
    written = write_mail(out(thread="office@customer.example"), US, (), AT)
    assert written.to == ("office@customer.example",)
    assert read(written)["To"] == "office@customer.example"


def test_without_a_prefix_bounces_come_to_us() -> None:
    """A provider that knows no addresses with a + gets none."""
    written = write_mail(out(), Us(account="a", address="a@firm.example", secret=b"s"), (), AT)
    assert written.envelope_from == "a@firm.example"
    assert "Reply-To" not in read(written)


@pytest.mark.parametrize(
    ("said", "answers", "means"),
    [
        ("Question", True, "Re: Question"), ("Question", False, "Question"), ("Re: Question", True, "Re: Question"),
        ("RE: Vs: Отв: AW:Re[2]: Question", True, "Re: Question"), ("VS: Küsimus", False, "Re: Küsimus"), ("", True, "Re:"),
        ("", False, ""), ("Vastus: x", True, "Re: x"), ("Regarding: x", True, "Re: Regarding: x"), ("Fwd: x", True, "Re: Fwd: x"),
        ("На: x", True, "Re: x"), ("a\r\nBcc: x@y.example", False, "a Bcc: x@y.example"),
    ],
)  # fmt: skip
def test_a_subject_is_answered_once(said: str, answers: bool, means: str) -> None:
    """However many answers there were, in whatever languages, one Re: is left."""
    assert subject(said, answers=answers) == means


HOSTILE = st.text(st.sampled_from("ab õЖ\r\n\0\t\x0b\x85\u2028\u202e:,;<>@\"'\\()=?_.%*/-"), max_size=60)


@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_nothing_that_is_written_becomes_a_field(person: str, said: str, name: str, file: str, answer: str) -> None:
    """Names, subjects, file names and ids of any signs make the same fields as tame ones, each once, in short ASCII lines."""
    message = out(
        person=f"J{person}", letter=Letter(subject=said), to=Address(kind="email", value="m@x.example", name=name),
        answers=(answer, f"<{answer}>", "<q@x.example>"), text=said + person,
    )  # fmt: skip
    written = write_mail(message, US, ((file, said, b"data"),), AT)
    plain = email.message_from_bytes(written.body)
    names = [name for name, _ in plain.items()]
    assert sorted(names) == sorted(
        ["Date", "From", "To", "Reply-To", "Subject", "Message-ID", "In-Reply-To", "References", "X-Hoolin-Loop", "Content-Language",
         "MIME-Version", "Content-Type"]
    )  # fmt: skip
    assert written.to == ("m@x.example",)
    assert written.body.isascii()
    assert all(len(line) <= 998 for line in written.body.split(b"\r\n"))
    assert b"\n" not in written.body.replace(b"\r\n", b"") and b"\r" not in written.body.replace(b"\r\n", b"")
    _text, attached = parts_of(plain)
    assert [name for name, _ in attached.items()] == [
        "Content-Type",
        "Content-Disposition",
        "Content-Transfer-Encoding",
    ]
    assert attached.get_payload(decode=True) == b"data"


@pytest.mark.parametrize(
    "name", ["a.pdf", "õun ja äädikas.pdf", "Договор № 7.pdf", "ж" * 80 + ".pdf", "a;b=c,d.pdf", "x'y%z.pdf"]
)
def test_a_files_name_arrives(name: str) -> None:
    """Letters of any language and signs that mean something in a field, for our own reader and the standard one."""
    written = write_mail(out(), US, ((name, "application/pdf", b"x"),), AT)
    (file,) = read(written).iter_attachments()
    assert file.get_filename() == name
    tree = Tree(written.body).grow(0, len(written.body))
    assert name_of(tree.parts[1], 1) == name


@given(st.text(max_size=400), st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=200))
def test_text_and_names_arrive(text: str, name: str) -> None:
    """What was written is read again, by our own reader and by the standard one."""
    written = write_mail(out(text=text), US, ((name, "image/png", b"\0\1"),), AT)
    tree = Tree(written.body).grow(0, len(written.body))
    said, file = tree.parts
    assert said.text(10_000).rstrip("\n") == clean(text).rstrip("\n")
    assert file.body() == b"\0\1"
    assert name_of(file, 1)
    assert read(written).get_content_type() == "multipart/mixed"


@pytest.mark.parametrize(
    "address",
    ["", "a", "a b@x.example", "a@x.example\r\nRCPT TO:<b@y.example>", "õ@x.example", "a@x..example", "<a@x.example>"],
)
def test_an_address_that_cannot_be_mailed_is_refused(address: str) -> None:
    """Before anything leaves, and without naming it."""
    with pytest.raises(Invalid) as refusal:
        write_mail(out(to=Address(kind="email", value=address)), US, (), AT)
    assert "example" not in str(refusal.value)


def test_lines_that_mail_systems_treat_in_their_own_ways() -> None:
    """A dot alone, `From `, very long lines and blanks at the end arrive unchanged."""
    text = "\n".join([".", "From here", "x" * 5_000, "end  ", "=20", "\ttab"])
    written = write_mail(out(text=text), US, (), AT)
    assert not any(line.startswith((b".", b"From ")) for line in written.body.split(b"\r\n"))
    assert all(len(line) <= 78 for line in written.body.split(b"\r\n"))
    assert read(written).get_content().replace("\r\n", "\n").rstrip("\n") == text
