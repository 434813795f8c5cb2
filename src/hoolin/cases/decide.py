"""Command → facts about cases. The state holds open cases and those solved so lately that they may be reopened."""

import msgspec

from hoolin.cases import commands as c
from hoolin.cases import facts as f
from hoolin.core.commands import Decides, Decision
from hoolin.core.errors import Conflict, Invalid, NotFound
from hoolin.core.facts import Content, Instant

FIRST_NUMBER = 1001
"""A first case called "1" looks like a toy; four digits are read out easily on the telephone."""


class CaseState(msgspec.Struct):
    """One case that is open, or may still be reopened. agent: who last answered for it."""

    case: str
    customer: str
    number: int
    opened_at: int
    solved_at: int | None = None
    agent: str | None = None


class Typed(msgspec.Struct, frozen=True, omit_defaults=True):
    """What stands in the composer. subject, cc: of a letter."""

    text: str
    subject: str = ""
    cc: tuple[str, ...] = ()


LETTERED = b"\0"
"""Begins a draft's content that is more than a text."""

_encode_typed = msgspec.json.Encoder().encode
_decode_typed = msgspec.json.Decoder(Typed).decode


def drafted(typed: Typed) -> bytes:
    """A draft as content: its very text where there is nothing else to it."""
    plain = typed.text.encode()
    if typed.subject or typed.cc or plain.startswith(LETTERED):
        return LETTERED + _encode_typed(typed)
    return plain


def typed_in(content: bytes) -> Typed:
    """What `drafted` made content of."""
    return _decode_typed(content[1:]) if content.startswith(LETTERED) else Typed(content.decode())


class Draft(msgspec.Struct):
    """What one agent has typed in one conversation."""

    kind: f.DraftKind
    revision: int
    content: str | None
    at: int


class Cases(msgspec.Struct):
    """cases: by id. latest: each customer's newest case that may go on. solved: when, in order. case_of: of interactions
    under way; under_way: how many there are in each case. drafts: by interaction and agent.
    """

    cases: dict[str, CaseState] = {}
    latest: dict[str, str] = {}
    solved: dict[str, Instant] = {}
    case_of: dict[str, str] = {}
    under_way: dict[str, int] = {}
    drafts: dict[str, dict[str, Draft]] = {}
    next_number: int = FIRST_NUMBER
    reopen_ms: int = 7 * 86_400_000

    def continuing(self, customer: str, now: Instant) -> CaseState | None:
        """The case that a new contact of this customer goes on with: open, or solved within the window."""
        case = self.latest.get(customer, "")
        return self.cases[case] if self.may_go_on(case, now) else None

    def may_go_on(self, case: str, now: Instant) -> bool:
        """Whether a contact may go on with this case: it is open, or was solved within the window."""
        known = self.cases.get(case)
        return known is not None and (known.solved_at is None or now - known.solved_at <= self.reopen_ms)


def draft_key(agent: str, kind: f.DraftKind) -> str:
    """How a draft is called within its conversation."""
    return f"{kind}/{agent}"


def _case(cases: Cases, case: str) -> CaseState:
    found = cases.cases.get(case)
    if found is None:
        raise NotFound("case", case=case)
    return found


def begin_case(cases: Cases, command: c.BeginCase, now: Instant) -> Decision:
    """Opens, reopens, or does nothing when the case goes on."""
    known = cases.cases.get(command.case)
    if known is None:
        opened = f.CaseOpened(case=command.case, customer=command.customer, number=cases.next_number)
        return Decision((opened,), new=(command.case,))
    return Decision((f.CaseReopened(case=command.case),) if known.solved_at is not None else ())


def solve_case(cases: Cases, command: c.SolveCase, now: Instant) -> Decision:
    """Solving what is solved changes nothing."""
    case = _case(cases, command.case)
    return Decision(() if case.solved_at is not None else (f.CaseSolved(case=command.case),))


def reopen_case(cases: Cases, command: c.ReopenCase, now: Instant) -> Decision:
    """Refuses a case that is too old or open."""
    if _case(cases, command.case).solved_at is None:
        raise Conflict("case_open")
    return Decision((f.CaseReopened(case=command.case),))


def add_note(cases: Cases, command: c.AddNote, now: Instant) -> Decision:
    """Notes lie under the customer's key: they are about them."""
    case = _case(cases, command.case)
    if not command.text.strip():
        raise Invalid("text_empty")
    fact = f.NoteAdded(case=case.case, note=command.note, agent=command.agent, characters=len(command.text))
    return Decision((fact,), (Content(command.note, case.customer, command.text.encode()),), new=(command.note,))


def keep_draft(cases: Cases, command: c.KeepDraft, now: Instant) -> Decision:
    """Refuses an older revision: another window of the same agent was faster, and its text must not be lost."""
    if command.interaction not in cases.case_of:
        raise NotFound("interaction", interaction=command.interaction)
    kept = cases.drafts.get(command.interaction, {}).get(draft_key(command.agent, command.kind))
    if kept is not None and command.revision <= kept.revision:
        raise Conflict("draft_newer", revision=kept.revision)
    typed = Typed(command.text, command.subject, command.cc)
    content = command.content if typed != Typed("") else None
    fact = f.DraftKept(
        interaction=command.interaction, agent=command.agent, kind=command.kind, revision=command.revision,
        content=content,
    )  # fmt: skip
    if content is None:
        return Decision((fact,))
    return Decision((fact,), (Content(content, command.customer, drafted(typed)),), new=(content,))


DECIDES: Decides = {
    c.BeginCase: begin_case,
    c.SolveCase: solve_case,
    c.ReopenCase: reopen_case,
    c.AddNote: add_note,
    c.KeepDraft: keep_draft,
}
