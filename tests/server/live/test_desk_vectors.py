"""The vectors by which every reader of a desk's facts is tried: they are what the server does today."""

import asyncio
import shutil
from pathlib import Path
from typing import Any

import pytest

from scripts import desk_answers as answers
from scripts import desk_threads as threads
from scripts import desk_vectors as made


@pytest.fixture(scope="module")
def vectors() -> dict[str, dict[str, Any]]:
    """All of them, lived once."""
    return made.vectors()


def test_the_vectors_in_the_tree_are_made_from_the_server_of_today(vectors: dict[str, dict[str, Any]]) -> None:
    """Lived again, each piece of a day gives the very file that the web client is tried with (`make vectors`)."""
    assert made.drifted(vectors) == []


def test_the_answers_in_the_tree_are_those_of_the_server_of_today() -> None:
    """What the web client's types are held against is what a server answers now, and each may-be-absent is there both ways."""
    told = asyncio.run(answers.answers())
    assert made.drifted(told, made.ROOT, answers.FOLDER) == []
    agents = {me["agent"] for me in told["Me"]}
    notes = {one["transfer_note"] for one in told["Conversation"]}
    outcomes = {entry["outcome"] for customer in told["Customer"] for entry in customer["timeline"]}
    places, explained = ({why[name] is None for why in told["Why"]} for name in ("place", "explanation"))
    assert all(len(both) > 1 and None in both for both in (agents, notes, outcomes))
    assert places == explained == {True, False}
    assert any(message["attachments"] for message in told["Message"])


def test_the_threads_in_the_tree_are_those_of_the_server_of_today() -> None:
    """Lived again, each conversation on a channel with a provider gives the very file; letters and every kind of news are in them."""
    told = threads.threads()
    assert made.drifted(told, made.ROOT, threads.FOLDER) == []
    facts = {frame["fact"]["fact"] for one in told.values() for frame in one["frames"]}
    assert facts > {
        "message_scheduled",
        "delivery_asked",
        "delivery_ended",
        "delivery_reported",
        "delivery_recalled",
        "delivery_moved",
    }
    assert all(message["letter"]["subject"] for one in told.values() for message in one["after"])


def test_a_vector_that_has_drifted_is_named(vectors: dict[str, dict[str, Any]], tmp_path: Path) -> None:
    """A file that says something else, one that is missing and one that nobody makes any more are each named."""
    folder = tmp_path / made.FOLDER
    shutil.copytree(made.ROOT / made.FOLDER, folder)
    assert made.drifted(vectors, tmp_path) == []
    changed, gone = sorted(folder.iterdir())[:2]
    changed.write_text(changed.read_text(encoding="utf-8").replace('"unread": 1', '"unread": 2', 1), encoding="utf-8")
    gone.unlink()
    (folder / "old.json").write_text("{}", encoding="utf-8")
    assert made.drifted(vectors, tmp_path) == sorted([changed.name, gone.name, "old.json"])


def test_the_same_day_lived_again_is_the_same() -> None:
    """Nothing of a vector hangs on the real clock or on chance."""
    scene = made.SCENES["by-hand"]
    assert asyncio.run(made.vector(*scene)) == asyncio.run(made.vector(*scene))


def test_following_the_facts_is_asking_afresh(vectors: dict[str, dict[str, Any]]) -> None:
    """Every scene is long enough to matter, and what the facts make of the first snapshot is the last one, or none is made."""
    assert len(vectors) >= 13
    for name, vector in vectors.items():
        frames = vector["frames"]
        assert isinstance(frames, list) and len(frames) >= 4, name
        assert vector["before"] != vector["after"], name


def test_a_difference_would_be_noticed(vectors: dict[str, dict[str, Any]]) -> None:
    """A desk that passed over one fact differs from the one fetched afresh, unless later facts say the same again."""
    vector = vectors["to-a-queue"]
    before, frames, after = vector["before"], vector["frames"], vector["after"]
    assert isinstance(before, dict) and isinstance(frames, list) and isinstance(after, dict)
    noticed = 0
    for left_out in range(len(frames)):
        desk = before
        for number, frame in enumerate(frames):
            if number != left_out:
                desk = made.follow(desk, frame)
        noticed += bool(made.differences(desk, after))
    assert noticed >= 2
    assert made.differences(after, after) == []
    assert made.differences({**after, "rows": after["rows"][:-1]}, after) == ["rows"]


def test_every_kind_of_fact_that_moves_a_desk_is_there(vectors: dict[str, dict[str, Any]]) -> None:
    """Together the scenes hold each kind of fact that an agent's desk is told of a conversation, a person and a queue."""
    kinds = set()
    for vector in vectors.values():
        frames = vector["frames"]
        assert isinstance(frames, list)
        kinds |= {frame["fact"]["fact"] for frame in frames}
    assert kinds >= {
        "interaction_arrived", "interaction_queued", "offer_made", "offer_accepted", "offer_returned", "interaction_taken",
        "interaction_held", "interaction_resumed", "interaction_parked", "interaction_unparked", "interaction_requeued",
        "interaction_transferred", "interaction_deferred", "wrap_up_started", "interaction_closed", "interaction_abandoned",
        "message_received", "message_sent", "messages_read", "customer_left", "customer_returned", "answer_later_asked",
        "language_changed", "presence_changed", "agent_set", "agent_retired", "queue_set", "customer_named", "case_opened",
        "note_added", "customers_merged", "customers_unmerged", "site_set",
    }  # fmt: skip
