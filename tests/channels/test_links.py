"""Where a customer begins to write, and how the code they bring along travels with it."""

from typing import Any

import msgspec
import pytest

from hoolin.channels.passes import code_in
from hoolin.wiring.channels import CHANNELS, ChannelAccounts

CODE = "HL-7QM2X-9PXFA"
META = {"token": "t", "app_secret": "s", "verify_token": "v"}

ACCOUNTS: dict[str, tuple[dict[str, Any], str, str]] = {
    "email": (
        {"address": "help@example.ee", "incoming": "none"},
        "mailto:help@example.ee", "mailto:help@example.ee?subject=%5BHL-7QM2X-9PXFA%5D",
    ),
    "sms": (
        {"host": "127.0.0.1", "system_id": "us", "source": "+3725551234"},
        "sms:+3725551234", "sms:+3725551234?body=HL-7QM2X-9PXFA%20",
    ),
    "telegram": (
        {"token": "123456:ABCdefABCdefABCdefABCdefABCdefABCde", "username": "help_bot"},
        "https://t.me/help_bot", "https://t.me/help_bot?start=HL-7QM2X-9PXFA",
    ),
    "whatsapp": (
        {"phone_number_id": "1", "number": "+3725551234", **META},
        "https://wa.me/3725551234", "https://wa.me/3725551234?text=HL-7QM2X-9PXFA%20",
    ),
    "messenger": (
        {"page_id": "77", "app_id": "1", **META}, "https://m.me/77", "https://m.me/77?ref=HL-7QM2X-9PXFA",
    ),
    "viber": (
        {"token": "t", "uri": "help"},
        "viber://pa?chatURI=help", "viber://pa?chatURI=help&text=HL-7QM2X-9PXFA%20",
    ),
    "xmpp": (
        {"address": "help@example.ee", "password": "p"},
        "xmpp:help@example.ee?message", "xmpp:help@example.ee?message;body=HL-7QM2X-9PXFA%20",
    ),
    "matrix": (
        {"homeserver": "https://m.example.ee", "user": "@help:example.ee", "as_token": "a" * 16, "hs_token": "h" * 16},
        "https://matrix.to/#/@help:example.ee", "https://matrix.to/#/@help:example.ee",
    ),
}  # fmt: skip


def account(channel: str, fields: dict[str, Any]) -> Any:
    """An account from its settings."""
    return msgspec.convert({channel: {"main": fields}}, ChannelAccounts).of(channel)["main"]


def test_every_written_channel_has_a_link() -> None:
    """Nobody is left off the choice board by forgetting; the letterbox is for trials."""
    assert {channel for channel, written in CHANNELS.items() if written.link is None} == {"letterbox"}
    assert ACCOUNTS.keys() == CHANNELS.keys() - {"letterbox"}


@pytest.mark.parametrize("channel", sorted(ACCOUNTS))
def test_a_link_leads_there_and_takes_the_code_along(channel: str) -> None:
    """With a code and without; the code is found again in what arrives, wherever a program can take it along."""
    fields, plain, carrying = ACCOUNTS[channel]
    link = CHANNELS[channel].link
    assert link is not None
    assert (link(account(channel, fields), ""), link(account(channel, fields), CODE)) == (plain, carrying)


@pytest.mark.parametrize(
    ("channel", "without"), [("telegram", "username"), ("whatsapp", "number"), ("viber", "uri"), ("sms", "source")]
)
def test_an_account_that_cannot_be_led_to_has_no_link(channel: str, without: str) -> None:
    """A bot whose name we do not know, a sender made of letters."""
    fields, _, _ = ACCOUNTS[channel]
    link = CHANNELS[channel].link
    assert link is not None
    assert link(account(channel, {**fields, without: "PANK" if without == "source" else ""}), CODE) == ""


@pytest.mark.parametrize("text", [f"[{CODE}]", f"/start {CODE}", f"Re: [{CODE}] Arve", f"{CODE.lower()} tere"])
def test_the_code_is_found_where_links_put_it(text: str) -> None:
    """In a subject, behind a bot's command, before the words."""
    assert code_in("", text) == CODE
