"""What the calls beside a desk's socket answer, for the web client's types to be held against: `make vectors` writes
web/packages/client/answers/*.json.

    python scripts/desk_answers.py           write them
    python scripts/desk_answers.py --check   write nothing; exit 1 and name those that have drifted

Each file is named for a shape of docs/reference/live.md and is a list of answers of a real site, in memory and on a clock that is
set by hand: with and without what may be absent. The web workspace's type checker reads them as those shapes.
"""

import asyncio
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

import msgspec  # noqa: E402

from hoolin.cases.commands import AddNote, KeepDraft  # noqa: E402
from hoolin.core.interaction import commands as c  # noqa: E402
from hoolin.core.interaction.facts import Attachment  # noqa: E402
from hoolin.people.commands import AddIdentity, NameCustomer  # noqa: E402
from hoolin.server.live.present import me_of  # noqa: E402
from hoolin.server.permissions import GRANTS  # noqa: E402
from hoolin.wiring import Built, HoolinSettings, build  # noqa: E402
from scripts import desk_vectors as desk  # noqa: E402

FOLDER = Path("web") / "packages" / "client" / "answers"
SEES_ALL = msgspec.structs.replace(desk.WHO, role="supervisor", permissions=GRANTS["supervisor"])
WATCHES = msgspec.structs.replace(desk.WHO, account="account-anu", agent=None, role="analyst", permissions=frozenset())
BILL = Attachment(blob="b1.pdf", media_type="application/pdf", size=11)


async def lived(day: desk.Day) -> None:
    """A day with something of everything."""
    await day.come("closed", "Kas teil on lahti?")
    await day.answer("closed")
    await day.do(c.Close(interaction="closed", agent=desk.ME, outcome="solved", reasons=("bill",)))
    await day.come("gone")
    await day.do(c.SayGoodbye(interaction="gone"))
    await desk.served(day)
    shown = c.Claim(customer="of-gone", case="case-gone", given_at=desk.START)
    arrive = c.Arrive(
        interaction="back", customer="of-closed", case="case-closed", channel="chat", language="ru", claims=shown
    )
    bill = c.ReceiveMessage(
        interaction="back", key="1", text="", attachments=(BILL,), names=("arve.pdf",), begins=arrive
    )
    email = AddIdentity(customer="of-closed", identity="v1", kind="email", value="mari@example.ee", lookup="x")
    await day.do(
        bill, email,
        NameCustomer(customer="of-closed", content="n1", name="Mari Mets"),
        c.SetPresence(agent=desk.ME, presence="online"),
        c.Take(interaction="back", agent=desk.ME),
        c.SayAutomatically(interaction="back", text="Vastame peagi."),
        AddNote(case="case-closed", agent=desk.ME, note="n2", text="Sama arve."),
        c.Transfer(interaction="back", agent=desk.ME, queue="billing", note="Vaata märtsi arvet."),
        c.Take(interaction="back", agent=desk.ME),
        KeepDraft(
            interaction="back", customer="of-closed", agent=desk.ME, kind="note", revision=1, content="d1", text="Poolik",
        ),
        c.StartWrapUp(interaction="back", agent=desk.ME),
        c.SetPresence(agent=desk.ME, presence="away", reason="lunch"),
    )  # fmt: skip


async def asked(built: Built) -> dict[str, list[Any]]:
    """The answers, by shape."""
    records, me = built.records, SEES_ALL
    await built.reading.reached(built.loop.durable_position)
    conversations = ("back", "mine", "waits", "closed", "gone")
    board = built.hub.board
    assert board is not None
    return {
        "Me": [me_of(desk.WHO), me_of(WATCHES)],
        "ConversationPage": [await records.page(view, 0, 10, me) for view in ("mine", "waiting", "all", "closed")],
        "Conversation": [await records.conversation(one, me) for one in conversations],
        "Message": (await records.messages("back", 9, 10, me))["messages"],
        "Why": [await records.why(one, me) for one in conversations],
        "Customer": [await records.customer(one) for one in ("of-closed", "of-waits")],
        "Draft": [records.draft("back", desk.ME, "note")],
        "Board": [board()],
    }


async def answers() -> dict[str, list[Any]]:
    """All of them, by the name of their shape."""
    desk.CLOCK.now = desk.START
    built = build(HoolinSettings(data="", operator="Põhjala Mobiil"), clock=desk.CLOCK)
    try:
        async with built.running():
            built.names.update(desk.NAMES)
            day = desk.Day(built)
            await day.do(*desk.SET_UP)
            await lived(day)
            made: dict[str, list[Any]] = msgspec.to_builtins(await asked(built))
            return made
    finally:
        built.accounts.close()


def main(arguments: list[str]) -> int:
    """Write them, or with `--check` name those that have drifted (exit status 1)."""
    made = asyncio.run(answers())
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
