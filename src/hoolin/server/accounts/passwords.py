"""Logins and passwords: how they are compared, what is good enough, and argon2id.

Parameters are twice the smallest that OWASP advises (46 MiB once): 46 MiB twice, one lane, about a tenth of a second on
a small machine. A hash carries its own parameters; one made with others is replaced when its owner next logs in.
"""

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from hoolin.core.errors import Invalid
from hoolin.server.accounts.records import LOGIN_CHARACTERS_MAX

PASSWORD_CHARACTERS_MIN = 10
"""Guessing over the network is slowed down; a copy of the file is not, so a password must be long by itself."""

PASSWORD_CHARACTERS_MAX = 256
"""Longer than anybody types, short enough to hash."""

HASHER = PasswordHasher(time_cost=2, memory_cost=46 * 1024, parallelism=1, hash_len=32, salt_len=16)


class Passwords:
    """Hashing and checking. Each takes about a tenth of a second of one core: never on the event loop."""

    def __init__(self, hasher: PasswordHasher = HASHER) -> None:
        """hasher: the parameters; tests take cheap ones."""
        self._hasher = hasher
        self._nobody = hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """A new hash, salted, with its parameters in it."""
        return self._hasher.hash(normal(password))

    def verify(self, known: str | None, password: str) -> bool:
        """Whether it is the password. known: its hash, or None for a login that nobody has, which takes as long."""
        try:
            self._hasher.verify(known if known is not None else self._nobody, normal(password))
        except (VerificationError, InvalidHashError):
            return False
        return known is not None

    def outdated(self, known: str) -> bool:
        """Whether a hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(known)


def normal(text: str) -> str:
    """The same letters typed on another keyboard are the same letters (NFKC)."""
    return unicodedata.normalize("NFKC", text)


def checked_login(text: str) -> str:
    """A login as it is kept and compared: trimmed, NFKC, no difference of case. Raises Invalid."""
    login = normal(normal(text).strip().casefold())
    if not 2 <= len(login) <= LOGIN_CHARACTERS_MAX or any(not c.isprintable() or c.isspace() for c in login):
        raise Invalid("login", characters_max=LOGIN_CHARACTERS_MAX)
    return login


def checked_password(password: str, login: str) -> str:
    """The same password. Raises Invalid when it is too short, too long, or the login itself."""
    length = len(normal(password))
    if not PASSWORD_CHARACTERS_MIN <= length <= PASSWORD_CHARACTERS_MAX:
        raise Invalid("password_length", characters_min=PASSWORD_CHARACTERS_MIN, characters_max=PASSWORD_CHARACTERS_MAX)
    if normal(password).casefold() == login or len(set(password)) < 3:
        raise Invalid("password_too_plain")
    return password
