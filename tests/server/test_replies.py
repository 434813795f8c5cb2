"""Ready replies over HTTP, on the whole product: kept by those who may, used by those who answer, and part of the one file."""

import msgspec

from tests.channels.chat.stand import standing
from tests.server.test_contact import client_of

BODY = {"title": "Greeting", "texts": {"et": "Tere, {customer}! Mina olen {agent}.", "en": "Hello {customer}!"}}


async def test_written_read_changed_and_taken_away() -> None:
    """Versions with who wrote them; another's newer version is not written over; the same once more is no version; a name that was taken away may come back."""
    async with standing() as stand, client_of(stand, "supervisor") as client:
        assert (await client.get("/api/v1/replies")).json()["replies"] == []
        assert (await client.put("/api/v1/replies/tere", json=BODY | {"after": 0})).status_code == 200
        assert (await client.put("/api/v1/replies/tere", json=BODY)).status_code == 200
        (one,) = (await client.get("/api/v1/replies")).json()["replies"]
        assert (one["name"], one["number"], one["texts"]) == ("tere", 1, BODY["texts"])
        changed = BODY | {"texts": {"ru": "Здравствуйте!"}}
        refused = await client.put("/api/v1/replies/tere", json=changed | {"after": 0})
        assert (refused.status_code, refused.json()["code"]) == (409, "reply_changed")
        assert (await client.put("/api/v1/replies/tere", json=changed | {"after": 1})).status_code == 200
        versions = (await client.get("/api/v1/replies/tere/versions")).json()["versions"]
        assert [(one["number"], list(one["reply"]["texts"])) for one in versions] == [(1, ["et", "en"]), (2, ["ru"])]
        assert all(one["by"] for one in versions)
        assert (await client.delete("/api/v1/replies/tere")).status_code == 200
        assert (await client.get("/api/v1/replies")).json()["replies"] == []
        assert (await client.delete("/api/v1/replies/tere")).status_code == 404
        assert (await client.put("/api/v1/replies/tere", json=BODY | {"after": 0})).status_code == 200
        assert (await client.get("/api/v1/replies")).json()["replies"][0]["number"] == 3


async def test_what_would_be_sent_raw_is_refused() -> None:
    """Braces that mean nothing, no text at all, names with spaces, and texts without end; an agent reads and does not write."""
    async with standing() as stand, client_of(stand, "guru") as client:
        strange = await client.put("/api/v1/replies/x", json={"title": "x", "texts": {"en": "{customer} {total} { }"}})
        assert (strange.status_code, strange.json()["code"]) == (422, "reply_variables")
        assert strange.json()["unknown"] == ["total", " "]
        for name, body in (
            ("x y", {"title": "x", "texts": {"en": "a"}}),
            ("x", {"title": "", "texts": {"en": "a"}}),
            ("x", {"title": "x", "texts": {"en": "a" * 4_001}}),
            ("x", {"title": "x", "texts": {"fi": "a"}}),
            ("x", {"title": "x", "texts": {"en": "a"}, "more": 1}),
        ):
            assert (await client.put(f"/api/v1/replies/{name}", json=body)).status_code == 400, body
        assert (await client.put("/api/v1/replies/x", json={"title": "x", "texts": {}})).json()[
            "code"
        ] == "reply_without_text"
    async with standing() as stand, client_of(stand, "agent") as client:
        assert (await client.get("/api/v1/replies")).status_code == 200
        assert (await client.put("/api/v1/replies/x", json=BODY)).status_code == 403
        assert (await client.get("/api/v1/replies/x/versions")).status_code == 403


async def test_they_go_with_the_one_file_and_over_a_start() -> None:
    """Exported, taken away, and applied again: as they were; a snapshot has them with their versions."""
    async with standing() as stand, client_of(stand, "admin") as client:
        await client.put("/api/v1/replies/tere", json=BODY)
        yaml = (await client.get("/api/v1/config")).text
        assert "Tere, {customer}!" in yaml
        await client.delete("/api/v1/replies/tere")
        applied = await client.put("/api/v1/config", json={"yaml": yaml, "force": True})
        assert applied.status_code == 200, applied.text
        (one,) = (await client.get("/api/v1/replies")).json()["replies"]
        assert one["texts"] == BODY["texts"]
        room = stand.built.rooms["replies"]
        body, before = room.dump(room.state), msgspec.to_builtins(room.state.kept)
        room.load(room.state, body)
        assert msgspec.to_builtins(room.state.kept) == before
