"""The ways in that a site has: the chat, calling back, and every written channel with an account and an address to write to."""

from collections.abc import Callable, Iterator
from typing import Any

from hoolin.channels.chat.gateway import CHANNEL as CHAT
from hoolin.core.site.rules import Language
from hoolin.server.contact import WayIn
from hoolin.wiring.channels import CHANNELS
from hoolin.wiring.settings import HoolinSettings

CALLBACK, VOICE = "callback", "voice"

FROM_PAGE = "page"
"""What the account is called by which customers call from a page."""


def ways_in(settings: HoolinSettings) -> tuple[WayIn, ...]:
    """All of them, in the order in which they are shown."""
    return tuple(_ways_in(settings))


def _ways_in(settings: HoolinSettings) -> Iterator[WayIn]:
    base, costs = settings.server.public_url.rstrip("/"), settings.costs

    def chat(language: Language, code: str) -> str:
        return f"{base}/chat?language={language}" + (f"#pass={code}" if code else "")

    def callback(language: Language, code: str) -> str:
        return f"{base}/contact?language={language}#callback" + (f"&pass={code}" if code else "")

    def web_call(language: Language, code: str) -> str:
        return f"{base}/chat?language={language}#call" + (f"&pass={code}" if code else "")

    yield WayIn(CHAT, "live", chat, cost="data", cost_text=costs.get(CHAT, ""))
    number = settings.voice.public_number
    if number:
        link = _to(lambda shown, code: f"tel:{shown}", number)
        yield WayIn(VOICE, "live", link, cost="call_price", cost_text=costs.get(VOICE, ""))
    if settings.voice.web.on:
        yield WayIn(VOICE, "live", web_call, account=FROM_PAGE, cost="data")
    yield WayIn(CALLBACK, "call", callback, cost="free", cost_text=costs.get(CALLBACK, ""))
    for channel in settings.channels.used:
        written = CHANNELS[channel]
        for name, account in settings.channels.of(channel).items():
            if written.link is not None and written.link(account, ""):
                link = _to(written.link, account)
                yield WayIn(channel, "letter", link, name, written.cost, costs.get(channel, ""))


def _to(link: Callable[[Any, str], str], account: Any) -> Callable[[Language, str], str]:
    return lambda language, code: link(account, code)
