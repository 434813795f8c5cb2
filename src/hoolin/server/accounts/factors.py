"""Second factors: codes of an app (RFC 6238: SHA-1, six digits, half a minute) and recovery codes. Everything here waits for the disk."""

import hmac
import secrets
from base64 import b32encode
from collections.abc import Callable
from hashlib import sha256

import msgspec
import pyotp

from hoolin.core.errors import Conflict
from hoolin.core.facts import Instant
from hoolin.server.accounts.file import AccountsFile
from hoolin.server.accounts.vault import Vault

STEP_MS = 30_000

STEPS_APART = 1
"""A clock may be wrong by so many half minutes, either way."""

CODES = 10
"""Recovery codes at once."""

CODE_BYTES = 10
"""80 random bits: nobody guesses them, so a plain hash is enough."""

CODE_CHARACTERS_MAX = 32
"""A code as somebody types it, with spaces or dashes."""


class FactorState(msgspec.Struct, frozen=True):
    """on: whether a code is asked for at the log-in. codes_left: recovery codes not used yet."""

    on: bool
    codes_left: int


class Factors:
    """The second factors of everybody."""

    def __init__(self, file: AccountsFile, vault: Vault, clock: Callable[[], Instant]) -> None:
        self._file = file
        self._vault = vault
        self._clock = clock

    def state(self, account: str) -> FactorState:
        """How somebody's stands."""
        return FactorState(self._file.factor(account)[1], self._file.codes_left(account))

    def begin(self, account: str) -> str:
        """A secret for somebody's app, in base32; it guards nothing until `confirm`. Raises Conflict when they have one in use."""
        secret = b32encode(secrets.token_bytes(20)).decode()
        if not self._file.begin_factor(account, self._vault.seal(f"totp:{account}", secret.encode())):
            raise Conflict("second_factor_on")
        return secret

    def confirm(self, account: str, code: str) -> list[str] | None:
        """Put the factor into use when the code is right: gives recovery codes, told this once only. None: it was wrong, or none is begun."""
        step = self._step(account, code, confirmed=False)
        if step is None or not self._file.confirm_factor(account, step):
            return None
        return self.codes(account)

    def right(self, account: str, code: str) -> bool:
        """Whether a code opens the account, and use it up: each code of an app once, each recovery code once."""
        step = self._step(account, code, confirmed=True)
        if step is not None:
            return self._file.use_step(account, step)
        return self._file.use_code(account, _hashed(account, code))

    def codes(self, account: str) -> list[str]:
        """New recovery codes; the old ones are worth nothing any more."""
        made = [b32encode(secrets.token_bytes(CODE_BYTES)).decode().lower() for _ in range(CODES)]
        self._file.set_codes(account, [_hashed(account, each) for each in made])
        return ["-".join(each[at : at + 4] for at in range(0, 16, 4)) for each in made]

    def remove(self, account: str) -> bool:
        """No second factor any more; False when there was none."""
        self._file.set_codes(account, [])
        return self._file.delete_factor(account)

    def _step(self, account: str, code: str, confirmed: bool) -> int | None:
        """The half minute whose code it is, as far as it was not used."""
        sealed, is_confirmed, used = self._file.factor(account)
        plain = "".join(code.split())
        if not sealed or is_confirmed is not confirmed or len(plain) != 6 or not plain.isascii():
            return None
        app = pyotp.TOTP(self._vault.open(f"totp:{account}", sealed).decode())
        now = self._clock() // STEP_MS
        steps = range(now - STEPS_APART, now + STEPS_APART + 1)
        fits = [step for step in steps if hmac.compare_digest(app.generate_otp(step), plain)]
        return next((step for step in fits if step > used), None)


def _hashed(account: str, code: str) -> bytes:
    plain = "".join(each for each in code.lower() if each.isalnum())
    return sha256(f"{account}\0{plain}".encode()).digest()
