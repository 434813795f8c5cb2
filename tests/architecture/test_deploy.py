"""What lies in deploy/ fits the product: units that systemd takes, verbs and options that exist, figures that are told."""

import ast
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from hoolin.cli import app

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
FIGURE = re.compile(r"\bhoolin_[a-z_]+")
SUFFIXES = ("_bucket", "_sum", "_count")

EXPOSED_AT_MOST = {"hoolin.service": 2.0, "hoolin-backup.service": 4.0}
"""What systemd calls the level of exposure, from 0 to 10; what is not said here may do nothing that a unit can be kept from."""


def told() -> set[str]:
    """The name of every figure that the product tells, from its source."""
    names = set()
    for file in (ROOT / "src" / "hoolin" / "server").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("one", "Figure"):
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and str(first.value).startswith("hoolin_"):
                    names.add(str(first.value))
    return names


def expressions() -> Iterator[tuple[str, str]]:
    """Where, and what is asked of Prometheus."""
    for group in yaml.safe_load((DEPLOY / "prometheus-alerts.yml").read_text(encoding="utf-8"))["groups"]:
        for rule in group["rules"]:
            yield f"alert {rule['alert']}", rule["expr"]
    for panel in json.loads((DEPLOY / "grafana-dashboard.json").read_text(encoding="utf-8"))["panels"]:
        for target in panel.get("targets", ()):
            yield f"panel {panel['title']}", target["expr"]


def test_every_alert_and_panel_asks_for_a_figure_that_is_told() -> None:
    """No name is made up or out of date, and nearly all that is told is shown somewhere."""
    known = told()
    asked = {(where, name) for where, text in expressions() for name in FIGURE.findall(text)}
    plain = {(where, name if name in known else re.sub(f"({'|'.join(SUFFIXES)})$", "", name)) for where, name in asked}
    assert {(where, name) for where, name in plain if name not in known} == set()
    assert known - {name for _where, name in plain} <= {
        "hoolin_sockets_total",
        "hoolin_returned_failures_total",
        "hoolin_views_processes_total",
    }


def test_every_alert_says_what_to_do() -> None:
    """A page at night has a sentence and a remedy."""
    groups = yaml.safe_load((DEPLOY / "prometheus-alerts.yml").read_text(encoding="utf-8"))["groups"]
    rules = [rule for group in groups for rule in group["rules"]]
    assert len(rules) >= 8
    assert all(rule["annotations"]["summary"] and rule["annotations"]["remedy"] for rule in rules)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_runs_a_verb_with_options_that_there_are(unit: Path) -> None:
    """What systemd would start, the command line knows."""
    (line,) = [line for line in unit.read_text(encoding="utf-8").splitlines() if line.startswith("ExecStart=")]
    _program, verb, *rest = line.removeprefix("ExecStart=").split()
    said = CliRunner().invoke(app, [verb, "--help"], terminal_width=200)
    assert said.exit_code == 0
    assert [option for option in rest if option.startswith("--") and option not in said.output] == []


@pytest.mark.needs("systemd")
@pytest.mark.parametrize("unit", [*UNITS, *sorted(DEPLOY.glob("*.timer"))], ids=lambda unit: unit.name)
def test_systemd_takes_the_units(unit: Path, tmp_path: Path) -> None:
    """systemd finds nothing wrong with them, and each may do little that it does not need."""
    for each in (*UNITS, *DEPLOY.glob("*.timer")):
        # The program is not where the unit wants it on a machine that only tests.
        text = re.sub(
            r"^ExecStart=\S+", f"ExecStart={shutil.which('true')}", each.read_text(encoding="utf-8"), flags=re.MULTILINE
        )
        (tmp_path / each.name).write_text(text, encoding="utf-8")
    said = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / unit.name)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (said.returncode, said.stderr.strip()) == (0, "")
    if unit.suffix == ".service":
        looked = subprocess.run(
            ["systemd-analyze", "security", "--offline=true", str(tmp_path / unit.name)], capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        level = re.search(r"exposure level for \S+: ([\d.]+)", looked.stdout)
        assert level is not None and float(level[1]) <= EXPOSED_AT_MOST[unit.name]
