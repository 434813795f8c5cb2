"""`hoolin reasons` shows the tree of a site, says in words what is wrong with a file, and publishes one that is well."""

import json
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner, Result

from hoolin.cli.demo.script import REASONS, load
from hoolin.cli.demo.setup import tree
from hoolin.cli.reasons import app
from hoolin.core.errors import Conflict, Invalid, NotFound
from hoolin.insight.api import reasons
from hoolin.wiring import HoolinSettings, build

FILE = Path(str(files("hoolin.cli.demo") / "reasons.yaml"))


def invoke(*arguments: object) -> Result:
    """The verb with these arguments; what it refuses is raised."""
    said = CliRunner().invoke(app, [str(one) for one in arguments])
    if isinstance(said.exception, Exception):
        raise said.exception
    return said


def written(folder: Path, text: str) -> Path:
    """A file."""
    file = folder / "tree.yaml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site that does not run."""
    built = build(HoolinSettings(data=str(tmp_path / "site")))
    built.close()
    built.accounts.close()
    return tmp_path / "site"


def test_the_demos_tree_is_well_and_has_what_its_people_come_about() -> None:
    """Every code of the script, words and examples in all languages, a grid; no example is said in a conversation."""
    found = tree()
    assert reasons.faults(found, (), (), (), ("et", "ru", "en")) == ()
    assert set(found.leaves()) == set(REASONS) and len(found.reasons) > len(REASONS)
    said = {
        text
        for one in load().dialogues
        for lines in (one.et, one.ru, one.en)
        for turn in lines.turns
        for text in turn.values()
    }
    for one in found.reasons:
        if one.code in found.leaves():
            assert 9 <= len(one.examples) <= 20 and not set(one.examples) & said
            assert all(one.about.said(language) for language in ("et", "ru", "en"))
            assert (one.action is None) == (one.code == "other")
    by_language = yaml.safe_load(FILE.read_text(encoding="utf-8"))["reasons"]["money"]["beneath"]["bill"]["examples"]
    assert {language: 3 <= len(one) <= 8 for language, one in by_language.items()} == {
        "et": True,
        "ru": True,
        "en": True,
    }
    assert {one.action for one in found.reasons} == {None, "eliminate", "self_service", "simplify", "enrich"}


def test_check_draws_what_is_well_and_gives_the_body_to_publish(tmp_path: Path) -> None:
    """With --json it is what POST /api/v1/reasons/tree takes; shares are in it."""
    shown = invoke("check", FILE)
    assert shown.exit_code == 0 and "roaming" in shown.output and "eliminate" in shown.output
    file = written(
        tmp_path,
        "reasons: {a: {name: {et: A, ru: А, en: A}}, b: {name: {et: B, ru: Б, en: B}}}\nwent: {old: a, both: {a: 0.25, b: 0.75}}\n",
    )
    told = json.loads(CliRunner().invoke(app, ["check", str(file), "--json", "--based-on", "3"]).stdout)
    assert told["based_on"] == 3 and [one["code"] for one in told["tree"]["reasons"]] == ["a", "b"]
    assert told["crosswalk"][1] == {"code": "both", "to": [{"code": "a", "share": 0.25}, {"code": "b", "share": 0.75}]}


def test_faults_are_said_in_words(tmp_path: Path) -> None:
    """All of them, with status 1."""
    name = "name: {et: A, ru: А, en: A}"
    file = written(tmp_path, f"reasons: {{a: {{{name}}}, b: {{{name}}}, c: {{name: {{et: C}}}}}}\n")
    said = invoke("check", file)
    assert said.exit_code == 1
    assert "b is called the same as a" in said.output and "c has no name in: ru,en" in said.output


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[]", ""),
        ("reasons: {a: 5}", "reasons.a"),
        ("reasons: {a: {name: {et: A}, colour: red}}", "reasons.a"),
        ("reasons: {a: {name: {et: A}, examples: {fi: [x]}}}", "reasons.a.examples"),
        ("reasons: {a: {name: {et: A}, examples: x}}", "reasons.a.examples"),
        ("reasons: {a: {name: {et: A}, parent: b}}", "reasons.a"),
        ("reasons: {}\nwent: {a: {b: 2}}", "went.a"),
        ("reasons: {}\nelse: {}", "else"),
    ],
)
def test_a_file_of_another_form_is_refused_with_the_place(tmp_path: Path, text: str, place: str) -> None:
    """Nothing that was written is silently left out."""
    with pytest.raises(Invalid, match="reasons_form") as problem:
        invoke("check", written(tmp_path, text))
    assert problem.value.detail["place"] == place


def test_publish_and_show(site: Path, tmp_path: Path) -> None:
    """A site is set up from a file; another version says where codes went; what is in use, or wrong, is refused."""
    assert "no tree yet" in invoke("show", "--data", site).output
    assert invoke("publish", FILE, "--why", "First", "--data", site).exit_code == 0
    told = json.loads(CliRunner().invoke(app, ["show", "--data", str(site), "--json"]).stdout)
    assert told["number"] == 1 and len(told["tree"]["reasons"]) == len(tree().reasons)
    assert "version 1" in invoke("show", "--data", site).output
    names = "name: {et: A, ru: А, en: A}"
    faulty = written(tmp_path, f"reasons: {{a: {{{names}}}}}\nwent: {{never: a}}\n")
    said = invoke("publish", faulty, "--why", "Second", "--data", site)
    assert said.exit_code == 1 and "never is in `went`" in said.output
    going = "\n".join(f"  {code}: a" for code in REASONS)
    assert (
        invoke(
            "publish",
            written(tmp_path, f"reasons: {{a: {{{names}}}}}\nwent:\n{going}\n"),
            "--why",
            "All is one",
            "--data",
            site,
        ).exit_code
        == 0
    )
    built = build(HoolinSettings(data=str(site)))
    try:
        assert built.site.kept.rules.reasons == ("a",)
        with pytest.raises(Conflict, match="site_is_serving"):
            invoke("publish", FILE, "--why", "Again", "--data", site)
    finally:
        built.close()
        built.accounts.close()


def test_where_there_is_no_site(tmp_path: Path) -> None:
    """It is said, and none is made."""
    with pytest.raises(NotFound, match="site"):
        invoke("publish", FILE, "--why", "First", "--data", tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_the_guide_shows_trees_that_can_be_published(tmp_path: Path) -> None:
    """The tree of the guide has no fault, and so has none what it says of where codes went."""
    guide = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "keep-the-tree-of-reasons.md"
    first, second = (part.split("```")[0] for part in guide.read_text(encoding="utf-8").split("```yaml\n")[1:])
    assert invoke("check", written(tmp_path, first)).exit_code == 0
    names = "{name: {et: A, ru: А, en: A}}"
    both = f"reasons: {{bill: {names}, roaming: {names.replace('A', 'B').replace('А', 'Б')}}}\n{second}"
    found, crosswalk = reasons.handwritten.read(yaml.safe_load(both))
    assert reasons.faults(found, crosswalk, ("invoice", "charges"), (), ("et", "ru", "en")) == ()
    shown = reasons.handwritten.__doc__ or ""
    assert reasons.handwritten.read(yaml.safe_load(shown.split("\n\n")[1].replace("…", "…")))[1][1].to[1].share == 0.3
