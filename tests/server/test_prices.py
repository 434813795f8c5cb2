"""Prices over HTTP, on the whole product: everybody reads the same, administrators publish, faults change nothing."""

import msgspec

from tests.catalogue.lists import plan, price_list
from tests.channels.chat.stand import standing
from tests.server.test_contact import client_of


async def test_published_and_read() -> None:
    """Nothing at first; then the list, its history and TM Forum's shape, with no log-in; and the same after a restart's fold."""
    async with standing() as stand, client_of(stand, "admin") as client:
        assert (await client.get("/api/v1/prices")).json()["in_force"] is None
        assert (await client.get("/api/v1/tmf620/productCatalogManagement/v5/productOffering")).status_code == 404
        body = {"prices": msgspec.to_builtins(price_list(plan(about=plan().name), valid_from=stand.built.loop.clock()))}
        answer = await client.put("/api/v1/prices", json=body)
        assert answer.status_code == 200, answer.text
        async with client_of(stand) as anybody:
            told = (await anybody.get("/api/v1/prices")).json()
            assert told["in_force"]["prices"]["plans"][0]["amount"] == 1_100
            assert [edition["number"] for edition in told["editions"]] == [1]
            root = "/api/v1/tmf620/productCatalogManagement/v5"
            (offering,) = (await anybody.get(f"{root}/productOffering")).json()
            assert (await anybody.get(offering["href"])).json() == offering
            (ref,) = offering["productOfferingPrice"]
            assert (await anybody.get(ref["href"])).json()["price"] == {"unit": "EUR", "value": 11.0}
            assert (await anybody.get(f"{root}/productOffering/x")).status_code == 404
            assert (await anybody.get(f"{root}/customers")).status_code == 404


async def test_a_list_that_binds_is_refused_with_all_of_its_faults() -> None:
    """`check` says the same without publishing; a supervisor may do neither."""
    async with standing() as stand, client_of(stand, "admin") as client:
        bad = price_list(plan(binding_months=24, leaving_fee=100), valid_from=stand.built.loop.clock())
        body = {"prices": msgspec.to_builtins(bad)}
        refused = await client.put("/api/v1/prices", json=body)
        assert refused.status_code == 422
        assert refused.json()["code"] == "price_list"
        whys = [fault["why"] for fault in refused.json()["faults"]]
        assert whys == ["binding", "leaving_fee"]
        checked = await client.post("/api/v1/prices/check", json=body)
        assert [fault["why"] for fault in checked.json()["faults"]] == whys
        assert (await client.get("/api/v1/prices")).json()["editions"] == []
        assert (await client.put("/api/v1/prices", json={"prices": {"plans": []}})).status_code in (400, 422)
    async with standing() as stand, client_of(stand, "supervisor") as client:
        assert (await client.put("/api/v1/prices", json=body)).status_code == 403
        assert (await client.post("/api/v1/prices/check", json=body)).status_code == 403
