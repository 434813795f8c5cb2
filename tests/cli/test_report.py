"""`hoolin report` writes the signed report of a month from a site's folder, and `hoolin report verify` tells whether one is whole."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hoolin.cli.report import app
from hoolin.core.errors import HoolinError
from hoolin.experience.api import report
from hoolin.server import experience
from hoolin.wiring import report_secret
from tests.cli.demo.stand import played

MONTH = "2025-10"
"""In which the demo's people work, in tests."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with half an hour of work behind it, which does not run."""
    folder = tmp_path_factory.mktemp("site")
    played(folder, seed=5, minutes=30).close()
    return folder


def invoke(*arguments: object) -> Result:
    """The verb with these arguments."""
    return CliRunner().invoke(app, [str(one) for one in arguments])


def write(site: Path, out: Path, *more: object) -> Path:
    """A report that could be written."""
    said = invoke(MONTH, "--data", site, "--out", out, *more)
    assert said.exit_code == 0, said.output
    return out


@pytest.mark.parametrize("form", ["html", "pdf", "json"])
def test_a_report_is_written_and_is_whole(site: Path, tmp_path: Path, form: str) -> None:
    """The same twice; by the site's own key, which stays; verify says so with status 0."""
    out = write(site, tmp_path / f"report.{form}", "--form", form, "--language", "et")
    first, key = out.read_bytes(), (site / "report.key").read_bytes()
    assert write(site, out, "--form", form, "--language", "et").read_bytes() == first
    assert (site / "report.key").read_bytes() == key and (site / "report.key").stat().st_mode & 0o777 == 0o600
    public = tmp_path / "key.pem"
    public.write_text(report.Signer(key).public.pem)
    said = invoke("verify", out, "--key", public)
    assert said.exit_code == 0, said.output
    assert f"for {MONTH}: nothing in it was changed" in said.output and "by the key that you named" in said.output
    alone = invoke("verify", out)
    assert alone.exit_code == 2 and report.Signer(key).public.fingerprint in alone.output.replace("\n", " ")
    assert "signed by a key that you have not named" in alone.output and "Compare this fingerprint" in alone.output


def test_it_may_be_written_to_standard_output(site: Path) -> None:
    """Nothing but the report is on it."""
    said = invoke("write", MONTH, "--data", site, "--form", "json", "--out", "-")
    assert report.check(said.stdout_bytes).why == ""
    told = json.loads(said.stdout_bytes)
    assert told["month"] == MONTH and told["whole"]["by_source"]["system"]["outcome.complaints"]["n"] > 100


def test_a_long_journal_is_read_whole(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many entries there are: nobody is told to come back later to rows that nobody makes meanwhile."""
    short = write(site, tmp_path / "short.json", "--form", "json").read_bytes()
    monkeypatch.setattr(experience, "MAKING_MIN", 10)
    assert write(site, tmp_path / "long.json", "--form", "json").read_bytes() == short


@pytest.mark.parametrize("form", ["html", "pdf", "json"])
def test_what_was_changed_is_said_in_words(site: Path, tmp_path: Path, form: str) -> None:
    """A changed digit, a cut end, a report of another key: status 1 and a sentence."""
    out = write(site, tmp_path / f"report.{form}", "--form", form)
    body = out.read_bytes()
    place = body.find(b"2025")
    out.write_bytes(body[:place] + b"2026" + body[place + 4 :])
    said = invoke("verify", out)
    assert said.exit_code == 1 and "something in the file was changed" in said.output
    out.write_bytes(body[: len(body) // 2])
    said = invoke("verify", out)
    assert said.exit_code == 1 and "no signed report" in said.output
    out.write_bytes(body)
    other = tmp_path / "other.pem"
    other.write_text(report.Signer(b"\3" * 32).public.pem)
    said = invoke("verify", out, "--key", other)
    assert said.exit_code == 1 and "another key than the one that you named" in said.output


def test_what_is_no_report_is_said_in_words(tmp_path: Path) -> None:
    """A picture, an empty file, somebody's signed shopping list."""
    file = tmp_path / "x"
    for body in (b"", b"\n", b"\x89PNG\r\n\x1a\n", b"{}\n", b"%PDF-1.4\n%%EOF\n"):
        file.write_bytes(body)
        said = invoke("verify", file)
        assert said.exit_code == 1 and "not whole" in said.output
    file.write_bytes(report.Signer(b"\4" * 32).sign("json", b'{"milk":2}'))
    said = invoke("verify", file)
    assert said.exit_code == 1 and "it is no report" in said.output


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["2025-13"], "not_a_month"), (["oktoober"], "not_a_month"), (["2999-01"], "month_not_begun"), (["2025-10", "--data", "nowhere"], "site"),
        (["verify", "nowhere.html"], "file"), (["verify", __file__, "--key", __file__], "not_a_key"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_refused(site: Path, arguments: list[str], code: str) -> None:
    """A month that is none or has not begun, a folder without a site, a key that is none; nothing is written."""
    more = ["--data", str(site), "--out", "never"] if arguments[0] != "verify" and "--data" not in arguments else []
    said = invoke(*arguments, *more)
    assert isinstance(said.exception, HoolinError) and said.exception.code == code
    assert not Path("never").exists()


def test_the_verb_tells_what_it_can(site: Path) -> None:
    """Its help names both verbs."""
    said = invoke("--help")
    assert said.exit_code == 0 and "verify" in said.output and "write" in said.output


def test_a_half_written_key_is_never_met(tmp_path: Path) -> None:
    """Two who make it at once have the same one; nothing else lies beside it."""
    with ThreadPoolExecutor(8) as many:
        found = set(many.map(lambda _: report_secret(tmp_path), range(32)))
    assert len(found) == 1 and len(found.pop()) == 32
    assert [file.name for file in tmp_path.iterdir()] == ["report.key"]
