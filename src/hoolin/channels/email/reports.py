"""What mail systems and programs say of a mail of ours: it could not be delivered, it was delivered, it was displayed.

A report is believed when it shows a proof of ours (`ours`), or names a Message-ID that only our provider gave (`reference`). RFC 3464
and RFC 8098 are read first; for the many systems that write in their own words, flufl.bounce knows the words. Those are looked for
only in mail from a mail system, since a customer may send us a bounce of their own to look at.
"""

import re
from collections.abc import Iterator, Mapping
from email import message_from_bytes

from flufl.bounce import all_failures

from hoolin.channels.email import words
from hoolin.channels.email.addresses import mailboxes
from hoolin.channels.email.automatic import null_sender
from hoolin.channels.email.head import Head, split
from hoolin.channels.email.limits import BOUNCE_BYTES_MAX
from hoolin.channels.email.parts import Part
from hoolin.channels.email.references import ids_in
from hoolin.channels.email.token import ours_in
from hoolin.channels.email.us import Us
from hoolin.channels.written import Passed, Reported
from hoolin.core.delivery.facts import ReportState

CODE_CHARACTERS_MAX = 100
"""Of a mail system's own words for why."""

STATES: dict[str, ReportState] = {
    "failed": "failed",
    "delivered": "delivered",
    "relayed": "accepted",
    "expanded": "accepted",
}
SEVERITY = ("failed", "delayed", "delivered", "relayed", "expanded")
"""Of several recipients the worst is told: a person can look at the rest."""

MAIL_SYSTEMS = {
    "mailerdaemon", "maildaemon", "postmaster", "mdaemon", "mailer", "maildelivery", "maildeliverysystem",
    "maildeliverysubsystem", "systemadministrator", "ndr", "smtpmailservice", "esmtpmailservice", "mailsystem",
}  # fmt: skip
"""Local parts under which mail systems write, as letters only."""

SUBJECTS = re.compile(
    r"\s*(?:"
    r"(?:mail )?undeliver|delivery (?:status|failure|failed|has failed|incomplete)|returned mail|mail delivery|failure notice|non-?deliver|"
    r"(?:сообщение |письмо )?не доставлен|недоставлен|невозможно доставить|ошибка доставки|возврат(?:е|а)? (?:письма|почты)|ei õnnestunud|"
    r"(?:kirja |teate |sõnumi )?(?:kohaletoimetamine|kättetoimetamine)|kättetoimetamata|tagastatud kiri)",
    re.IGNORECASE,
)

LINE_BYTES_MAX = 400
"""Of a line in which the wording of a bounce is looked for."""

LONG_LINE = re.compile(rb"([^\r\n]{%d})[^\r\n]+" % LINE_BYTES_MAX)
ASCII = bytes([*range(128), *([ord("?")] * 128)])

NAMED = re.compile(r"^[> \t]{0,20}message-id:\s{0,20}(<[^<>\s]{3,250}>)", re.IGNORECASE | re.MULTILINE)


def read(mail: Part, envelope: Mapping[str, str], us: Us) -> Reported | Passed | None:
    """What is reported; None when this is no report."""
    kind = mail.head.parameter("content-type", "report-type").lower() if mail.media_type == "multipart/report" else ""
    parts = {part.media_type: part for part in reversed(list(mail.all()))}
    notice = parts.get("message/disposition-notification")
    if notice and (kind or notice is mail):
        return _displayed(notice, mail, envelope, us)
    status = parts.get("message/delivery-status") or parts.get("message/global-delivery-status")
    if status and (kind or from_mail_system(mail.head, envelope)):
        return _delivery(status, mail, envelope, us)
    return _worded(mail, envelope, us) if is_worded(mail.head, envelope) else None


def is_worded(head: Head, envelope: Mapping[str, str]) -> bool:
    """Whether it may be a report in a mail system's own words, for which one must look."""
    return from_mail_system(head, envelope) or ("in-reply-to" not in head and _says_undelivered(head))


def from_mail_system(head: Head, envelope: Mapping[str, str]) -> bool:
    """Whether it says that a mail system wrote it."""
    if null_sender(head, envelope) or "x-failed-recipients" in head:
        return True
    said = [one.address for one in mailboxes(head.raw("from"))]
    said += [
        head.plain("from")[:200],
        head.plain("return-path")[:200].strip("<> "),
        envelope.get("mail_from", "")[:200],
    ]
    return any(re.sub(r"[^a-z]", "", name.partition("@")[0].lower()) in MAIL_SYSTEMS for name in said)


def recipients(head: Head, envelope: Mapping[str, str]) -> str:
    """Everything that says which address it came to, the envelope first."""
    said = [envelope.get("rcpt_to", "")[:4_000]]
    said += [head.plain(name)[:4_000] for name in ("delivered-to", "x-original-to", "envelope-to", "to", "cc")]
    return " ".join(said)


def _displayed(notice: Part, mail: Part, envelope: Mapping[str, str], us: Us) -> Reported | Passed:
    fields = _blocks(notice)
    told = next((head.plain("disposition") for head in fields if "disposition" in head), "")
    original = " ".join(head.plain("original-message-id") for head in fields)
    if told.rpartition(";")[2].strip().lower().partition("/")[0] != "displayed":
        return Passed(why="disposition")
    return _reported("read", "displayed", original, recipients(mail.head, envelope), us)


def _delivery(status: Part, mail: Part, envelope: Mapping[str, str], us: Us) -> Reported | Passed | None:
    fields = _blocks(status)
    told = [(head.word("action"), head) for head in fields if "action" in head]
    known = [(SEVERITY.index(action), head) for action, head in told if action in SEVERITY]
    if not known:
        return _worded(mail, envelope, us)
    rank, head = min(known, key=lambda one: one[0])
    if SEVERITY[rank] == "delayed":
        return Passed(why="delayed")
    code = f"{head.word('status')} {head.plain('diagnostic-code').partition(';')[2].strip()}".strip()
    proofs = " ".join(block.plain("original-envelope-id") for block in fields)
    return _reported(STATES[SEVERITY[rank]], code, _original(mail), f"{proofs} {recipients(mail.head, envelope)}", us)


def _worded(mail: Part, envelope: Mapping[str, str], us: Us) -> Reported | Passed | None:
    raw = mail.raw[:BOUNCE_BYTES_MAX]
    try:
        soft, hard = all_failures(message_from_bytes(_tame(mail)))
    except Exception:
        # It reads mail with the standard parser, which what is made to break it does break. Then there is no report.
        soft, hard = frozenset(), frozenset()
    text = words.guessed(raw)
    proofs = f"{recipients(mail.head, envelope)} {text}"
    told = _says_undelivered(mail.head)
    if hard or (not soft and told and ours_in(proofs, us)):
        found = re.search(r"\b[45]\.\d{1,3}\.\d{1,3}\b", text)
        return _reported("failed", found[0] if found else "bounced", _original(mail) or _named(mail), proofs, us)
    if soft:
        return Passed(why="delayed")
    # A mail system that says so in words that nobody knows: no person wrote it, and answering it would go in circles.
    return Passed(why="report_on_nothing_of_ours") if told and from_mail_system(mail.head, envelope) else None


def _tame(mail: Part) -> bytes:
    """The mail as flufl.bounce bears it: with a sender, in ASCII above the text, in lines that its patterns (quadratic in a line's
    length) do not stumble over.
    """
    head = mail.raw[: min(mail.start, BOUNCE_BYTES_MAX)].translate(ASCII)
    sender = b"" if "from" in mail.head else b"From: <>\n"
    text = mail.raw[mail.start : mail.start + BOUNCE_BYTES_MAX - len(head)]
    return sender + LONG_LINE.sub(rb"\1", head + text)


def _says_undelivered(head: Head) -> bool:
    return bool(SUBJECTS.match(head.text("subject")[:500]))


def _named(mail: Part) -> str:
    """The Message-ID in the head of a mail that is repeated in the text of a report."""
    found = NAMED.findall(words.guessed(mail.raw[mail.start : mail.start + BOUNCE_BYTES_MAX]))
    return str(found[0]) if found else ""


def _reported(state: ReportState, code: str, original: str, proofs: str, us: Us) -> Reported | Passed:
    code = words.one_line(code, CODE_CHARACTERS_MAX)
    if ours := ours_in(f"{original} {proofs}", us):
        return Reported(state=state, ours=ours, code=code)
    if reference := next(iter(ids_in(original)), ""):
        return Reported(state=state, reference=reference, code=code)
    return Passed(why="report_on_nothing_of_ours")


def _original(mail: Part) -> str:
    """The Message-ID of the mail that is reported on, as it was sent back to us."""
    for part in mail.all():
        if part.media_type in ("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"):
            body = part.body(BOUNCE_BYTES_MAX).lstrip(b"\r\n")
            if found := split(body, 0, len(body))[0].plain("message-id"):
                return found[:1_000]
    return ""


def _blocks(part: Part) -> list[Head]:
    """The groups of fields of a report."""
    body = part.body(BOUNCE_BYTES_MAX)
    return list(_groups(body))


def _groups(body: bytes) -> Iterator[Head]:
    for block in body.replace(b"\r\n", b"\n").split(b"\n\n")[:200]:
        yield split(block.strip(b"\n") + b"\n\n", 0, len(block) + 2)[0]
