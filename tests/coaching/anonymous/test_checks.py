"""Numbers that prove themselves, by published examples; every single wrong digit is noticed where the rule says so."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoolin.coaching.anonymous import checks


@pytest.mark.parametrize("code", ["37605030299", "49403136515", "50001010006"])
def test_an_estonian_code_proves_itself(code: str) -> None:
    """By EVS 585; another last digit does not, nor a day that there is not."""
    wrong = [code[:-1] + str(digit) for digit in range(10) if str(digit) != code[-1]]
    assert checks.baltic_code(code)
    assert not any(checks.baltic_code(one) for one in wrong)
    assert not checks.baltic_code(code[:3] + "13" + code[5:])


@pytest.mark.parametrize(
    "text", ["EE382200221020145685", "GB82WEST12345698765432", "LV80BANK0000435195001", "DE89370400440532013000"]
)
def test_an_iban_proves_itself(text: str) -> None:
    """The examples of the registry; two letters or digits that changed places are noticed."""
    assert checks.iban(text)
    assert not checks.iban(text[:-2] + text[-1] + text[-2]) or text[-1] == text[-2]


def test_cards_and_devices_end_with_the_right_digit() -> None:
    """Test numbers of card schemes, and the example IMEI."""
    assert checks.luhn("4111111111111111")
    assert checks.luhn("490154203237518")
    assert not checks.luhn("4111111111111112")


def test_a_russian_insurance_number_proves_itself() -> None:
    """The example of the pension fund."""
    assert checks.snils("11223344595")
    assert not checks.snils("11223344596")


@settings(max_examples=50, derandomize=True, deadline=None)
@given(st.text(max_size=40))
def test_nothing_makes_a_check_fall(text: str) -> None:
    """Whatever is asked is answered."""
    assert checks.iban(text) in (True, False)
    assert checks.baltic_code(text) in (True, False)
    assert checks.snils(text) in (True, False)
