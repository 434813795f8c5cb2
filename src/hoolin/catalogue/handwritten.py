"""A price list as a person writes it: amounts in whole money (`11.00`), a day instead of an instant, texts by language.

    valid_from: 2027-02-01
    currency: EUR
    fees:
      sim: {name: {et: SIM-kaart, ru: SIM-карта, en: SIM card}, price: 1.00, per: once}
    plans:
      m:
        name: {et: Keskmine, ru: Средний, en: Medium}
        price: 11.00
        per: month
        includes:
          - {et: 40 GB andmeid, ru: 40 ГБ данных, en: 40 GB of data}
        fees: [sim]

It refuses what it does not know by name, so that nothing that was written is silently not on the list.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from hoolin.catalogue.prices import PriceList
from hoolin.core.errors import Invalid
from hoolin.core.facts import Instant


def read(written: Any, day_begins: Callable[[date], Instant]) -> PriceList:
    """The list of parsed YAML or JSON. day_begins: the first instant of a day where the site is. Raises Invalid with the place."""
    if not isinstance(written, Mapping):
        raise Invalid("price_list_form", place="", said="the file should have plans, fees and valid_from")
    fields = dict(written)
    found = {
        "valid_from": day_begins(_day(fields.pop("valid_from", None))),
        "plans": [_item(code, one, "plans") for code, one in _named(fields.pop("plans", {}), "plans")],
        "fees": [_item(code, one, "fees") for code, one in _named(fields.pop("fees", {}), "fees")],
        **fields,
    }
    try:
        return msgspec.convert(found, PriceList)
    except msgspec.ValidationError as problem:
        raise Invalid("price_list_form", place="", said=str(problem)) from None


def _named(written: Any, place: str) -> list[tuple[str, Mapping[str, Any]]]:
    if not isinstance(written, Mapping) or not all(isinstance(one, Mapping) for one in written.values()):
        raise Invalid("price_list_form", place=place, said="each one needs a code and what belongs to it")
    return [(str(code), one) for code, one in written.items()]


def _item(code: str, written: Mapping[str, Any], place: str) -> dict[str, Any]:
    fields = dict(written)
    where = f"{place}.{code}"
    amounts = {"amount": _cents(fields.pop("price", None), f"{where}.price")}
    if "leaving_fee" in fields:
        amounts["leaving_fee"] = _cents(fields.pop("leaving_fee"), f"{where}.leaving_fee")
    return {"code": code, **amounts, **fields}


def _cents(written: Any, place: str) -> int:
    try:
        cents = Decimal(str(written)) * 100
    except InvalidOperation:
        raise Invalid("price_list_form", place=place, said="an amount such as 11.00") from None
    if isinstance(written, bool) or not cents.is_finite() or cents != int(cents):
        raise Invalid("price_list_form", place=place, said="an amount such as 11.00")
    return int(cents)


def _day(written: Any) -> date:
    try:
        return written if isinstance(written, date) else date.fromisoformat(str(written))
    except ValueError:
        raise Invalid("price_list_form", place="valid_from", said="a day such as 2027-02-01") from None
