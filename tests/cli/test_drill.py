"""`hoolin drill`: files are checked, and a drill is played in the terminal to its end."""

from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

import hoolin.coaching.drills.shipped
from hoolin.cli import drill_words
from hoolin.cli.drill import WHY, app
from hoolin.coaching.drills import faults
from hoolin.coaching.drills.phrasing import checks
from hoolin.core.errors import Invalid
from tests.coaching.drills.played import transcript
from tests.server.model_process import running

SHIPPED = Path(hoolin.coaching.drills.shipped.__file__).parent
RUN = CliRunner()


def test_files_are_checked() -> None:
    """What is whole passes with the way to each ending; what is not is named with its place, and the status says so."""
    done = RUN.invoke(app, ["check", str(SHIPPED / "outage.yaml"), str(SHIPPED / "roaming.yaml")])
    assert done.exit_code == 0
    assert "good, saved: " in done.output and "✗" not in done.output


def test_what_is_wrong_is_said_with_its_place(tmp_path: Path) -> None:
    """A fault, a slip of the form, and a file that there is not; each on its own line."""
    drill = yaml.safe_load((SHIPPED / "outage.yaml").read_text())
    (tmp_path / "bad.yaml").write_text(yaml.safe_dump(drill | {"criteria": ["effort.ease"]}))
    (tmp_path / "form.yaml").write_text("code: x\nstrange: 1\n")
    done = RUN.invoke(
        app, ["check", str(tmp_path / "bad.yaml"), str(tmp_path / "form.yaml"), str(tmp_path / "none.yaml")]
    )
    assert done.exit_code == 1
    said = done.output.replace("\n", " ")
    assert "criteria names effort.ease" in said and "strange" in said and "none.yaml" in said


def test_every_fault_has_words() -> None:
    """With what to do."""
    assert set(WHY) == set(faults.Why.__args__)  # type: ignore[attr-defined]


def test_a_drill_is_played_to_its_end() -> None:
    """The situation, the customer's lines, what was understood where it is asked for, and what was heard."""
    texts = transcript("bill_shock", "en", "listening")
    lines = [texts[0], "/why", *texts[1:]]
    done = RUN.invoke(app, ["play", "bill_shock", "--language", "en", "--seed", "1"], input="\n".join(lines) + "\n")
    assert done.exit_code == 0, done.output
    assert "Leida Tamm" in done.output and "Understood: greet, name_back" in done.output
    assert "A good ending" in done.output and "✓ Problem named back" in done.output


def test_one_may_leave_and_see_what_there_is() -> None:
    """Without a code, the list; in one's own language."""
    listed = RUN.invoke(app, ["play", "--language", "ru"])
    assert listed.exit_code == 0 and "Умер муж" in listed.output and "silent_chat" in listed.output
    left = RUN.invoke(app, ["play", "outage", "--language", "et"], input="/lõpp\n")
    assert left.exit_code == 0 and "lõpp" in left.output and "Halb" not in left.output
    assert RUN.invoke(app, ["play", "nothing"]).exit_code == 1


def test_a_model_is_tried_before_it_is_set() -> None:
    """Each line as it is written and as it would be said, with how many; a bad one is told why, and the status says so. An address outside is refused."""
    with running() as url:
        good = RUN.invoke(
            app, ["words", "bill_shock", "--url", url, "--model", "good", "--language", "en", "--seconds", "10"]
        )
        bad = RUN.invoke(
            app, ["words", "bill_shock", "--url", url, "--model", "chatty", "--language", "et", "--seconds", "10"]
        )
    assert good.exit_code == 0 and "✓ Well, " in good.output and "lines would be said" in good.output
    assert bad.exit_code == 1 and "× not as many lines as were asked for" in bad.output and "0 of" in bad.output
    with pytest.raises(Invalid):
        RUN.invoke(app, ["words", "--url", "http://8.8.8.8", "--model", "m"], catch_exceptions=False)


def test_every_refusal_of_words_has_words() -> None:
    """With what was wrong."""
    assert set(drill_words.WHY) == {*checks.Why.__args__, "silent"}  # type: ignore[attr-defined]
