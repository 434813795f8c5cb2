"""What a person at the desk may ask for by name, and the permission it needs.

A wish becomes a command here. Whose it is always comes from the session: an `agent` in the wish itself is overwritten.
"""

from collections.abc import Callable
from typing import Annotated, Any

import msgspec

from hoolin.cases.api import callbacks, promises
from hoolin.cases.api import commands as k
from hoolin.catalogue.api import NoteConsent, SayPrice
from hoolin.channels.media import shown_name
from hoolin.channels.voice.recording import commands as r
from hoolin.core.commands import Command
from hoolin.core.delivery import commands as d
from hoolin.core.errors import Invalid, NotAllowed
from hoolin.core.facts import Instant
from hoolin.core.interaction import commands as c
from hoolin.core.interaction.commands import PromiseWords
from hoolin.core.interaction.facts import Attachment, PromiseKind
from hoolin.core.limits import ATTACHMENTS_PER_MESSAGE_MAX, NAME_CHARACTERS_MAX
from hoolin.people.api import commands as p
from hoolin.server.bodies import read

ANSWER = "conversations.answer"

WISHES: dict[str, tuple[type[Command], str]] = {
    "set_presence": (c.SetPresence, ANSWER),
    "wish_breather": (c.WishBreather, ANSWER),
    "end_breather": (c.EndBreather, ANSWER),
    "accept_offer": (c.AcceptOffer, ANSWER),
    "decline_offer": (c.DeclineOffer, ANSWER),
    "take": (c.Take, ANSWER),
    "send_message": (c.SendMessage, ANSWER),
    "recall_message": (d.RecallMessage, ANSWER),
    "send_again": (d.SendAgain, ANSWER),
    "move_message": (d.MoveMessage, ANSWER),
    "mark_read": (c.MarkRead, ANSWER),
    "hold": (c.Hold, ANSWER),
    "resume": (c.Resume, ANSWER),
    "park": (c.Park, ANSWER),
    "unpark": (c.Unpark, ANSWER),
    "transfer": (c.Transfer, ANSWER),
    "start_wrap_up": (c.StartWrapUp, ANSWER),
    "close": (c.Close, ANSWER),
    "defer": (c.Defer, ANSWER),
    "callback_tried": (callbacks.commands.ReportTry, ANSWER),
    "add_note": (k.AddNote, ANSWER),
    "solve_case": (k.SolveCase, ANSWER),
    "reopen_case": (k.ReopenCase, ANSWER),
    "make_promise": (promises.commands.MakePromise, ANSWER),
    "move_promise": (promises.commands.MovePromise, ANSWER),
    "take_promise": (promises.commands.TakePromise, ANSWER),
    "keep_promise": (promises.commands.KeepPromise, ANSWER),
    "withdraw_promise": (promises.commands.WithdrawPromise, ANSWER),
    "say_price": (SayPrice, ANSWER),
    "note_consent": (NoteConsent, ANSWER),
    "pause_recording": (r.PauseRecording, ANSWER),
    "resume_recording": (r.ResumeRecording, ANSWER),
    "stop_recording": (r.StopRecording, ANSWER),
    "refuse_recording": (p.RefuseRecording, "customers.edit"),
    "rename_customer": (p.NameCustomer, "customers.edit"),
}
"""Command and permission by the wish's name."""


class SentFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file uploaded before, and its name."""

    blob: Annotated[str, msgspec.Meta(max_length=64)]
    name: Annotated[str, msgspec.Meta(max_length=NAME_CHARACTERS_MAX)] = ""


class Wisher(msgspec.Struct, frozen=True):
    """Who wishes. new_id: makes content ids; attachment: checks an uploaded file (interaction, blob). written: how whoever is promised something in
    a conversation gets it in writing.
    """

    agent: str | None
    permissions: frozenset[str]
    new_id: Callable[[str], str]
    attachment: Callable[[str, str], Attachment]
    written: Callable[[str], promises.facts.Written] = lambda interaction: "aloud"


def to_command(wish: dict[str, Any], wisher: Wisher) -> Command:
    """The command this person may give. Raises NotAllowed, NotFound, Invalid, Malformed."""
    fields = dict(wish)
    name = fields.pop("command", None)
    known = WISHES.get(name) if isinstance(name, str) else None
    if known is None:
        raise Invalid("unknown_command")
    kind, permission = known
    if permission not in wisher.permissions:
        raise NotAllowed("permission", needs=permission)
    if "agent" in kind.__struct_fields__:
        if wisher.agent is None:
            raise NotAllowed("not_an_agent")
        fields["agent"] = wisher.agent
    if "supervising" in kind.__struct_fields__:
        fields["supervising"] = "conversations.transfer_others" in wisher.permissions
    if kind is c.SendMessage:
        fields |= _said(fields, wisher)
    elif kind in (promises.commands.MakePromise, promises.commands.MovePromise):
        fields["written"] = wisher.written(str(fields.get("interaction")))
        if kind is promises.commands.MakePromise:
            fields["promise"] = wisher.new_id("p")
    elif kind is k.AddNote:
        fields["note"] = wisher.new_id("n")
    elif kind is p.NameCustomer:
        fields["content"] = wisher.new_id("n")
    return read(fields, kind)


class SentPromise(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A promise that a message makes."""

    kind: PromiseKind
    due_at: Instant
    words: PromiseWords


def _said(fields: dict[str, Any], wisher: Wisher) -> dict[str, Any]:
    """What a message brings along beside its text."""
    found: dict[str, Any] = _files(fields, wisher) if "attachments" in fields else {}
    if "promises" in fields:
        made = read(fields["promises"], list[SentPromise])
        found["promises"] = [{"promise": wisher.new_id("p"), **msgspec.to_builtins(one)} for one in made]
    return found


def _files(fields: dict[str, Any], wisher: Wisher) -> dict[str, Any]:
    files = read(fields["attachments"], list[SentFile])
    if len(files) > ATTACHMENTS_PER_MESSAGE_MAX:
        raise Invalid("too_many_attachments", at_most=ATTACHMENTS_PER_MESSAGE_MAX)
    attachments = [wisher.attachment(str(fields.get("interaction")), file.blob) for file in files]
    return {"attachments": msgspec.to_builtins(attachments), "names": [shown_name(file.name) for file in files]}
