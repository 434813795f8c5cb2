"""Vectors for everybody who follows one conversation by its facts: `make vectors` writes web/packages/client/threads/*.json.

    python scripts/desk_threads.py           write them
    python scripts/desk_threads.py --check   write nothing; exit 1 and name those that have drifted

Each is a piece of a conversation on a channel with a provider: `{"what", "before": Conversation, "frames": [fact frames],
"after": [Message]}`. `before` is the conversation as it was fetched, `after` its messages fetched again at the end: whoever
followed the frames has the same, letters and deliveries among them.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

import msgspec  # noqa: E402

from hoolin.core.delivery import commands as d  # noqa: E402
from hoolin.core.interaction import commands as c  # noqa: E402
from hoolin.core.site.rules import ChannelRules  # noqa: E402
from hoolin.wiring import Built, HoolinSettings, build  # noqa: E402
from scripts import desk_vectors as desk  # noqa: E402

FOLDER = Path("web") / "packages" / "client" / "threads"
EMAIL = ChannelRules(channel="email", weight=25, delivers=True)
Scene = Callable[[desk.Day], Awaitable[None]]
NAME = "i1"


async def written_to(day: desk.Day) -> None:
    """What a scene begins with: a letter came and was taken up."""
    arrive = c.Arrive(interaction=NAME, customer="of-i1", case="case-i1", channel="email", language="et")
    letter = c.Letter(subject="Märtsi arve", cc=("abi@example.ee",), quoted="> vana jutt", html="<p>Tere!</p>")
    await day.do(
        c.ReceiveMessage(interaction=NAME, key="1", text="Tere!", letter=letter, begins=arrive),
        c.Take(interaction=NAME, agent=desk.ME),
    )


async def say(day: desk.Day, text: str, hold_ms: int = 0, unless_answered: bool = False) -> str:
    """Answer with a letter; the name of the message."""
    letter = c.Letter(subject="Re: Märtsi arve")
    await day.do(
        c.SendMessage(
            interaction=NAME, agent=desk.ME, text=text, letter=letter, hold_ms=hold_ms, unless_answered=unless_answered
        )
    )
    return f"{NAME}.m{day.built.site.interaction(NAME).last_ordinal}"


async def tried(day: desk.Day, delivery: str, ending: Any, code: str = "") -> None:
    """One attempt, from its beginning to its end."""
    await day.do(d.BeginDelivery(delivery=delivery), d.EndDelivery(delivery=delivery, ending=ending, code=code))


async def told(day: desk.Day, delivery: str, state: Any, code: str = "") -> None:
    """The provider reports."""
    await day.do(d.ReportDelivery(delivery=delivery, interaction=NAME, state=state, code=code))


async def forward(day: desk.Day) -> None:
    """Sent, delivered and read; what is told late, twice or too early takes nothing back, nor does the end of the attempt."""
    one = await say(day, "Vaatan kohe.")
    await tried(day, one, "accepted")
    for state in ("delivered", "accepted", "read", "delivered", "failed"):
        await told(day, one, state)
    early = await say(day, "Vaatasin ära.")
    await day.do(d.BeginDelivery(delivery=early))
    await told(day, early, "delivered")
    await day.do(d.EndDelivery(delivery=early, ending="unknown", code="timed_out"))


async def doubtful(day: desk.Day) -> None:
    """Rejected, and sent again; unknown, and it arrived after all; unknown, sent again, and bounced for good."""
    refused, arrived, bounced = [await say(day, text) for text in ("Üks.", "Kaks.", "Kolm.")]
    await tried(day, refused, "rejected", "mailbox_full")
    await day.do(d.SendAgain(interaction=NAME, message=refused, agent=desk.ME))
    await tried(day, refused, "accepted")
    await tried(day, arrived, "unknown", "timed_out")
    await told(day, arrived, "accepted")
    await tried(day, bounced, "unknown", "timed_out")
    await day.do(d.SendAgain(interaction=NAME, message=bounced, agent=desk.ME))
    await tried(day, bounced, "accepted")
    await told(day, bounced, "failed", "5.1.1")
    await told(day, bounced, "accepted")


async def held_back(day: desk.Day) -> None:
    """Three wait for their time: one is taken back, one leaves when it is due, one still waits at the end."""
    back, leaves, _ = [
        await say(day, text, 10_000 * times) for times, text in ((1, "Ei."), (2, "Jah."), (9_999, "Homme."))
    ]
    await day.do(d.RecallMessage(interaction=NAME, message=back, agent=desk.ME))
    await day.wait(20_000)
    await tried(day, leaves, "accepted")


async def answered_first(day: desk.Day) -> None:
    """Two wait: the time of one is changed, and the customer's word takes the other back."""
    moved = await say(day, "Arve.", 9_999_000)
    await say(day, "Kas ikka?", 9_999_000, unless_answered=True)
    later = desk.CLOCK.now + 99_999_000
    await day.do(d.MoveMessage(interaction=NAME, message=moved, agent=desk.ME, due_at=later))
    await day.do(
        c.ReceiveMessage(interaction=NAME, text="Jah, palun.", key="first", letter=c.Letter(subject="Märtsi arve"))
    )


SCENES: dict[str, Scene] = {
    "forward": forward,
    "doubtful": doubtful,
    "held-back": held_back,
    "answered-first": answered_first,
}


async def thread(goes_on: Scene) -> dict[str, Any]:
    """One piece of a conversation, lived. Nobody carries anything: the scene is the provider."""
    desk.CLOCK.now = desk.START
    built = build(HoolinSettings(data="", operator="Põhjala Mobiil"), clock=desk.CLOCK)
    try:
        async with built.running():
            built.names.update(desk.NAMES)
            day = desk.Day(built)
            await day.do(*desk.SET_UP, c.SetChannel(rules=EMAIL))
            await written_to(day)
            before = await fetched(built)
            ear = desk.Ear()
            serving = asyncio.create_task(built.hub.serve(ear, desk.WHO))
            await asyncio.sleep(0)
            ear.heard(json.dumps({"type": "hello", "since": built.hub.desk.position}))
            await goes_on(day)
            ear.end(0)
            await serving
            after = await fetched(built)
    finally:
        built.accounts.close()
    return {"what": str(goes_on.__doc__), "before": before, "frames": ear.facts(), "after": after["messages"]}


async def fetched(built: Built) -> dict[str, Any]:
    """The conversation as a call gives it now."""
    await built.reading.reached(built.loop.durable_position)
    told: dict[str, Any] = msgspec.to_builtins(await built.records.conversation(NAME, desk.WHO))
    return told


def threads() -> dict[str, dict[str, Any]]:
    """All of them, by name."""
    return {name: asyncio.run(thread(scene)) for name, scene in SCENES.items()}


def main(arguments: list[str]) -> int:
    """Write them, or with `--check` name those that have drifted (exit status 1)."""
    made = threads()
    if "--check" in arguments:
        names = desk.drifted(made, ROOT, FOLDER)
        for name in names:
            print(f"{FOLDER / name} is not what is made now; run: make vectors")
        return 1 if names else 0
    (ROOT / FOLDER).mkdir(parents=True, exist_ok=True)
    for name, one in made.items():
        (ROOT / FOLDER / f"{name}.json").write_text(desk.written(one), encoding="utf-8")
        print(FOLDER / f"{name}.json")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
