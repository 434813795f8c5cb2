"""`hoolin prices check` says in words what is wrong, and gives the body to publish."""

import json
from importlib.resources import files
from pathlib import Path

import yaml
from typer.testing import CliRunner

from hoolin.cli.demo.setup import prices
from hoolin.cli.prices import app
from tests.catalogue.lists import NOW


def write(folder: Path, **change: object) -> Path:
    """The demo operator's list, for a time to come, with changes to its plan `m`."""
    written = yaml.safe_load((files("hoolin.cli.demo") / "prices.yaml").read_text(encoding="utf-8"))
    written["valid_from"] = "2099-01-01"
    written["plans"]["m"] |= change
    file = folder / "prices.yaml"
    file.write_text(yaml.safe_dump(written, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return file


def test_a_good_list(tmp_path: Path) -> None:
    """It is shown, and with --json it is what PUT /api/v1/prices takes."""
    shown = CliRunner().invoke(app, ["check", str(write(tmp_path))])
    assert shown.exit_code == 0, shown.output
    assert "May be published" in shown.output and "11.00" in shown.output
    told = json.loads(CliRunner().invoke(app, ["check", "--json", str(write(tmp_path))]).output)
    assert told["faults"] == [] and told["prices"]["plans"][1]["amount"] == 1_100


def test_a_list_that_binds(tmp_path: Path) -> None:
    """Status 1, the plan, and what to do."""
    shown = CliRunner().invoke(app, ["check", str(write(tmp_path, binding_months=24))])
    assert shown.exit_code == 1
    assert "m binds for 24 months" in shown.output


def test_a_rise_against_the_list_in_force(tmp_path: Path) -> None:
    """With --before it is seen whether a price rises too soon; a list for 2099 does not."""
    (tmp_path / "old").mkdir()
    old = write(tmp_path / "old", price=9)
    assert CliRunner().invoke(app, ["check", str(write(tmp_path)), "--before", str(old)]).exit_code == 0


def test_the_demo_operator_binds_nobody() -> None:
    """What the demo sells is a list without a fault."""
    from hoolin.catalogue.api import faults

    assert faults(prices(NOW), None, ("et", "ru", "en"), NOW) == ()
