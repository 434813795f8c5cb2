"""What is in one Telegram message: words, files, places, contacts; each kind by one line of a table.

The largest form of a photo that a bot may fetch is taken; a moving sticker is shown by its still picture, for no desk can play it.
"""

from collections.abc import Callable
from typing import NamedTuple

from hoolin.channels import lenient, marks
from hoolin.channels.gathering import Wanted, named
from hoolin.channels.lenient import Part
from hoolin.channels.passes import code_in
from hoolin.channels.telegram.manifest import FILE_BYTES_MAX
from hoolin.channels.written import Passed

START = "/start"
"""What Telegram sends for a person who presses *Start*: they have not said anything yet, but the link that led them there may have
brought a code of ours along.
"""


class Content(NamedTuple):
    """What was said, and the files that belong to it."""

    text: str
    wanted: tuple[Wanted, ...] = ()


_ABOUT = """
    message_id message_thread_id direct_messages_topic from sender_chat sender_boost_count sender_business_bot sender_tag
    receiver_user ephemeral_message_id date guest_query_id business_connection_id chat forward_origin is_topic_message
    is_automatic_forward reply_to_message external_reply quote reply_to_story reply_to_checklist_task_id
    reply_to_poll_option_id via_bot guest_bot_caller_user guest_bot_caller_chat edit_date has_protected_content
    is_from_offline is_paid_post media_group_id author_signature paid_star_count entities link_preview_options
    suggested_post_info effect_id caption_entities show_caption_above_media has_media_spoiler reply_markup forward_from
    forward_from_chat forward_from_message_id forward_signature forward_sender_name forward_date
"""
ABOUT = frozenset(_ABOUT.split())
"""Fields that tell about a message, and are none of its content."""

_NOTICES = """
    new_chat_members left_chat_member chat_owner_left chat_owner_changed new_chat_title new_chat_photo delete_chat_photo
    group_chat_created supergroup_chat_created channel_chat_created message_auto_delete_timer_changed migrate_to_chat_id
    migrate_from_chat_id pinned_message invoice successful_payment refunded_payment users_shared chat_shared gift
    unique_gift gift_upgrade_sent connected_website write_access_allowed passport_data proximity_alert_triggered
    boost_added chat_background_set checklist_tasks_done checklist_tasks_added community_chat_added community_chat_joined
    community_chat_removed direct_message_price_changed forum_topic_created forum_topic_edited forum_topic_closed
    forum_topic_reopened general_forum_topic_hidden general_forum_topic_unhidden giveaway_created giveaway
    giveaway_winners giveaway_completed managed_bot_created paid_message_price_changed poll_option_added
    poll_option_deleted suggested_post_approved suggested_post_approval_failed suggested_post_declined
    suggested_post_paid suggested_post_refunded video_chat_scheduled video_chat_started video_chat_ended
    video_chat_participants_invited web_app_data new_chat_member new_chat_participant left_chat_participant
"""
NOTICES = frozenset(_NOTICES.split())
"""What Telegram itself says in a chat: nobody wrote it."""


def content(message: Part) -> Content | Passed:
    """What a message holds."""
    said = lenient.text(message, "text") or lenient.text(message, "caption")
    if said.split(maxsplit=1)[:1] == [START]:
        code = code_in(said)
        return Content(code) if code is not None else Passed(why="start")
    for kind, read in KINDS.items():
        if kind in message:
            found = read(message)
            return Content(marks.together(said, found.text), found.wanted)
    if said:
        return Content(said)
    left = [name for name in message if name not in ABOUT and name not in ("text", "caption")]
    if not left:
        return Passed(why="empty")
    if notice := next((name for name in left if name in NOTICES), ""):
        return Passed(why=f"notice:{notice}")
    return Content(marks.together(marks.line(marks.UNKNOWN, left[0]), lenient.words(message[left[0]])))


def _file(kind: str, name: str = "", media_type: str = "") -> Callable[[Part], Content]:
    """Reads a kind of message that is one file. name, media_type: when it says none itself."""

    def read(message: Part) -> Content:
        file = lenient.part(message, kind)
        its_type = lenient.text(file, "mime_type") or media_type
        its_name = lenient.text(file, "file_name") or lenient.text(file, "title") or named(name or kind, its_type)
        return Content("", _wanted(file, its_name, its_type))

    return read


def _wanted(file: Part, name: str, media_type: str) -> tuple[Wanted, ...]:
    where = lenient.identifier(file, "file_id")
    return (Wanted(where, name, media_type, lenient.whole(file, "file_size")),) if where else ()


def _photo(message: Part) -> Content:
    sizes = lenient.parts(message, "photo")
    fitting = [one for one in sizes if lenient.whole(one, "file_size") <= FILE_BYTES_MAX] or sizes
    best = max(fitting, key=lambda one: lenient.whole(one, "width") * lenient.whole(one, "height"), default={})
    return Content("", _wanted(best, "photo.jpg", "image/jpeg"))


def _sticker(message: Part) -> Content:
    sticker = lenient.part(message, "sticker")
    moving = lenient.flag(sticker, "is_animated") or lenient.flag(sticker, "is_video")
    file = (lenient.part(sticker, "thumbnail") or lenient.part(sticker, "thumb")) if moving else sticker
    return Content(lenient.text(sticker, "emoji"), _wanted(file, "sticker.webp", "image/webp"))


def _contact(message: Part) -> Content:
    contact = lenient.part(message, "contact")
    name = " ".join(part for part in (lenient.text(contact, "first_name"), lenient.text(contact, "last_name")) if part)
    return Content(marks.line(marks.CONTACT, name, lenient.text(contact, "phone_number")))


def _place(message: Part) -> Content:
    place = lenient.part(message, "location")
    return Content(marks.place(lenient.number(place, "latitude"), lenient.number(place, "longitude")))


def _venue(message: Part) -> Content:
    venue = lenient.part(message, "venue")
    place = lenient.part(venue, "location")
    where = lenient.number(place, "latitude"), lenient.number(place, "longitude")
    return Content(marks.place(*where, lenient.text(venue, "title"), lenient.text(venue, "address")))


def _poll(message: Part) -> Content:
    poll = lenient.part(message, "poll")
    options = [f"– {lenient.text(one, 'text')}" for one in lenient.parts(poll, "options")]
    return Content(marks.together(marks.line(marks.POLL, lenient.text(poll, "question")), options))


def _dice(message: Part) -> Content:
    dice = lenient.part(message, "dice")
    return Content(marks.line(lenient.text(dice, "emoji") or marks.GAME, lenient.identifier(dice, "value")))


def _game(message: Part) -> Content:
    return Content(marks.line(marks.GAME, lenient.text(message, "game", "title")))


KINDS: dict[str, Callable[[Part], Content]] = {
    # An animation comes as a document as well, a venue as a location: the fuller form stands first.
    "animation": _file("animation", media_type="video/mp4"),
    "document": _file("document"),
    "photo": _photo,
    "video": _file("video", media_type="video/mp4"),
    "video_note": _file("video_note", media_type="video/mp4"),
    "voice": _file("voice", media_type="audio/ogg"),
    "audio": _file("audio", media_type="audio/mpeg"),
    "sticker": _sticker,
    "contact": _contact,
    "venue": _venue,
    "location": _place,
    "poll": _poll,
    "dice": _dice,
    "game": _game,
}
