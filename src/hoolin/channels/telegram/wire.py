"""Telegram's updates and what they mean, as plain functions. Any version of the Bot API, older and newer ones too.

An update holds one thing that happened. What a person wrote is heard, in whatever form; what Telegram itself says about a chat
is passed over; a kind that nobody here knows yet is heard with its name, for somebody may have meant something.
A message is known by its chat and its number: `chat:number`.
"""

from hashlib import sha256

from hoolin.channels import lenient, marks
from hoolin.channels.gathering import Meaning, Written
from hoolin.channels.lenient import Part
from hoolin.channels.telegram.content import content
from hoolin.channels.written import Address, Heard, Passed
from hoolin.core.site.rules import LANGUAGES, Language


def update_key(bot: str, update: Part, body: bytes) -> str:
    """An update's key: the bot and the update's number; of an update without one, what it says."""
    number = lenient.identifier(update, "update_id")
    return f"{bot}:{number}" if number else f"{bot}:{sha256(body).hexdigest()}"


def lane(update: Part) -> str:
    """The chat in which somebody wrote; "" of anything else that happened."""
    return next(
        (
            lenient.identifier(message, "chat", "id")
            for kind in ("message", "edited_message")
            if (message := lenient.part(update, kind))
        ),
        "",
    )


def read(update: Part, key: str, groups: bool) -> Meaning:
    """What an update means. key: the update's. groups: whether groups are heard."""
    for kind in ("message", "edited_message"):
        if message := lenient.part(update, kind):
            return _message(message, key, groups, edited=kind == "edited_message")
    if query := lenient.part(update, "callback_query"):
        return _pressed(query, key, groups)
    if reaction := lenient.part(update, "message_reaction"):
        return _reaction(reaction, key, groups)
    kinds = sorted(name for name in update if name != "update_id")
    return Passed(why=f"unknown_event:{kinds[0][:60]}" if kinds else "empty_update")


def _message(message: Part, key: str, groups: bool, edited: bool) -> Meaning:
    sender = _sender(lenient.part(message, "from"))
    if isinstance(sender, Passed):
        return sender
    chat = lenient.identifier(message, "chat", "id") or sender.value
    if unheard := _unheard(message, chat, groups):
        return unheard
    said = content(message)
    if isinstance(said, Passed):
        return said
    text = marks.edited(said.text) if edited else said.text
    number = lenient.identifier(message, "message_id")
    own = f"{chat}:{number}" if number else key
    at = lenient.instant(message, "edit_date") if edited else lenient.instant(message, "date")
    answers = lenient.identifier(message, "reply_to_message", "message_id")
    heard = Heard(
        key=f"{own}:{lenient.whole(message, 'edit_date')}" if edited else own,
        sender=sender,
        text=_forwarded(message, text),
        language=_language(lenient.part(message, "from")),
        thread=chat,
        reference=f"{chat}:{number}" if number else "",
        answers=(own,) if edited else (f"{chat}:{answers}",) if answers else (),
        sent_at=at or lenient.instant(message, "date"),
    )
    return Written(heard, said.wanted)


def _pressed(query: Part, key: str, groups: bool) -> Meaning:
    """Somebody pressed a button under a message of ours: they said what stood on it, or what it carries."""
    sender = _sender(lenient.part(query, "from"))
    if isinstance(sender, Passed):
        return sender
    message = lenient.part(query, "message")
    chat = lenient.identifier(message, "chat", "id") or sender.value
    if unheard := _unheard(message, chat, groups):
        return unheard
    said = lenient.text(query, "data")
    label = _label(lenient.part(message, "reply_markup"), said) if said else ""
    number = lenient.identifier(message, "message_id")
    heard = Heard(
        key=f"callback:{lenient.identifier(query, 'id') or key}",
        sender=sender,
        text=label or said or lenient.text(query, "game_short_name") or marks.UNKNOWN,
        language=_language(lenient.part(query, "from")),
        thread=chat,
        answers=(f"{chat}:{number}",) if number else (),
    )
    return Written(heard)


def _label(markup: Part, carries: str) -> str:
    """What stands on the button that carries this."""
    rows = markup.get("inline_keyboard")
    buttons = [button for row in rows if isinstance(row, list) for button in row] if isinstance(rows, list) else []
    return next((lenient.text(one, "text") for one in buttons if lenient.text(one, "callback_data") == carries), "")


def _reaction(reaction: Part, key: str, groups: bool) -> Meaning:
    sender = _sender(lenient.part(reaction, "user"))
    if isinstance(sender, Passed):
        return sender
    chat = lenient.identifier(reaction, "chat", "id") or sender.value
    if unheard := _unheard(reaction, chat, groups):
        return unheard
    signs = [lenient.text(one, "emoji") or marks.UNKNOWN for one in lenient.parts(reaction, "new_reaction")]
    if not signs:
        return Passed(why="reaction_removed")
    heard = Heard(
        key=f"reaction:{key}",
        sender=sender,
        text=" ".join(signs),
        thread=chat,
        answers=(f"{chat}:{lenient.identifier(reaction, 'message_id')}",),
        sent_at=lenient.instant(reaction, "date"),
    )
    return Written(heard)


def _sender(user: Part) -> Address | Passed:
    """Who it is from; a person's account, or nobody we could answer."""
    value = lenient.identifier(user, "id")
    if not value:
        return Passed(why="no_sender")
    if lenient.flag(user, "is_bot"):
        return Passed(why="bot")
    name = " ".join(part for part in (lenient.text(user, "first_name"), lenient.text(user, "last_name")) if part)
    return Address(kind="telegram", value=value, name=(name or lenient.text(user, "username"))[:200], proven=True)


def _unheard(message: Part, chat: str, groups: bool) -> Passed | None:
    """Groups have negative ids, also where an old message does not tell the kind of its chat."""
    kind = lenient.text(message, "chat", "type")
    if kind == "channel":
        return Passed(why="channel")
    if not groups and (kind in ("group", "supergroup") or chat.startswith("-")):
        return Passed(why="group")
    return None


def _language(user: Part) -> Language | None:
    code = lenient.text(user, "language_code").partition("-")[0].lower()
    return code if code in LANGUAGES else None


def _forwarded(message: Part, text: str) -> str:
    """Words that were somebody else's first are told apart."""
    origin = lenient.part(message, "forward_origin")
    if not origin and not lenient.whole(message, "forward_date"):
        return text
    user = lenient.part(origin, "sender_user") or lenient.part(message, "forward_from")
    chat = (
        lenient.part(origin, "sender_chat")
        or lenient.part(origin, "chat")
        or lenient.part(message, "forward_from_chat")
    )
    name = (
        lenient.text(user, "first_name") or lenient.text(origin, "sender_user_name") or lenient.text(chat, "title")
    )  # fmt: skip
    return marks.together(marks.line(marks.FORWARDED, name), text)
