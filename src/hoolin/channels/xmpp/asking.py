"""What is asked of the server, and its answers: archive (XEP-0313), upload slots (XEP-0363), features (XEP-0030). Pure."""

from typing import NamedTuple
from xml.etree import ElementTree as ET

from hoolin.channels.xmpp.manifest import PAGE_ENTRIES
from hoolin.channels.xmpp.wire import DELAY, FORWARDED, MESSAGE, RESULT, Arrival, bare, text_of, worth_keeping

MAM = "{urn:xmpp:mam:2}"
RSM = "{http://jabber.org/protocol/rsm}"
FORM = "{jabber:x:data}"
UPLOAD = "{urn:xmpp:http:upload:0}"
INFO = "{http://jabber.org/protocol/disco#info}"
ITEMS = "{http://jabber.org/protocol/disco#items}"
HEADERS = frozenset({"authorization", "cookie", "expires"})
"""What a server may have us say when we upload; anything else it asks for is left out (XEP-0363)."""

PING = ET.Element("{urn:xmpp:ping}ping")
ENABLE_CARBONS = ET.Element("{urn:xmpp:carbons:2}enable")
DISCO_INFO = ET.Element(INFO + "query")
DISCO_ITEMS = ET.Element(ITEMS + "query")


class Page(NamedTuple):
    """One answer of the archive. last: where the next page begins. complete: there is no next page."""

    last: str
    complete: bool


class Slot(NamedTuple):
    """Where a file may be put, and where it is read afterwards."""

    put: str
    get: str
    headers: tuple[tuple[str, str], ...]


def archive_query(query: str, start: str, after: str) -> ET.Element:
    """Ask for a page of the archive. start: an XEP-0082 moment. after: the last entry of the page before, or ""."""
    asked = ET.Element(MAM + "query", {"queryid": query})
    form = ET.SubElement(asked, FORM + "x", {"type": "submit"})
    for name, kind, value in (("FORM_TYPE", "hidden", "urn:xmpp:mam:2"), ("start", "text-single", start)):
        field = ET.SubElement(form, FORM + "field", {"var": name, "type": kind})
        ET.SubElement(field, FORM + "value").text = value
    limit = ET.SubElement(asked, RSM + "set")
    ET.SubElement(limit, RSM + "max").text = str(PAGE_ENTRIES)
    if after:
        ET.SubElement(limit, RSM + "after").text = after
    return asked


def page(answer: ET.Element) -> Page:
    """The end of a page."""
    fin = answer.find(MAM + "fin")
    if fin is None:
        return Page("", True)
    last = fin.findtext(f"{RSM}set/{RSM}last") or ""
    return Page(last, fin.get("complete") in ("true", "1") or not last)


def archived(outer: ET.Element, own: str) -> tuple[str, Arrival | None] | None:
    """An entry of the archive: the query it answers and the message, if that is worth keeping. None when it is no entry, or
    not from our own archive.
    """
    result = outer.find(RESULT)
    if result is None or bare(outer.get("from", own)) != own:
        return None
    inner = result.find(f"{FORWARDED}/{MESSAGE}")
    query = result.get("queryid", "")
    if inner is None or not worth_keeping(inner) or (bare(inner.get("from", "")) == own and not text_of(inner)):
        return query, None  # our own receipts are archived too, and tell us nothing
    delay = result.find(f"{FORWARDED}/{DELAY}")
    return query, Arrival(inner, result.get("id", ""), "" if delay is None else delay.get("stamp", ""))


def slot_request(name: str, size: int, media_type: str) -> ET.Element:
    """Ask for a place to put a file."""
    return ET.Element(UPLOAD + "request", {"filename": name, "size": str(size), "content-type": media_type})


def slot(answer: ET.Element) -> Slot | None:
    """The place that was given; None if there is none in the answer."""
    put, get = answer.find(f"{UPLOAD}slot/{UPLOAD}put"), answer.find(f"{UPLOAD}slot/{UPLOAD}get")
    if put is None or get is None:
        return None
    said = ((header.get("name", ""), (header.text or "")) for header in put.iterfind(UPLOAD + "header"))
    headers = tuple(
        (name, value) for name, value in said if name.lower() in HEADERS and "\n" not in value and "\r" not in value
    )
    return Slot(put.get("url", ""), get.get("url", ""), headers)


def features(answer: ET.Element) -> frozenset[str]:
    """What somebody can do."""
    return frozenset(found.get("var", "") for found in answer.iterfind(f"{INFO}query/{INFO}feature"))


def items(answer: ET.Element) -> tuple[str, ...]:
    """The addresses of what a server has beside itself."""
    return tuple(found.get("jid", "") for found in answer.iterfind(f"{ITEMS}query/{ITEMS}item"))
