"""The site's own figures are public: with their number and interval, for everybody, and with nobody in them."""

from hoolin.server.mirror import FRESH_MS, SHOWN
from tests.channels.chat.stand import standing
from tests.server.test_contact import client_of
from tests.server.test_experience import busy, served


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
