import re
from collections import Counter

import pytest

from hoolin.cli.demo import cast
from hoolin.cli.demo.script import REASONS, Dialogue, Script, load, spoken
from hoolin.cli.demo.setup import QUEUES
from hoolin.core.site.rules import LANGUAGES, Language

SCRIPT: Script = load()
ALL = (*SCRIPT.dialogues, *SCRIPT.again)
QUEUE_NAMES = {queue.queue for queue in QUEUES}
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
PLACES = re.compile(r"\{[^}]*\}")
LINE_CHARACTERS_MAX = 240


def texts(dialogue: Dialogue, language: Language) -> list[str]:
    """Everything that is written of a dialogue in one language."""
    lines = dialogue.lines(language)
    return [lines.asked, lines.note, *(text for turn in lines.turns for text in turn.values())]


def test_there_is_enough_to_talk_about() -> None:
    """There are at least 25 dialogues in each language, about every reason that the site knows, in every queue."""
    assert len(SCRIPT.dialogues) >= 25
    assert len({dialogue.id for dialogue in ALL}) == len(ALL)
    assert {dialogue.reason for dialogue in SCRIPT.dialogues} == set(REASONS)
    assert {dialogue.queue for dialogue in SCRIPT.dialogues} == QUEUE_NAMES
    assert SCRIPT.again


@pytest.mark.parametrize("dialogue", ALL, ids=lambda dialogue: dialogue.id)
def test_a_dialogue_is_the_same_in_three_languages(dialogue: Dialogue) -> None:
    """Each language has the same turns by the same side, one line each, and each line is in its own letters."""
    shapes = {tuple(tuple(turn) for turn in dialogue.lines(language).turns) for language in LANGUAGES}
    (shape,) = shapes
    assert all(len(who) == 1 and who[0] in "catd" for who in shape)
    for language in LANGUAGES:
        for text in texts(dialogue, language):
            assert text.strip()
            assert bool(CYRILLIC.search(text.replace("{а}", ""))) == (language == "ru"), text
    assert len({tuple(texts(dialogue, language)) for language in LANGUAGES}) == len(LANGUAGES)


@pytest.mark.parametrize("dialogue", ALL, ids=lambda dialogue: dialogue.id)
def test_a_dialogue_can_be_played(dialogue: Dialogue) -> None:
    """The customer begins, an agent answers, a hand-over names another queue, and a promise to write has its hour."""
    for language in LANGUAGES:
        who = [next(iter(turn)) for turn in dialogue.lines(language).turns]
        assert who[0] == "c"
        assert "a" in who
        assert ("t" in who) == bool(dialogue.transfer)
        assert dialogue.transfer in {"", *QUEUE_NAMES} - {dialogue.queue}
        promised = any("{by}" in text for text in texts(dialogue, language))
        assert promised == ("d" in who)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_is_whole_and_short(language: Language) -> None:
    """No place is left open in what is said, by a woman or by a man, and no line is longer than people write."""
    phrases = SCRIPT.phrases[language]
    loose = [text for field in phrases.__struct_fields__ for text in getattr(phrases, field)]
    assert all(loose)
    for text in [*loose, *(text for dialogue in ALL for text in texts(dialogue, language))]:
        assert set(PLACES.findall(text)) <= {"{agent}", "{by}", "{а}"}, text
        for woman in (True, False):
            said = spoken(text, agent="Virve Virtuaal", by="17:00", woman=woman)
            assert not PLACES.search(said)
            assert len(said) <= LINE_CHARACTERS_MAX, said


def test_a_matter_follows_from_the_customer() -> None:
    """The same customer always comes about the same matter, and among many customers every matter comes up."""
    chosen = Counter(SCRIPT.matter_of(f"c{number}").id for number in range(2_000))
    assert chosen == Counter(SCRIPT.matter_of(f"c{number}").id for number in range(2_000))
    assert len(chosen) == len(SCRIPT.dialogues)
    assert SCRIPT.follow_up_of("c1") is SCRIPT.follow_up_of("c1")


def test_turns_are_found_again_by_counting_messages() -> None:
    """After so many messages the right turn is next, hand-overs between them counted as done."""
    (moving,) = (dialogue for dialogue in SCRIPT.dialogues if dialogue.id == "moving_in")
    lines = moving.lines("et")
    who = [next(iter(turn)) for turn in lines.turns]
    assert who == ["c", "a", "c", "a", "t", "a", "c", "a"]
    assert [lines.after(messages) for messages in range(8)] == [0, 1, 2, 3, 5, 6, 7, 8]
    assert lines.after(99) == len(who)
    assert lines.turn(len(who)) is None


def test_real_chats_go_to_real_people() -> None:
    """No simulated agent has room for a chat; everybody who may log in and serves has, in all three languages."""
    members = cast.crew(cast.AGENTS_MAX)
    assert len({member.agent for member in members}) == len({member.name for member in members}) == cast.AGENTS_MAX
    assert all(member.profile.capacity.per_channel["chat"] == 0 for member in members)
    serving = [person.profile for person in cast.PEOPLE if person.profile is not None]
    assert {person.login for person in cast.PEOPLE} == {"kristi", "oleg", "juhataja", "admin"}
    for profile in serving:
        assert profile.capacity.per_channel.get("chat", 1) > 0
        assert all(profile.skills[f"lang:{language}"] > 0 for language in LANGUAGES)


@pytest.mark.parametrize("count", [1, 3, 6])
def test_any_crew_speaks_every_language(count: int) -> None:
    """However few simulated agents there are, each language is spoken by one of them."""
    skills = {skill for member in cast.crew(count) for skill in member.profile.skills}
    assert skills >= {f"lang:{language}" for language in LANGUAGES}
