"""The top of the command line."""

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

import hoolin.cli
from hoolin.cli import VERBS, Commands, app, bench

CLI = Path(hoolin.cli.__file__).parent


def test_every_verb_in_the_folder_is_on_the_list() -> None:
    """A file with a function `run` or an application `app` is a verb, and a verb is listed."""
    found = set()
    for file in CLI.glob("*.py"):
        text = file.read_text(encoding="utf-8")
        is_verb = "\ndef run(" in text or "\napp = typer.Typer(" in text
        if is_verb and file.stem != "__init__" and not file.stem.startswith("bench_"):
            found.add(file.stem)
    assert found <= set(VERBS)
    assert {"user", "bench"} <= found


def test_naming_a_verb_reads_that_verb_only() -> None:
    """`hoolin user --help` does not import the web framework or the other verbs."""
    script = (
        "import sys; sys.argv = ['hoolin', 'user', '--help']\n"
        "from hoolin.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print([name for name in sys.modules if name.startswith(('fastapi', 'uvicorn', 'hoolin.cli.'))])"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert run.stdout.splitlines()[-1] == "['hoolin.cli.user']"


def test_help_names_the_verbs_and_an_unknown_one_is_told() -> None:
    """Status 2 for a verb that does not exist."""
    runner = CliRunner()
    shown = runner.invoke(app, ["--help"])
    assert shown.exit_code == 0 and all(verb in shown.output for verb in Commands())
    assert runner.invoke(app, ["mumble"]).exit_code == 2


def test_a_refusal_is_one_line_and_a_defect_is_not_hidden(tmp_path: Path) -> None:
    """`python -m hoolin` ends with status 1 and one sentence on the error stream; nothing on standard output."""
    run = subprocess.run(
        [sys.executable, "-m", "hoolin", "user", "role", "nobody", "admin", "--data", str(tmp_path)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == "hoolin: This does not exist, or no longer. [account; login: nobody]\n"


def test_verbs_behave_like_a_mapping() -> None:
    """What Typer does with its commands works on ours."""
    verbs = Commands()
    assert set(verbs) <= set(VERBS) and len(verbs) == len(list(verbs))
    verbs["more"] = SimpleNamespace(name="more")
    assert verbs["more"].name == "more" and "more" in verbs
    del verbs["more"]
    with pytest.raises(KeyError):
        verbs["more"]


# ── bench ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bench that prints on its way."""

    def measure() -> dict[str, object]:
        sys.stdout.write("half way\n")
        return {"decisions_per_s": 54_321.9, "agents": 1000, "naive": {"decisions_per_s": 103.0}, "ok": True}

    monkeypatch.setattr(bench, "import_module", lambda name: SimpleNamespace(measure=measure, name=name))


def test_a_bench_with_json_prints_one_object_and_nothing_else(measured: None) -> None:
    """Standard output is one JSON object, whatever the bench itself prints."""
    run = CliRunner().invoke(app, ["bench", "routing", "--json"])
    assert run.exit_code == 0
    assert json.loads(run.stdout)["decisions_per_s"] == 54_321.9
    assert "half way" in run.stderr


def test_a_bench_without_json_prints_a_table(measured: None) -> None:
    """Every figure has a row, those within others under both names."""
    run = CliRunner().invoke(app, ["bench", "routing"])
    assert "naive.decisions_per_s" in run.stdout and "54,320" in run.stdout.replace("5.432e+04", "54,320")


def test_only_what_can_be_measured_is_measured(measured: None) -> None:
    """An unknown subject is a mistake of the caller."""
    assert CliRunner().invoke(app, ["bench", "weather"]).exit_code == 2
