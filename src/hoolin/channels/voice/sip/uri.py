"""SIP URIs and the addresses that hold them (RFC 3261 §19.1, §20.10, §25.1). Pure.

Rules. `sip`, `sips` and `tel` are read; anything else raises Malformed with the code sip_scheme. Scheme, host and names of parameters are told
apart without case; the user part is not. A URI without angle brackets owns no parameters and no headers: what follows a
semicolon belongs to the field.
"""

import ipaddress
import re
from functools import lru_cache
from urllib.parse import quote, unquote

import msgspec

from hoolin.channels.voice.sip.message import number, split
from hoolin.core.errors import Malformed

SIP_URI = re.compile(
    r"(?P<scheme>sips?):(?:(?P<user>[^@:\s<>\"]+)(?::(?P<password>[^@\s<>\"]*))?@)?"
    r"(?P<host>\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._\-]+)(?::(?P<port>\d{1,5}))?"
    r"(?P<params>;[^?\s<>\"]*)?(?:\?(?P<headers>[^\s<>\"]*))?\Z",
    re.IGNORECASE,
)
TEL_URI = re.compile(r"tel:(?P<user>[+0-9*#a-fA-F().\-]+)(?P<params>;[^?\s<>\"]*)?\Z", re.IGNORECASE)
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
DISPLAY = re.compile(r"[A-Za-z0-9\-.!%*_+`'~ \t\x80-\U0010ffff]*\Z")
USER_SAFE = "-_.!~*'()&=+$,;?/"
ADDRESS_CHARS_MAX = 8_192

REMEMBERED_CHARS_MAX = 200
"""So that strangers cannot fill the memory with what is remembered."""


class Uri(msgspec.Struct, frozen=True):
    """Where somebody is reached. user: unescaped. host: lower case, brackets around v6. port: 0 when none is said. params:
    names in lower case, values as they came ("" for none). headers: of a Refer-To, escaped still.
    """

    scheme: str
    user: str
    host: str
    port: int = 0
    params: tuple[tuple[str, str], ...] = ()
    headers: str = ""

    def param(self, name: str) -> str | None:
        """A parameter's value; "" when it has none, None when it is not there."""
        for key, value in self.params:
            if key == name:
                return value
        return None

    def __str__(self) -> str:
        if self.scheme == "tel":
            return f"tel:{self.user}"
        user = f"{quote(self.user, safe=USER_SAFE)}@" if self.user else ""
        port = f":{self.port}" if self.port else ""
        params = "".join(f";{key}={value}" if value else f";{key}" for key, value in self.params)
        return f"{self.scheme}:{user}{self.host}{port}{params}" + (f"?{self.headers}" if self.headers else "")

    def bare(self) -> str:
        """Without parameters and headers: who it is."""
        return str(Uri(self.scheme, self.user, self.host, self.port))


def read_uri(text: str) -> Uri:
    """Read one URI. Raises Malformed. Short ones are remembered: a stack reads the same few hundred again and again."""
    return remembered(text) if len(text) <= REMEMBERED_CHARS_MAX else parse_uri(text)


@lru_cache(maxsize=4_096)
def remembered(text: str) -> Uri:
    """The same, from memory if it was read lately."""
    return parse_uri(text)


def parse_uri(text: str) -> Uri:
    """Take one URI apart. Raises Malformed."""
    found = SIP_URI.match(text)
    if found is None:
        tel = TEL_URI.match(text)
        if tel is not None:
            return Uri("tel", tel["user"], "", 0, read_params(tel["params"] or ""))
        other = SCHEME.match(text)
        if other and other[0].lower() not in ("sip:", "sips:", "tel:"):
            raise Malformed("sip_scheme", scheme=other[0][:40])
        raise Malformed("sip_uri")
    port = number(found["port"], 65_535) if found["port"] else 0
    if port is None:
        raise Malformed("sip_uri_port")
    user, params = found["user"] or "", found["params"]
    host = found["host"].lower()
    if host.startswith("[") and not is_address(host):
        raise Malformed("sip_uri_host")
    return Uri(
        found["scheme"].lower(),
        unquote(user) if "%" in user else user,
        host,
        port,
        read_params(params) if params else (),
        found["headers"] or "",
    )


def is_address(host: str) -> bool:
    """Whether a host is an IP literal, with or without brackets."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def bracketed(host: str) -> str:
    """A host as it stands in a URI or a Via."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def read_params(text: str) -> tuple[tuple[str, str], ...]:
    """`;a=b;c` → (a, b), (c, ""). Raises Malformed for an empty or a nameless one."""
    plain = '"' not in text and "<" not in text
    spaced = " " in text or "\t" in text
    found = []
    for piece in (text.split(";") if plain else split(text, ";"))[1:]:
        name, _, value = piece.partition("=")
        if spaced:
            name, value = name.strip(" \t"), value.strip(" \t")
        if not name:
            raise Malformed("sip_parameter")
        found.append((name.lower(), value))
    return tuple(found)


class Address(msgspec.Struct, frozen=True):
    """What From, To, Contact, Route and Refer-To hold. uri: as it was written. display: unquoted. params: the field's."""

    uri: str
    display: str
    params: tuple[tuple[str, str], ...]

    def param(self, name: str) -> str | None:
        """A parameter's value; "" when it has none, None when it is not there."""
        for key, value in self.params:
            if key == name:
                return value
        return None


def read_address(text: str) -> Address:
    """Read a name-addr or an addr-spec with the parameters behind it. Raises Malformed; does not read the URI itself."""
    if len(text) > ADDRESS_CHARS_MAX:
        raise Malformed("sip_address_length")
    display, rest = "", text
    if text.startswith('"'):
        display, rest = quoted(text)
        rest = rest.lstrip(" \t")
        if not rest.startswith("<"):
            raise Malformed("sip_address")
    begin = rest.find("<")
    if begin < 0:
        spec, semicolon, params = rest.partition(";")
        spec = spec.strip(" \t")
        if not spec or " " in spec or "?" in spec or "," in spec or '"' in spec:
            raise Malformed("sip_address")
        return Address(spec, "", read_params(semicolon + params) if semicolon else ())
    if begin:
        display = rest[:begin].strip(" \t")
        if not DISPLAY.match(display):
            raise Malformed("sip_display")
    end = rest.find(">", begin)
    if end < 0:
        raise Malformed("sip_address")
    tail = rest[end + 1 :].strip(" \t")
    if tail and not tail.startswith(";"):
        raise Malformed("sip_address")
    uri = rest[begin + 1 : end].strip(" \t")
    if not uri or " " in uri or '"' in uri:
        raise Malformed("sip_address")
    return Address(uri, display, read_params(tail) if tail else ())


def quoted(text: str) -> tuple[str, str]:
    """A quoted string at the beginning of text, unescaped, and what follows it. Raises Malformed when it does not end."""
    end = text.find('"', 1)
    if end > 0 and "\\" not in text[1:end]:
        return text[1:end], text[end + 1 :]
    letters, at = [], 1
    while at < len(text):
        if text[at] == "\\" and at + 1 < len(text):
            at += 1
            letters.append(text[at])
        elif text[at] == '"':
            return "".join(letters), text[at + 1 :]
        else:
            letters.append(text[at])
        at += 1
    raise Malformed("sip_quote")


def write_display(display: str) -> str:
    """A display name as it stands before `<`; control characters are left out."""
    clean = "".join(letter for letter in display if letter.isprintable())[:200]
    escaped = clean.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}" ' if clean else ""
