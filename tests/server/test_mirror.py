"""The site's own figures are public: with their number and interval, for everybody, and with nobody in them."""

from hoolin.server.contact import WayIn
from hoolin.server.mirror import FRESH_MS, SHOWN
from tests.channels.chat.stand import standing
from tests.server.test_contact import client_of
from tests.server.test_experience import busy, served
from tests.server.test_probes import met


async def test_everybody_may_look() -> None:
    """A site without contacts says that there are too few to say; one with some says how many and how sure, and the waits of now."""
    async with standing() as stand, client_of(stand) as anybody:
        first = await anybody.get("/api/v1/mirror")
        assert first.status_code == 200
        told = first.json()
        assert (told["index"]["points"], told["curve"]) == (None, {"n": 0, "steps": []})
        assert {(one["figure"]["value"], one["figure"]["why"]) for one in told["figures"]} == {(None, "nobody")}
    async with standing() as stand, client_of(stand) as anybody:
        await busy(stand)
        told = (await anybody.get("/api/v1/mirror", headers={"origin": "https://elsewhere.example"})).json()
        by_code = {one["definition"]["code"]: one["figure"] for one in told["figures"]}
        gave_up = by_code["access.gave_up"]
        assert (gave_up["n"], round(gave_up["value"], 3)) == (15, 0.2)
        assert gave_up["low"] < 0.2 < gave_up["high"]
        assert (by_code["heard.understood"]["value"], by_code["heard.understood"]["n"]) == (None, 0)
        assert told["curve"]["n"] == 15 and told["curve"]["steps"][-1]["share"] == 0.8
        assert [one["code"] for one in told["criteria"]] == ["access", "effort", "resolution", "heard", "clarity"]
        assert told["now"]["people"] == 2 and told["now"]["ways"][0]["channel"] == "chat"
        assert {(one["source"], one["definition"]["code"]) for one in told["figures"]} == set(SHOWN)


async def test_nothing_personal_is_in_it_and_a_page_elsewhere_may_show_it() -> None:
    """No name, no id of anybody; any origin may read it."""
    async with standing() as stand, client_of(stand) as anybody:
        await busy(stand)
        answer = await anybody.get("/api/v1/mirror", headers={"origin": "https://elsewhere.example"})
        assert answer.headers["access-control-allow-origin"] in ("*", "https://elsewhere.example")
        for secret in ("mari", "kristi", "ichat", "kchat", "c1"):
            assert secret not in answer.text


async def test_it_is_counted_once_a_minute() -> None:
    """Whoever asks again is shown the same, until a minute is over."""
    async with standing() as stand, client_of(stand) as anybody:
        await busy(stand)
        first = (await anybody.get("/api/v1/mirror")).json()
        await served(stand, 99)
        again = (await anybody.get("/api/v1/mirror")).json()
        assert (again["at"], again["curve"]) == (first["at"], first["curve"])
        clock = stand.built.figures.clock
        stand.built.figures.clock = lambda: clock() + FRESH_MS
        stand.built.figures.forget()
        later = (await anybody.get("/api/v1/mirror")).json()
        assert later["curve"]["n"] == first["curve"]["n"] + 1


async def test_of_probes_it_shows_how_many_were_reached_and_no_single_one() -> None:
    """What `/mirror/time-to-human` tells, and nothing that says when nobody is there."""
    async with standing() as stand, client_of(stand, "probe") as watch, client_of(stand) as anybody:
        for number in range(11):
            await met(watch, stand, 10_000 * (number + 1), "reached" if number else "gave_up")
        (voice,) = (await anybody.get("/api/v1/mirror")).json()["probes"]
        assert [voice] == (await anybody.get("/api/v1/mirror/time-to-human")).json()["channels"]
        assert set(voice) == {"channel", "asked", "closed", "failed", "curve", "enough", "days"}
        ms, share, *_ = voice["curve"][-1]
        assert (ms, round(share, 9)) == (110_000, 1.0)


async def test_two_ways_by_one_channel_are_told_apart() -> None:
    """A number and the page are both the telephone: each is told with whose it is, as on the choice board."""
    async with standing() as stand, client_of(stand) as anybody:
        board = stand.built.faces.contact
        board.ways = (*board.ways, WayIn("chat", "live", lambda language, code: "", account="other"))
        ways = (await anybody.get("/api/v1/mirror")).json()["now"]["ways"]
        assert [(way["channel"], way["account"]) for way in ways] == [("chat", ""), ("chat", "other")]
