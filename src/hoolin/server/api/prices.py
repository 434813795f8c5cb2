"""The published prices: for everybody to read, as a list with its history and in TM Forum's shape; for administrators to publish."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Depends
from starlette.responses import Response

from hoolin.catalogue.api import Catalogue, Published, PublishPrices, editions, faults, lines, offerings
from hoolin.core.errors import NotFound
from hoolin.core.facts import Instant
from hoolin.core.site.rules import Language
from hoolin.server.accounts.records import Who
from hoolin.server.bodies import plain, read
from hoolin.server.live.hub import Hub
from hoolin.server.routing import api_router
from hoolin.server.who import part, public, require

router = api_router("prices")

TMF620 = "/api/v1/tmf620/productCatalogManagement/v5"


@dataclass
class Prices:
    """The price lists of a site, as they are shown. operator: whose."""

    catalogue: Catalogue
    clock: Callable[[], Instant]
    operator: str

    @property
    def language(self) -> Language:
        """The site's first language."""
        return self.catalogue.site.kept.rules.languages[0]

    def in_force(self) -> Published:
        """The list that holds now. Raises NotFound."""
        found = self.catalogue.in_force(self.clock())
        if found is None:
            raise NotFound("prices")
        return found


ThePrices = Annotated[Prices, Depends(part(Prices))]
TheHub = Annotated[Hub, Depends(part(Hub))]
Configurer = Annotated[Who, Depends(require("site.configure"))]


@router.get("/prices", dependencies=[Depends(public("public"))], response_class=Response)
async def published(prices: ThePrices) -> Response:
    """All prices: the list that holds, the one to come if there is one, and what changed when; the same for everybody."""
    now = prices.clock()
    told = {
        "at": now,
        "operator": prices.operator,
        "languages": prices.catalogue.site.kept.rules.languages,
        "in_force": prices.catalogue.in_force(now),
        "to_come": prices.catalogue.to_come(now),
        "editions": editions(prices.catalogue.held()),
    }
    return plain(told, caching="no-cache")


@router.get("/prices/said", dependencies=[Depends(public("public"))], response_class=Response)
async def said(prices: ThePrices, language: Language | None = None) -> Response:
    """The list that holds, each plan and fee as a line in one language: the words, and no others, in which a price is inserted into a message."""
    one, spoken = prices.in_force(), language or prices.language
    told = lines(one, prices.catalogue.day_of(one.prices.valid_from), spoken)
    plans = {plan.code for plan in one.prices.plans}
    items = [
        {
            "code": code,
            "kind": "plan" if code in plans else "fee",
            "name": item.name.said(spoken),
            "amount": item.amount,
            "text": told[code],
        }
        for code, item in one.prices.items().items()
    ]
    return plain(
        {"number": one.number, "language": spoken, "currency": one.prices.currency, "items": items}, caching="no-cache"
    )


@router.put("/prices", response_class=Response)
async def publish(body: dict[str, Any], who: Configurer, hub: TheHub) -> Response:
    """Publish a list (`{"prices": …}`, shapes of docs/reference/site.md). A list with faults is refused with all of them."""
    answer = await hub.ask(read(body, PublishPrices), actor=who.actor, key=secrets.token_hex(16))
    return plain({"n": answer.position})


@router.post("/prices/check", response_class=Response)
async def check(body: dict[str, Any], who: Configurer, prices: ThePrices) -> Response:
    """What is wrong with a list, without publishing it: `{"faults": […]}`, empty when it may be published as it is."""
    now, catalogue = prices.clock(), prices.catalogue
    before = catalogue.in_force(now)
    found = faults(
        read(body, PublishPrices).prices, before.prices if before else None, catalogue.site.kept.rules.languages, now
    )
    return plain({"faults": found})


@router.get(
    TMF620.removeprefix("/api/v1") + "/{resource}", dependencies=[Depends(public("public"))], response_class=Response
)
async def offered(resource: str, prices: ThePrices, language: Language | None = None) -> Response:
    """The list that holds as TMF620 resources: `productOffering` or `productOfferingPrice`."""
    told = _offerings(prices, language)
    if resource not in told:
        raise NotFound("resource")
    return plain(told[resource], caching="no-cache")


@router.get(
    TMF620.removeprefix("/api/v1") + "/{resource}/{code}",
    dependencies=[Depends(public("public"))],
    response_class=Response,
)
async def offered_one(resource: str, code: str, prices: ThePrices, language: Language | None = None) -> Response:
    """One of these resources by its id."""
    found = next((one for one in _offerings(prices, language).get(resource, ()) if one["id"] == code), None)
    if found is None:
        raise NotFound("resource")
    return plain(found, caching="no-cache")


def _offerings(prices: Prices, language: Language | None) -> dict[str, Any]:
    one = prices.in_force()
    moment = datetime.fromtimestamp(one.prices.valid_from / 1000, UTC).isoformat(timespec="seconds")
    return offerings(one, language or prices.language, moment.replace("+00:00", "Z"), TMF620)
