"""Meta's Graph API on loopback: bearer tokens, media, messages, attachments, and what a test of an account asks for.

It holds what it is asked to the rules that its documents state, and answers errors in its own words when they are broken.
"""

import json
import re
from collections.abc import Callable
from typing import Any

from hoolin.channels.signed import signature
from tests.channels.double import Answer, Call, Double, said

TOKEN = "EAAGtoken"
APP_SECRET = "app-secret"
APP_ID = "205552219930699"
NUMBER = "1122334455667"
BUSINESS = "998877"
PAGE = "404217156637689"
INSTAGRAM = "17841400000000001"

SEND_FIELDS = {
    "messaging_product", "recipient_type", "to", "recipient", "type", "context", "biz_opaque_callback_data", "text",
    "image", "video", "audio", "document", "template",
}  # fmt: skip


def error(code: int, message: str, status: int = 400, subcode: int = 0) -> Answer:
    """An error as the Graph API tells it."""
    about: dict[str, object] = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "A"}
    return said({"error": {**about, **({"error_subcode": subcode} if subcode else {})}}, status)


class GraphApi(Double):
    """The server. media: bytes by id. uploads: what was handed over. sent: messages that were accepted. wrong: what was asked
    against the rules.
    """

    def __init__(self) -> None:
        super().__init__(self._answer)
        self.media: dict[str, bytes] = {}
        self.uploads: dict[str, tuple[str, str, bytes]] = {}
        self.sent: list[dict[str, Any]] = []
        self.wrong: list[str] = []
        self.callback = "https://help.example.ee/hooks/whatsapp/main"
        self.page_callback = "https://help.example.ee/hooks/messenger/main"
        self.names = {"1423587017700273": "Mari Maasikas"}
        self.fields = [
            "messages",
            "message_echoes",
            "messaging_postbacks",
            "messaging_referrals",
            "message_reactions",
            "message_edits",
            "message_reads",
            "message_deliveries",
        ]
        self.proof_of = APP_SECRET

    def _answer(self, call: Call) -> Answer:
        if call.path.startswith("/cdn/"):
            body = self.media.get(call.path.removeprefix("/cdn/"))
            return Answer(404) if body is None else Answer(200, body, {"content-type": "image/jpeg"})
        app = call.path == f"/{APP_ID}/subscriptions"
        if call.headers.get("authorization") != f"Bearer {f'{APP_ID}|{APP_SECRET}' if app else TOKEN}":
            return error(190, "Invalid OAuth access token.", 401)
        if (proof := call.query.get("appsecret_proof")) and proof != signature(self.proof_of, TOKEN.encode()):
            return error(100, "Invalid appsecret_proof provided in the API argument")
        for pattern, does in self._routes().items():
            if re.fullmatch(pattern, f"{call.method} {call.path}"):
                return does(call)
        return error(100, f"Unsupported request: {call.path}")

    def _routes(self) -> dict[str, Callable[[Call], Answer]]:
        return {
            f"POST /{NUMBER}/media": self._whatsapp_upload,
            f"POST /{NUMBER}/messages": self._whatsapp_send,
            f"GET /{NUMBER}": self._number,
            f"GET /{BUSINESS}/subscribed_apps": lambda _: said(
                {"data": [{"whatsapp_business_api_data": {"id": APP_ID}}]}
            ),
            f"POST /{PAGE}/message_attachments": self._attach,
            f"POST /{PAGE}/messages": self._page_send,
            f"GET /{PAGE}": lambda _: said(
                {"id": PAGE, "name": "Põhjala", "instagram_business_account": {"id": INSTAGRAM}}
            ),
            f"GET /{PAGE}/subscribed_apps": lambda _: said(
                {"data": [{"id": APP_ID, "subscribed_fields": self.fields}]}
            ),
            f"GET /{APP_ID}/subscriptions": self._subscriptions,
            r"GET /\d+": self._thing,
        }

    def _number(self, call: Call) -> Answer:
        asked = {"application": self.callback}
        about = {"verified_name": "Põhjala", "display_phone_number": "+372 555 0000", "quality_rating": "GREEN"}
        return said({"id": NUMBER, **about, "webhook_configuration": asked})

    def _subscriptions(self, call: Call) -> Answer:
        return said({"data": [{"object": kind, "callback_url": self.page_callback} for kind in ("page", "instagram")]})

    def _thing(self, call: Call) -> Answer:
        wanted = call.path.strip("/")
        if wanted in self.names:
            return said({"id": wanted, "name": self.names[wanted]})
        if wanted not in self.media:
            return error(100, "Unsupported get request.", subcode=33)
        size = len(self.media[wanted])
        return said({"id": wanted, "url": f"{self.url}/cdn/{wanted}", "mime_type": "image/jpeg", "file_size": size})

    def _whatsapp_upload(self, call: Call) -> Answer:
        form = call.form
        if form.get("messaging_product") != "whatsapp" or not isinstance(form.get("file"), tuple):
            return error(100, "Invalid parameter")
        return said({"id": self._uploaded(form["file"])})

    def _uploaded(self, given: Any) -> str:
        media = str(70_000 + len(self.uploads))
        self.uploads[media] = given
        return media

    def _whatsapp_send(self, call: Call) -> Answer:
        asked = call.json
        if wrong := _whatsapp_wrong(asked, self.uploads):
            self.wrong.append(wrong)
            return error(100, wrong)
        self.sent.append(asked)
        to = asked.get("to") or asked["recipient"]
        contacts = [{"input": to, "wa_id": to}]
        return said(
            {"messaging_product": "whatsapp", "contacts": contacts, "messages": [{"id": f"wamid.s{len(self.sent)}"}]}
        )

    def _attach(self, call: Call) -> Answer:
        form = call.form
        described = json.loads(str(form["message"]))["attachment"]
        given = form.get("filedata")
        if (
            described["type"] not in ("image", "video", "audio", "file")
            or not isinstance(given, tuple)
            or not given[0].isascii()
        ):
            self.wrong.append("attachment")
            return error(100, "Invalid attachment")
        return said({"attachment_id": self._uploaded(given)})

    def _page_send(self, call: Call) -> Answer:
        asked = call.json
        message = asked.get("message", {})
        if set(message) - {"text", "attachment", "metadata"} or not {"text", "attachment"} & set(message):
            self.wrong.append(f"message: {sorted(message)}")
            return error(100, "Invalid message")
        if len(message.get("text", "")) > 2_000 or asked.get("messaging_type") not in ("RESPONSE", "MESSAGE_TAG"):
            self.wrong.append("too long, or no messaging_type")
            return error(100, "Length of param message[text] must be less than or equal to 2000")
        self.sent.append(asked)
        return said({"recipient_id": asked["recipient"]["id"], "message_id": f"m_s{len(self.sent)}"})


def _whatsapp_wrong(asked: dict[str, Any], uploads: dict[str, Any]) -> str:
    """What is wrong with a message; empty when nothing is."""
    kind = asked.get("type", "")
    if asked.get("messaging_product") != "whatsapp" or ("to" in asked) == ("recipient" in asked):
        return "messaging_product, and one of to and recipient"
    if unknown := set(asked) - SEND_FIELDS:
        return f"unknown: {sorted(unknown)}"
    if kind not in asked or any(other in asked for other in ("text", "image", "document", "template") if other != kind):
        return "not what its type says"
    if kind == "text" and not 1 <= len(asked["text"]["body"]) <= 4_096:
        return "text length"
    if kind in ("image", "video", "audio", "document") and asked[kind]["id"] not in uploads:
        return "media not uploaded"
    return "biz_opaque_callback_data too long" if len(asked.get("biz_opaque_callback_data", "")) > 512 else ""
