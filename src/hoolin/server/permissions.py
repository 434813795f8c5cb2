"""Who may do what: a table from role to permissions. Routes ask for a permission, never for a role."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias, get_args

Role: TypeAlias = Literal["agent", "supervisor", "analyst", "guru", "admin", "probe"]

ROLES: tuple[Role, ...] = get_args(Role)

PERMISSIONS: Mapping[str, str] = MappingProxyType(
    {
        "session.own": "be logged in: open the desk, choose one's language and password, see and end one's log-ins",
        "conversations.read": "read the conversations one serves and those that wait",
        "conversations.see_all": "read the conversations of others too, and closed ones",
        "conversations.answer": "take conversations, answer, park, hold, transfer and close one's own",
        "calls.dial": "call numbers of one's own choice, where the site allows them",
        "calls.supervise": "listen to the calls of others, whisper to their agent, join them",
        "conversations.transfer_others": "transfer and close the conversations of others",
        "customers.read": "read a customer's record and timeline",
        "customers.edit": "name a customer, note addresses, merge records",
        "customers.erase": "forget a customer for good",
        "board.read": "see the wallboard",
        "reports.read": "see figures about the past",
        "reviews.score": "judge conversations by a scorecard, decide on objections, take part in calibration",
        "replies.keep": "write ready replies, and take them away",
        "criteria.publish": "publish another version of the criteria and their weights",
        "reasons.publish": "publish another version of the tree of reasons",
        "improvements.keep": "name causes, propose and ship improvements, tell the public what was changed",
        "coaching.learn": "use examples, lessons and drills; see one's own path, advice and sessions",
        "coaching.keep": "keep examples, write lessons and drills, give advice, hold sessions",
        "probes.report": "tell how long a probe took to reach a person",
        "accounts.manage": "add people, set their roles and passwords, end their log-ins",
        "audit.read": "read the audit log: who did what, and when",
        "site.configure": "set up queues, channels, agents and the site",
    }
)
"""Every permission and what it lets a person do."""

_READER = frozenset({"session.own", "conversations.read", "customers.read", "board.read"})
_AGENT = _READER | {"conversations.answer", "calls.dial", "customers.edit", "coaching.learn"}
_OVERSEER = {"conversations.see_all", "reports.read"}

GRANTS: Mapping[Role, frozenset[str]] = MappingProxyType(
    {
        # Serves customers.
        "agent": _AGENT,
        # Keeps the floor going: serves, sees everything, moves work between people.
        "supervisor": _AGENT
        | _OVERSEER
        | {
            "conversations.transfer_others",
            "calls.supervise",
            "reviews.score",
            "improvements.keep",
            "replies.keep",
        },
        # Looks and counts; changes nothing.
        "analyst": _READER | _OVERSEER,
        # Knows best and teaches: serves, and reads what others wrote.
        "guru": _AGENT
        | _OVERSEER
        | {
            "calls.supervise",
            "reviews.score",
            "criteria.publish",
            "reasons.publish",
            "improvements.keep",
            "coaching.keep",
            "replies.keep",
        },
        # No person: what asks for one on a schedule, and tells how long it took.
        "probe": frozenset({"session.own", "probes.report"}),
        # Sets up the house. May do everything, so that nothing needs two log-ins in a small company.
        "admin": frozenset(PERMISSIONS),
    }
)
