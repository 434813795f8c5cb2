"""On the daily counts of a real call centre and of a real bank: what is said of them, and how often their own days, dealt out anew, raise false alarms."""

import csv
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import poisson

from hoolin.insight.rising.api import Counted, Rules, watch
from hoolin.insight.rising.known import still
from hoolin.insight.rising.worlds import dealt

DATA = Path(__file__).parents[4] / "shared" / "data"
CENTRE = DATA / "daily_acd" / "daily_dev_to_2022-06.csv"
BANK = DATA / "anonymous_bank_calls" / "daily_metrics.csv"

pytestmark = pytest.mark.skipif(
    not (CENTRE.exists() and BANK.exists()), reason="needs shared/data beside the repository"
)


def real(path: Path, first: date) -> Counted:
    """Calls of each day, from the first after which no day is missing."""
    with path.open(encoding="utf-8") as file:
        rows = {date.fromisoformat(row[0]): float(row[1]) for row in list(csv.reader(file))[1:]}
    return Counted(first, tuple(count for day, count in sorted(rows.items()) if day >= first))


def test_alarms_of_a_real_call_centre_are_rises() -> None:
    """Two years and a half of one series may have two or three false ones; each that there is has at least half as many contacts more, beyond chance."""
    found = watch({"calls": real(CENTRE, date(2020, 1, 1))}).alarms
    assert 4 <= len(found) <= 12
    assert all(one.low > 1.4 for one in found)
    assert {"2021-11", "2022-02", "2022-04"} <= {f"{one.raised:%Y-%m}" for one in found}


def test_a_real_bank_has_no_more_alarms_than_stated() -> None:
    """A year in which its level stays within a quarter."""
    assert len(watch({"calls": real(BANK, date(1999, 1, 13))}).alarms) <= poisson.ppf(0.99, 1)


@pytest.mark.slow
@pytest.mark.parametrize(("path", "first"), [(CENTRE, date(2020, 1, 1)), (BANK, date(1999, 1, 13))])
def test_real_weeks_in_which_nothing_rises_raise_no_more_than_stated(path: Path, first: date) -> None:
    """Those left out that a true rise of a day raised."""
    counts, spikes = dealt(real(path, first), 1_095, 20, np.random.default_rng(1))
    found = still("real", 1, counts, Rules(false_a_year=20 * 0.12, false_a_year_each=0.12), spikes)
    assert found.alarms - found.spikes <= poisson.ppf(0.999, 0.12 * found.years)
