"""Boards from files, refusals that say where; and which days are like Sundays."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from hoolin.core.errors import Invalid
from hoolin.insight.rising.api import Counted
from hoolin.insight.rising.days import everything, read
from hoolin.insight.rising.holidays import easter, estonian, named

FIRST = date(2026, 1, 1)


def written(path: Path, text: str) -> Path:
    """In a file."""
    file = path / "series.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_reasons_are_read_with_all_contacts_beside_them(tmp_path: Path) -> None:
    """Rows in any order; rows of one reason and day are added up; a reason begins with its first row; customers are the same for all."""
    file = written(
        tmp_path,
        "reason,date,count,exposure\nbill,2026-01-02,3,100\nbill,2026-01-01,1.5,90\nbill,2026-01-01,2,90\narve,2026-01-02,4,100\n",
    )
    assert read(file) == {
        None: Counted(FIRST, (3.5, 7.0), (90.0, 100.0)),
        "bill": Counted(FIRST, (3.5, 3.0), (90.0, 100.0)),
        "arve": Counted(FIRST + timedelta(1), (4.0,), (100.0,)),
    }
    plain = read(written(tmp_path, "\ufeffdate,count\n2026-01-01,5\n2026-01-02,0\n"))
    assert plain == {None: Counted(FIRST, (5.0, 0.0), (1.0, 1.0))}
    assert everything({"a": Counted(FIRST, (1.0, 2.0)), "b": Counted(FIRST, (3.0, 0.0))}).counts == (4.0, 2.0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("day,count\n", "no_such_column.*date, count"), ("", "no_such_column"), ("date,count\n", "nothing_counted"),
        ("date,count\n2026-01-01,1\n01.02.2026,1\n", "not_a_number.*line=3"), ("date,count\n2026-01-01,\n", "not_a_number.*line=2"),
        ("date,count\n2026-01-01,-1\n", "out_of_range.*line=2"), ("date,count\n2026-01-01,nan\n", "out_of_range.*line=2"),
        ("date,count,exposure\n2026-01-01,1,0\n", "out_of_range"), ("date,count,exposure\n2026-01-01,1\n", "not_a_number"),
        ("date,count,reason\n2026-01-01,1, \n", "no_reason.*line=2"),
        ("date,count\n2026-01-01,1\n2026-01-03,1\n", "uneven_steps.*2026-01-02.*a row with the count 0"),
        ("date,count,reason\n2026-01-01,1,a\n2026-01-02,1,b\n", "uneven_steps.*'a'.*2026-01-02"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    """And where."""
    with pytest.raises(Invalid, match=said):
        read(written(tmp_path, text))


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    """Not there, or no text."""
    (tmp_path / "series.csv").write_bytes(b"date,count\n\xff\xfe")
    for file in (tmp_path / "none.csv", tmp_path / "series.csv"):
        with pytest.raises(Invalid, match="unreadable"):
            read(file)


def test_easter_is_when_it_is() -> None:
    """Of these years, the earliest and the latest that there can be among them."""
    assert [easter(year) for year in (1818, 1943, 2000, 2024, 2025, 2026, 2038)] == [
        date(1818, 3, 22), date(1943, 4, 25), date(2000, 4, 23), date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2038, 4, 25),
    ]  # fmt: skip
    assert all(easter(year).weekday() == 6 for year in range(1900, 2100))


def test_estonian_holidays() -> None:
    """The twelve of a year."""
    assert {f"{day:%m-%d}" for day in estonian([2026])} == {
        "01-01", "02-24", "04-03", "04-05", "05-01", "05-24", "06-23", "06-24", "08-20", "12-24", "12-25", "12-26",
    }  # fmt: skip


def test_any_calendar(tmp_path: Path) -> None:
    """Estonia's in all years that are counted, none, or an operator's own."""
    counted = [Counted(date(2025, 12, 31), (1.0,) * 3)]
    assert named("estonian", counted) == estonian([2025, 2026]) and named("none", counted) == frozenset()
    own = written(tmp_path, "2026-02-16\n\n2026-03-11\n")
    assert named(str(own), counted) == {date(2026, 2, 16), date(2026, 3, 11)}
    with pytest.raises(Invalid, match=r"no_such_date.*line=2"):
        named(str(written(tmp_path, "2026-02-16\n30.02.2026\n")), counted)
    with pytest.raises(Invalid, match="unreadable"):
        named("latvian", counted)
