"""Views over real sockets: kept on the server, filled from the live desk, shared with a queue, and with nothing in them that one may not see."""

import secrets
from typing import Any

from tests.server.live.open_site import OpenSite

ANYTHING: dict[str, Any] = {}


async def arrived(site: OpenSite) -> str:
    """Somebody writes; the conversation's id."""
    before = set(site.built.site.kept.interactions)
    page = await site.page(secrets.token_urlsafe(32))
    await page.say("Mu arve on vale")
    (one,) = set(site.built.site.kept.interactions) - before
    return one


async def test_a_view_is_kept_changed_filled_and_dropped(site: OpenSite) -> None:
    """What is in it is what waits or is one's own; what is wrong is refused in words."""
    first, second = await arrived(site), await arrived(site)
    await site.joined("juss", first)
    juss, kristi, oleg = [await site.client(login) for login in ("juss", "kristi", "oleg")]
    made = await juss.post(
        "/views", json={"title": "Minu vestlused", "wanted": {"whose": "mine", "channels": ["chat"]}}
    )
    assert made.status_code == 201, made.text
    view = made.json()["view"]
    assert made.json()["mine"] is True and made.json()["queue"] is None

    async def inside(client: Any) -> list[str]:
        answer = await client.get(f"/views/{view}/conversations")
        assert answer.status_code == 200, answer.text
        assert answer.json()["total"] == len(answer.json()["rows"])
        return [row["interaction"] for row in answer.json()["rows"]]

    assert await inside(juss) == [first]
    assert (await oleg.get(f"/views/{view}/conversations")).status_code == 404
    assert (await kristi.get("/views")).json() == {"views": []}
    shared = {"title": "Teenindus", "wanted": {"states": ["waiting", "offered", "active"]}, "queue": "service"}
    assert (await juss.put(f"/views/{view}", json=shared)).status_code == 200
    # Shared: everybody sees the view, and in it only what they may see.
    assert [one["title"] for one in (await oleg.get("/views")).json()["views"]] == ["Teenindus"]
    assert await inside(oleg) == [second]
    assert sorted(await inside(kristi)) == sorted([first, second])
    assert (await oleg.delete(f"/views/{view}")).status_code == 404
    twice = await juss.post("/views", json=shared)
    assert (twice.status_code, twice.json()["code"]) == (409, "view_title_taken")
    for wrong in ({"states": ["nowhere"]}, {"more": 1}, {"queues": ["q"] * 51}):
        assert (await juss.post("/views", json={"title": "x", "wanted": wrong})).status_code in (400, 422)
    assert (await juss.delete(f"/views/{view}")).status_code == 204
    assert (await juss.get("/views")).json() == {"views": []}


async def test_unread_late_and_unowned_are_told_apart(site: OpenSite) -> None:
    """By what the live desk says now."""
    waits, mine = await arrived(site), await arrived(site)
    await site.joined("juss", mine)
    juss = await site.client("juss")
    for wanted, found in (
        ({"unread": True, "whose": "mine"}, [mine]),
        ({"whose": "nobody"}, [waits]),
        ({"late": True}, []),
        ({"languages": ["ru"]}, []),
        ({}, [waits, mine]),
    ):
        made = await juss.post("/views", json={"title": secrets.token_hex(4), "wanted": wanted})
        rows = (await juss.get(f"/views/{made.json()['view']}/conversations")).json()["rows"]
        assert sorted(row["interaction"] for row in rows) == sorted(found), wanted
