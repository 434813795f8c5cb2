"""What is in one WhatsApp message: words, files, places, contacts; each kind by one line of a table."""

from collections.abc import Callable
from typing import NamedTuple

from hoolin.channels import lenient, marks
from hoolin.channels.gathering import Wanted, named
from hoolin.channels.lenient import Part
from hoolin.channels.written import Passed
from hoolin.core.errors import Malformed

ITEMS_MAX = 50
"""Lines of an order, contacts, answers of a form: nobody reads more in a message."""


class Content(NamedTuple):
    """What was said, the files that belong to it, and the id of the message that it refers to."""

    text: str
    wanted: tuple[Wanted, ...] = ()
    about: str = ""


def content(message: Part) -> Content | Passed:
    """What a message holds. A kind that nobody here knows yet is heard with its name."""
    kind = lenient.text(message, "type")
    read = KINDS.get(kind)
    if read is not None:
        return read(message)
    if not kind:
        return Passed(why="no_type")
    return Content(marks.together(marks.line(marks.UNKNOWN, kind), lenient.words(message.get(kind))))


def _text(message: Part) -> Content:
    return Content(lenient.text(message, "text", "body"))


def _file(kind: str) -> Callable[[Part], Content]:
    def read(message: Part) -> Content:
        file = lenient.part(message, kind)
        media_type = lenient.text(file, "mime_type").partition(";")[0].strip().lower()
        name = lenient.text(file, "filename") or named(kind, media_type)
        where = lenient.identifier(file, "id")
        wanted = (Wanted(where, name, media_type, lenient.whole(file, "file_size")),) if where else ()
        return Content(lenient.text(file, "caption"), wanted)

    return read


def _place(message: Part) -> Content:
    place = lenient.part(message, "location")
    where = lenient.number(place, "latitude"), lenient.number(place, "longitude")
    return Content(marks.place(*where, lenient.text(place, "name"), lenient.text(place, "address")))


def _contacts(message: Part) -> Content:
    lines = []
    for contact in lenient.parts(message, "contacts")[:ITEMS_MAX]:
        name = lenient.text(contact, "name", "formatted_name") or lenient.text(contact, "name", "first_name")
        phones = [lenient.text(one, "phone") for one in lenient.parts(contact, "phones")]
        mails = [lenient.text(one, "email") for one in lenient.parts(contact, "emails")]
        lines.append(marks.line(marks.CONTACT, name, *phones, *mails))
    return Content(marks.together(lines))


def _interactive(message: Part) -> Content | Passed:
    chosen = lenient.part(message, "interactive")
    kind = lenient.text(chosen, "type")
    if kind == "call_permission_reply":
        return Passed(why="call_permission")
    answer = lenient.part(chosen, kind) if kind else {}
    if kind == "nfm_reply":
        return Content(marks.together(lenient.text(answer, "body"), _form(lenient.text(answer, "response_json"))))
    said = marks.together(lenient.text(answer, "title"), lenient.text(answer, "description"))
    return Content(said or marks.line(marks.UNKNOWN, kind or "interactive"))


def _form(written: str) -> list[str]:
    """The answers of a form that was filled in, a line each."""
    try:
        answers = lenient.read_object(written.encode())
    except Malformed:
        return []
    lines = [
        f"{name}: {value if isinstance(value, str) else lenient.number(answers, name)}"
        for name, value in answers.items()
        if name != "flow_token"
    ]
    return [lenient.clean(line) for line in lines[:ITEMS_MAX]]


def _button(message: Part) -> Content:
    return Content(lenient.text(message, "button", "text") or lenient.text(message, "button", "payload"))


def _reaction(message: Part) -> Content | Passed:
    sign = lenient.text(message, "reaction", "emoji")
    if not sign:
        return Passed(why="reaction_removed")
    return Content(sign, about=lenient.identifier(message, "reaction", "message_id"))


def _order(message: Part) -> Content:
    order = lenient.part(message, "order")
    lines = [
        marks.line(
            marks.LIST,
            f"{lenient.identifier(item, 'quantity')} × {lenient.identifier(item, 'product_retailer_id')}",
            f"{lenient.number(item, 'item_price')} {lenient.text(item, 'currency')}",
        )
        for item in lenient.parts(order, "product_items")[:ITEMS_MAX]
    ]
    return Content(marks.together(lenient.text(order, "text"), lines))


def _edit(message: Part) -> Content | Passed:
    edit = lenient.part(message, "edit")
    inner = content(lenient.part(edit, "message")) if lenient.text(edit, "message", "type") != "edit" else Content("")
    if isinstance(inner, Passed):
        return inner
    return Content(marks.edited(inner.text), inner.wanted, lenient.identifier(edit, "original_message_id"))


def _deleted(message: Part) -> Content:
    return Content(marks.DELETED, about=lenient.identifier(message, "revoke", "original_message_id"))


def _system(message: Part) -> Passed:
    return Passed(why=f"system:{lenient.text(message, 'system', 'type')[:60]}")


def _unsupported(message: Part) -> Content:
    kind = lenient.text(message, "unsupported", "type")
    return Content(marks.line(marks.UNKNOWN, kind or "unsupported"))


KINDS: dict[str, Callable[[Part], Content | Passed]] = {
    "text": _text,
    "image": _file("image"),
    "video": _file("video"),
    "audio": _file("audio"),
    "voice": _file("voice"),
    "document": _file("document"),
    "sticker": _file("sticker"),
    "location": _place,
    "contacts": _contacts,
    "interactive": _interactive,
    "button": _button,
    "reaction": _reaction,
    "order": _order,
    "edit": _edit,
    "revoke": _deleted,
    "system": _system,
    "unsupported": _unsupported,
    # The customer opened the conversation and has not said anything.
    "request_welcome": lambda _: Passed(why="request_welcome"),
}
