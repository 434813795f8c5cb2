import base64
import io
import zipfile

import pytest

from hoolin.channels.email.reading import understood
from hoolin.channels.email.token import message_id, reply_address
from hoolin.channels.email.us import Us
from hoolin.channels.written import Heard
from hoolin.core.limits import ATTACHMENT_BYTES_MAX, ATTACHMENTS_PER_MESSAGE_MAX, MESSAGE_CHARACTERS_MAX
from tests.channels.email.mail import AT, DELIVERY, HEAD, US, heard, raw

OURS = message_id(DELIVERY, US)


def mixed(*parts: str, kind: str = "mixed") -> str:
    """A mail of parts, each with its head."""
    return (
        f'{HEAD}Content-Type: multipart/{kind}; boundary="b"\n\n'
        + "".join(f"--b\n{part}\n" for part in parts)
        + "--b--\n"
    )


def attached(name: str, body: bytes = b"x", media_type: str = "application/pdf", more: str = "") -> str:
    """A part with a file."""
    coded = base64.encodebytes(body).decode()
    return f"Content-Type: {media_type}\nContent-Disposition: attachment; {name}\nContent-Transfer-Encoding: base64\n{more}\n{coded}"


def test_a_plain_mail() -> None:
    """Who, what about, when, and the text; it begins a conversation unless it answers one."""
    one = heard(f"{HEAD}\nTere!\n\nMari\n")
    assert one.letter is not None
    assert (one.sender.value, one.sender.name, one.sender.kind) == ("mari@customer.example", "Mari Maasikas", "email")
    assert (one.letter.subject, one.text, one.letter.html) == ("Question", "Tere!\n\nMari", "")
    assert (one.reference, one.sent_at, one.apart, one.files) == ("<q1@customer.example>", 1_795_680_900_000, True, ())
    assert (one.ours, one.answers, one.thread) == ("", (), "")


def test_history_is_apart() -> None:
    """What is new is the text, the rest is kept beside it."""
    one = heard(f"{HEAD}\nJah.\n\n26.11.2026 10:15 Abi kirjutas:\n> Kas?\n")
    assert one.letter is not None
    assert (one.text, one.letter.quoted) == ("Jah.", "26.11.2026 10:15 Abi kirjutas:\n> Kas?")


def test_alternatives_are_one_text() -> None:
    """The plain one is read, the HTML is shown harmless; a plain one that says nothing gives way."""
    html = "Content-Type: text/html\n\n<p>Tere <b>Mari</b><script>x</script></p>"
    one = heard(mixed("Content-Type: text/plain\n\nTere *Mari*", html, kind="alternative"))
    assert one.letter is not None
    assert (one.text, one.letter.html) == ("Tere *Mari*", "<p>Tere <b>Mari</b></p>")
    assert heard(mixed("Content-Type: text/plain\n\n  \n", html, kind="alternative")).text == "Tere Mari"
    assert heard(f"{HEAD}Content-Type: text/html; charset=utf-8\n\n<p>Tere õhtust</p>").text == "Tere õhtust"


def test_parts_of_text_follow_each_other() -> None:
    """A footer that a list added, or text after a picture, is read too."""
    one = heard(mixed("\nfirst", "Content-Type: text/html\n\n<p>second</p>", "\nthird"))
    assert one.text == "first\n\nsecond\n\nthird"
    assert one.letter is not None
    assert one.letter.html == "<pre>first</pre>\n<p>second</p>\n<pre>third</pre>"


def test_files_have_the_names_they_were_sent_with() -> None:
    """In every way of writing them; without path, line end or direction mark; without any, by their kind."""
    one = heard(
        mixed(
            "\ntext", attached("filename*=utf-8''%C3%B5un.pdf"), attached('filename="=?utf-8?Q?=C3=A4.pdf?="'),
            attached('filename="C:\\\\Users\\\\x\\\\../a\u202eb.pdf"'), "Content-Type: image/png\n\nx",
        )
    )  # fmt: skip
    assert [file.name for file in one.files] == ["õun.pdf", "ä.pdf", "ab.pdf", "file-4.png"]
    assert one.text == "text"
    (page,) = heard(
        mixed("\ntext", "Content-Type: text/html\nContent-Disposition: attachment; filename=a.html\n\n<p>x")
    ).files
    assert (page.name, page.body) == ("a.html", b"<p>x\r\n" if page.body.endswith(b"\n") else b"<p>x")


def test_a_mail_within_a_mail_is_a_file() -> None:
    """Its text is not the sender's; it is named by its subject."""
    (one,) = heard(mixed("\nsee", "Content-Type: message/rfc822\n\nSubject: Old/new\nFrom: x@y.example\n\ninner")).files
    assert (one.name, one.media_type) == ("Old-new.eml", "message/rfc822")
    assert b"inner" in one.body


def test_outlooks_own_parcel_is_a_file() -> None:
    """winmail.dat is kept as it is."""
    (one,) = heard(mixed("\nx", attached('filename="winmail.dat"', b"\x78\x9f\x3e\x22", "application/ms-tnef"))).files
    assert (one.name, one.body) == ("winmail.dat", b"\x78\x9f\x3e\x22")


def test_images_in_the_text_find_their_files() -> None:
    """HTML names them by their place among the files, and they come after what was attached."""
    html = 'Content-Type: text/html\n\n<p>a<img src="cid:one@x"><img src="cid:gone@x"></p>'
    picture = attached("filename=logo.png", b"png", "image/png", "Content-ID: <one@x>\n").replace(
        "attachment", "inline"
    )
    one = heard(mixed(html, picture, attached("filename=a.pdf")))
    assert one.letter is not None
    assert [file.name for file in one.files] == ["a.pdf", "logo.png"]
    assert one.letter.html == '<p>a<img src="cid:file-2"><img src="cid:gone@x"></p>'


def test_more_files_than_a_message_has() -> None:
    """What is too many goes into one archive, the same each time."""
    mail = mixed("\nx", *(attached(f"filename=f{at}.pdf", b"%d" % at) for at in range(ATTACHMENTS_PER_MESSAGE_MAX + 2)))
    one = heard(mail)
    assert len(one.files) == ATTACHMENTS_PER_MESSAGE_MAX
    assert one.files[-1].name == "more-files.zip"
    with zipfile.ZipFile(io.BytesIO(one.files[-1].body)) as archive:
        assert [archive.read(name) for name in archive.namelist()] == [
            b"%d" % at for at in range(ATTACHMENTS_PER_MESSAGE_MAX - 1, ATTACHMENTS_PER_MESSAGE_MAX + 2)
        ]
    assert heard(mail) == one


def test_what_is_left_out_is_said() -> None:
    """A file above the limit is named at the end of the text."""
    one = heard(
        mixed("\nx", attached("filename=small.pdf"), attached("filename=large.bin", b"\0" * (ATTACHMENT_BYTES_MAX + 1)))
    )
    assert [file.name for file in one.files] == ["small.pdf"]
    assert one.text.startswith("x\n\n[")
    assert "large.bin (" in one.text


def test_a_text_that_is_too_long_is_whole_in_a_file() -> None:
    """The message is as long as a message may be; the first file has it all, and the letter says so."""
    text = "Tere õhtust, armas maailm!\n" * 1_000
    one = heard(f"{HEAD}Content-Type: text/plain; charset=utf-8\n\n{text}")
    assert one.letter is not None
    assert one.letter.shortened
    assert MESSAGE_CHARACTERS_MAX - 1_000 < len(one.text) <= MESSAGE_CHARACTERS_MAX
    assert one.files[0].body.decode().strip() == text.strip()


@pytest.mark.parametrize("way", ["in-reply-to", "references", "to", "envelope"])
def test_an_answer_shows_our_proof(way: str) -> None:
    """By the Message-ID it answers, or by the address it came to."""
    address = reply_address(DELIVERY, US)
    mail = {
        "in-reply-to": f"In-Reply-To: {OURS}\n{HEAD}", "references": f"References: <a@b.example>\n {OURS}\n <c@d.example>\n{HEAD}",
        "to": HEAD.replace("To: support@firm.example", f"To: Firm <{address.upper()}>"), "envelope": HEAD,
    }[way]  # fmt: skip
    envelope = {"rcpt_to": f"x@firm.example {address}"} if way == "envelope" else {}
    assert heard(f"{mail}\nJah", **envelope).ours == DELIVERY


def test_what_it_answers_nearest_first() -> None:
    """In-Reply-To, then References from the end, each once, and not without end."""
    fields = "In-Reply-To: <c@x.example>\nReferences: <a@x.example> <b@x.example>\n\t<c@x.example> nonsense <>\n"
    assert heard(f"{fields}{HEAD}\nx").answers == ("<c@x.example>", "<b@x.example>", "<a@x.example>")
    many = " ".join(f"<{at}@x.example>" for at in range(500))
    assert heard(f"References: {many}\n{HEAD}\nx").answers[:2] == ("<499@x.example>", "<498@x.example>")
    assert len(heard(f"References: {many}\n{HEAD}\nx").answers) == 20


TRACE = (
    "Return-Path: <mari@customer.example>\nDelivered-To: support@firm.example\nReceived: by mx.firm.example\n\tid 12; x\n"
    "Authentication-Results: x.example; none\nX-Spam-Status: No\nDKIM-Signature: v=1\n"
)


def test_the_same_mail_has_the_same_key_on_every_way() -> None:
    """Fetched or delivered, with whatever servers wrote above it, with other line ends: one event."""
    mail = f"{HEAD}\nTere!\n\nMari\n"
    keys = {
        one.key for one in (
            heard(mail), heard(mail, mail_from="mari@customer.example", rcpt_to="x@firm.example"), heard(TRACE + mail),
            heard(mail.encode()), heard(mail + "\n"), heard(mail.replace("Subject: Question", "Subject:\n\tQuestion")),
        )
    }  # fmt: skip
    assert len(keys) == 1
    assert all(len(key) == 64 for key in keys)


def test_another_mail_has_another_key() -> None:
    """Another word, another sender, another day, another address of ours."""
    mail = f"{HEAD}\nTere!\n"
    others = [
        heard(mail), heard(mail + "x"), heard(mail.replace("Mari M", "Mart M")), heard(mail.replace("26 Nov", "25 Nov")),
        heard(mail.replace("<q1@", "<q2@")),
    ]  # fmt: skip
    (elsewhere,) = understood(raw(mail), Us(account="x", address="other@firm.example"))
    assert isinstance(elsewhere, Heard)
    assert len({one.key for one in (*others, elsewhere)}) == 6


def test_a_mail_without_id_and_date_is_told_by_its_transport() -> None:
    """The same few words may be sent twice and meant twice."""
    mail = "From: a@b.example\nSubject: x\n\nHelp"
    keys = [one.key for key in ("1", "2", "1") for one in understood(raw(mail, key=key), US) if isinstance(one, Heard)]
    assert keys[0] == keys[2] != keys[1]


@pytest.mark.parametrize(
    ("date", "at"),
    [
        ("Thu, 26 Nov 2026 10:15:00 +0200", 1_795_680_900_000), ("Thu, 26 Nov 2026 08:15:00 -0000", 1_795_680_900_000),
        ("26 Nov 26 10:15 EET", None), ("yesterday", 0), ("Thu, 26 Nov 99999 10:15:00 +0200", 0), ("Fri, 1 Jan 2100 00:00:00 +0000", 0),
        ("Mon, 1 Jan 1900 00:00:00 +0000", 0), ("", 0),
    ],
)  # fmt: skip
def test_when_it_was_sent(date: str, at: int | None) -> None:
    """The sender's word, if it can be; a clock that is years ahead says nothing."""
    found = heard(HEAD.replace("Thu, 26 Nov 2026 10:15:00 +0200", date) + "\nx").sent_at
    assert at in (None, found)
    assert found <= AT + 86_400_000


def test_a_subject_is_one_line() -> None:
    """Encoded words are read, line ends and marks that turn the direction of reading are gone."""
    subject = "=?utf-8?Q?a=0D=0ABcc:_x@y=00=E2=80=AE?= b" + "c" * 2_000
    letter = heard(HEAD.replace("Question", subject) + "\nx").letter
    assert letter is not None
    assert letter.subject.startswith("a Bcc: x@y bccc")
    assert len(letter.subject) <= 998
