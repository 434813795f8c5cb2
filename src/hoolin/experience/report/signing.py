"""How a report is signed, and how anybody finds out whether it is whole.

One rule for the page, the paper and the data: the last line holds an Ed25519 signature over every byte before it. So a changed digit is found, seen
or hidden, and it takes no program of ours to look: see `docs/how-to/report.md`. The page and the paper carry the data besides, signed by itself.

    page    <!-- hoolin-report-signature ed25519 KEY SIGNATURE -->
    paper   %hoolin-report-signature ed25519 KEY SIGNATURE
    data    ,"signature":{"algorithm":"ed25519","public_key":"KEY","signature":"SIGNATURE"}}

KEY: the 32 bytes of the public key, SIGNATURE: 64 bytes, both in base64. A key's fingerprint is the SHA-256 of its SubjectPublicKeyInfo in DER.
"""

import base64
import binascii
import re
from hashlib import sha256
from typing import Literal, TypeAlias

import msgspec
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from hoolin.core.errors import Invalid

Form: TypeAlias = Literal["html", "pdf", "json"]

LINES: dict[Form, tuple[bytes, bytes]] = {
    "html": (b"<!-- hoolin-report-signature ed25519 ", b" -->\n"),
    "pdf": (b"%hoolin-report-signature ed25519 ", b"\n"),
}
JSON_LINE = ',"signature":{{"algorithm":"ed25519","public_key":"{key}","signature":"{signature}"}}}}\n'

_BASE64 = rb"([A-Za-z0-9+/]{43}=)%s([A-Za-z0-9+/]{86}==)"
PATTERNS: dict[Form, re.Pattern[bytes]] = {
    form: re.compile(re.escape(begin) + _BASE64 % b" " + re.escape(end)) for form, (begin, end) in LINES.items()
} | {
    "json": re.compile(
        re.escape(b',"signature":{"algorithm":"ed25519","public_key":"') + _BASE64 % b'","signature":"' + rb'"\}\}\n'
    )
}

DATA_IN_PAGE = re.compile(rb'href="data:application/json;base64,([A-Za-z0-9+/=]+)"')
DATA_ON_PAPER = re.compile(rb'stream\r?\n(\{[^\n]*\n,"signature":\{[^\n]*\}\}\n)\r?\n?endstream')
"""Where the data lies, signed by itself: behind the page's link, and as the paper's attachment."""


class PublicKey(msgspec.Struct, frozen=True):
    """Whose signature. raw: 32 bytes."""

    raw: bytes

    @property
    def text(self) -> str:
        """In base64."""
        return base64.b64encode(self.raw).decode()

    @property
    def pem(self) -> str:
        """As other programs read it."""
        key = Ed25519PublicKey.from_public_bytes(self.raw)
        return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    @property
    def fingerprint(self) -> str:
        """In groups of eight digits, to be compared by eye."""
        key = Ed25519PublicKey.from_public_bytes(self.raw)
        digits = sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()
        return " ".join(digits[at : at + 8] for at in range(0, len(digits), 8))


class Signer:
    """A site's key. secret: 32 bytes."""

    def __init__(self, secret: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(secret)
        self.public = PublicKey(self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))

    def sign(self, form: Form, body: bytes) -> bytes:
        """The body with its last line. A body of data is one JSON object."""
        if form == "json":
            body = body[:-1] + b"\n"
            return body + JSON_LINE.format(key=self.public.text, signature=self._signature(body)).encode()
        body = body if body.endswith(b"\n") else body + b"\n"
        begin, end = LINES[form]
        return body + begin + f"{self.public.text} {self._signature(body)}".encode() + end

    def _signature(self, body: bytes) -> str:
        return base64.b64encode(self._key.sign(body)).decode()


class Checked(msgspec.Struct, frozen=True):
    """What was found. why: "" where it is whole. key: by which it was signed, where there is a signature. data: the figures in it, as they were
    signed.
    """

    form: Form
    why: Literal["", "unsigned", "changed", "data_missing", "data_changed", "data_of_another", "not_a_report"]
    key: PublicKey | None = None
    data: bytes = b""


def check(body: bytes) -> Checked:
    """Whether a report is whole, and by which key it was signed."""
    form = form_of(body)
    found = _opened(form, body)
    if found.why or form == "json":
        return found
    data = _data(form, body)
    if not data:
        return Checked(form, "data_missing", found.key)
    carried = _opened("json", data)
    if carried.why:
        return Checked(form, "data_changed", found.key)
    return Checked(form, "data_of_another" if carried.key != found.key else "", found.key, carried.data)


def form_of(body: bytes) -> Form:
    """By how it begins."""
    return "pdf" if body.startswith(b"%PDF-") else "json" if body.startswith(b"{") else "html"


def _data(form: Form, body: bytes) -> bytes:
    """The data that a page or a paper carries; nothing where it is not there just once."""
    if form == "pdf":
        found = DATA_ON_PAPER.findall(body)
        return found[0] if len(found) == 1 else b""
    found = DATA_IN_PAGE.findall(body)
    try:
        return base64.b64decode(found[0], validate=True) if len(found) == 1 else b""
    except binascii.Error:
        return b""


def _opened(form: Form, body: bytes) -> Checked:
    at = body.rfind(b"\n", 0, -1) + 1
    found = PATTERNS[form].fullmatch(body[at:])
    if found is None:
        return Checked(form, "unsigned")
    raw, signature, signed = base64.b64decode(found[1]), base64.b64decode(found[2]), body[:at]
    key = PublicKey(raw)
    if (base64.b64encode(raw), base64.b64encode(signature)) != found.groups():
        # The last digit of either has bits to spare: another one would mean the same.
        return Checked(form, "changed", key)
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(signature, signed)
    except (InvalidSignature, ValueError):
        return Checked(form, "changed", key)
    return Checked(form, "", key, signed[:-1] + b"}" if form == "json" else b"")


def public_key(text: str) -> PublicKey:
    """A key as somebody keeps it: PEM, the site's own answer (`{"public_key": …}`), or base64. Raises Invalid."""
    text = text.strip()
    try:
        if text.startswith("{"):
            text = str(msgspec.json.decode(text)["public_key"])
        if text.startswith("-----"):
            key = load_pem_public_key(text.encode())
            if isinstance(key, Ed25519PublicKey):
                return PublicKey(key.public_bytes(Encoding.Raw, PublicFormat.Raw))
        raw = base64.b64decode(text, validate=True)
    except (ValueError, KeyError, TypeError, msgspec.MsgspecError, UnsupportedAlgorithm):
        raw = b""
    if len(raw) != 32:
        raise Invalid("not_a_key", expected="an Ed25519 public key: PEM, JSON from the site, or base64")
    return PublicKey(raw)
