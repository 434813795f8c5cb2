"""Digest authentication, both sides (RFC 7616, RFC 8760; MD5 for the phones and trunks that know nothing else). Pure.

Rules. `qop=auth` is offered, used when offered, and demanded of phones: without a count a proof could be heard and used
again. A nonce of ours says when it was made and is sealed, so that a challenge costs no memory; its counts are remembered only
for those who proved themselves. Passwords appear in no error and no repr.
"""

import hashlib
import hmac
from collections import OrderedDict
from collections.abc import Callable
from urllib.parse import unquote

from hoolin.channels.voice.sip.message import Message, split
from hoolin.channels.voice.sip.settings import Login

ALGORITHMS: dict[str, Callable[[bytes], "hashlib._Hash"]] = {
    "SHA-256": hashlib.sha256,
    "MD5": lambda data: hashlib.md5(data, usedforsecurity=False),
}
"""Best first; `-sess` variants are read on our own side as a client only."""

NONCE_MS = 300_000
"""How long a nonce of ours is good; after that a phone is told that it is stale, and tries again without asking anybody."""

NONCES_MAX = 20_000
"""Of which counts are remembered; the least lately used are forgotten, which makes them stale."""

WINDOW = 64
"""So many requests may overtake each other under one nonce."""

FIELDS = ("authorization", "proxy-authorization")

GOOD, STALE, BAD, NONE = "good", "stale", "bad", "none"


def read_challenge(line: str) -> dict[str, str]:
    """`Digest realm="x", nonce="y"` → names in lower case; empty for another scheme or nonsense."""
    scheme, _, rest = line.strip().partition(" ")
    if scheme.lower() != "digest":
        return {}
    found: dict[str, str] = {}
    for piece in split(rest, ","):
        name, equals, value = piece.partition("=")
        if not equals:
            continue
        value = value.strip()
        if len(value) >= 2 and value[0] == value[-1] == '"':
            value = value[1:-1].replace('\\"', '"').replace("\\\\", "\\")
        found.setdefault(name.strip().lower(), value)
    return found


def respond(login: Login, said: dict[str, str], method: str, body: bytes = b"") -> str:
    """The digest for these fields (realm, nonce, uri, qop, nc, cnonce, algorithm); empty for an algorithm unknown to us."""
    algorithm = said.get("algorithm", "MD5").upper()
    session = algorithm.endswith("-SESS")
    make = ALGORITHMS.get(algorithm.removesuffix("-SESS"))
    if make is None:
        return ""

    def h(text: str) -> str:
        return make(text.encode("utf-8")).hexdigest()

    secret = h(f"{login.user}:{said.get('realm', '')}:{login.password}")
    if session:
        secret = h(f"{secret}:{said.get('nonce', '')}:{said.get('cnonce', '')}")
    qop = said.get("qop", "")
    what = f"{method}:{said.get('uri', '')}"
    if qop == "auth-int":
        what += ":" + make(body).hexdigest()
    if qop:
        return h(f"{secret}:{said['nonce']}:{said['nc']}:{said['cnonce']}:{qop}:{h(what)}")
    return h(f"{secret}:{said.get('nonce', '')}:{h(what)}")


class Prover:
    """Our side: proves to one trunk that we are we. Remembers its last challenge, so that later requests need none."""

    def __init__(self, login: Login, fresh: Callable[[], str]) -> None:
        self._login = login
        self._fresh = fresh
        self._challenges: dict[str, dict[str, str]] = {}
        self._counts: dict[str, int] = {}

    def challenged(self, response: Message) -> bool:
        """Take up the challenge of a 401 (of the far end) or a 407 (of a proxy on the way; there may be both); False when
        there is none that we can answer.
        """
        www = response.status == 401
        field = "authorization" if www else "proxy-authorization"
        lines = response.fields.get("www-authenticate" if www else "proxy-authenticate", ())
        known = [read_challenge(line) for line in lines]
        for algorithm in ALGORITHMS:
            for challenge in known:
                said = challenge.get("algorithm", "MD5").upper().removesuffix("-SESS")
                if said == algorithm and challenge.get("nonce"):
                    self._challenges[field], self._counts[field] = challenge, 0
                    return True
        return False

    def prove(self, request: Message) -> None:
        """Put the proofs on a request that were ever asked for."""
        for field in FIELDS:
            request.fields.pop(field, None)
        for field, challenge in self._challenges.items():
            request.fields[field] = [self._proof(field, challenge, request)]

    def _proof(self, field: str, challenge: dict[str, str], request: Message) -> str:
        """One of them."""
        kept = ("realm", "nonce", "algorithm", "opaque")
        said: dict[str, str] = {name: value for name, value in challenge.items() if name in kept}
        said["uri"] = request.uri
        qops = [qop.strip() for qop in challenge.get("qop", "").split(",")]
        if "auth" in qops or "auth-int" in qops:
            self._counts[field] += 1
            said["qop"] = "auth" if "auth" in qops else "auth-int"
            said |= {"nc": f"{self._counts[field]:08x}", "cnonce": self._fresh()}
        answer = respond(self._login, said, request.method, request.body)
        bare = ("algorithm", "qop", "nc")
        parts = [f'username="{escape(self._login.user)}"']
        parts += [f"{name}={value}" if name in bare else f'{name}="{escape(value)}"' for name, value in said.items()]
        parts.append(f'response="{answer}"')
        return "Digest " + ", ".join(parts)


def escape(text: str) -> str:
    """Text inside a quoted string."""
    return text.replace("\\", "\\\\").replace('"', '\\"') if "\\" in text or '"' in text else text


class Doorkeeper:
    """Our side as the one that asks: challenges phones, and tells whether the proof they give is good."""

    def __init__(self, realm: str, secret: str, algorithms: tuple[str, ...] = ("MD5",)) -> None:
        """secret: unguessable, of this process; nonces of another one are stale. algorithms: those offered, best first; no other
        is taken.
        """
        self._realm = realm
        self._algorithms = algorithms
        self._secret = secret.encode()
        self._seen: OrderedDict[str, tuple[int, int]] = OrderedDict()
        self._forgotten = -1
        self._made = 0

    def challenge(self, response: Message, now: int, stale: bool = False) -> None:
        """Put our challenges on a 401."""
        self._made += 1
        # Of its own each time: of two phones that are challenged within a millisecond the second would be stale at once.
        made = f"{now:x}-{self._made:x}"
        nonce = f"{made}.{self._seal(made)}"
        tail = ", stale=true" if stale else ""
        response.fields["www-authenticate"] = [
            f'Digest realm="{escape(self._realm)}", nonce="{nonce}", algorithm={algorithm}, qop="auth"{tail}'
            for algorithm in self._algorithms
        ]

    def _seal(self, made: str) -> str:
        """What nobody else can make."""
        return hmac.new(self._secret, made.encode(), hashlib.sha256).hexdigest()[:32]

    def said(self, request: Message) -> dict[str, str]:
        """The proof on a request that is meant for us; empty when there is none."""
        for line in request.fields.get("authorization", ()):
            found = read_challenge(line)
            if found and found.get("realm") == self._realm:
                return found
        return {}

    def judge(self, said: dict[str, str], login: Login | None, request: Message, now: int) -> str:
        """GOOD, STALE (a right proof under an old nonce or one that is not ours, or one used before), BAD, or NONE. login: None for a name that we do not
        know, which takes as long and is as BAD as a wrong password.
        """
        if not said:
            return NONE
        made, _, seal = said.get("nonce", "").partition(".")
        count = said.get("nc", "")
        if said.get("algorithm", "MD5").upper() not in self._algorithms or said.get("qop") != "auth":
            return BAD
        if not said.get("cnonce") or len(count) != 8 or not made.isascii():
            return BAD
        try:
            number, age = int(count, 16), now - made_at(made)
        except ValueError:
            return BAD
        right = respond(login or Login(user="", password=self._seal("nobody")), said, request.method)
        if (
            not hmac.compare_digest(right, said.get("response", "").encode("ascii", "replace").decode())
            or login is None
        ):
            return BAD
        if said.get("username") != login.user or not about(
            said.get("uri", ""), request.uri, request.method == "INVITE"
        ):
            return BAD
        if not hmac.compare_digest(seal.encode("utf-8", "replace"), self._seal(made).encode()):
            return STALE
        return GOOD if 0 <= age <= NONCE_MS and self._first_time(said["nonce"], number) else STALE

    def _first_time(self, nonce: str, number: int) -> bool:
        """Whether this count was not used under this nonce; remembers that it is now."""
        if nonce not in self._seen and made_at(nonce) <= self._forgotten:
            # It may be one whose counts are forgotten: then every proof under it could be used again.
            return False
        highest, mask = self._seen.get(nonce, (0, 0))
        if number < 1 or number <= highest - WINDOW:
            return False
        if number > highest:
            mask = ((mask << (number - highest)) | 1) & ((1 << WINDOW) - 1) if number - highest < WINDOW else 1
            highest = number
        elif mask >> (highest - number) & 1:
            return False
        else:
            mask |= 1 << (highest - number)
        self._seen[nonce] = (highest, mask)
        self._seen.move_to_end(nonce)
        if len(self._seen) > NONCES_MAX:
            forgotten, _ = self._seen.popitem(last=False)
            self._forgotten = max(self._forgotten, made_at(forgotten))
        return True


def made_at(nonce: str) -> int:
    """When a nonce of ours was made (ms)."""
    return int(nonce.partition("-")[0], 16)


def about(said: str, uri: str, strictly: bool) -> bool:
    """Whether a proof's uri is that of the request; parameters and the user of it may have been rewritten on the way. strictly: not the
    user, which says who is called: a proof that somebody overheard must not call another number.
    """
    if said == uri:
        return True

    def parts(text: str) -> tuple[str, str]:
        bare = text.strip().removeprefix("sips:").removeprefix("sip:").partition("?")[0]
        user, _, rest = bare.rpartition("@")
        place = rest.partition(";")[0].lower()
        name = place.partition("]")[0] if place.startswith("[") else place.partition(":")[0]
        return unquote(user.partition(";")[0]), name

    (said_user, said_host), (user, host) = parts(said), parts(uri)
    return said_host == host != "" and (not strictly or said_user == user)
