"""What probes met, over HTTP: everybody reads how soon people answer, the wallboard whether nobody does, and the log is told once."""

import logging
from typing import Any

import httpx
import pytest

from hoolin.experience.api import AlarmRules, Probes
from hoolin.experience.probes import Result
from hoolin.server.api.probes import ProbeBoard
from tests.channels.chat.stand import Stand, standing
from tests.server.test_contact import client_of


async def met(
    client: httpx.AsyncClient, stand: Stand, took_ms: int, ending: str = "reached", channel: str = "voice"
) -> None:
    """One probe."""
    body: dict[str, Any] = {"channel": channel, "language": "et", "took_ms": took_ms, "ending": ending, "code": ""}
    answer = await client.post("/api/v1/probes", json={**body, "asked_at": stand.built.loop.clock() - took_ms})
    assert answer.status_code == 201, answer.text


async def test_everybody_reads_how_soon_a_person_answers() -> None:
    """Without a log-in, to be kept for a minute, the same for all: no single result and no alarm is in it; below ten probes no curve."""
    async with standing() as stand, client_of(stand, "probe") as watch, client_of(stand) as anybody:
        path = "/api/v1/mirror/time-to-human"
        assert (await anybody.get(path)).json()["channels"] == []
        for number in range(10):
            if number == 9:
                assert (await anybody.get(path)).json()["channels"][0]["curve"] == []
            await met(watch, stand, 10_000 * (number + 1))
        await met(watch, stand, 600_000, "gave_up")
        answer = await anybody.get(path)
        assert answer.headers["cache-control"] == "public, max-age=60"
        (voice,) = answer.json()["channels"]
        assert set(voice) == {"channel", "asked", "closed", "failed", "curve", "enough", "days"}
        assert (voice["channel"], voice["asked"], voice["enough"], voice["days"]) == ("voice", 11, 10, 30)
        ms, share, _, low, high, _ = voice["curve"][-1]
        assert (ms, round(share, 4)) == (100_000, round(10 / 11, 4))
        assert low < share < high
        assert (await anybody.get("/api/v1/probes/alarms")).status_code == 401


async def test_the_wallboard_is_told_when_nobody_is_reached() -> None:
    """Whoever may see it reads which ways are silent; the probe itself may not."""
    async with (
        standing() as stand, client_of(stand, "probe") as watch, client_of(stand, "supervisor") as board,
    ):  # fmt: skip
        await met(watch, stand, 5_000, channel="chat")
        await met(watch, stand, 60_000, "gave_up")
        told = (await board.get("/api/v1/probes/alarms")).json()
        assert told["channels"] == {"chat": False, "voice": True}
        assert (told["within_ms"], told["in_row"]) == (0, 1)
        assert (await watch.get("/api/v1/probes/alarms")).status_code == 403


def test_the_log_is_told_once_when_it_begins_and_once_when_it_ends(caplog: pytest.LogCaptureFixture) -> None:
    """Not with every probe while it lasts."""
    probes, said = Probes(), []
    board = ProbeBoard(probes, lambda: 0, AlarmRules(60_000, 2))
    with caplog.at_level(logging.WARNING, "hoolin.probes"):
        for took_ms in (70_000, 80_000, 90_000, 100_000, 5_000, 6_000):
            probes.results.append(Result("voice", "et", 0, took_ms, "reached"))
            board.look()
            said.append(len(caplog.records))
    assert said == [0, 1, 1, 1, 2, 2]
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]
    (figure,) = board.figures()
    assert [(sample.value, dict(sample.labels)) for sample in figure.samples] == [(0.0, {"channel": "voice"})]
