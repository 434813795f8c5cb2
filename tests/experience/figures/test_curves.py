"""The curves as they are handed on: nothing in them is one customer's own."""

import json

import pytest

from hoolin.core.interaction.site import Site
from hoolin.experience.api import criteria, report
from hoolin.experience.figures.curves import curves
from hoolin.experience.report.content import canonical, report_of
from hoolin.experience.statistics import ENOUGH
from tests.experience.figures.rows import MONTH, START, asking, contact

SILENT = dict.fromkeys(("value", "standard_error", "low", "high", "closed", "open", "repeats"))


@pytest.mark.parametrize("n", [1, ENOUGH - 1])
def test_too_few_give_a_number_and_nothing_else(n: int) -> None:
    """Neither a wait nor whether they came again; where there are enough, all of it."""
    rows = [contact(number) for number in range(ENOUGH)]
    few = [contact(100 + number, channel="sms") for number in range(n)]
    found = curves(asking([*rows, *few]), MONTH)
    assert found.time_to_human.n == ENOUGH + n and found.time_to_human.points
    for window in ("24h", "7d", "30d"):
        assert found.first_contact["chat"][window].value == 1.0
        few_of = found.first_contact["sms"][window]
        assert {name: getattr(few_of, name) for name in SILENT} == SILENT and few_of.contacts == n
        assert few_of.plain is None
    lonely = curves(asking(rows[:n]), MONTH)
    assert lonely.time_to_human.n == n and lonely.time_to_human.points == ()


@pytest.mark.parametrize("form", ["html", "pdf"])
def test_one_customer_is_not_in_a_signed_report(form: report.Form) -> None:
    """Their number is, in each form; the page and the paper are written all the same."""
    month = report.month_of("2027-01", "Europe/Tallinn")
    found = report_of(asking([contact(1, month.begin - START)]), month, criteria.Criteria(Site()), "")
    told = json.loads(canonical(found))["curves"]
    assert told["time_to_human"] == {"n": 1, "points": []}
    assert told["first_contact"]["chat"]["7d"] == {**SILENT, "contacts": 1}
    written = report.written(found, "en", form, report.Signer(b"\1" * 32))
    assert report.check(written).why == ""
