"""What the chat channel is: its numbers and limits, as data."""

from hoolin.core.site.rules import ChannelRules

RULES = ChannelRules(channel="chat", weight=25, silent_ms_max=120_000, park_ms_max=24 * 3_600_000)
"""Four chats fill one person's hands. Whoever closes the page while waiting, and left no address, is gone after two minutes."""

MEDIA_TYPES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "heic": "image/heic",
    "pdf": "application/pdf",
    "txt": "text/plain",
    "csv": "text/csv",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "asice": "application/vnd.etsi.asic-e+zip",
    "bdoc": "application/vnd.etsi.asic-e+zip",
    "ddoc": "application/x-ddoc",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "mp4": "video/mp4",
    "zip": "application/zip",
}
"""What may be sent, by the ending of its name: what customers do send, and nothing a browser would run."""
