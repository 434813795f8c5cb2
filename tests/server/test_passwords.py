"""Logins, passwords and their hashes."""

from typing import Literal

import pytest
from argon2 import PasswordHasher

from hoolin.core.errors import Invalid
from hoolin.server.accounts.passwords import HASHER, Passwords, checked_login, checked_password
from tests.server.stand import CHEAP


def test_a_hash_is_argon2id_with_parameters_above_the_advised_least() -> None:
    """The house's hashes are argon2id, 46 MiB twice, and salted."""
    passwords = Passwords()
    one, two = passwords.hash("correct horse"), passwords.hash("correct horse")
    assert one.startswith("$argon2id$v=19$m=47104,t=2,p=1$")
    assert one != two
    assert passwords.verify(one, "correct horse") and not passwords.verify(one, "correct house")
    assert not passwords.outdated(one)


def test_old_parameters_are_noticed() -> None:
    """A hash made with other parameters still proves the password, and says that it is outdated."""
    old = Passwords(CHEAP).hash("correct horse")
    assert Passwords(HASHER).verify(old, "correct horse")
    assert Passwords(HASHER).outdated(old)


class Counting(PasswordHasher):
    """Counts how often something is verified."""

    verified = 0

    def verify(self, *given: str | bytes) -> Literal[True]:
        """Verify, and count it."""
        self.verified += 1
        return super().verify(*given)


def test_nobody_takes_as_long_as_somebody() -> None:
    """For a login that nobody has, a hash of the same cost is checked all the same, and never fits."""
    hasher = Counting(time_cost=1, memory_cost=8, parallelism=1)
    passwords = Passwords(hasher)
    assert not passwords.verify(None, "nobody has this password")
    assert hasher.verified == 1


def test_what_is_no_hash_proves_nothing() -> None:
    """A damaged hash in the file is a wrong password, not a failure."""
    assert not Passwords(CHEAP).verify("$argon2id$nonsense", "correct horse")
    assert not Passwords(CHEAP).verify("", "correct horse")


def test_the_same_letters_are_the_same_password() -> None:
    """An õ typed as one sign or as two is one password."""
    passwords = Passwords(CHEAP)
    assert passwords.verify(passwords.hash("põhjala võti"), "po\u0303hjala vo\u0303ti")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(" Mari ", "mari"), ("MARI.TAMM@Example.EE", "mari.tamm@example.ee"), ("ÕIE", "õie"), ("О1", "о1")],
)
def test_a_login_is_kept_without_difference_of_case(typed: str, kept: str) -> None:
    """Spaces around it and capitals do not matter."""
    assert checked_login(typed) == kept


@pytest.mark.parametrize("typed", ["", " ", "a", "a b", "a\nb", "a\x00b", "x" * 65, "a\u200bb"])
def test_what_can_be_no_login_is_refused(typed: str) -> None:
    """Too short, too long, with spaces or with invisible signs."""
    with pytest.raises(Invalid):
        checked_login(typed)


@pytest.mark.parametrize(
    ("password", "code"),
    [("ninechars", "password_length"), ("x" * 257, "password_length"), ("mari.tamm1", "password_too_plain"),
     ("MARI.TAMM1", "password_too_plain"), ("1212121212", "password_too_plain")],
)  # fmt: skip
def test_what_is_no_good_password_is_refused(password: str, code: str) -> None:
    """Too short, too long, the login itself, or hardly any different letters."""
    with pytest.raises(Invalid) as refused:
        checked_password(password, "mari.tamm1")
    assert refused.value.code == code


def test_a_long_sentence_is_a_good_password() -> None:
    """Length is what counts; no other rule stands in the way."""
    assert checked_password("minu kass magab ahjul", "mari") == "minu kass magab ahjul"
