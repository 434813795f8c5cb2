"""A price list in the shape of TM Forum's Product Catalog API (TMF620): a plan is a `ProductOffering`, what it costs a
`ProductOfferingPrice`. Only what the list has is in it; every offering is sold by everybody to everybody.
"""

from typing import Any

from hoolin.catalogue.decide import Published
from hoolin.catalogue.prices import Fee, Per, Plan
from hoolin.core.site.rules import Language

PERIODS: dict[Per, tuple[str, int]] = {"month": ("month", 1), "year": ("year", 1), "day": ("day", 1)}
UNITS: dict[Per, str] = {
    "gigabyte": "GB", "megabyte": "MB", "minute": "min", "hour": "h", "message": "message", "piece": "piece",
}  # fmt: skip


def offerings(one: Published, language: Language, moment: str, root: str) -> dict[str, Any]:
    """The list as TMF620 resources. moment: its `valid_from` in ISO 8601. root: the path the resources lie below."""
    prices = {
        item.code: _price(item, one.prices.currency, language, moment, root) for item in one.prices.items().values()
    }
    return {
        "productOffering": [_offering(plan, prices, one.number, language, moment, root) for plan in one.prices.plans],
        "productOfferingPrice": list(prices.values()),
    }


def _offering(
    plan: Plan, prices: dict[str, dict[str, Any]], number: int, language: Language, moment: str, root: str
) -> dict[str, Any]:
    used = (plan.code, *plan.fees)
    return {
        "@type": "ProductOffering",
        "id": plan.code,
        "href": f"{root}/productOffering/{plan.code}",
        "name": plan.name.said(language),
        "description": "\n".join(
            line for line in (plan.about.said(language), *(w.said(language) for w in plan.includes)) if line
        ),
        "version": str(number),
        "isBundle": False,
        "isSellable": True,
        "lifecycleStatus": "Active",
        "validFor": {"startDateTime": moment},
        "productOfferingPrice": [
            {"@type": "ProductOfferingPriceRef", "id": code, "href": prices[code]["href"], "name": prices[code]["name"]}
            for code in used
        ],
        # No term binds a customer: a plan ends when they say so.
        "productOfferingTerm": [],
    }


def _price(one: Plan | Fee, currency: str, language: Language, moment: str, root: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "@type": "ProductOfferingPrice",
        "id": one.code,
        "href": f"{root}/productOfferingPrice/{one.code}",
        "name": one.name.said(language),
        "description": one.about.said(language),
        "lifecycleStatus": "Active",
        "validFor": {"startDateTime": moment},
        "price": {"unit": currency, "value": one.amount / 100},
    }
    if one.per in PERIODS:
        period, length = PERIODS[one.per]
        return told | {
            "priceType": "recurring",
            "recurringChargePeriodType": period,
            "recurringChargePeriodLength": length,
        }
    if one.per in UNITS:
        return told | {"priceType": "usage", "unitOfMeasure": {"amount": 1, "units": UNITS[one.per]}}
    return told | {"priceType": "oneTime"}
