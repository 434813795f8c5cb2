"""What comes with Hoolin is whole: every lesson in three languages, of a length that is read, with right answers and nothing that points nowhere; and as files it can be kept."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoolin.coaching.api import learning
from hoolin.coaching.learning.markdown import TAGS, Element, Node, shown
from hoolin.core.errors import Invalid
from hoolin.core.site.rules import Language
from hoolin.experience.api import criteria

LANGUAGES: tuple[Language, ...] = ("et", "ru", "en")
FIVE = ["listen", "understand", "solve", "next", "promise"]
DRILLS = {
    "bill_shock", "number_porting", "roaming", "outage", "angry_repeat", "bereavement", "elderly", "wrong_promise", "data_worry", "cancellation",
    "language_switch", "silent_chat",
}  # fmt: skip
CYRILLIC = set("абвгдежзийклмнопрстуфхцчшщъыьэюя")


@pytest.mark.parametrize("lesson", learning.ready.lessons(), ids=lambda one: one.lesson)
def test_a_lesson_that_ships_is_whole(lesson: learning.Lesson) -> None:
    """No faults in any language; read in three to five minutes; each language is that language; each answer has a why of its own; tags that there are."""
    assert learning.lesson_faults(lesson, LANGUAGES) == ()
    for language in LANGUAGES:
        assert 200 <= len(lesson.body.said(language).split()) <= 600
        assert 3 <= lesson.minutes(language) <= 5
        page = shown(lesson.body.said(language))
        assert sum(isinstance(one, Element) and one.tag == "h2" for one in page) >= 3 and "#" not in written(page)
        share = sum(letter in CYRILLIC for letter in lesson.body.said(language).lower()) / len(
            lesson.body.said(language)
        )
        assert share > 0.6 if language == "ru" else share < 0.01
        for question in lesson.questions:
            texts = [one.text.said(language) for one in question.answers]
            whys = [one.why.said(language) for one in question.answers]
            assert len({*texts, *whys}) == 2 * len(question.answers)
            assert (len(question.right()) > 1) == question.several
    assert len(lesson.questions) >= 3
    assert set(lesson.criteria) <= set(criteria.ITEMS)
    assert lesson.drill is None or lesson.drill in DRILLS


def test_the_right_answer_does_not_stand_where_it_always_stands() -> None:
    """Nobody learns its place instead of the matter."""
    places = [min(one.right()) for lesson in learning.ready.lessons() for one in lesson.questions if not one.several]
    assert all(places.count(at) >= len(places) // 5 for at in range(3))


def test_the_path_for_newcomers_uses_all_of_them_and_points_nowhere_else() -> None:
    """The five steps of the house come first and in order; a little every day for about three weeks."""
    lessons = {one.lesson for one in learning.ready.lessons()}
    assert [one.lesson for one in learning.ready.lessons()][:5] == FIVE
    (path,) = learning.ready.paths()
    assert learning.path_faults(path, LANGUAGES) == ()
    pointed = [one.of for one in path.steps if one.kind == "lesson"]
    assert set(pointed) == lessons and [one for one in pointed if one in FIVE] == FIVE
    assert {one.of for one in path.steps if one.kind == "drill"} == DRILLS
    dues = [one.due for one in path.steps]
    assert dues == sorted(dues) and set(dues) == set(range(1, 16))
    assert max(dues.count(day) for day in dues) <= 3


@pytest.mark.parametrize("thing", (*learning.ready.lessons(), *learning.ready.paths()), ids=str)
def test_as_a_file_it_is_the_same(thing: learning.Lesson | learning.Path) -> None:
    """Written and read again, also with the line ends of another system."""
    written = learning.handwritten.write(thing)
    assert learning.handwritten.read(written) == thing == learning.handwritten.read(written.replace("\n", "\r\n"))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("just words", "front matter"),
        ("---\nlesson: [\n---\n", "parsing"),
        ("---\nlesson: x\ncolour: red\n---\n<!-- et -->\na", "unknown field `colour`"),
        ("---\nlesson: x\n---\nlost words\n<!-- et -->\na", "belongs to no language"),
        ("---\nlesson: x\n---\n<!-- et -->\na\n<!-- et -->\nb", "twice"),
        ("a: &a [x]\nb: *a", "in full"),
        ("path: " + "[" * 5_000, "too deep"),
        ("path: x\ntitle: {et: a}\nsteps: [{step: a, kind: swim, due: 1}]", "Invalid enum value"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_one_is_refused_with_the_reason(text: str, why: str) -> None:
    """Nothing that was written is silently left out."""
    with pytest.raises(Invalid, match="learning_form") as refusal:
        learning.handwritten.read(text)
    assert why in str(refusal.value.detail["said"])


def written(page: list[Node]) -> str:
    """The parts of a page in short: `p[text em[text]]`; a link with where it leads."""
    return " ".join(
        one if isinstance(one, str) else f"{one.tag}{'→' + one.href if one.href else ''}[{written(one.children)}]"
        for one in page
    )


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("# A\n\nb *c* **d**", "h2[A] p[b  em[c]   strong[d]]"),
        ("- a\n- b `c`", "ul[li[a] li[b  code[c]]]"),
        ("| a |\n|---|\n| *1* |", "table[thead[tr[th[a]]] tbody[tr[td[em[1]]]]]"),
        ("> a\n\n---\n\n1. b", "blockquote[p[a]] hr[] ol[li[b]]"),
        ("<script>x</script>", "p[<script>x</script>]"),
        ('<img src=x onerror="x">', 'p[<img src=x onerror="x">]'),
        ("[a](https://x.ee) [b](/desk)", "p[a→https://x.ee[a]   a→/desk[b]]"),
        ("[a](javascript:x) [b](//evil.ee) [c](data:x)", "p[[a](javascript:x) [b](//evil.ee) [c](data:x)]"),
        ("![e](https://x.ee/y.png)", "p[! a→https://x.ee/y.png[e]]"),
        ("###### a", "h5[a]"),
    ],
)
def test_markdown_brings_no_code_and_leads_nowhere_strange(text: str, page: str) -> None:
    """Parts that are known and nothing else; HTML of the writer's own is text; links go to the web or into the house; a picture is none."""
    assert written(shown(text)) == page


@given(st.text(alphabet="ab[]()<>!*_`#|-:/ \n\t1.&\"'", max_size=60))
@settings(max_examples=150)
def test_whatever_is_written_only_known_parts_are_shown(text: str) -> None:
    """Any text gives parts of the list, and links that may be."""

    def look(page: list[Node]) -> None:
        for one in page:
            if isinstance(one, Element):
                assert one.tag in TAGS and (not one.href or one.href.startswith(("http://", "https://", "/", "#")))
                look(one.children)

    look(shown(text))
