"""A month of the synthetic site, drawn by chance: the rows that a real one would have been folded into."""

from random import Random

from hoolin.experience.contacts.asking import Asking
from hoolin.experience.contacts.duck import DuckColumns
from hoolin.experience.contacts.row import CaseStep, Contact, Mark, Promised
from hoolin.experience.contacts.scope import Scope
from hoolin.experience.contacts.state import Batch
from hoolin.experience.contacts.store import Reached
from hoolin.experience.simulation.truth import CHANNELS, DAY, HOUR, MINUTE, REASONS, Truth

START = 1_800_000_000_000
MONTH_MS = round(30 * DAY)
BEFORE_MS = round(40 * DAY)
"""Cases of the time before go on into the month: without them its contacts would have too few repeats among them."""

MONTH = Scope(begin=START, end=START + MONTH_MS)
LATER = START + MONTH_MS + round(100 * DAY)
"""When every window is closed, and every case has come to its end."""

SOON = START + MONTH_MS + round(2 * DAY)
"""When many windows are still open."""

DRAWN = {False: 0.05, True: 0.4}
"""With which chance a contact is reviewed: of those handed on, more."""

REVIEWED = ("heard.named_back", "resolution.right")
ASKED = ("heard.understood", "outcome.csat")


class Month:
    """One draw. truth: of what; cases: how many begin in the month; rng: chance."""

    def __init__(self, truth: Truth, cases: int, rng: Random) -> None:
        self.truth = truth
        self.rng = rng
        self.batch = Batch()
        self.numbers = 0
        self.leanings = [rng.gauss(0, truth.leaning) for _ in range(truth.reviewers)]
        for _ in range(round(cases * (MONTH_MS + BEFORE_MS) / MONTH_MS)):
            self._case(START - BEFORE_MS + rng.random() * (MONTH_MS + BEFORE_MS))

    def asking(self, now: int = LATER) -> Asking:
        """The rows, as figures ask them at an instant."""
        columns = DuckColumns(None)
        columns.take(self.batch, [], {}, Reached(1, "", b""))
        return Asking(columns, now)

    def _case(self, at: float) -> None:
        rng, truth = self.rng, self.truth
        channel = rng.choices(CHANNELS, [truth.channels[one].share for one in CHANNELS])[0]
        reason = rng.choices(REASONS, truth.channels[channel].reasons)[0]
        case_no, opened, solved_before = self.numbers + 1, True, False
        while True:
            row, solved = self._contact(case_no, channel, reason, at, opened)
            if solved_before and not opened:
                self.batch.case_steps.append(CaseStep(case_no=case_no, happened_at=row.arrived_at, what="reopened"))
                solved_before = False
            if row.reached_at is None:
                return
            assert row.ended_at is not None
            if solved:
                self.batch.case_steps.append(CaseStep(case_no=case_no, happened_at=row.ended_at, what="solved"))
                solved_before = True
            if rng.random() >= truth.reasons[reason].again[not solved]:
                return
            at = row.ended_at + rng.expovariate(1 / truth.pause_ms)
            opened = False
            if rng.random() < truth.switches:
                channel = rng.choice([other for other in CHANNELS if other != channel])

    def _contact(self, case_no: int, channel: str, reason: str, at: float, opened: bool) -> tuple[Contact, bool]:
        rng, truth = self.rng, self.truth
        self.numbers += 1
        arrived, one = round(at), truth.channels[channel]
        wait, patience = rng.expovariate(1 / one.wait_ms), rng.expovariate(1 / one.patience_ms)
        served = wait <= patience
        stayed = round(min(wait, patience))
        talk = round(rng.expovariate(1 / (5 * MINUTE))) if served else 0
        solved = served and rng.random() < truth.reasons[reason].solved
        complains = rng.random() < truth.complaint
        row = Contact(
            interaction=f"i{self.numbers}", case_no=case_no, customer=case_no, channel=channel, queue="service", language="et",
            arrived_at=arrived, asked_at=arrived, reached_at=arrived + stayed if served else None,
            gave_up_at=None if served else arrived + stayed, ended_at=arrived + stayed + talk,
            ending="solved" if solved else "pending" if served else "abandoned", opened=opened, reason=reason,
            reasons=f"{reason},complaint" if complains else reason, agent=f"a{rng.randrange(10)}" if served else "",
            wait_ms=stayed, talk_ms=talk, work_ms=talk, transfers=self._transfers(reason) if served else 0, target_ms=30_000, short_ms=5_000,
            gave_up="" if served else "silent" if rng.random() < truth.silent else "left",
        )  # fmt: skip
        if served:
            self._agree(row)
            self._promise(row)
            self._survey(row, solved)
            self._review(row, solved)
        self.batch.contacts.append(row)
        return row, solved

    def _transfers(self, reason: str) -> int:
        mean = self.truth.reasons[reason].handed_on
        return (self.rng.random() < mean / 2) + (self.rng.random() < mean / 2)

    def _agree(self, row: Contact) -> None:
        if self.rng.random() < self.truth.reasons[row.reason].agreed:
            row.agreed = 1
            row.agreed_shown = int(self.rng.random() < self.truth.shown)

    def _promise(self, row: Contact) -> None:
        if self.rng.random() < 0.15:
            assert row.ended_at is not None
            due = row.ended_at + round(self.rng.uniform(HOUR, 3 * DAY))
            kept = self.rng.random() < self.truth.kept
            self.batch.promises.append(Promised(
                promise=f"p{self.numbers}", interaction=row.interaction, case_no=row.case_no, kind="fix", made_at=row.ended_at,
                due_at=due, ended_at=due, ending="kept" if kept else "broken",
            ))  # fmt: skip

    def _survey(self, row: Contact, solved: bool) -> None:
        rng = self.rng
        wait = 0 if row.wait_ms <= MINUTE else 1 if row.wait_ms <= 10 * MINUTE else 2
        if rng.random() >= self.truth.answers((row.channel, row.reason), solved, wait):
            return
        step = self.truth.content(solved, wait)
        for item in ASKED:
            value = 1.0 + sum(rng.random() < step for _ in range(4))
            self._mark(row, item, "survey", value)

    def _review(self, row: Contact, solved: bool) -> None:
        rng = self.rng
        chance = DRAWN[row.transfers > 0]
        if rng.random() >= chance:
            return
        reviewer = rng.randrange(len(self.leanings))
        seen = min(1.0, max(0.0, self.truth.met((row.channel, row.reason), solved) + self.leanings[reviewer]))
        for item in REVIEWED:
            self._mark(row, item, "reviewer", float(rng.random() < seen), f"r{reviewer}", chance)

    def _mark(
        self, row: Contact, item: str, source: str, value: float, judge: str = "", inclusion: float = 1.0
    ) -> None:
        assert row.ended_at is not None
        self.batch.marks.append(Mark(
            interaction=row.interaction, item=item, source=source, happened_at=row.ended_at, value=value, judge=judge,
            inclusion=inclusion,
        ))  # fmt: skip
