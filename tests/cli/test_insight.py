"""`hoolin insight` on files: figures as one JSON object, in words, and refusals that say what is wrong."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from hoolin.cli import insight
from hoolin.core.errors import Invalid
from tests.insight.effects.test_verdict import CHANGE, days
from tests.insight.words.test_model import contacts


def run(*arguments: str) -> Result:
    """What the verb prints."""
    done = CliRunner().invoke(insight.app, arguments)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done


def series_in(path: Path, ratio: float) -> str:
    """A series in a file."""
    series = days(np.random.default_rng(9), ratio, 60)
    rows = [
        f"{day},{count},{customers}"
        for day, count, customers in zip(series.dates, series.counts, series.exposure, strict=True)
    ]
    path.write_text("\n".join(["date,count,exposure", *rows]))
    return str(path)


def test_an_effect_is_told_with_what_moved(tmp_path: Path) -> None:
    """The verdict, its interval, contacts and hours; as JSON and in words."""
    asked = (
        "effect", series_in(tmp_path / "bill.csv", 0.7), "--change", str(CHANGE), "--expected", "0.2", "--minutes", "6",
        "--elsewhere", series_in(tmp_path / "mail.csv", 1.05),
    )  # fmt: skip
    told = json.loads(run(*asked, "--json").stdout)
    assert (told["verdict"], told["method"], told["expected"]) == ("verified", "interrupted_time_series", 0.2)
    assert told["low"] < 0.7 < told["high"] < 1 and told["hours"] == pytest.approx(told["avoided"] / 10)
    assert told["moved"][0]["where"] == "mail" and 0 < told["net_low"] < told["net"] < told["avoided"]
    words = run(*asked).stdout
    assert "verified" in words and "net " in words


def test_contacts_that_only_moved_are_told_so(tmp_path: Path) -> None:
    """The word, who has them, and that two files of one name are not told apart."""
    mail = series_in(tmp_path / "mail.csv", 1.3)
    asked = ("effect", series_in(tmp_path / "bill.csv", 0.7), "--change", str(CHANGE), "--elsewhere", mail)
    words = run(*asked).stdout
    assert words.startswith("moved: Fewer of these") and "moved: mail has" in words
    (tmp_path / "other").mkdir()
    with pytest.raises(Invalid, match="named_twice"):
        run(*asked, "--elsewhere", series_in(tmp_path / "other" / "mail.csv", 1.0))


def test_suggestions_are_measured(tmp_path: Path) -> None:
    """From one file onto another."""
    for name, endings in (("a.csv", (".", "?")), ("b.csv", ("!",))):
        rows = [f'"{text}",{label}' for text, own in zip(*contacts(endings), strict=True) for label in own]
        (tmp_path / name).write_text("\n".join(["text,label", *rows]), encoding="utf-8")
    asked = ("evaluate", "--train", str(tmp_path / "a.csv"), "--test", str(tmp_path / "b.csv"))
    told = json.loads(run(*asked, "--json").stdout)
    assert (
        told["accuracy"] > 0.9
        and {"macro_f1", "oos_recall", "calibration_error", "train_seconds", "messages_per_s"} <= told.keys()
    )
    assert "messages a second" in run(*asked).stdout


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """A date that is none, a file that is not there."""
    file = series_in(tmp_path / "bill.csv", 1.0)
    with pytest.raises(Invalid, match="no_such_date"):
        run("effect", file, "--change", "31.10.2026")
    with pytest.raises(Invalid, match="unreadable"):
        run("effect", str(tmp_path / "none.csv"), "--change", str(CHANGE))


def test_before_a_change_ships_it_is_told_when_it_will_be_known(tmp_path: Path) -> None:
    """Weeks, the drop of each horizon, as JSON and in words; a plan knows no day of change."""
    file = series_in(tmp_path / "bill.csv", 1.0)
    asked = ("effect", file, "--plan", "0.15", "--elsewhere", series_in(tmp_path / "mail.csv", 1.0))
    told = json.loads(run(*asked, "--json").stdout)
    assert told["expected"] == 0.15 and 1 <= told["weeks"] <= 52
    assert [one["weeks"] for one in told["seen"]] == [4, 8, 12, 26]
    assert all(one["here"] <= one["drop"] < 0.5 for one in told["seen"])
    words = " ".join(run(*asked).stdout.split())
    assert f"after {told['weeks']} weeks" in words and "Smallest drop" in words
    with pytest.raises(Invalid, match="plan_knows_no_change"):
        run(*asked, "--change", str(CHANGE))


def test_an_effect_is_drawn(tmp_path: Path) -> None:
    """A file with its words in the language that was asked for."""
    file, drawn = series_in(tmp_path / "bill.csv", 0.7), tmp_path / "bill.svg"
    run("effect", file, "--change", str(CHANGE), "--svg", str(drawn), "--language", "et", "--expected", "0.3")
    text = drawn.read_text(encoding="utf-8")
    assert text.startswith("<svg ") and "pöördumist nädalas" in text and "Kinnitatud" in text
    with pytest.raises(Invalid, match="no_such_language"):
        run("effect", file, "--change", str(CHANGE), "--svg", str(drawn), "--language", "fi")
