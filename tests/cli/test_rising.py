"""`hoolin insight rising` and `hoolin simulate rising`: as one JSON object, in words, and refusals that say what is wrong."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from hoolin.cli import insight, simulate
from hoolin.core.errors import Invalid
from hoolin.insight.rising import known
from hoolin.insight.rising.worlds import WORLDS

FIRST = date(2026, 1, 1)


def run(app: Any, *arguments: str) -> str:
    """What the verb prints."""
    done = CliRunner().invoke(app, arguments, env={"COLUMNS": "200"})
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.stdout


def board_in(path: Path) -> str:
    """Two reasons of which one doubles, and one that is new."""
    rng = np.random.default_rng(3)
    rows = [
        f"{FIRST + timedelta(day)},{rng.poisson(a_day * (2 if name == 'bill' and day >= 180 else 1))},{name}"
        for name, a_day, begun in (("bill", 30, 0), ("delivery", 30, 0), ("app", 5, 170)) for day in range(begun, 200)
    ]  # fmt: skip
    file = path / "board.csv"
    file.write_text("\n".join(["date,count,reason", *rows]))
    return str(file)


def test_what_rises_is_told(tmp_path: Path) -> None:
    """The reason, since when, how much, seen and expected, the rule, the stated rate; what it is too early for; all contacts beside the reasons."""
    file = board_in(tmp_path)
    told = json.loads(run(insight.app, "rising", file, "--holidays", "none", "--json"))
    assert (told["reasons"], told["too_early"], told["through"]) == (4, ["app"], "2026-07-19")
    assert (told["false_a_year"], told["false_a_year_each"]) == (4, 1)
    by_reason = {one["reason"]: one for one in told["alarms"]}
    bill = by_reason["bill"]
    assert bill["since"] == str(FIRST + timedelta(180)) and bill["state"] == "on" and bill["low"] < 2 < bill["high"]
    assert bill["seen"] == pytest.approx(bill["ratio"] * bill["expected"]) and bill["false_a_year"] == 1
    assert None in by_reason and "delivery" not in by_reason
    words = run(insight.app, "rising", file, "--holidays", "none", "--false-a-year", "2")
    assert "bill ×" in words and "too early to say: app" in words and "at most 2.0 a year" in words


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """A file that is not there, and a calendar that is not."""
    with pytest.raises(Invalid, match="unreadable"):
        run(insight.app, "rising", str(tmp_path / "none.csv"))
    with pytest.raises(Invalid, match="unreadable"):
        run(insight.app, "rising", board_in(tmp_path), "--holidays", "nowhere")


@pytest.mark.slow
def test_a_known_truth_is_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each world with its rate beside the stated one, real days if there are some, and each planted rise; of few worlds and sizes, for it takes long."""
    few: dict[str, Any] = {
        "WORLDS": {name: WORLDS[name] for name in ("weekly", "everything")}, "SIZES": (2.0,),
        "PLANTED_WORLDS": ("weekly",), "PLANTED_SIZES": (200.0,), "RISES": (1.0,),
    }  # fmt: skip
    for name, value in few.items():
        monkeypatch.setattr(known, name, value)
    rng = np.random.default_rng(4)
    real = tmp_path / "calls.csv"
    real.write_text("\n".join(["date,count", *(f"{FIRST + timedelta(day)},{rng.poisson(40)}" for day in range(400))]))
    asked = ("rising", "--runs", "5", "--stated", "0.5", "--seed", "2", "--like", str(real))
    told = json.loads(run(simulate.app, *asked, "--json"))
    assert [one["world"] for one in told["quiet"]] == ["weekly", "everything", "calls"] and told["stated"] == 0.5
    assert all(
        one["low"] <= one["rate"] <= one["high"] and one["stated"] == pytest.approx(0.5) for one in told["quiet"]
    )
    sudden, slow = told["planted"]
    assert sudden["found_28"] == 1 and sudden["delay_80"] <= 2 and slow["delay_80"] > sudden["delay_80"]
    words = run(simulate.app, *asked)
    assert "Planted rises" in words and "everything" in words and "+100% in 28 days" in words
