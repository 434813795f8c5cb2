"""A site with a mail address, a number for SMS and a chat, in a process of its own: `python -m tests.e2e.journey_process FOLDER`.

The accounts come as JSON on the standard input, as they stand in the settings. It prints `ready PORT` once it answers. Kristi and
Oleg are those of `site_process`; Kristi's desk speaks Russian. Kristi holds two letters at once, and a call and chats beside them.
"""

import sys

import msgspec

from hoolin.channels.callback import manifest as callback
from hoolin.channels.chat.manifest import RULES
from hoolin.core.interaction import commands as c
from hoolin.core.site.hours import DAYS, Hours, Span
from hoolin.core.site.rules import AgentProfile, Capacity, Language, QueueRules, SiteRules
from hoolin.server.settings import ServerSettings
from hoolin.wiring import Built, HoolinSettings, build, new_id
from hoolin.wiring.channels import ChannelAccounts
from tests.e2e.site_process import LANGUAGES, PEOPLE, admit
from tests.serving import serve_until_ended

OFFER_MS = 3_600_000
"""Nobody's offer runs out while a slow machine draws a page."""

HANDS = {"oleg": Capacity(units=100), "kristi": Capacity(units=300, per_channel={"email": 2})}
SPEAKS: dict[str, Language] = {"oleg": "en", "kristi": "ru"}


async def furnish(built: Built) -> None:
    """Channels, one queue, people and reasons."""
    commands = [
        c.SetChannel(rules=RULES),
        c.SetChannel(rules=callback.RULES),
        c.SetHours(hours=Hours(channel="callback", week=dict.fromkeys(DAYS, (Span(opens="00:00", closes="24:00"),)))),
        c.SetSite(rules=SiteRules(reasons=("bill", "roaming", "outage"))),
        c.SetQueue(rules=QueueRules(queue="service", offer_ms=OFFER_MS)),
        *(c.SetAgent(profile=AgentProfile(agent=one, skills=LANGUAGES, capacity=HANDS[one])) for one in PEOPLE),
    ]
    for command in commands:
        await built.loop.submit(command, actor="system", key=new_id("x"))
    await admit(built, SPEAKS)


def main(folder: str, accounts: ChannelAccounts) -> None:
    """Serve until the process is ended."""
    server = ServerSettings(port=0, access_log=False)
    settings = HoolinSettings(data=folder, operator="Põhjala Mobiil", server=server, channels=accounts)
    built = build(settings)

    async def begin(_port: int) -> None:
        await furnish(built)

    serve_until_ended(built, begin)


if __name__ == "__main__":
    main(sys.argv[1], msgspec.json.decode(sys.stdin.buffer.readline(), type=ChannelAccounts))
