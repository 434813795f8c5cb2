"""Looks whether a bot can work, and says what is wrong in plain words."""

from urllib.parse import urlsplit

from hoolin.channels import lenient
from hoolin.channels.calling import Reply
from hoolin.channels.telegram.bot import Bot
from hoolin.channels.telegram.manifest import UPDATES
from hoolin.channels.written import Finding
from hoolin.core.errors import NotReached

PORTS = frozenset({443, 80, 88, 8443})
"""Where Telegram calls."""

PENDING_MANY = 100
"""Updates that wait at Telegram: more than a moment's worth."""


async def check(bot: Bot, expected_url: str) -> tuple[Finding, ...]:
    """What was found. expected_url: where the webhook should lead; empty when the server has no public address."""
    try:
        me = await bot.ask("getMe", {})
    except NotReached as problem:
        return (
            Finding(False, "reachable", f"The Bot API at {bot.account.api_url} cannot be reached: {problem.code}."),
        )
    if me.status == 401 or me.status == 404:
        return (Finding(False, "token", "Telegram does not know this token. Ask @BotFather for it again: /mybots."),)
    if me.status != 200:
        return (Finding(False, "token", f"Telegram answered {_said(me)}."),)
    name = lenient.text(me.json, "result", "username")
    found = [Finding(True, "token", f"The bot is @{name}.")]
    try:
        hook = await bot.ask("getWebhookInfo", {})
    except NotReached as problem:
        return (*found, Finding(False, "webhook", f"The Bot API went out of reach: {problem.code}."))
    if hook.status != 200:
        return (*found, Finding(False, "webhook", f"Telegram answered {_said(hook)}."))
    return (*found, *_webhook(lenient.part(hook.json, "result"), bot, expected_url))


def _webhook(info: lenient.Part, bot: Bot, expected: str) -> list[Finding]:
    url = lenient.text(info, "url")
    if bot.account.receive == "polling":
        said = (
            "Updates are asked for; no webhook is set."
            if not url
            else f"A webhook is set to {url}; starting removes it."
        )
        return [Finding(True, "webhook", said)]
    if not expected:
        said = "The server has no public_url, so Telegram cannot call it. Set public_url, or receive to polling."
        return [Finding(False, "webhook", said)]
    found = []
    if not expected.startswith("https://"):
        found.append(Finding(False, "webhook", f"Telegram only calls https addresses; ours is {expected}."))
    elif (urlsplit(expected).port or 443) not in PORTS:
        found.append(
            Finding(False, "webhook", f"Telegram only calls the ports 443, 80, 88 and 8443; ours is {expected}.")
        )
    if url == expected:
        found.append(Finding(True, "webhook", f"Telegram calls {url}."))
    else:
        said = f"Telegram calls {url or 'nowhere'}; it should call {expected}. Starting the server sets it."
        found.append(Finding(False, "webhook", said))
    if problem := lenient.text(info, "last_error_message"):
        found.append(Finding(False, "last call", f"The last call of the webhook that failed, failed with: {problem}"))
    if (pending := lenient.whole(info, "pending_update_count")) > PENDING_MANY:
        found.append(Finding(False, "waiting", f"{pending} updates wait at Telegram."))
    asked = lenient.texts(info, "allowed_updates")
    if missing := [kind for kind in UPDATES if asked and kind not in asked]:
        found.append(
            Finding(False, "updates", f"Telegram does not tell of {', '.join(missing)}. Starting the server sets it.")
        )
    return found


def _said(reply: Reply) -> str:
    return f"{reply.status or reply.why} {lenient.text(reply.json, 'description')}".strip()
