"""What only the server refuses.

Refusal
├── NotLoggedIn       no session, or one that has ended
├── WrongLogin        the login or the password is wrong; never says which
├── CodeNeeded        the password was right; the code of the second factor is still to come
├── TooMany           over a rate; `retry_after_s` says when to come back
├── Busy              the server has no hands free for this now
└── Unaudited         it cannot be written to the audit log, so it is not done
NotAllowed
└── Forged            an unsafe call that does not come from our own page
Conflict
├── Taken             a login or an agent is somebody else already
└── LastAdmin         nobody could manage accounts any more
"""

from hoolin.core.errors import Conflict, NotAllowed, Refusal


class NotLoggedIn(Refusal):
    """Log in first."""


class WrongLogin(Refusal):
    """The login or the password is wrong."""


class CodeNeeded(Refusal):
    """A code of your second factor is needed too."""


class TooMany(Refusal):
    """Too many tries; wait a little."""


class Busy(Refusal):
    """There is too much to do at this moment; try again."""


class Unaudited(Refusal):
    """This has to be written to the audit log, and that cannot be written now; ask whoever runs the server."""


class Forged(NotAllowed):
    """This does not come from a page of ours."""


class Taken(Conflict):
    """This is somebody else's already."""


class LastAdmin(Conflict):
    """After this nobody could manage accounts any more."""
