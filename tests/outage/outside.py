"""Everything outside a site that is killed: people on each written channel and the servers between them and us.

people ──say──▶ mail client, SMSC, Bot API, … ──▶ the site ──▶ the same servers, where everything that arrives is counted
"""

import asyncio
import hmac
import json
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from email import message_from_bytes, policy
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

import aiosmtplib
import h11
import httpx
from aiosmtpd.controller import Controller

from hoolin.channels.signed import derived, signature
from hoolin.cli.sms_peer import Smsc, running_smsc
from tests.channels import graph_api
from tests.channels.double import Call, Double
from tests.channels.matrix.stand import Customer as MatrixCustomer
from tests.channels.matrix.synapse import Synapse
from tests.channels.sms.stand import from_person
from tests.channels.telegram import bot_api
from tests.channels.viber import test_gateway as viber_api
from tests.channels.xmpp.customer import Customer as XmppCustomer
from tests.channels.xmpp.prosody import DOMAIN, PASSWORD, Prosody
from tests.ports import free_port

PEOPLE = 3
"""On each channel."""

SLOW_S = 0.03
"""How long providers take to answer, so that kills meet messages on their way."""

ANSWER = re.compile(r"answer-[0-9a-f]+")
"""What an agent's words hold, each other ones."""

NOT_TAKEN = (OSError, TimeoutError, httpx.HTTPError, aiosmtplib.SMTPException, AssertionError)
"""What a person meets whose message was not taken: they say it again."""


class Outside(Protocol):
    """One channel. ordered: whether the provider itself brings a person's messages in order."""

    name: str
    ordered: bool

    def settings(self) -> dict[str, Any] | None:
        """The account `main`, as the settings have it; None: there is nothing to set up."""

    def enter(self, port: int, secret: bytes) -> Any:
        """Begin; an asynchronous context. port: of the site. secret: of the site."""

    async def say(self, person: int, number: int, text: str) -> None:
        """A person writes; it returns when the message was taken. Raises one of NOT_TAKEN otherwise."""

    def arrived(self) -> Counter[str]:
        """What came from agents, and how often."""


def found_in(texts: Iterator[str]) -> Counter[str]:
    """The agents' words in what arrived."""
    return Counter(word for text in texts for word in ANSWER.findall(text))


class Mail:
    """Mail: handed to our own listener, and sent by a server that takes everything."""

    name, ordered = "email", True

    def __init__(self) -> None:
        self.port, self.bodies = free_port(), list[str]()

    def settings(self) -> dict[str, Any]:
        """See `Outside`."""
        return {
            "address": "help@firm.example", "incoming": "smtp", "listen_port": self.port, "smtp_host": "127.0.0.1",
            "smtp_port": self.server.port, "smtp_tls": "none",
        }  # fmt: skip

    @asynccontextmanager
    async def enter(self, port: int, secret: bytes) -> AsyncIterator[None]:
        """See `Outside`."""
        self.server = Controller(self, hostname="127.0.0.1", port=free_port())
        self.server.start()
        try:
            yield
        finally:
            self.server.stop()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """A mail of ours has arrived."""
        mail = message_from_bytes(envelope.content, policy=policy.default)
        body = mail.get_body(("plain",))
        self.bodies.append(str(body.get_content()) if body is not None else "")
        await asyncio.sleep(SLOW_S)
        return "250 OK"

    async def say(self, person: int, number: int, text: str) -> None:
        """See `Outside`: each mail but the first answers the one before it."""
        before = f"In-Reply-To: <p{person}-{number - 1}@home.example>\r\n" if number > 1 else ""
        mail = (
            f"From: Person {person} <p{person}@home.example>\r\nTo: help@firm.example\r\nSubject: Lugu {person}\r\n{before}"
            f"Message-ID: <p{person}-{number}@home.example>\r\n\r\n{text}\r\n"
        )
        await aiosmtplib.send(
            mail.encode(), sender=f"p{person}@home.example", recipients=["help@firm.example"], hostname="127.0.0.1",
            port=self.port, start_tls=False, timeout=10,
        )  # fmt: skip

    def arrived(self) -> Counter[str]:
        """See `Outside`."""
        return found_in(iter(self.bodies))


class Sms:
    """SMS, by an SMSC in a process of its own, which brings again what was not answered."""

    name, ordered = "sms", False
    smsc: Smsc

    def settings(self) -> dict[str, Any]:
        """See `Outside`."""
        return {
            "host": "127.0.0.1", "port": self.smsc.port, "system_id": "hoolin", "password": "secret",
            "source": "+3725550000", "per_second": 0, "answer_seconds": 5,
        }  # fmt: skip

    @asynccontextmanager
    async def enter(self, port: int, secret: bytes) -> AsyncIterator[None]:
        """See `Outside`."""
        with running_smsc() as self.smsc:
            await asyncio.to_thread(self.smsc.set, lateMs=SLOW_S * 1000)
            yield

    async def say(self, person: int, number: int, text: str) -> None:
        """See `Outside`."""
        await asyncio.to_thread(self.smsc.bring, from_person(text, f"3725551000{person}"))

    def arrived(self) -> Counter[str]:
        """See `Outside`."""
        return found_in(str(one["message"]) for one in self.smsc.call("/state")["submitted"])


class Hooks:
    """What channels have in common whose provider calls us, and is called by us."""

    name, ordered = "", True
    api: Any

    def make(self) -> Any:
        """The provider's side."""
        raise NotImplementedError

    @asynccontextmanager
    async def enter(self, port: int, secret: bytes) -> AsyncIterator[None]:
        """See `Outside`."""
        self.port, self.secret = port, secret
        async with self.make() as self.api, httpx.AsyncClient(trust_env=False, timeout=90) as self.http:
            yield
        assert self.api.wrong == []

    async def call(self, said: Any, header: str, proof: str = "") -> None:
        """Call the site's hook. proof: of the call, if it is not the body's signature."""
        body = json.dumps(said).encode()
        headers = {header: proof or self.sign(body), "content-type": "application/json"}
        url = f"http://127.0.0.1:{self.port}/hooks/{self.name}/main"
        (await self.http.post(url, content=body, headers=headers)).raise_for_status()

    def sign(self, body: bytes) -> str:
        """The proof of a call."""
        raise NotImplementedError

    def arrived(self) -> Counter[str]:
        """See `Outside`."""
        return found_in(json.dumps(one) for one in self.api.sent)


def slow(double: Double) -> Any:
    """The same provider, which takes its time."""
    reply = double._reply

    async def later(connection: h11.Connection, writer: asyncio.StreamWriter, call: Call) -> None:
        double.calls.clear()
        await asyncio.sleep(SLOW_S)
        await reply(connection, writer, call)

    double._reply = later  # type: ignore[method-assign]
    return double


class Telegram(Hooks):
    """Telegram: one bot with a webhook."""

    name = "telegram"

    def make(self) -> Any:
        """See `Hooks`."""
        return slow(bot_api.BotApi())

    def settings(self) -> dict[str, Any]:
        """See `Outside`."""
        return {"token": bot_api.TOKEN, "api_url": self.api.url}

    async def say(self, person: int, number: int, text: str) -> None:
        """See `Outside`."""
        who = {"id": 70 + person, "is_bot": False, "first_name": f"P{person}"}
        chat = {"id": 70 + person, "type": "private", "first_name": f"P{person}"}
        message = {"message_id": number, "from": who, "chat": chat, "date": bot_api.NOW, "text": text}
        proof = derived(self.secret, "telegram", "main", bot_api.TOKEN)
        update = {"update_id": person * 1_000_000 + number, "message": message}
        await self.call(update, "x-telegram-bot-api-secret-token", proof)


class Whatsapp(Hooks):
    """WhatsApp: one number."""

    name = "whatsapp"

    def make(self) -> Any:
        """See `Hooks`."""
        return slow(graph_api.GraphApi())

    def settings(self) -> dict[str, Any]:
        """See `Outside`."""
        return {
            "phone_number_id": graph_api.NUMBER, "token": graph_api.TOKEN, "app_secret": graph_api.APP_SECRET,
            "verify_token": "v", "api_url": self.api.url,
        }  # fmt: skip

    def sign(self, body: bytes) -> str:
        """See `Hooks`."""
        return "sha256=" + signature(graph_api.APP_SECRET, body)

    async def say(self, person: int, number: int, text: str) -> None:
        """See `Outside`."""
        said = {"from": f"372555200{person}", "id": f"wamid.{person}.{number}", "timestamp": "1800000000",
                "type": "text", "text": {"body": text}}  # fmt: skip
        value = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": graph_api.NUMBER}, "messages": [said]}
        about = {"object": "whatsapp_business_account"}
        await self.call(
            {**about, "entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}]}, "x-hub-signature-256"
        )


class Messenger(Hooks):
    """Messenger: one page."""

    name = "messenger"

    def make(self) -> Any:
        """See `Hooks`."""
        return slow(graph_api.GraphApi())

    def settings(self) -> dict[str, Any]:
        """See `Outside`."""
        return {
            "page_id": graph_api.PAGE, "app_id": graph_api.APP_ID, "token": graph_api.TOKEN,
            "app_secret": graph_api.APP_SECRET, "verify_token": "v", "api_url": self.api.url,
        }  # fmt: skip

    def sign(self, body: bytes) -> str:
        """See `Hooks`."""
        return "sha256=" + signature(graph_api.APP_SECRET, body)

    async def say(self, person: int, number: int, text: str) -> None:
        """See `Outside`."""
        event = {
            "sender": {"id": f"9000{person}"}, "recipient": {"id": graph_api.PAGE}, "timestamp": 1_800_000_000_000 + number,
            "message": {"mid": f"m_{person}.{number}", "text": text},
        }  # fmt: skip
        entry = {"id": graph_api.PAGE, "time": 1_800_000_000_000, "messaging": [event]}
        await self.call({"object": "page", "entry": [entry]}, "x-hub-signature-256")


class Viber(Hooks):
    """Viber: one bot."""

    name = "viber"

    def make(self) -> Any:
        """See `Hooks`."""
        return slow(viber_api.ViberApi())

    def settings(self) -> dict[str, Any]:
        """See `Outside`."""
        return {"token": viber_api.TOKEN, "api_url": f"{self.api.url}/pa", "name": "Help"}

    def sign(self, body: bytes) -> str:
        """See `Hooks`."""
        return hmac.new(viber_api.TOKEN.encode(), body, sha256).hexdigest()

    async def say(self, person: int, number: int, text: str) -> None:
        """See `Outside`."""
        token = 5_741_311_803_571_000_000 + person * 1_000_000 + number
        sender = {"id": f"viber-person-{person}==", "name": f"P{person}"}
        message = {"type": "text", "text": text}
        event = {"event": "message", "timestamp": 1_800_000_000_000, "message_token": token}
        await self.call({**event, "sender": sender, "message": message}, "x-viber-content-signature")


class Xmpp:
    """XMPP, by a real server, which keeps what we were not there for."""

    name, ordered = "xmpp", True

    def __init__(self, folder: Path) -> None:
        self.server = Prosody(folder / "prosody")
        self.heard: list[str] = []

    def settings(self) -> dict[str, Any]:
        """See `Outside`."""
        return {
            "address": f"help@{DOMAIN}", "password": PASSWORD, "host": "127.0.0.1", "port": self.server.starttls,
            "ca_file": str(self.server.authority),
        }  # fmt: skip

    @asynccontextmanager
    async def enter(self, port: int, secret: bytes) -> AsyncIterator[None]:
        """See `Outside`."""
        names = [f"person{number}" for number in range(PEOPLE)]
        await asyncio.to_thread(self.server.register, "help", *names)
        await asyncio.to_thread(self.server.start)
        try:
            async with AsyncExitStack() as stack:
                self.people = [await stack.enter_async_context(XmppCustomer(self.server, name)) for name in names]
                listening = [asyncio.ensure_future(self._listen(person)) for person in self.people]
                try:
                    yield
                finally:
                    for task in listening:
                        task.cancel()
        finally:
            await asyncio.to_thread(self.server.stop)

    async def _listen(self, person: XmppCustomer) -> None:
        while True:
            self.heard.append((await person.hears(3_600)).findtext("{jabber:client}body") or "")

    async def say(self, person: int, number: int, text: str) -> None:
        """See `Outside`."""
        self.people[person].say(f"help@{DOMAIN}", text, ident=f"p{person}-{number}")
        await asyncio.sleep(SLOW_S)

    def arrived(self) -> Counter[str]:
        """See `Outside`."""
        return found_in(iter(self.heard))


class Matrix:
    """Matrix, by a real homeserver, which pushes again what we did not answer for, though not in order."""

    name, ordered = "matrix", False

    def __init__(self, server: Synapse) -> None:
        self.server = server
        self.rooms: dict[int, str] = {}
        self.texts: list[str] = []

    def settings(self) -> dict[str, Any]:
        """See `Outside`."""
        account = self.server.account
        return {
            "homeserver": account.homeserver, "user": account.user, "as_token": account.as_token,
            "hs_token": account.hs_token,
        }  # fmt: skip

    @asynccontextmanager
    async def enter(self, port: int, secret: bytes) -> AsyncIterator[None]:
        """See `Outside`."""
        async with AsyncExitStack() as stack:
            self.people = [await stack.enter_async_context(MatrixCustomer(self.server)) for _ in range(PEOPLE)]
            yield

    async def say(self, person: int, number: int, text: str) -> None:
        """See `Outside`. The first word needs a room."""
        if person not in self.rooms:
            self.rooms[person] = await self.people[person].talk()
        await self.people[person].say(self.rooms[person], text)

    async def look(self) -> None:
        """See what is in the rooms."""
        for number, room in self.rooms.items():
            person = self.people[number]
            for event in await person.messages(room):
                self.texts.append(str(event["content"].get("body")) if event["sender"] != person.user else "")

    def arrived(self) -> Counter[str]:
        """See `Outside`."""
        return found_in(iter(self.texts))
