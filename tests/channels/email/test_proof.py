import pytest

from hoolin.channels.email.us import Us
from tests.channels.email.mail import HEAD, US, heard

PASS = "mx.firm.example; dkim=pass header.d=customer.example"


@pytest.mark.parametrize(
    ("said", "proven"),
    [
        (PASS, True),
        ("MX.firm.example 1; dkim=pass (good; signature) header.i=@customer.example header.s=x", True),
        ("mx.firm.example; spf=fail smtp.mailfrom=x@y.example; dkim=pass header.d=CUSTOMER.example", True),
        ("mx.firm.example; dmarc=pass (p=reject) header.from=customer.example", True),
        ("mx.firm.example; spf=pass smtp.mailfrom=mari@customer.example", True),
        ("mx.firm.example; spf=pass smtp.mailfrom=other@customer.example", False),
        ("mx.firm.example; spf=pass smtp.mailfrom=mari@bulk.example", False),
        ("mx.firm.example; dkim=pass header.d=bulk.example", False),
        ("mx.firm.example; dkim=pass header.d=mail.customer.example", False),
        ("mx.firm.example; dkim=pass header.d=example", False),
        ("mx.firm.example; dkim=pass header.d=ustomer.example", False),
        ("mx.firm.example; dkim=fail header.d=customer.example", False),
        ("mx.firm.example; dkim=none", False),
        ("mx.firm.example; none", False),
        ("mx.elsewhere.example; dkim=pass header.d=customer.example", False),
        ("mx.firm.example.evil.example; dkim=pass header.d=customer.example", False),
        ("(mx.firm.example;) evil; dkim=pass header.d=customer.example", False),
        ('mx.firm.example; dkim=fail reason="; dkim=pass header.d=customer.example" header.d=x.example', False),
        ("; ; ;;; dkim=pass", False),
        ("((((((", False),
        ("", False),
    ],
)  # fmt: skip
def test_who_is_proven(said: str, proven: bool) -> None:
    """Only by our own server's word, and only for the very domain that the mail is from."""
    assert heard(f"Authentication-Results: {said}\n{HEAD}\nHello").sender.proven is proven


def test_only_the_topmost_word_of_our_server_counts() -> None:
    """What the sender wrote below it proves nothing."""
    below = f"Authentication-Results: mx.firm.example; dkim=fail header.d=customer.example\nAuthentication-Results: {PASS}\n"
    assert not heard(f"{below}{HEAD}\nHello").sender.proven
    other = f"Authentication-Results: other.example; dkim=fail\nAuthentication-Results: {PASS}\n"
    assert heard(f"{other}{HEAD}\nHello").sender.proven


def test_without_a_server_of_ours_nobody_is_proven() -> None:
    """An account that names none believes none."""
    from hoolin.channels.email.reading import understood
    from hoolin.channels.written import Heard
    from tests.channels.email.mail import raw

    us = Us(account="support", address=US.address, secret=US.secret)
    (one,) = understood(raw(f"Authentication-Results: {PASS}\n{HEAD}\nHello"), us)
    assert isinstance(one, Heard)
    assert not one.sender.proven


def test_another_name_for_the_sender_is_not_proven() -> None:
    """The proof is for From; whoever stands in Sender or Reply-To is not vouched for."""
    form = "Authentication-Results: mx.firm.example; dkim=pass header.d=firm.example\nFrom: noreply@firm.example\n"
    one = heard(f"{form}Reply-To: mari@customer.example\n\nHello")
    assert (one.sender.value, one.sender.proven) == ("mari@customer.example", False)
