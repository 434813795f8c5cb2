"""`hoolin channel` says which accounts there are and whether each can work."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hoolin.cli.channel import app

SETTINGS = "[channels.letterbox.main]\n"


@pytest.fixture
def config(tmp_path: Path) -> str:
    """Settings with one account."""
    file = tmp_path / "hoolin.toml"
    file.write_text(SETTINGS, encoding="utf-8")
    return str(file)


def test_accounts_are_listed(config: str) -> None:
    """By channel and name."""
    said = CliRunner().invoke(app, ["list", "--json", "--config", config])
    assert json.loads(said.stdout) == {"accounts": [{"channel": "letterbox", "account": "main"}]}


@pytest.mark.parametrize("name", ["main", "letterbox/main"])
def test_an_account_is_tested(config: str, name: str) -> None:
    """What was looked at, and that it is well; status 0."""
    said = CliRunner().invoke(app, ["test", name, "--json", "--config", config])
    assert said.exit_code == 0
    assert json.loads(said.stdout)["findings"] == [{"well": True, "what": "account", "said": "It is here."}]


def test_an_unknown_account_is_refused_with_those_there_are(config: str) -> None:
    """The answer names what could have been meant."""
    said = CliRunner().invoke(app, ["test", "support", "--config", config])
    assert "letterbox/main" in str(said.exception)
