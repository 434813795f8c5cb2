"""Stanzas: XML ↔ values, and what a kept stanza means. No input or output, no clock, no chance.

- A stanza's key is the one that our own server's archive has given it (XEP-0359), and nobody else's word for one.
- Carbons and archived copies are believed only from our own account: anybody may send something that looks like one.
- A document type or an entity in a stanza is refused before it is read.
"""

import hashlib
import re
from datetime import UTC, datetime
from typing import NamedTuple
from xml.etree import ElementTree as ET

from hoolin.channels.long_text import fitted
from hoolin.channels.written import KEY_CHARACTERS_MAX, Address, Heard, Passed, Reported, Understood
from hoolin.channels.xmpp.manifest import STANZA_BYTES_MAX
from hoolin.core.errors import Malformed
from hoolin.core.facts import Instant
from hoolin.core.site.rules import Language

CLIENT = "{jabber:client}"
MESSAGE = CLIENT + "message"
BODY = CLIENT + "body"
ERROR = CLIENT + "error"
DELAY = "{urn:xmpp:delay}delay"
STANZA_ID = "{urn:xmpp:sid:0}stanza-id"
ORIGIN_ID = "{urn:xmpp:sid:0}origin-id"
RECEIPTS = "{urn:xmpp:receipts}"
MARKERS = "{urn:xmpp:chat-markers:0}"
OOB = "{jabber:x:oob}"
ENCRYPTION = "{urn:xmpp:eme:0}encryption"
OMEMO = ("{eu.siacs.conversations.axolotl}encrypted", "{urn:xmpp:omemo:2}encrypted", "{urn:xmpp:omemo:1}encrypted")
REPLY = "{urn:xmpp:reply:0}reply"
REPLACE = "{urn:xmpp:message-correct:0}replace"
REACTIONS = "{urn:xmpp:reactions:0}reactions"
NICK = "{http://jabber.org/protocol/nick}nick"
FORWARDED = "{urn:xmpp:forward:0}forwarded"
CARBONS = "{urn:xmpp:carbons:2}"
RESULT = "{urn:xmpp:mam:2}result"
CONDITIONS = "{urn:ietf:params:xml:ns:xmpp-stanzas}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

LANGUAGES: dict[str, Language] = {"et": "et", "ru": "ru", "en": "en"}

_unfit = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Arrival(NamedTuple):
    """A message as it reached us. stanza: the message itself, out of whatever it was wrapped in. archived: its id in our
    archive, "" if it has none. stamp: when the server got it, as it says; "" when it is fresh.
    """

    stanza: ET.Element
    archived: str
    stamp: str


def read(body: bytes) -> ET.Element:
    """A stanza of ours or theirs. Raises Malformed."""
    if len(body) > STANZA_BYTES_MAX or b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise Malformed("stanza")
    try:
        return ET.fromstring(body)  # noqa: S314  document types and entities were refused above
    except ET.ParseError:
        raise Malformed("not_xml") from None


def write(stanza: ET.Element) -> bytes:
    """A stanza as it is kept."""
    return bytes(ET.tostring(stanza, encoding="utf-8"))


def allowed(text: str) -> str:
    """A text without what XML cannot carry: one such character would end the whole connection."""
    return _unfit.sub("\N{REPLACEMENT CHARACTER}", text)


def bare(address: str) -> str:
    """An address without its resource, in the form it is compared in."""
    return address.partition("/")[0].lower()


def unwrap(outer: ET.Element, own: str) -> Arrival | None:
    """What a message that just came is about; None for what is of no interest: typing, presence in rooms, our own words
    from another program, and wrappers that are not from our own account.
    """
    carbon = outer.find(f"{CARBONS}received/{FORWARDED}/{MESSAGE}")
    if carbon is None and (outer.find(f"{CARBONS}sent") is not None or outer.find(RESULT) is not None):
        return None
    if carbon is not None and bare(outer.get("from", own)) != own:
        return None
    inner = outer if carbon is None else carbon
    if not worth_keeping(inner):
        return None
    delay = inner.find(DELAY)
    return Arrival(inner, archive_id(inner, own), "" if delay is None else delay.get("stamp", ""))


def archive_id(stanza: ET.Element, own: str) -> str:
    """The id that our own archive has given it."""
    ids = (mark.get("id", "") for mark in stanza.iterfind(STANZA_ID) if bare(mark.get("by", "")) == own)
    return next(ids, "")


def worth_keeping(stanza: ET.Element) -> bool:
    """Whether a person, or a message of ours, is concerned; somebody who only types is not kept."""
    if stanza.get("type") == "error":
        return True
    return any(
        child.tag in (BODY, ENCRYPTION, OOB + "x", REACTIONS, RECEIPTS + "received", *OMEMO)
        or child.tag.startswith(MARKERS)
        for child in stanza
    )


def key(arrival: Arrival) -> str:
    """Ours for it: the archive's id, or for what was not archived a digest of all that tells it from another."""
    if arrival.archived and len(arrival.archived) < KEY_CHARACTERS_MAX:
        return arrival.archived
    digest = hashlib.sha256()
    stanza = arrival.stanza
    for part in (stanza.get("from", ""), stanza.get("id", ""), arrival.stamp, *sorted(_parts(stanza))):
        digest.update(part.encode(errors="surrogatepass") + b"\0")
    return "sha256:" + digest.hexdigest()


def _parts(stanza: ET.Element) -> list[str]:
    kept = (child for child in stanza if child.tag not in (DELAY, STANZA_ID))
    return [ET.tostring(child, encoding="unicode") for child in kept]


def file_urls(stanza: ET.Element) -> tuple[str, ...]:
    """Where the files that came with it lie (XEP-0066), each once, in order."""
    urls = (str(url.text).strip() for url in stanza.iterfind(f"{OOB}x/{OOB}url") if url.text)
    return tuple(dict.fromkeys(url for url in urls if url))


def encrypted(stanza: ET.Element) -> bool:
    """Whether its words are hidden from us."""
    return stanza.find(ENCRYPTION) is not None or any(stanza.find(tag) is not None for tag in OMEMO)


def text_of(stanza: ET.Element) -> str:
    """What is to be read; "" when there is nothing."""
    return (stanza.findtext(BODY) or "").strip()


def instant(stamp: str) -> Instant:
    """`2026-11-30T06:12:00Z` (XEP-0082) as an instant; 0 for anything else."""
    try:
        when = datetime.fromisoformat(stamp)
    except ValueError:
        return 0
    return int(when.timestamp() * 1_000) if when.tzinfo is not None and when.year > 1970 else 0


def moment(at: Instant) -> str:
    """An instant as XEP-0082 writes it."""
    return datetime.fromtimestamp(at / 1_000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def understood(stanza: ET.Element, own: str, raw_key: str, stamp: str) -> Understood:
    """What a kept message means; its files are not looked at. raw_key: it was kept under. own: our address."""
    sender = bare(stanza.get("from", own))
    if stanza.get("type") == "error":
        ours = delivery_of(stanza.get("id", ""))
        return Reported(state="failed", ours=ours, code=condition(stanza)) if ours else Passed(why="error")
    if sender == own:
        ours = _ours(stanza)
        return Reported(state="accepted", ours=ours) if ours else Passed(why="echo")
    if stanza.get("type") in ("groupchat", "headline"):
        return Passed(why=str(stanza.get("type")))
    report = _report(stanza)
    text = text_of(stanza)
    if report is not None and not text:
        return report
    if not text and not file_urls(stanza):
        reaction = stanza.find(REACTIONS) is not None
        return Passed(why="encrypted" if encrypted(stanza) else "reaction" if reaction else "nothing_said")
    return _heard(stanza, sender, text, raw_key, stamp)


def _heard(stanza: ET.Element, sender: str, text: str, raw_key: str, stamp: str) -> Heard:
    fit = fitted(text)
    tag = (stanza.find(BODY).get(LANG, "") if stanza.find(BODY) is not None else "") or stanza.get(LANG, "")  # type: ignore[union-attr]
    answers = tuple(mark.get("id", "") for name in (REPLY, REPLACE) for mark in stanza.iterfind(name) if mark.get("id"))
    return Heard(
        key=raw_key,
        sender=Address(kind="xmpp", value=sender, name=(stanza.findtext(NICK) or "").strip()[:200], proven=True),
        text=fit.text,
        letter=fit.letter,
        files=fit.files,
        language=LANGUAGES.get(tag[:2].lower()),
        reference=stanza.get("id", "")[:KEY_CHARACTERS_MAX],
        answers=answers,
        sent_at=instant(stamp),
    )


def _ours(stanza: ET.Element) -> str:
    """The delivery that a message of our own carries; "" when it was written with another program."""
    mark = stanza.find(ORIGIN_ID)
    return "" if mark is None or stanza.find(MARKERS + "markable") is None else delivery_of(mark.get("id", ""))


def _report(stanza: ET.Element) -> Reported | None:
    for tag, state in ((MARKERS + "displayed", "read"), (MARKERS + "acknowledged", "read"),
                       (RECEIPTS + "received", "delivered"), (MARKERS + "received", "delivered")):  # fmt: skip
        mark = stanza.find(tag)
        if mark is not None and mark.get("id"):
            ours = delivery_of(mark.get("id", ""))
            return Reported(state="read" if state == "read" else "delivered", ours=ours)
    return None


def part(delivery: str, number: int) -> str:
    """The id of the numbered stanza of one delivery; the first one bears the delivery's own."""
    return f"{delivery}+{number}" if number else delivery


def delivery_of(ident: str) -> str:
    """The delivery that a stanza of ours belongs to."""
    return ident.partition("+")[0][:64]


def condition(stanza: ET.Element) -> str:
    """The word that an error has for itself (`service-unavailable`)."""
    error = stanza.find(ERROR)
    names = (child.tag for child in error if child.tag.startswith(CONDITIONS)) if error is not None else iter(())
    return next((name.removeprefix(CONDITIONS) for name in names if not name.endswith("}text")), "undefined-condition")


def message(ident: str, to: str, body: str, *, url: str = "") -> ET.Element:
    """A message of ours, with a request to be told that it came and was read. ident: ours for it. url: of a file."""
    stanza = ET.Element(MESSAGE, {"to": to, "id": ident, "type": "chat"})
    ET.SubElement(stanza, BODY).text = allowed(body)
    ET.SubElement(stanza, ORIGIN_ID, {"id": ident})
    ET.SubElement(stanza, RECEIPTS + "request")
    ET.SubElement(stanza, MARKERS + "markable")
    if url:
        ET.SubElement(ET.SubElement(stanza, OOB + "x"), OOB + "url").text = url
    return stanza


def notice(ident: str, to: str, body: str) -> ET.Element:
    """What the system itself says: nobody waits for its receipt."""
    stanza = ET.Element(MESSAGE, {"to": to, "id": ident, "type": "chat"})
    ET.SubElement(stanza, BODY).text = body
    return stanza


def receipt(stanza: ET.Element) -> ET.Element | None:
    """The answer "it is here" (XEP-0184), to whoever asked for it and can be answered."""
    asked = stanza.find(RECEIPTS + "request") is not None and stanza.get("type", "normal") in ("chat", "normal")
    if not asked or not stanza.get("id") or not stanza.get("from"):
        return None
    answer = ET.Element(MESSAGE, {"to": stanza.get("from", ""), "type": stanza.get("type", "normal")})
    ET.SubElement(answer, RECEIPTS + "received", {"id": stanza.get("id", "")})
    return answer
