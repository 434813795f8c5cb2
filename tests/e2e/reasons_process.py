"""A site with twelve weeks and a tree of reasons behind it, in a process of its own: `python -m tests.e2e.reasons_process FOLDER`; prints `ready PORT`.

Its past is that of `experience_process`. A cause is known since, and how many customers there are was said; Gerli publishes trees, Kristi reads.
A line `{"closed": CODE}` on its standard input has a contact come, be served and closed with that reason.
"""

import sys
from pathlib import Path

from hoolin.catalogue.api import Words
from hoolin.core.commands import Command
from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import AgentProfile, Capacity
from hoolin.insight.api import improvements, reasons
from hoolin.server.accounts.records import Account
from hoolin.server.permissions import Role
from hoolin.wiring import Built, new_id
from tests.e2e.experience_process import SKILLS, live_through, lived
from tests.e2e.site_process import PASSWORD
from tests.serving import serve_until_ended

PEOPLE: dict[str, tuple[str, Role]] = {
    "gerli": ("Gerli Guru", "guru"),
    "boriss": ("Boriss Belov", "admin"),
    "kristi": ("Kristi Kask", "supervisor"),
}


def named(et: str, ru: str, en: str) -> Words:
    """In three languages."""
    return Words(et=et, ru=ru, en=en)


TREE = reasons.Tree(
    reasons=(
        reasons.Reason(code="money", name=named("Arved ja maksed", "Счета и платежи", "Bills and payments")),
        reasons.Reason(
            code="bill", parent="money", name=named("Arve on arusaamatu", "Непонятный счёт", "The bill is unclear"),
            examples=("Miks arve nii suur on?",), for_customer=False, for_company=False,
        ),
        reasons.Reason(
            code="payment", parent="money", name=named("Maksmine", "Оплата", "Paying"), for_customer=False, for_company=True
        ),
        reasons.Reason(
            code="roaming", name=named("Rändlus", "Роуминг", "Roaming"), for_customer=True, for_company=True
        ),
        reasons.Reason(code="outage", name=named("Katkestus", "Обрыв связи", "Outage")),
    )
)  # fmt: skip


async def tell(built: Built, command: Command, actor: str = "system") -> None:
    """Said, and decided."""
    await built.loop.submit(command, actor=actor, key=new_id("x"))


async def furnish(built: Built) -> None:
    """The tree, what is known beside it, and people."""
    cause = improvements.Cause(cause="c1", title="Two months on one bill", kind="information", reasons=("bill",))
    unclear = improvements.commands.SetCause(cause=cause, new=True)
    counted = improvements.commands.CountCustomers(day="2026-01-01", customers=20_000)
    for command in (
        reasons.commands.PublishReasons(tree=TREE, based_on=0, why="Groups, so that the list is short"), unclear, counted,
        c.SetAgent(profile=AgentProfile(agent="late", skills=SKILLS, capacity=Capacity(units=0))),
        c.SetPresence(agent="late", presence="online"),
    ):  # fmt: skip
        await tell(built, command)
    for login, (name, role) in PEOPLE.items():
        agent = login if login == "kristi" else None
        account = Account(id="new", login=login, name=name, role=role, agent=agent, language="en")
        await built.accounts.add(account, PASSWORD)
    await built.read_names()


async def close(built: Built, reason: str) -> str:
    """A contact comes, is served and closed with a reason."""
    name = new_id("i")
    await tell(
        built, c.Arrive(interaction=name, customer=f"c-{name}", case=f"k-{name}", channel="chat", language="et"),
        f"customer:c-{name}",
    )  # fmt: skip
    for command in (
        c.Take(interaction=name, agent="late"),
        c.SendMessage(interaction=name, agent="late", text="Korras!"),
        c.Close(interaction=name, agent="late", outcome="solved", reasons=(reason,)),
    ):
        await tell(built, command, "agent:late")
    return name


def unanswered(built: Built, path: Path) -> None:
    """Nobody was asked how it went."""


def main(folder: str) -> None:
    """Serve until the process is ended."""
    built = lived(folder, live_through, unanswered)

    async def begin(_port: int) -> None:
        await furnish(built)

    async def obey(order: dict[str, str]) -> str:
        return await close(built, order["closed"])

    serve_until_ended(built, begin, obey)


if __name__ == "__main__":
    main(sys.argv[1])
