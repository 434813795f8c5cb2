"""What is made to be slow is read within a second of a processor, and what is no mail at all is read too."""

import base64
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoolin.channels.email.limits import SMALL_BYTES_MAX
from hoolin.channels.email.plain import read_plainly
from hoolin.channels.email.reading import understood
from hoolin.channels.email.worker import is_small
from hoolin.channels.written import KEY_CHARACTERS_MAX, Heard, Understood
from hoolin.core.limits import MESSAGE_CHARACTERS_MAX
from tests.channels.email.mail import HEAD, US, raw

FROM = b"From: Mari <mari@customer.example>\nSubject: x\nDate: Thu, 26 Nov 2026 10:15:00 +0200\n"
HTML = FROM + b"Content-Type: text/html; charset=utf-8\n\n"
MIXED = FROM + b"Content-Type: multipart/mixed; boundary=b\n\n"
SYSTEM = b"From: mailer-daemon@mx.example\nSubject: Undeliverable\n\n"
SLOW = {
    "20,000 encoded words": b"Subject: " + b" ".join([b"=?utf-8?b?0J/RgNC40LLQtdGC?="] * 20_000) + b"\n" + FROM + b"\nx",
    "32,000 addresses": b"To: " + b", ".join(b"x%d@b.example" % at for at in range(32_000)) + b"\n" + FROM + b"\nx",
    "1,500 nested multiparts": FROM
    + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (at, at) for at in range(1_500)),
    "5,000 parentheses": b"From: " + b"(" * 5_000 + b"mari@customer.example\n\nx",
    "60,000 parentheses": b"From: " + b"(" * 60_000 + b"mari@customer.example\n\nx",
    "colons after a long name": b"From: " + b"a" * 30_000 + b"@" + b":" * 30_000 + b"\n\nx",
    "parentheses in results": FROM + b"Authentication-Results: mx.firm.example" + b"(" * 60_000 + b"\n\nx",
    "200,000 fields": b"a: b\n" * 200_000 + b"\nx",
    "folds without end": b"Subject: x\n" + b" y\n" * 300_000 + b"\nx",
    "a parameter of many": b"Content-Type: multipart/mixed; " + b'x="a;' * 12_000 + b"\n\nx",
    "pieces of a parameter": MIXED
    + b"--b\nContent-Disposition: attachment; " + b"".join(b" filename*%d*=%%41;" % at for at in range(3_000)) + b"\n\nx",
    "50,000 nested div": HTML + b"<div>" * 50_000 + b"x",
    "9,000 nested div": HTML + b"<div>" * 9_000 + b"x",
    "20,000 attributes": HTML + b"<p " + b" ".join(b"a%d" % at for at in range(20_000)) + b">x",
    "a million references": HTML + b"&" * 1_000_000,
    "references without end": HTML + b"&a" * 500_000,
    "comments without end": HTML + b"<!--" * 250_000,
    "styles without end": HTML + b"<style" * 160_000,
    "a million brackets": HTML + b"<" * 1_000_000,
    "links in one line": HTML + b'<a href="https://x.example">y</a>' * 9_000,
    "a million boundaries": FROM + b'Content-Type: multipart/mixed; boundary="-"\n\n' + b"\n---" * 1_000_000,
    "a million near boundaries": FROM + b'Content-Type: multipart/mixed; boundary="-"\n\n' + b"\n---x" * 1_000_000,
    "100,000 parts": MIXED + b"--b\nContent-Type: text/html\n\n<p>x\n" * 100_000,
    "a thousand mails in one": FROM + b"Content-Type: multipart/digest; boundary=b\n\n" + b"--b\n\nSubject: x\n\ny\n" * 1_000,
    "20 MiB of text": FROM + b"\n" + b"Tere hommikust, armas maailm!\r\n" * 680_000,
    "20 MiB in one line": FROM + b"\n" + b"a" * 20_000_000,
    "a large file": MIXED
    + b"--b\nContent-Transfer-Encoding: base64\nContent-Type: image/png\n\n" + base64.encodebytes(bytes(9_000_000)) + b"\n--b--",
    "answers between 200,000 lines": FROM + b"\n" + b"> a\nb\n" * 100_000,
    "introductions without end": FROM + b"\n" + b"On 1.1.2026 wrote wrote wrote\n" * 50_000,
    "dashes": FROM + b"\n" + (b"-" * 390 + b"\n") * 3_000,
    "rules": FROM + b"\n" + b"____________________\n" * 20_000,
    "blanks": FROM + b"\n" + (b" " * 390 + b"x\n") * 3_000,
    "stars": FROM + b"\n" + (b"* " * 190 + b"\n") * 3_000,
    "a mail system that counts up": SYSTEM + b"550 a@b.example\n" * 20_000,
    "a mail system with many colons": SYSTEM + b"a@b.example:\n" * 25_000,
    "a mail system in one line": SYSTEM + b"did not reach the following recipient\n" + b"a" * 90_000 + b"@" + b"a" * 9_000,
    "a mail system in long lines": SYSTEM + b"did not reach the following recipient\n" + (b"a@" * 450 + b"\n") * 100,
    "proofs without end": FROM + b"In-Reply-To: " + b".aaaaaaaaaaaaa" * 4_500 + b"\n\nx",
    "references to thousands": FROM + b"References: " + b"<a@b>" * 12_000 + b"\n\nx",
    "uuencoded nonsense": FROM + b"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n" + b"#abc\n" * 100_000,
    "escapes": FROM + b"Content-Type: text/plain; charset=iso-2022-jp-ext\n\n" + b"\x1b$B\x1b(B" * 300_000,
}  # fmt: skip


def well_formed(meant: tuple[Understood, ...]) -> bool:
    """Whether it is within everything that a message may be."""
    return len(meant) > 0 and all(
        not isinstance(one, Heard)
        or (
            len(one.text) <= MESSAGE_CHARACTERS_MAX
            and 0 < len(one.key) <= KEY_CHARACTERS_MAX
            and "@" in one.sender.value
        )
        for one in meant
    )


@pytest.mark.timing
@pytest.mark.parametrize("name", SLOW)
def test_what_is_made_to_be_slow_is_not(name: str) -> None:
    """Each is read within seconds of a processor's time: the bound is ten times and more what a quiet machine needs."""
    mail = raw(SLOW[name])
    began = time.process_time()
    meant = understood(mail, US)
    full = time.process_time() - began
    assert well_formed(meant)
    assert well_formed(read_plainly(mail, US))
    plain = time.process_time() - began - full
    assert (full < 5, plain < 5) == (True, True), f"{full:.2f} s, plainly {plain:.2f} s"


@pytest.mark.timing
@pytest.mark.parametrize("name", SLOW)
def test_what_is_read_without_a_process_is_quick(name: str) -> None:
    """Cut to the size up to which that is done, each takes little: again with ten times of room."""
    mail = raw(SLOW[name][:SMALL_BYTES_MAX])
    if is_small(mail):
        began = time.process_time()
        assert well_formed(understood(mail, US))
        assert time.process_time() - began < 2


PIECES = [
    "From: ", "To: ", "Subject: ", "Content-Type: ", "multipart/mixed; boundary=b", "text/html", "message/rfc822", "text/plain",
    "multipart/report; report-type=delivery-status; boundary=b", "message/delivery-status", "Content-Transfer-Encoding: base64",
    "Content-Disposition: attachment; filename*=", "utf-8''%41", "charset=utf-7", "\n", "\n\n", "--b", "--b--", "a@b.example", "<", ">",
    "(", '"', "=?utf-8?b?", "?=", "> ", "wrote:", "õ", "\0", "<p>", "<img src=", "&#", "Auto-Submitted: ", "Date: ", "Message-ID: <x@y>",
]  # fmt: skip


@settings(max_examples=300)
@given(st.one_of(
    st.binary(max_size=2_000),
    st.lists(st.sampled_from(PIECES), max_size=60).map(lambda pieces: "".join(pieces).encode()),
    st.lists(st.one_of(st.sampled_from(PIECES).map(str.encode), st.binary(max_size=8)), max_size=60).map(b"".join).map(HEAD.encode().__add__),
))  # fmt: skip
def test_any_bytes_mean_something(body: bytes) -> None:
    """No bytes stop the reading, full or cheap; the same bytes mean the same; what is read is within its limits."""
    mail = raw(body)
    meant = understood(mail, US)
    assert well_formed(meant)
    assert understood(mail, US) == meant
    assert well_formed(read_plainly(mail, US))
