"""`hoolin simulate queue`, as a person or a script calls it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from hoolin.cli.bench_simulate import ERLANG_A, ERLANG_C, TWO_SKILLS, compared
from hoolin.cli.simpy_models import Floor
from hoolin.cli.simulate import app
from hoolin.workforce.api import Spec, exact, simulate

SPEC: dict[str, Any] = {
    "classes": [
        {"name": "a", "arrivals_per_min": 9.0, "handle_min": 1.0, "patience_min": 2.0},
        {"name": "b", "arrivals_per_min": 9.0, "handle_min": 1.0, "patience_min": 2.0},
    ],
    "pools": [
        {"name": "A", "agents": 7, "serves": ["a"]},
        {"name": "B", "agents": 7, "serves": ["b"]},
        {"name": "C", "agents": 5, "serves": ["a", "b"]},
    ],
}


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """The two-skill spec in a file."""
    file = tmp_path / "spec.json"
    file.write_text(json.dumps(SPEC))
    return file


def test_json_is_one_object_on_standard_output(spec: Path) -> None:
    """Per class the three figures with their errors, intervals and exact values; per pool occupancy; and the speed."""
    command = [
        sys.executable,
        "-m",
        "hoolin",
        "simulate",
        "queue",
        str(spec),
        "--contacts",
        "6400",
        "--seed",
        "3",
        "--json",
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    said = json.loads(done.stdout)
    assert [one["name"] for one in said["classes"]] == ["a", "b"]
    assert [one["name"] for one in said["pools"]] == ["A", "B", "C"]
    for one in said["classes"]:
        for name in ("p_abandon", "p_wait", "mean_wait_min"):
            low, high = one["intervals"][name]
            assert low <= one[name] <= high
            assert abs(one[name] - one["exact"][name]) <= 5 * one["standard_errors"][name]
    assert all(0.5 < one["occupancy"] < 1 for one in said["pools"])
    assert said["contacts"] == 6_400 and said["seed"] == 3 and said["contacts_per_s"] > 0


def test_a_person_gets_tables(spec: Path) -> None:
    """Without --json the same figures come as tables with half-widths."""
    shown = CliRunner().invoke(app, ["queue", str(spec), "--contacts", "3200"])
    assert shown.exit_code == 0
    assert "occupancy" in shown.stdout and "±" in shown.stdout and "exact" in shown.stdout


def test_a_bad_spec_is_one_sentence(tmp_path: Path) -> None:
    """A misspelt field ends with status 1 and a sentence that names it; nothing on standard output."""
    file = tmp_path / "spec.json"
    file.write_text(json.dumps(SPEC | {"polls": []}))
    command = [sys.executable, "-m", "hoolin", "simulate", "queue", str(file), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "polls" in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.parametrize("spec", [ERLANG_C, ERLANG_A, TWO_SKILLS], ids=["erlang_c", "erlang_a", "two_skills"])
def test_the_yardstick_measures_the_same_systems(spec: Spec) -> None:
    """The simpy models of the benchmark reproduce theory too, so what is raced against does the same work."""
    floor = Floor(spec, 40_000, 1)
    floor.run()
    truth = exact(spec)
    assert truth is not None
    for at, of in enumerate(truth):
        assert floor.abandoned[at] / floor.arrived[at] == pytest.approx(of.p_abandon, abs=0.015)
        assert floor.waited[at] / floor.arrived[at] == pytest.approx(of.p_wait, abs=0.06)


def test_the_benchmark_compares_with_theory() -> None:
    """Figures stand beside exact ones, and what is too far off is said to be."""
    found = compared(ERLANG_C, simulate(ERLANG_C, 200_000, 1))
    assert found["a"]["within_tolerance"] is True
    assert found["a"]["p_wait_exact"] == pytest.approx(0.174132, abs=1e-6)
    busier = simulate(ERLANG_A, 3_200, 1)
    assert compared(ERLANG_C, busier)["a"]["within_tolerance"] is False


@pytest.mark.slow
def test_effects_are_told_with_how_sure_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each arm with its shares and their intervals, as JSON; for a person a table. The same seed gives the same."""
    asked = ["effects", "--runs", "1", "--seed", "2", "--processes", "1"]
    done = CliRunner().invoke(app, [*asked, "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["runs"] == 1 and {"null", "effect", "to_channel", "weeks"} <= {one["arm"] for one in told["arms"]}
    for one in told["arms"]:
        assert one["runs"] + one["unseen"] == 1
        low, high = one["true"]["band"]
        assert 0 <= low <= one["true"]["share"] <= high <= 1
    monkeypatch.setenv("COLUMNS", "120")
    table = CliRunner().invoke(app, asked)
    assert table.exit_code == 0 and "effect_some" in table.stdout


@pytest.mark.slow
def test_coaching_is_told_beside_before_and_after(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each arm with its shares and their intervals, as JSON; for a person a table."""
    asked = ["coaching", "--runs", "1", "--seed", "2", "--processes", "1"]
    done = CliRunner().invoke(app, [*asked, "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["runs"] == 1 and {"null_stepped", "effect_pairs", "spreads_pairs"} <= {one["arm"] for one in told["arms"]}  # fmt: skip
    for one in told["arms"]:
        assert one["runs"] + one["unseen"] == 1
        low, high = one["zero"]["band"]
        assert 0 <= low <= one["zero"]["share"] <= high <= 1
    monkeypatch.setenv("COLUMNS", "200")
    table = CliRunner().invoke(app, asked)
    assert table.exit_code == 0 and "null_drift_pairs" in table.stdout


def test_breathers_are_lived_with_and_without() -> None:
    """The same days twice, at each load: fewer have them at the highest, and what they cost is said in shares and seconds."""
    ran = CliRunner().invoke(app, ["breathers", "--agents", "6", "--hours", "4", "--hard", "0.3", "--json"])
    assert ran.exit_code == 0, ran.output
    told = json.loads(ran.stdout)
    assert [day["load"] for day in told["days"]] == [0.7, 0.8, 0.85, 0.9, 0.95]
    for day in told["days"]:
        assert day["with"]["contacts"] == day["without"]["contacts"] > 0
        assert day["with"]["wished"] > 0 == day["without"]["wished"]
    assert told["rules"]["breather_ms"] == 180_000
    table = CliRunner().invoke(app, ["breathers", "--agents", "6", "--hours", "2"])
    assert table.exit_code == 0 and "Breathers, and those who wait" in table.stdout and "95%" in table.stdout
