"""`hoolin insight digest` writes a week on one page from a site's folder, and changes nothing in it."""

import asyncio
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hoolin.cli import insight
from hoolin.core.errors import HoolinError
from hoolin.insight.api import improvements
from hoolin.server import experience
from hoolin.server.accounts.records import Account
from tests.cli.demo.stand import NOON, ZONE, played
from tests.insight.improvements.past import Past

WEEK = "2025-W41"
"""In which the demo's people work, in tests."""

SETTINGS = f'operator = "Põhjala Mobiil"\ntime_zone = "{ZONE}"\n[server]\npublic_url = "https://abi.example"\n'


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with half an hour of work behind it, where somebody owns a proposal without a drop; it does not run."""
    folder = tmp_path_factory.mktemp("site")
    half_an_hour = played(folder, seed=5, minutes=30)
    past = Past(half_an_hour.built)
    proposal = improvements.Improvement(improvement="p1", title="Arve on selgem", reasons=("bill",), owner="hele")
    past.tell(improvements.commands.SetImprovement(improvement=proposal, new=True), NOON)
    past.keep()
    hele = Account(id="new", login="hele", name="Hele Kask", role="guru", agent="hele", language="et")
    asyncio.run(half_an_hour.built.accounts.add(hele, "väga salajane sõna"))
    half_an_hour.close()
    return folder


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Whose it is, and where its pages are."""
    file = tmp_path_factory.mktemp("settings") / "hoolin.toml"
    file.write_text(SETTINGS, encoding="utf-8")
    return file


def invoke(*arguments: object) -> Result:
    """The verb with these arguments."""
    return CliRunner().invoke(insight.app, ["digest", *(str(one) for one in arguments)])


def write(site: Path, config: Path, out: Path, *more: object) -> bytes:
    """A digest that could be written."""
    said = invoke("--week", WEEK, "--data", site, "--config", config, "-o", out, *more)
    assert said.exit_code == 0, said.output
    return out.read_bytes()


def test_it_is_written_as_a_page_as_a_pdf_and_as_data(site: Path, config: Path, tmp_path: Path) -> None:
    """With what the week's contacts cost, and who owns what by name."""
    told = json.loads(write(site, config, tmp_path / "w.json", "--format", "json"))
    assert (told["operator"], told["week"], told["page"]) == ("Põhjala Mobiil", WEEK, "https://abi.example")
    assert told["unnamed"]["closed"] > 100 and len(told["costs"]) == 5
    assert all(one["hours"]["low"] < one["hours"]["value"] < one["hours"]["high"] for one in told["costs"])
    assert [(one["title"], one["owner"], one["drop"]) for one in told["lacking"]] == [
        ("Arve on selgem", "Hele Kask", False)
    ]
    page = write(site, config, tmp_path / "w.html", "--language", "ru").decode()
    assert '<html lang="ru">' in page and "Hele Kask" in page and "https://abi.example/experience/reasons/new" in page
    assert write(site, config, tmp_path / "w.pdf", "--format", "pdf").startswith(b"%PDF")


def test_it_has_a_name_of_its_own_or_goes_to_standard_output(
    site: Path, config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cron mails is the page and nothing else."""
    monkeypatch.chdir(tmp_path)
    said = invoke("--week", WEEK, "--data", site, "--config", config)
    assert said.exit_code == 0, said.output
    page = (tmp_path / f"hoolin-digest-{WEEK}-et.html").read_bytes()
    said = invoke("--week", WEEK, "--data", site, "--config", config, "-o", "-")
    assert said.stdout_bytes == page


def test_the_site_is_only_read_and_a_long_journal_is_read_whole(
    site: Path, config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is added to its folder; nobody is told to come back later to rows that nobody makes meanwhile."""
    there = {one.name: one.read_bytes() for one in site.iterdir() if one.is_file()}
    short = write(site, config, tmp_path / "short.json", "--format", "json")
    monkeypatch.setattr(experience, "MAKING_MIN", 10)
    assert write(site, config, tmp_path / "long.json", "--format", "json") == short
    assert {one.name: one.read_bytes() for one in site.iterdir() if one.is_file()} == there


@pytest.mark.parametrize(("week", "code"), [("2025-41", "not_a_week"), ("2999-W01", "week_not_over")])
def test_what_is_no_week_is_refused(site: Path, config: Path, week: str, code: str) -> None:
    """Before anything is read."""
    said = invoke("--week", week, "--data", site, "--config", config)
    assert isinstance(said.exception, HoolinError) and said.exception.code == code


def test_without_a_site_or_a_last_week_with_anything_in_it(site: Path, config: Path, tmp_path: Path) -> None:
    """A folder without a site is refused; a file that cannot be written too; a week without contacts is told."""
    for arguments, code in (
        (("--data", tmp_path), "site"),
        (("--week", WEEK, "--data", site, "--config", config, "-o", tmp_path / "none" / "w.html"), "out"),
    ):
        said = invoke(*arguments)
        assert isinstance(said.exception, HoolinError) and said.exception.code == code, said.output
    out = tmp_path / "last.html"
    said = invoke("--data", site, "--config", config, "--language", "en", "-o", out)
    assert said.exit_code == 0 and "no contact was closed this week" in out.read_text(encoding="utf-8")
