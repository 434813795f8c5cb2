"""A site whose conversations were judged, in a process of its own: `python -m tests.e2e.judged_process FOLDER`; prints `ready PORT`.

Its past was lived by the real house: eight weeks in which Oleg served forty customers and Mari none. Every conversation was drawn, judged by
Hele, and of every second one by Jaan too: they agree on all but one item. Oleg rated twelve of his own, and was hard on himself. What customers
answered is added to the rows, as the room of surveys would. Log-ins: NAME / PASSWORD for each of STAFF, who are fictional.
"""

import sys
from pathlib import Path

from hoolin.catalogue.api import Words
from hoolin.core.commands import Command
from hoolin.core.facts import Instant
from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import AgentProfile, Capacity, ChannelRules, QueueRules, SiteRules
from hoolin.experience.api import contacts, reviews
from hoolin.server.accounts.records import Account
from hoolin.server.permissions import Role
from hoolin.wiring import Built
from tests.e2e.experience_process import DAY, SKILLS, Past, lived
from tests.e2e.site_process import PASSWORD
from tests.serving import serve_until_ended

CONVERSATIONS = 40
RATED = 12
STAFF: dict[str, tuple[str, Role, str]] = {
    "kristi": ("Kristi Kask", "supervisor", "kristi"), "jaan": ("Jaan Tamm", "supervisor", "jaan"), "hele": ("Hele Mets", "guru", "hele"),
    "oleg": ("Oleg Orlov", "agent", "oleg"), "mari": ("Mari Maasikas", "agent", "mari"),
}  # fmt: skip


def words(et: str, ru: str, en: str) -> Words:
    """In every language."""
    return Words(et=et, ru=ru, en=en)


CARD = reviews.Scorecard(
    code="usual", name=words("Tavaline vestlus", "Обычный разговор", "An ordinary conversation"),
    lines=(
        reviews.Line(item="resolution.right", weight=3,
            definition=words("Öeldu oli õige ja aitas klienti edasi.", "Сказанное было верно и помогло клиенту.", "What was said was right and helped the customer on."),
            passes=words("„Arve on parandatud, uus summa on 12 €.“", "«Счёт исправлен, новая сумма 12 €.»", "“The bill is put right, it is €12 now.”"),
            fails=words("„See peaks korras olema.“", "«Должно быть в порядке.»", "“That should be fine.”")),
        reviews.Line(item="heard.named_back",
            definition=words("Mure öeldi oma sõnadega üle.", "Проблема названа своими словами.", "The problem was said back in one's own words."),
            passes=words("„Saan aru: arvel on kaks korda sama tasu.“", "«Понимаю: плата в счёте дважды.»", "“I see: the fee is on the bill twice.”"),
            fails=words("„Mis teie kliendinumber on?“", "«Какой у вас номер?»", "“What is your number?”")),
        reviews.Line(item="heard.empathy", weight=2,
            definition=words("Mõisteti, mida see kliendile tähendab.", "Понято, что это значит для клиента.", "What it means for the customer was understood."),
            passes=words("„Reisi ajal on see eriti tüütu.“", "«В поездке это особенно неприятно.»", "“While travelling that is a real nuisance.”"),
            fails=words("„Vabandame ebamugavuste pärast.“", "«Извините за неудобства.»", "“We apologise for any inconvenience.”")),
        reviews.Line(item="compliance.law",
            definition=words("Öeldi, mida seadus nõuab.", "Сказано то, чего требует закон.", "What the law requires was said."),
            passes=words("Taganemisõigusest räägiti.", "О праве отказа сказали.", "The right to withdraw was told."),
            fails=words("Taganemisõigusest ei räägitud.", "О праве отказа не сказали.", "The right to withdraw was not told.")),
    ),
)  # fmt: skip
RULES = reviews.ReviewRules(
    scorecards=(CARD,), plans=(reviews.Plan(code="all", scorecard="usual", per_mille=1_000, double=50),)
)
TALK = (
    "Tere! Arvel on sama tasu kaks korda ja ma olen praegu reisil.",
    "Tere! Saan aru: teenustasu on arvel kaks korda. Reisil olles on see eriti tüütu.",
    "Aitäh, just nii.",
    "Võtsin ühe tasu maha, uus summa on 12 €. Uus arve on teie postkastis viie minuti pärast.",
)


class Judged(Past):
    """See above."""

    def serve_one(self, number: int, begin: Instant) -> None:
        """Oleg serves a customer, from the first word to the last, and it is judged."""
        interaction, customer, agent = f"i{number:03}", f"c{number}", "oleg"
        begins = c.Arrive(interaction=interaction, customer=customer, case=f"k{number}", channel="chat", language="et")
        heard = c.ReceiveMessage(interaction=interaction, key="1", text=TALK[0], begins=begins)
        told: list[tuple[int, Command, str]] = [
            (0, heard, f"customer:{customer}"),
            (20, c.Take(interaction=interaction, agent=agent), f"agent:{agent}"),
            (60, c.SendMessage(interaction=interaction, agent=agent, text=TALK[1]), f"agent:{agent}"),
            (90, c.ReceiveMessage(interaction=interaction, key="2", text=TALK[2]), f"customer:{customer}"),
            (150, c.SendMessage(interaction=interaction, agent=agent, text=TALK[3]), f"agent:{agent}"),
            (170, c.StartWrapUp(interaction=interaction, agent=agent), f"agent:{agent}"),
            (180, c.Close(interaction=interaction, agent=agent, outcome="solved", reasons=("bill",)), f"agent:{agent}"),
        ]
        for seconds, command, actor in told:
            self.tell(command, actor, begin + seconds * 1_000)
        self.judge(number, interaction, begin + 3_600_000)

    def judge(self, number: int, interaction: str, at: Instant) -> None:
        """Hele and, where two are to judge, Jaan: alike but for the item whose words say nothing to them; the last one Hele leaves open."""
        review = f"{interaction}.r"
        marks: reviews.Marks = {
            "resolution.right": int(number % 9 != 0), "heard.named_back": 1, "heard.empathy": number % 2, "compliance.law": 1,
        }  # fmt: skip
        places = self.built.rooms["reviews"].state.kept.reviews[review].reviewers
        for reviewer in ("hele", "jaan")[:places]:
            own = marks if reviewer == "hele" else marks | {"heard.empathy": number // 2 % 2}
            note = "Ütlesid kliendi mure ilusti üle. Järgmine kord räägi ka taganemisõigusest."
            for command in (
                reviews.commands.TakeReview(review=review, reviewer=reviewer),
                reviews.commands.ScoreReview(
                    review=review, reviewer=reviewer, marks=own, note=note, note_id=f"v{number}{reviewer}"
                ),
            ):
                self.tell(command, f"agent:{reviewer}", at)
        if number < RATED:
            strict: reviews.Marks = {
                "resolution.right": 1, "heard.named_back": int(number < 2), "heard.empathy": int(number < 2), "compliance.law": 1,
            }  # fmt: skip
            rating = reviews.commands.RateOwn(interaction=interaction, agent="oleg", scorecard="usual", marks=strict)
            self.tell(rating, "agent:oleg", at)


def live_through(built: Built, end: Instant) -> None:
    """Eight weeks until an hour ago."""
    past = Judged(built, seed=5)
    begin = end - 56 * DAY
    for command in (
        c.SetSite(rules=SiteRules(reasons=("bill", "roaming"))),
        c.SetQueue(rules=QueueRules(queue="service")),
        c.SetChannel(rules=ChannelRules(channel="chat")),
        reviews.commands.SetReviews(rules=RULES, after=0),
        *(
            c.SetAgent(profile=AgentProfile(agent=agent, skills=SKILLS, capacity=Capacity(units=0)))
            for agent in ("oleg", "mari")
        ),
        c.SetPresence(agent="oleg", presence="online"),
    ):
        past.tell(command, "system", begin)
    for number in range(CONVERSATIONS):
        past.serve_one(number, begin + (number + 1) * (end - begin) // (CONVERSATIONS + 1))
    past.tell(c.SetPresence(agent="oleg", presence="offline"), "agent:oleg", end)
    past.keep()


def answer(built: Built, path: Path) -> None:
    """What customers answered: every second one, and well."""
    copy = contacts.Copy(built.stores.journal, contacts.DuckColumns(path))
    copy.catch_up()
    rows = copy.ask("SELECT interaction, ended_at FROM contacts ORDER BY interaction", {})
    marks = [
        contacts.Mark(
            interaction=row["interaction"], item=item, source="survey", happened_at=row["ended_at"] + 60_000, value=value
        )
        for at, row in enumerate(rows)
        if at % 2
        for item, value in (("heard.understood", 5.0 - at % 3), ("effort.ease", 5.0 + at % 3))
    ]  # fmt: skip
    kept = copy.columns.reached()
    assert kept is not None
    copy.columns.take(contacts.Batch(marks=marks), [], None, kept)
    copy.close()


async def admit(built: Built) -> None:
    """Everybody may log in."""
    for login, (name, role, agent) in STAFF.items():
        account = Account(id="new", login=login, name=name, role=role, agent=agent, language="en")
        await built.accounts.add(account, PASSWORD)
    await built.read_names()


def main(folder: str) -> None:
    """Serve until the process is ended."""
    built = lived(folder, live_through, answer)

    async def begin(_port: int) -> None:
        await admit(built)

    serve_until_ended(built, begin)


if __name__ == "__main__":
    main(sys.argv[1])
