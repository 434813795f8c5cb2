"""An account's settings are checked at birth, and its password is nowhere to be seen; numbers have one form."""

from io import StringIO
from typing import Any

import msgspec
import pytest
from rich.console import Console
from rich.pretty import Pretty

from hoolin.channels.sms.manifest import RULES, SmsAccount
from hoolin.channels.sms.numbers import comparable, destination, source
from hoolin.channels.sms.pdu import Number
from hoolin.core.errors import Invalid
from tests.channels.sms.stand import account


def test_the_password_is_not_shown() -> None:
    """However an account is printed, its secret is not; the fields that are secret are named."""
    mine = account(1, password="hush-hush")
    console = Console(file=StringIO(), width=200)
    console.print(mine, Pretty(mine))
    assert "hush" not in console.file.getvalue()  # type: ignore[attr-defined]
    assert "hush" not in repr(mine) + str(mine) + f"{mine!r}" + repr({"a": mine})
    assert set(SmsAccount.SECRETS) <= {field.name for field in msgspec.structs.fields(SmsAccount)}


@pytest.mark.parametrize(
    "wrong",
    [{"source": "+372 55"}, {"source": "Much too long"}, {"source": "+1234567890123456"}, {"system_id": "a\0b"},
     {"password": "пароль"}, {"packed": True, "alphabet": "latin1"}, {"packed": True, "concatenation": "payload"},
     {"ca_file": "/nowhere", "tls": True}],
    ids=str,
)  # fmt: skip
def test_wrong_settings_are_refused(wrong: dict[str, Any]) -> None:
    """What cannot work is said before anything is tried."""
    with pytest.raises(Invalid):
        account(1, **wrong)


@pytest.mark.parametrize(
    "wrong", [{"window": 0}, {"port": 0}, {"alphabet": "utf8"}, {"country": "+372"}, {"surprise": 1}], ids=str
)
def test_settings_out_of_bounds_are_refused(wrong: dict[str, Any]) -> None:
    """Read from a file, a setting that is unknown or out of its bounds is refused."""
    given = {"host": "h", "system_id": "s", "source": "1234", **wrong}
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(given, type=SmsAccount)
    good = {"host": "h", "system_id": "s", "source": "1234"}
    assert msgspec.convert(good, type=SmsAccount).port == 2775


def test_the_channel_asks_a_provider() -> None:
    """Each message of ours has an outbox row; nobody leaves an SMS."""
    assert (RULES.channel, RULES.delivers, RULES.silent_ms_max) == ("sms", True, 0)


@pytest.mark.parametrize(
    ("ton", "digits", "form"),
    [(1, "3725551234", "+3725551234"), (0, "3725551234", "+3725551234"), (0, "+3725551234", "+3725551234"),
     (0, "003725551234", "+3725551234"), (2, "5551234", "+3725551234"), (0, "05551234", "+3725551234"), (0, "1234", "1234"),
     (5, "PANK", "PANK"), (0, "Pank", "Pank"), (1, "+3725551234", "+3725551234"), (0, "", "")],
)  # fmt: skip
def test_numbers_have_one_form(ton: int, digits: str, form: str) -> None:
    """However an SMSC writes a number, the same person has the same number."""
    assert comparable(Number(ton, 1, digits), "372") == form


@pytest.mark.parametrize(
    ("value", "number"),
    [("+372 555-1234", Number(1, 1, "3725551234")), ("1234", Number(0, 1, "1234")), ("PANK", None), ("", None), ("+", None),
     ("+3725551234567890123456", None), ("١٢٣٤", None)],
)  # fmt: skip
def test_where_a_message_goes(value: str, number: Number | None) -> None:
    """A number is dialled as it is written; a name, or nonsense, cannot be written to."""
    assert destination(value) == number


@pytest.mark.parametrize(
    ("settings", "number"),
    [({"source": "+3725550000"}, Number(1, 1, "3725550000")), ({"source": "1234"}, Number(0, 1, "1234")),
     ({"source": "Hoolin"}, Number(5, 0, "Hoolin")), ({"source": "1234", "source_ton": 3, "source_npi": 0}, Number(3, 0, "1234"))],
)  # fmt: skip
def test_who_we_are(settings: dict[str, Any], number: Number) -> None:
    """The type of our number follows from how it looks, unless the account says it."""
    assert source(account(1, **settings)) == number
