import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoolin.channels.email.token import LOCAL_PART_MAX, message_id, ours_in, reply_address, token
from hoolin.channels.email.us import Us
from hoolin.core.errors import Defect
from tests.channels.email.mail import DELIVERY, US

OTHER = Us(account="support", address=US.address, domain=US.domain, reply_prefix="support", secret=b"another secret")


@given(st.from_regex(r"[a-z][0-9a-f]{32}(\.m[0-9]{1,5})?|[a-z0-9][a-z0-9._-]{0,63}", fullmatch=True))
def test_a_proof_comes_back_as_the_delivery(delivery: str) -> None:
    """What was put into a Message-ID or an address is found again, in whatever it is wrapped and in whatever case."""
    for said in (
        message_id(delivery, US),
        reply_address(delivery, US),
        f"To: x, <SUPPORT+{token(delivery, US)}@FIRM.example>",
    ):
        if said:
            assert ours_in(f"<a@b> {said} <c@d>", US) == delivery
            assert ours_in(said.upper(), US) == delivery


def test_nobody_else_can_make_a_proof() -> None:
    """Another secret, another delivery, and a changed hash prove nothing; nor does anything where there is no secret."""
    said = message_id(DELIVERY, US)
    assert ours_in(said, OTHER) == ""
    assert ours_in(said.replace(".m12.", ".m13."), US) == ""
    assert ours_in(said.replace("@", "a@"), US) == ""
    assert ours_in(said, Us(account="support", address=US.address)) == ""


@given(st.text(max_size=300))
def test_nothing_is_proven_by_chance(said: str) -> None:
    """Text that holds no proof of ours gives none."""
    assert ours_in(said, US) == ""


def test_an_address_stays_as_short_as_addresses_must() -> None:
    """With an id as the house makes them, a name of 17 letters fits before the +; with a longer one there is no such address."""
    for prefix, fits in (("support", True), ("klienditeenindus1", True), ("a-very-long-department", False)):
        us = Us(account="a", address="a@firm.example", reply_prefix=prefix, secret=b"s")
        address = reply_address(DELIVERY, us)
        assert bool(address) is fits
        assert len(address.rpartition("@")[0]) <= LOCAL_PART_MAX


def test_without_a_prefix_there_is_no_such_address() -> None:
    """A provider that knows no + gets none."""
    assert reply_address(DELIVERY, Us(account="a", address="a@firm.example", secret=b"s")) == ""


@pytest.mark.parametrize("delivery", ["", "Upper", "a b", "a@b", "x" * 65, "a\r\nBcc: x"])
def test_an_id_that_would_not_survive_is_a_defect(delivery: str) -> None:
    """Such an id is ours to mend, and never travels."""
    with pytest.raises(Defect):
        token(delivery, US)


def test_a_secret_is_not_shown() -> None:
    """Neither repr nor str of who we are gives the secret away."""
    assert "secret" not in repr(US) + str(US)
