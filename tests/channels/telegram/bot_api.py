"""A Bot API server of our own, held to Telegram's schema in both directions: what it is asked is checked against the methods'
parameters, what it tells against the types.

It keeps updates until the offset moves above them, calls nobody by itself, and knows one bot.
"""

import asyncio
import re
from typing import Any

from tests.channels.double import Answer, Call, Double, said
from tests.channels.telegram import schema

TOKEN = "123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"
BOT = {"id": 123456789, "is_bot": True, "first_name": "Help", "username": "help_bot"}
PERSON = {"id": 5_000_000_001, "is_bot": False, "first_name": "Mari", "last_name": "Maasikas", "language_code": "et"}
CHAT = {"id": 5_000_000_001, "type": "private", "first_name": "Mari", "last_name": "Maasikas"}
NOW = 1_800_000_000

GET_ME = {
    "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False,
}  # fmt: skip


class BotApi(Double):
    """The server. wrong: every breach of the schema so far, when the schema is there. files: by path."""

    def __init__(self) -> None:
        super().__init__(self._answer)
        self.wrong: list[str] = []
        self.webhook: dict[str, Any] = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
        self.waiting: list[dict[str, Any]] = []
        self.files: dict[str, bytes] = {}
        self.sizes: dict[str, int] = {}
        self.moved: dict[int, int] = {}
        self.sent: list[dict[str, Any]] = []
        self.arrived = asyncio.Event()

    def tell(self, update: dict[str, Any]) -> dict[str, Any]:
        """An update, checked; it waits until it is asked for."""
        if schema.FILE.exists():
            self.wrong += schema.of_type("Update", update)
        self.waiting.append(update)
        self.arrived.set()
        return update

    def _answer(self, call: Call) -> Answer:
        if found := re.fullmatch(rf"/file/bot{TOKEN}/(.+)", call.path):
            body = self.files.get(found[1])
            return Answer(404) if body is None else Answer(200, body, {"content-type": "application/octet-stream"})
        found = re.fullmatch(r"/bot([^/]+)/(\w+)", call.path)
        if found is None:
            return said({"ok": False, "error_code": 404, "description": "Not Found"}, 404)
        if found[1] != TOKEN:
            return said({"ok": False, "error_code": 401, "description": "Unauthorized"}, 401)
        method = found[2]
        form = call.headers.get("content-type", "").startswith("multipart/")
        parameters = schema.from_form(method, call.form) if form else call.json
        if schema.FILE.exists():
            self.wrong += schema.of_call(method, parameters)
        return self._do(method, parameters)

    def _do(self, method: str, asked: dict[str, Any]) -> Answer:
        match method:
            case "getMe":
                return self._ok("User", {**BOT, **GET_ME})
            case "getWebhookInfo":
                return self._ok("WebhookInfo", self.webhook)
            case "setWebhook":
                self.webhook |= {"url": asked["url"], "allowed_updates": asked["allowed_updates"]}
                return self._ok("True", True)
            case "deleteWebhook":
                self.webhook["url"] = ""
                return self._ok("True", True)
            case "getUpdates":
                self.waiting = [one for one in self.waiting if one["update_id"] >= asked.get("offset", 0)]
                return self._ok("Array of Update", self.waiting[: asked.get("limit", 100)])
            case "getFile":
                return self._file(asked["file_id"])
        return self._sent(asked)

    def _file(self, file_id: str) -> Answer:
        if self.sizes.get(file_id, 0) > 20 << 20:
            return said({"ok": False, "error_code": 400, "description": "Bad Request: file is too big"}, 400)
        path = f"photos/{file_id}.jpg"
        return self._ok("File", {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_path": path})

    def _sent(self, asked: dict[str, Any]) -> Answer:
        if (to := self.moved.get(asked["chat_id"])) is not None:
            moved = {"migrate_to_chat_id": to}
            wrong = "Bad Request: group chat was upgraded to a supergroup chat"
            return said({"ok": False, "error_code": 400, "description": wrong, "parameters": moved}, 400)
        self.sent.append(asked)
        chat = {"id": asked["chat_id"], "type": "private"}
        message = {"message_id": 1_000 + len(self.sent), "date": NOW, "chat": chat, "text": asked.get("text", "")}
        return self._ok("Message", message)

    def _ok(self, wanted: str, result: Any) -> Answer:
        if schema.FILE.exists():
            self.wrong += schema.of_type(wanted, result)
        return said({"ok": True, "result": result})


def message(number: int, update: int = 0, **fields: Any) -> dict[str, Any]:
    """An update with a message of a person's."""
    about = {"message_id": number, "from": PERSON, "chat": CHAT, "date": NOW}
    return {"update_id": update or 900_000_000 + number, "message": {**about, **fields}}
