"""Whose fault it is.

    HoolinError
    ├── Defect            ours: an invariant broke; the process stops and replays
    │   └── NotInTable        a step that the life cycle does not know
    ├── PeerError         theirs: a customer, an agent's page or a provider sent nonsense
    │   ├── Malformed         could not be read
    │   ├── TooLarge          over a named limit
    │   └── NotReached        surely did not get what we had for them
    └── Refusal           a business answer, part of the interface; changes nothing
        ├── NotFound          the thing named does not exist (any more)
        ├── NotAllowed        exists, but not for you
        ├── Conflict          the state has moved on (somebody else was first)
        └── Invalid           well-formed, but not acceptable

The class docstring is the message a person reads when nothing better is said. HTTP statuses are chosen in `server/` only.
"""


class HoolinError(Exception):
    """Something went wrong."""

    def __init__(self, code: str = "", **detail: object) -> None:
        self.code = code or type(self).__name__.lower()
        self.detail = detail
        super().__init__(self.code, detail)

    def __str__(self) -> str:
        said = ", ".join(f"{name}={value!r}" for name, value in self.detail.items())
        return f"{self.__doc__} [{self.code}{': ' + said if said else ''}]"


class Defect(HoolinError):
    """An internal rule was broken; this is our fault."""


class NotInTable(Defect):
    """This step is not in the life cycle."""


class PeerError(HoolinError):
    """What arrived could not be understood."""


class Malformed(PeerError):
    """What arrived could not be read."""


class TooLarge(PeerError):
    """What arrived is larger than the limit."""


class NotReached(PeerError):
    """The other side could not be reached; nothing has left the house."""


class Refusal(HoolinError):
    """This cannot be done now."""


class NotFound(Refusal):
    """This does not exist, or no longer."""


class NotAllowed(Refusal):
    """You may not do this."""


class Conflict(Refusal):
    """Somebody was faster; look again."""


class Invalid(Refusal):
    """This value is not acceptable."""
