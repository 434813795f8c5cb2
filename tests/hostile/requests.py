"""Requests made from the product's own description, and what each operation answered.

Half of them are as the description says, half break it on purpose. What is named in a path is mostly something that the site has, learned from
its answers, so that more than the check of an id is tried.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings, strategies
from requests.exceptions import InvalidHeader, InvalidURL
from schemathesis import Case, GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation

SECONDS = 60
"""For one answer, on a machine that does other things."""

KNOWN_MAX = 5_000
KNOWN_CHARACTERS_MAX = 64

BEGINNING = (
    "open1",
    "open2",
    "cust1",
    "cust2",
    "c1",
    "i1",
    "e0",
    "mari",
    "oleg",
    "hele",
    "bill",
    "chat",
    "service",
    "newcomer",
)
"""What the site has, whoever asks."""

USUAL: dict[str, Any] = {
    "deadline": None,
    "database": None,
    "phases": [Phase.generate],
    "suppress_health_check": list(HealthCheck),
}
"""What is found is told with what was asked, and needs no shrinking: the answers change what is asked next."""

OWN = "/api/v1/session"
"""Wrong passwords are counted there, and log-ins are ended."""

ORDER = ("GET", "POST", "PUT", "PATCH", "DELETE")
"""What only reads comes first, and teaches what there is; what takes away comes last."""


@dataclass
class Known:
    """What the site has told so far, by the name it was told under. spared: never named, or whoever asks would shut themselves out."""

    spared: str
    by_name: dict[str, set[str]] = field(default_factory=lambda: {"": set(BEGINNING)})
    count: int = 0

    def learn(self, told: Any, name: str = "") -> None:
        """Every short word in an answer."""
        if isinstance(told, Mapping):
            for key, value in told.items():
                self.learn(value, key)
        elif isinstance(told, list):
            for value in told[:20]:
                self.learn(value, name)
        elif (
            isinstance(told, str)
            and 0 < len(told) <= KNOWN_CHARACTERS_MAX
            and told != self.spared
            and self.count < KNOWN_MAX
        ):
            mine = self.by_name.setdefault(name, set())
            self.count += told not in mine
            mine.add(told)

    def one(self, name: str, chance: Random) -> str:
        """Something that goes by this name, or anything at all."""
        mine = self.by_name.get(name) or self.by_name.get("id")
        if mine is None or chance.random() < 0.2:
            mine = self.by_name[chance.choice(sorted(self.by_name))]
        return chance.choice(sorted(mine))


class Guest:
    """Somebody who is logged in, and logs in again whenever they are not any more."""

    def __init__(self, url: str, login: str, password: str) -> None:
        self.url = url
        self._given = {"login": login, "password": password}
        self._session = requests.Session()
        self._session.trust_env = False
        self.csrf = self.account = ""
        self.enter()

    def enter(self) -> None:
        """Log in. Raises HTTPError: who has guessed too often must wait."""
        self._session.cookies.clear()
        answer = self._session.post(f"{self.url}/api/v1/session", json=self._given, timeout=SECONDS)
        answer.raise_for_status()
        told = answer.json()
        self.csrf, self.account = told["csrf"], told["account"]

    def get(self, path: str) -> Any:
        """What is there, as JSON."""
        answer = self._session.get(self.url + path, timeout=SECONDS)
        answer.raise_for_status()
        return answer.json()

    def send(self, case: Case[Any]) -> requests.Response | None:
        """The answer; None for what no HTTP client can write down."""
        wanted = case.as_transport_kwargs(base_url=self.url)
        headers = {name: value for name, value in wanted.pop("headers").items() if name.lower() != "x-hoolin-csrf"}
        parts = {name: wanted[name] for name in ("params", "json", "data", "files") if name in wanted}
        asked = requests.Request(wanted["method"], wanted["url"], headers=headers, **parts)
        try:
            prepared = self._session.prepare_request(asked)
            prepared.headers["x-hoolin-csrf"] = self.csrf
            answer = self._session.send(prepared, timeout=SECONDS)
        except (InvalidHeader, InvalidURL, UnicodeError):
            return None
        if answer.status_code == 401:
            with suppress(requests.HTTPError):
                self.enter()
        return answer


@dataclass
class Told:
    """What one operation answered: how often with which status, and what was wrong."""

    operation: str
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def every_operation(guest: Guest, other: Guest, examples: int, begin: int) -> Iterator[Told]:
    """Ask each operation `examples` times. other: who asks what is about one's own log-in, and may lose it. begin: seeds what is asked."""
    schema = schemathesis.openapi.from_dict(guest.get("/api/v1/openapi.json"))
    known = Known(guest.account)
    found = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    for operation in sorted(found, key=lambda one: ORDER.index(one.method.upper())):
        told = Told(operation.label)
        asks = other if operation.path.startswith(OWN) else guest
        _ask(operation, asks, known, told, settings(max_examples=examples, **USUAL), begin)
        yield told


def _ask(
    operation: APIOperation[Any, Any, Any, Any], guest: Guest, known: Known, told: Told, how: settings, begin: int
) -> None:
    """One operation, as often as `how` says."""
    good, bad = (
        operation.as_strategy(generation_mode=mode) for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    )

    @seed(begin)
    @how
    @given(case=strategies.one_of(good, bad), pick=strategies.integers(0, 2**32))
    def ask(case: Case[Any], pick: int) -> None:
        chance = Random(pick)
        for name in case.path_parameters or ():
            if chance.random() < 0.6:
                case.path_parameters[name] = known.one(name, chance)
        answer = guest.send(case)
        if answer is not None:
            _look(case, answer, told, known)

    ask()


def _look(case: Case[Any], answer: requests.Response, told: Told, known: Known) -> None:
    told.statuses[answer.status_code] += 1
    if answer.status_code >= 500 and answer.status_code != 503:
        told.faults.append(
            f"{answer.status_code} to {answer.request.method} {answer.url} {_body(answer)}: {answer.text[:200]}"
        )
    elif answer.status_code >= 400 and answer.status_code != 405 and not _code(answer):
        told.faults.append(f"no code to {answer.request.method} {answer.url}: {answer.text[:200]}")
    elif answer.content and "json" in answer.headers.get("content-type", ""):
        known.learn(answer.json())
    try:
        case.operation.validate_response(answer)
    except (AssertionError, FailureGroup) as problem:
        told.faults.append(f"another shape to {answer.request.method} {answer.url}: {problem}")


def _code(answer: requests.Response) -> str:
    """The code of a refusal, or "page" where it is a page for a person to read; empty when it is neither."""
    if answer.headers.get("content-type", "").startswith("text/html"):
        return "page"
    try:
        return str(answer.json()["code"])
    except (ValueError, KeyError, TypeError):
        return ""


def _body(answer: requests.Response) -> str:
    return str(answer.request.body)[:400]
