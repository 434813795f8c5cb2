"""A signature is written in one way only: whoever writes it in another has changed the file."""

import base64
import re
import string

import pytest

from hoolin.experience.api import report

DIGITS = (string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/").encode()
BODIES: dict[report.Form, bytes] = {"json": b'{"a":1}', "html": b"<!doctype html>\n", "pdf": b"%PDF-1.7\n"}


@pytest.mark.parametrize("form", BODIES)
def test_the_last_digits_of_key_and_signature_count(form: report.Form) -> None:
    """They hold bits that mean nothing: the same bytes with other digits are found all the same."""
    signed = report.Signer(b"\1" * 32).sign(form, BODIES[form])
    assert report.check(signed).why in ("", "data_missing")
    written = list(re.finditer(rb"[A-Za-z0-9+/]{43,86}={1,2}", signed))
    assert len(written) == 2
    for one in written:
        at = one.end() - one[0].count(b"=") - 1
        other = DIGITS[DIGITS.index(signed[at]) + 1]
        forged = signed[:at] + bytes([other]) + signed[at + 1 :]
        assert base64.b64decode(forged[one.start() : one.end()]) == base64.b64decode(one[0])
        assert report.check(forged).why == "changed"
