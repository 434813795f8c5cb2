"""Contacts that nothing explains: what many say is a cluster with its words; what everybody says differently is none."""

import random

import pytest

from hoolin.core.errors import Invalid
from hoolin.insight.words.lesson import UNEXPLAINED_MAX, Cluster, Unexplained
from hoolin.insight.words.unexplained import SAME_MIN, clusters

FRAMES = ("Tere! {}", "{}, mida teha?", "Palun aidake: {}", "Eile selgus, et {}", "{} juba teist päeva", "Kas teil on ka nii, et {}?", "{}. Aitäh!", "Miks {}?")  # fmt: skip
SAID = {
    "parcel": ("pakiautomaat ei ava ust", "pakiautomaadi uks on kinni", "pakiautomaat ei avane", "paki kapp jäi kinni"),
    "card": (
        "kaardimakse katkes pangas",
        "kaardiga maksmine ei õnnestu",
        "kaardimakse ebaõnnestus",
        "makse kaardiga katkes",
    ),
}
SYLLABLES = ("ka", "lo", "mi", "tu", "re", "sõ", "vä", "pu", "ni", "ho", "ge", "ja")


def texts() -> tuple[list[Unexplained], dict[str, str]]:
    """Both reasons, a later than the other, and scattered ones of words that nobody else says. And of each id, its reason."""
    chance, made, truth = random.Random(1), [], {}
    for number, (reason, said) in enumerate(SAID.items()):
        for at, (frame, words) in enumerate((frame, words) for frame in FRAMES for words in said):
            made.append(Unexplained(f"{reason}{at}", 1_000 * number + at, frame.format(words)))
            truth[made[-1].id] = reason
    for at in range(60):
        none = ("".join(chance.choice(SYLLABLES) for _ in range(4)) for _ in range(6))
        made.append(Unexplained(f"none{at}", 500, " ".join(none)))
        truth[made[-1].id] = ""
    chance.shuffle(made)
    return made, truth


@pytest.fixture(scope="module")
def found() -> tuple[Cluster, ...]:
    """Seen against contacts with reasons, which begin in the same words."""
    known = [
        frame.format(words)
        for frame in FRAMES
        for words in ("arve on vale", "internet ei tööta", "kolin ära", "tahan uut lepingut")
    ]
    return clusters(texts()[0], known, recent_from=1_000)


def test_each_hidden_reason_comes_out(found: tuple[Cluster, ...]) -> None:
    """Most of its contacts, hardly any other's; the scattered ones lie outside."""
    truth = texts()[1]
    of = [{truth[member] for member in one.members} for one in found]
    assert {reason for one in of for reason in one} == {"parcel", "card"}
    assert all(len(one) == 1 for one in of)
    assert sum(one.size for one in found) > 0.7 * 2 * len(FRAMES) * 4
    assert [one.size for one in found] == sorted((len(one.members) for one in found), reverse=True)


def test_a_cluster_says_what_it_is_about(found: tuple[Cluster, ...]) -> None:
    """Different sentences of its own, words that others have not, one form of each; since when, and whether it is new."""
    made, truth = texts()
    by_id = {one.id: one for one in made}
    for one in found:
        reason, own = truth[one.members[0]], [by_id[member] for member in one.members]
        assert 1 < len(one.sentences) <= 3 and set(one.sentences) <= {each.text for each in own}
        assert 0 < len(one.words) <= 5 and len({word[:5] for word in one.words}) == len(one.words)
        assert any(
            word.startswith(
                ("paki", "uks", "kinni", "kapp", "ava") if reason == "parcel" else ("kaar", "maks", "katkes")
            )
            for word in one.words[:2]
        )
        assert not {"tere", "palun"} & set(one.words)
        assert one.since == min(each.at for each in own) and one.recent == (len(own) if reason == "card" else 0)


def test_chance_makes_no_cluster() -> None:
    """Nothing but scattered texts, the same text with other numbers apart: many who write the same are one."""
    scattered = [one for one in texts()[0] if one.id.startswith("none")]
    assert clusters(scattered, [], 0) == ()
    same = [Unexplained(f"same{at}", at, f"Kus on minu tellimus {at}?") for at in range(30)]
    (one,) = clusters([*scattered, *same], [], 0)
    assert set(one.members) == {each.id for each in same} and len(one.sentences) == 1


@pytest.mark.parametrize("said", [[], ["tere"], ["?!"] * 40, [""] * 40, ["tere"] * (2 * SAME_MIN - 1)])
def test_too_little_is_no_cluster(said: list[str]) -> None:
    """Nobody, hardly anybody, and texts without a word."""
    assert clusters([Unexplained(str(at), at, text) for at, text in enumerate(said)], [], 0) == ()


def test_too_many_are_refused() -> None:
    """Whoever asks gives the newest."""
    with pytest.raises(Invalid, match="too_many_texts"):
        clusters([Unexplained("x", 0, "tere")] * (UNEXPLAINED_MAX + 1), [], 0)
