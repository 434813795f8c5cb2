"""`hoolin lesson`: what comes with Hoolin is written and may be published; what is wrong with a file is said, with its place."""

from pathlib import Path

from typer.testing import CliRunner

from hoolin.cli.lesson import app

RUN = CliRunner()


def test_what_is_written_may_be_published_and_is_not_written_over(tmp_path: Path) -> None:
    """Eleven lessons and a path; a file that somebody has changed is left alone."""
    folder = tmp_path / "lessons"
    assert "12 of 12 written" in RUN.invoke(app, ["ready", str(folder)]).output
    files = sorted(str(one) for one in folder.iterdir())
    checked = RUN.invoke(app, ["check", *files])
    assert (checked.exit_code, checked.output) == (0, "12 files may be published.\n")
    (folder / "listen.md").write_text("mine")
    assert "0 of 12 written" in RUN.invoke(app, ["ready", str(folder)]).output
    assert (folder / "listen.md").read_text() == "mine"


def test_what_is_wrong_is_said_with_its_place_and_a_way_out(tmp_path: Path) -> None:
    """Form and faults both; of a path, which lessons are not there."""
    RUN.invoke(app, ["ready", str(tmp_path)])
    lesson = tmp_path / "angry.md"
    lesson.write_text(lesson.read_text().replace("<!-- ru -->", "<!-- ru -->\n[x](ftp://y)\n"))
    form = tmp_path / "form.md"
    form.write_text("nothing of a lesson")
    path = tmp_path / "newcomer.yaml"
    checked = RUN.invoke(app, ["check", str(lesson), str(form), str(path), str(tmp_path / "none.md")])
    assert checked.exit_code == 1
    assert "body.ru leads to ftp://y" in checked.output
    assert "form.md: a lesson begins with" in checked.output
    assert "points to the lesson listen, which is not among these files" in checked.output
    assert "none.md: No such file" in checked.output
