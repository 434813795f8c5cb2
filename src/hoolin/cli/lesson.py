"""`hoolin lesson`: lessons and paths as files: those that come with Hoolin, and whether one's own may be published."""

from pathlib import Path
from typing import Annotated

import typer

from hoolin.coaching.api import learning
from hoolin.core.errors import Invalid

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Lessons and paths as files: check them, or write those that come with Hoolin.",
)

FILE_BYTES_MAX = 400_000

WORDS = {
    "no_words": "has no text.",
    "too_long": f"has {{said}} words. What is longer than {learning.WORDS_MAX} is not read between two calls.",
    "named_twice": "has a code that another one has.",
    "none_right": "has no right answer.",
    "none_wrong": "has no wrong answer.",
    "one_right": "has several right answers: say `several: yes`.",
    "bad_link": "leads to {said}. Links go to http(s) addresses and to places in the house; there are no pictures.",
    "points_nowhere": "says no `of`: which lesson, drill or example?",
    "points_without_need": "has `of`, and points to nothing.",
}
"""What is wrong, in words with what to do."""

Files = Annotated[
    list[Path], typer.Argument(help="Lessons (.md) and paths (.yaml), see docs/how-to/keep-lessons-and-paths.md.")
]
Folder = Annotated[
    Path, typer.Argument(help="Where to; it is made if it is not there. Files that are there already are left alone.")
]


@app.command()
def check(files: Files) -> None:
    """Look whether files may be published, on a site that speaks et, ru and en. Ends with status 1 if not. Of a path it is also said which lessons are not among the files."""
    wrong, lessons, pointed = False, set[str](), list[tuple[Path, str]]()
    for file in files:
        try:
            thing = learning.handwritten.read(_text(file))
        except Invalid as problem:
            typer.echo(f"{file}: {problem.detail['said']}", err=True)
            wrong = True
            continue
        if isinstance(thing, learning.Path):
            found = learning.path_faults(thing, ("et", "ru", "en"))
            pointed += [(file, step.of or "") for step in thing.steps if step.kind == "lesson"]
        else:
            found = learning.lesson_faults(thing, ("et", "ru", "en"))
            lessons.add(thing.lesson)
        for fault in found:
            typer.echo(f"{file}: {fault.place} {WORDS[fault.why].format(said=fault.said)}", err=True)
        wrong = wrong or bool(found)
    for file, lesson in pointed:
        if lesson not in lessons:
            typer.echo(f"{file}: points to the lesson {lesson}, which is not among these files.")
    if wrong:
        raise typer.Exit(1)
    typer.echo(f"{len(files)} files may be published.")


@app.command()
def ready(folder: Folder) -> None:
    """Write the lessons and paths that come with Hoolin into a folder, to change them and keep them with their history."""
    folder.mkdir(parents=True, exist_ok=True)
    things: list[tuple[learning.Lesson | learning.Path, str]] = [
        (one, f"{one.lesson}.md") for one in learning.ready.lessons()
    ]
    things += [(one, f"{one.path}.yaml") for one in learning.ready.paths()]
    written = 0
    for thing, name in things:
        file = folder / name
        if not file.exists():
            file.write_text(learning.handwritten.write(thing), encoding="utf-8")
            written += 1
    typer.echo(f"{written} of {len(things)} written to {folder}.")


def _text(file: Path) -> str:
    """What a file says. Raises Invalid."""
    try:
        with file.open("rb") as opened:
            body = opened.read(FILE_BYTES_MAX + 1)
        if len(body) > FILE_BYTES_MAX:
            raise Invalid("learning_form", said=f"larger than {FILE_BYTES_MAX:,} bytes")
        return body.decode()
    except OSError as problem:
        raise Invalid("learning_form", said=problem.strerror or "cannot be read") from None
    except UnicodeDecodeError:
        raise Invalid("learning_form", said="is not UTF-8") from None
