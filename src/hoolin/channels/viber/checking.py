"""Looks whether a bot can work, and says what is wrong in plain words."""

from hoolin.channels import lenient
from hoolin.channels.viber.bot import Bot
from hoolin.channels.viber.manifest import EVENTS
from hoolin.channels.written import Finding
from hoolin.core.errors import NotReached

BAD_TOKEN = 2


async def check(bot: Bot, expected_url: str) -> tuple[Finding, ...]:
    """What was found. expected_url: where the webhook should lead; empty when the server has no public address."""
    try:
        reply = await bot.ask("get_account_info", {})
    except NotReached as problem:
        return (
            Finding(False, "reachable", f"Viber's API at {bot.account.api_url} cannot be reached: {problem.code}."),
        )
    status, said = lenient.whole(reply.json, "status"), lenient.text(reply.json, "status_message")
    if reply.status != 200 or "status" not in reply.json:
        return (Finding(False, "token", f"Viber answered {reply.status or reply.why}."),)
    if status == BAD_TOKEN:
        return (Finding(False, "token", "Viber does not know this token. Viber's admin panel shows it with the bot."),)
    if status:
        return (Finding(False, "token", f"Viber answered {status} {said}."),)
    return Finding(True, "token", f"The bot is “{lenient.text(reply.json, 'name')}”."), *_webhook(
        reply.json, expected_url
    )


def _webhook(info: lenient.Part, expected: str) -> tuple[Finding, ...]:
    if not expected:
        return (Finding(False, "webhook", "The server has no public_url, so Viber cannot call it."),)
    url = lenient.text(info, "webhook")
    if not expected.startswith("https://"):
        return (Finding(False, "webhook", f"Viber only calls https addresses; ours is {expected}."),)
    if url != expected:
        said = f"Viber calls {url or 'nowhere'}; it should call {expected}. Starting the server sets it."
        return (Finding(False, "webhook", said),)
    told = lenient.texts(info, "event_types")
    if missing := [event for event in EVENTS if event not in told]:
        return (
            Finding(
                False, "webhook", f"Viber calls us, but not for {', '.join(missing)}. Starting the server sets it."
            ),
        )
    return (Finding(True, "webhook", f"Viber calls {url}."),)
