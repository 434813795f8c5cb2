import pytest

from hoolin.channels.email.token import message_id, reply_address, token
from hoolin.channels.written import Reported
from tests.channels.email.mail import DELIVERY, HEAD, US, heard, passed, reported

OURS = message_id(DELIVERY, US)
REPORT = """From: MAILER-DAEMON@mx.example
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I could not deliver it.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
{envid}
Final-Recipient: rfc822; mari@customer.example
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 No such
 user here
{more}
--b
Content-Type: {back}

Message-ID: {original}
Subject: x

x
--b--
"""


def report(**changes: str) -> str:
    """A delivery status notification."""
    said = {
        "to": "support@firm.example", "envid": "", "action": "failed", "more": "", "back": "message/rfc822", "original": "<x@y.example>",
    }  # fmt: skip
    return REPORT.format(**(said | changes))


@pytest.mark.parametrize(
    ("action", "state"),
    [("failed", "failed"), ("Delivered", "delivered"), ("relayed (x)", "accepted"), ("expanded", "accepted")],
)
def test_a_delivery_report(action: str, state: str) -> None:
    """Its action becomes the state, its status and the other system's words the code, on one line."""
    found = reported(report(action=action, original=OURS), mail_from="<>")
    assert (found.state, found.ours, found.reference) == (state, DELIVERY, "")
    assert found.code == "5.1.1 550 5.1.1 No such user here"


def test_a_delayed_mail_is_no_end() -> None:
    """Nothing is reported until it is known."""
    assert passed(report(action="delayed", original=OURS)) == "delayed"


@pytest.mark.parametrize(
    ("changes", "envelope"),
    [
        ({"original": OURS}, {}),
        ({"original": OURS, "back": "text/rfc822-headers"}, {}),
        ({"envid": f"Original-Envelope-Id: {token(DELIVERY, US)}\n"}, {}),
        ({"to": reply_address(DELIVERY, US)}, {}),
        ({}, {"rcpt_to": f"other@firm.example {reply_address(DELIVERY, US)}"}),
    ],
)  # fmt: skip
def test_our_proof_is_found_wherever_it_comes_back(changes: dict[str, str], envelope: dict[str, str]) -> None:
    """In the mail sent back, its head alone, the envelope's id, or the address that the report came to."""
    assert reported(report(**changes), **envelope).ours == DELIVERY


def test_the_worst_of_several_recipients_is_told() -> None:
    """One delivered and one failed is a failure."""
    more = "\nFinal-Recipient: rfc822; b@customer.example\nAction: delivered\nStatus: 2.0.0\n"
    assert reported(report(original=OURS, more=more)).state == "failed"
    first = report(original=OURS, action="delivered", more=more.replace("delivered", "failed"))
    assert reported(first).state == "failed"


def test_a_report_without_our_proof() -> None:
    """It names the id that the provider gave; without any it is nothing of ours. A made-up proof is no proof."""
    assert reported(report()) == Reported(
        state="failed", reference="<x@y.example>", code="5.1.1 550 5.1.1 No such user here"
    )
    assert passed(report(original="")) == "report_on_nothing_of_ours"
    forged = OURS.replace(".m12.", ".m13.")
    assert reported(report(original=forged)).ours == ""


RECEIPT = """From: Mari <mari@customer.example>
To: support@firm.example
Subject: Read: x
Content-Type: multipart/report; report-type=disposition-notification; boundary="b"

--b

Your message was displayed.
--b
Content-Type: message/disposition-notification

Final-Recipient: rfc822; mari@customer.example
Original-Message-ID: {original}
Disposition: manual-action/MDN-sent-manually; {told}
--b--
"""


def test_a_receipt() -> None:
    """Displayed is read; deleted unread is nothing; a receipt never makes anybody heard."""
    assert reported(RECEIPT.format(original=OURS, told="displayed")) == Reported(
        state="read", ours=DELIVERY, code="displayed"
    )
    assert reported(RECEIPT.format(original=OURS, told="Displayed/error")).state == "read"
    assert passed(RECEIPT.format(original=OURS, told="deleted")) == "disposition"
    assert passed(RECEIPT.format(original="", told="displayed")) == "report_on_nothing_of_ours"


WORDED = f"""From: Mail Delivery System <Mailer-Daemon@mx.example>
To: support@firm.example
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  mari@customer.example
    SMTP error from remote mail server: 550 5.7.1 Rejected

------ This is a copy of the message, including all the headers. ------

From: support@firm.example
Message-ID: {OURS}
Subject: x

Hello
"""


def test_a_bounce_in_a_systems_own_words() -> None:
    """It is known by its words, and is ours by the mail it repeats."""
    assert reported(WORDED) == Reported(state="failed", ours=DELIVERY, code="5.7.1")
    assert reported(WORDED.replace(OURS, "<their@provider.example>")).reference == "<their@provider.example>"


@pytest.mark.parametrize(
    "subject", ["Kirja kohaletoimetamine ebaõnnestus", "Недоставленное сообщение", "Undeliverable: x"]
)
def test_a_bounce_in_words_that_nobody_knows(subject: str) -> None:
    """A mail system's subject and our proof are enough; without proof it is passed over, never answered."""
    mail = (
        f"From: postmaster@mx.example\nTo: support@firm.example\nSubject: {subject}\n\nSorry.\n\n> Message-ID: {OURS}\n"
    )
    assert reported(mail).ours == DELIVERY
    assert passed(mail.replace(OURS, "")) == "report_on_nothing_of_ours"


def test_a_customer_who_shows_us_a_bounce_is_heard() -> None:
    """Forwarded or attached: what a person sends is theirs to say, even with our proof in it."""
    assert heard(f"{HEAD}\nWhat is this?\n\n{WORDED}").sender.value == "mari@customer.example"
    attached = (
        f"{HEAD}Content-Type: multipart/mixed; boundary=o\n\n--o\n\nWhat is this?\n--o\nContent-Type: message/rfc822\n\n"
        f"{report(original=OURS)}\n--o--\n"
    )
    one = heard(attached)
    assert (one.text, len(one.files)) == ("What is this?", 1)
    assert one.files[0].name.endswith(".eml")


def test_a_postmaster_may_write_too() -> None:
    """A person at that address who writes of something else is heard."""
    assert heard("From: postmaster@customer.example\nSubject: Our invoice\n\nHello").text == "Hello"
