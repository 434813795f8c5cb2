"""Recordings at the desk: who may hear them, in pieces as players ask; who listens is written down first."""

import pytest

from hoolin.channels.voice import commands as v
from hoolin.channels.voice.media.recording import write_wav
from hoolin.channels.voice.recording import commands as r
from hoolin.channels.voice.recording.state import DAY_MS, RecordingRules
from hoolin.core.interaction import commands as c
from hoolin.people.api import commands as p
from hoolin.wiring import Built, new_id
from tests.channels.voice.rtp_party import tone
from tests.server.live.open_site import OpenSite, furnish

WAV = write_wav(tone(700, 2.0), 2)


async def ask(built: Built, command: object, key: str = "") -> None:
    """Ask the loop."""
    await built.loop.submit(command, actor="channel:voice", key=key or new_id("x"))  # type: ignore[arg-type]


@pytest.fixture
async def recorded(site: OpenSite) -> str:
    """A call of Kristi's that was recorded, and is over; gives the conversation."""
    from hoolin.channels.voice.manifest import RULES

    built = site.built
    await furnish(built, RULES)
    built.rooms["calls"].state.records = RecordingRules(
        basis="contract", languages=frozenset({"et"}), keep_ms=30 * DAY_MS
    )
    begins = c.Arrive(interaction="i1", customer="c1", case="k1", channel="voice", language="et")
    await ask(built, v.BeginCall(call="v1", leg="l1", trunk="main", numbers="u1", body=b'{"number":""}', begins=begins))
    await ask(built, v.AnswerLeg(call="v1", leg="l1", dialog="d1", body=b"x"))
    await site.joined("kristi", "i1")
    await ask(built, r.StartRecording(call="v1"))
    for wish in ("pause_recording", "resume_recording"):
        done = await site.command("kristi", wish, interaction="i1")
        assert done.status_code == 200, done.text
    refused = await site.command("oleg", "pause_recording", interaction="i1")
    assert refused.status_code == 409
    await ask(built, v.EndLeg(call="v1", leg="l1", cause="hung_up"))
    built.stores.blobs.put("w1.wav", "c1", [WAV])
    kept = r.KeepStretch(
        call="v1", interaction="i1", recording="r1", stretch="w1", blob="w1.wav", began_at=1_000, length_ms=1_000, agent="kristi"
    )  # fmt: skip
    await ask(built, kept)
    return "i1"


async def test_the_desk_is_shown_what_there_is(site: OpenSite, recorded: str) -> None:
    """Stretches, what happened between, and until when it is kept."""
    client = await site.client("kristi")
    (one,) = (await client.get(f"/conversations/{recorded}/recordings")).json()["recordings"]
    assert [mark["what"] for mark in one["marks"]] == ["started", "paused", "resumed", "ended"]
    assert (one["basis"], one["cause"], one["erase_at"] - one["started_at"]) == ("contract", "over", 30 * DAY_MS)
    (stretch,) = one["stretches"]
    assert (stretch["stretch"], stretch["agent"], stretch["there"], stretch["lost"]) == ("w1", "kristi", True, None)
    assert one["heard"] == []


@pytest.mark.parametrize(
    ("asked", "status", "begin", "end"),
    [
        ("", 200, 0, len(WAV)),
        ("bytes=0-", 206, 0, len(WAV)),
        ("bytes=100-199", 206, 100, 200),
        ("bytes=-50", 206, len(WAV) - 50, len(WAV)),
        (f"bytes=10-{len(WAV) * 2}", 206, 10, len(WAV)),
    ],
)
async def test_in_pieces(site: OpenSite, recorded: str, asked: str, status: int, begin: int, end: int) -> None:
    """Whole, or from where the player asks on; what comes is what was stored."""
    client = await site.client("kristi")
    got = await client.get(f"/conversations/{recorded}/recordings/w1", headers={"range": asked} if asked else {})
    assert (got.status_code, got.headers["content-type"]) == (status, "audio/wav")
    assert got.content == WAV[begin:end]
    assert got.headers["cache-control"] == "no-store"
    if asked:
        assert got.headers["content-range"] == f"bytes {begin}-{end - 1}/{len(WAV)}"


async def test_beyond_the_end_and_beyond_understanding(site: OpenSite, recorded: str) -> None:
    """Nothing lies beyond the end; several ranges at once, or words, are not understood."""
    client = await site.client("kristi")
    path = f"/conversations/{recorded}/recordings/w1"
    beyond = await client.get(path, headers={"range": f"bytes={len(WAV)}-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{len(WAV)}")
    for words in ("bytes=0-1,5-6", "bytes=-", "seconds=1-2"):
        assert (await client.get(path, headers={"range": words})).status_code == 400


async def test_only_who_may_hears_and_it_is_written_down(site: OpenSite, recorded: str) -> None:
    """Kristi hears her own, and an analyst everybody's; a colleague does not. Each listening is one fact, however many pieces it takes."""
    path = f"/conversations/{recorded}/recordings/w1"
    for login, status in (("juss", 403), ("kristi", 206), ("kristi", 206), ("anu", 206)):
        client = await site.client(login)
        assert (await client.get(path, headers={"range": "bytes=0-9"})).status_code == status, login
    assert (await (await site.client("")).get(path)).status_code == 401
    heard = [entry for entry in site.entries() if type(entry.fact).__name__ == "RecordingHeard"]
    assert [entry.actor.split(":")[0] for entry in heard] == ["agent", "account"]
    (one,) = (await (await site.client("kristi")).get(f"/conversations/{recorded}/recordings")).json()["recordings"]
    assert len({row["by"] for row in one["heard"]}) == 2
    assert (await (await site.client("juss")).get(f"/conversations/{recorded}/recordings")).status_code == 403


async def test_waiting_in_line_is_nobodys_to_hear(site: OpenSite, recorded: str) -> None:
    """Back in line, colleagues may read the conversation, and still not hear it; who oversees may."""
    begins = c.Arrive(interaction="i2", customer="c1", case="k1", channel="voice", language="et")
    await ask(
        site.built, v.BeginCall(call="v2", leg="l2", trunk="main", numbers="u2", body=b'{"number":""}', begins=begins)
    )
    juss, anu = await site.client("juss"), await site.client("anu")
    assert (await juss.get("/conversations/i2")).status_code == 200
    assert (await juss.get("/conversations/i2/recordings")).status_code == 403
    assert (await anu.get("/conversations/i2/recordings")).json() == {"recordings": []}


async def test_whoever_is_forgotten_is_heard_no_more(site: OpenSite, recorded: str) -> None:
    """Erased, the recording is shown as gone, and asking for it finds nothing."""
    await ask(site.built, p.EraseCustomer(customer="c1"))
    await site.built.forgetting.done()
    client = await site.client("kristi")
    assert (await client.get(f"/conversations/{recorded}/recordings/w1")).status_code == 404
    (one,) = (await client.get(f"/conversations/{recorded}/recordings")).json()["recordings"]
    assert [stretch["there"] for stretch in one["stretches"]] == [False]
    assert not site.built.stores.blobs.note("w1.wav")
