"""Price lists for tests."""

from hoolin.catalogue.api import Fee, Plan, PriceList, Words

DAY_MS = 86_400_000
NOW = 1_800_000_000_000


def words(text: str) -> Words:
    """The same in all languages."""
    return Words(et=text, ru=text, en=text)


def plan(code: str = "m", amount: int = 1_100, **more: object) -> Plan:
    """A plan without a fault."""
    return Plan(**{"code": code, "name": words(code), "amount": amount, **more})  # type: ignore[arg-type]


def fee(code: str = "sim", amount: int = 100, **more: object) -> Fee:
    """A fee without a fault."""
    return Fee(**{"code": code, "name": words(code), "amount": amount, "per": "once", **more})  # type: ignore[arg-type]


def price_list(*plans: Plan, fees: tuple[Fee, ...] = (), valid_from: int = NOW) -> PriceList:
    """A list."""
    return PriceList(valid_from=valid_from, plans=plans or (plan(),), fees=fees)
