"""What is true on the synthetic site, and the figures that follow from it by formula.

Cases begin on a channel, for a reason; reasons are not spread alike over the channels. A customer waits for a person (exponential) and gives
up (exponential, whichever is first). Whoever is served has their problem solved or not; sooner or later (exponential) some come back,
more of those whose problem was not solved, some by another channel. So a case is a Markov chain over channels, and everything that is
published of it has a value that can be worked out.

Customers who are asked answer by chances that depend on channel, reason, ending and wait, and so does what they answer: whoever takes the
plain mean is wrong. Reviewers differ: each has a leaning of their own, and what is true is what reviewers see on the whole.
"""

from itertools import product
from math import exp
from typing import NamedTuple, TypeAlias

CHANNELS = ("chat", "voice", "email")
REASONS = ("billing", "network", "contract")

MINUTE = 60_000.0
HOUR = 60 * MINUTE
DAY = 24 * HOUR

Cell: TypeAlias = tuple[str, str]
"""Channel and reason."""


class Channel(NamedTuple):
    """share: of the cases that begin here. reasons: their mix. wait_ms, patience_ms: means. back: how many answer a survey, beside others."""

    share: float
    reasons: tuple[float, float, float]
    wait_ms: float
    patience_ms: float
    back: float


class Reason(NamedTuple):
    """solved: by a contact that was served. again: who come back though it was solved, or when it was not. handed_on: mean transfers of a contact. agreed: how
    many agree to something that costs. back: how many answer.
    """

    solved: float
    again: tuple[float, float]
    handed_on: float
    agreed: float
    back: float


class Truth(NamedTuple):
    """The site. pause_ms: mean, until somebody comes back. switches: how many of them by another channel. silent: of those who give up.
    kept: promises; shown: prices before consent. back_ending, back_wait: how many answer, beside others: not solved, solved; after a short, a long
    and the longest wait. reviewers, leaning: how many, and by how much of a mark they differ (standard deviation).
    """

    channels: dict[str, Channel]
    reasons: dict[str, Reason]
    pause_ms: float = 4 * DAY
    switches: float = 0.4
    silent: float = 0.7
    kept: float = 0.85
    shown: float = 0.9
    complaint: float = 0.03
    back: float = 0.7
    back_ending: tuple[float, float] = (0.35, 1.0)
    back_wait: tuple[float, float, float] = (1.0, 0.7, 0.4)
    reviewers: int = 12
    leaning: float = 0.1

    # ── one contact ─────────────────────────────────────────────────────────────────────────────────────────────────

    def served(self, channel: str) -> float:
        """The share that a person reaches."""
        one = self.channels[channel]
        return one.patience_ms / (one.patience_ms + one.wait_ms)

    def reached_by(self, channel: str, ms: float) -> float:
        """The share that a person reaches within so long."""
        one = self.channels[channel]
        return self.served(channel) * (1 - exp(-ms * (1 / one.wait_ms + 1 / one.patience_ms)))

    def again(self, reason: str) -> float:
        """Of those served, the share that comes back for it, sooner or later."""
        one = self.reasons[reason]
        return one.solved * one.again[0] + (1 - one.solved) * one.again[1]

    def waited(self, channel: str) -> tuple[float, float, float]:
        """Of those served: who waited up to a minute, up to ten, longer."""
        one = self.channels[channel]
        rate = 1 / one.wait_ms + 1 / one.patience_ms
        short, long = exp(-MINUTE * rate), exp(-10 * MINUTE * rate)
        return 1 - short, short - long, long

    # ── cases ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def begun(self) -> dict[Cell, float]:
        """Of the cases that begin, how many are of each cell."""
        return {
            (channel, reason): one.share * mix
            for channel, one in self.channels.items()
            for reason, mix in zip(REASONS, one.reasons, strict=True)
        }

    def next_on(self, channel: str, other: str) -> float:
        """Of those who come back, the share that comes by another channel, or the same."""
        return 1 - self.switches if channel == other else self.switches / (len(CHANNELS) - 1)

    def contacts(self) -> dict[Cell, float]:
        """By cell, contacts for each case that begins: the first one and all that follow."""
        now, total = self.begun(), dict.fromkeys(self.begun(), 0.0)
        while max(now.values()) > 1e-15:
            for cell, number in now.items():
                total[cell] += number
            now = {
                (other, reason): sum(
                    now[channel, reason] * self.served(channel) * self.again(reason) * self.next_on(channel, other)
                    for channel in CHANNELS
                )
                for other, reason in product(CHANNELS, REASONS)
            }  # fmt: skip
        return total

    def among_served(self) -> dict[Cell, float]:
        """Of all contacts that were served, the share of each cell."""
        counts = {cell: number * self.served(cell[0]) for cell, number in self.contacts().items()}
        whole = sum(counts.values())
        return {cell: number / whole for cell, number in counts.items()}

    def among_all(self) -> dict[Cell, float]:
        """Of all contacts, the share of each cell."""
        counts = self.contacts()
        whole = sum(counts.values())
        return {cell: number / whole for cell, number in counts.items()}

    # ── what customers answer, and reviewers see ────────────────────────────────────────────────────────────────────

    def answers(self, cell: Cell, solved: bool, wait: int) -> float:
        """The chance that somebody who is asked answers. wait: 0 short, 1 long, 2 longest."""
        ending = self.back_ending[solved] * self.back_wait[wait]
        return self.back * self.channels[cell[0]].back * self.reasons[cell[1]].back * ending

    def content(self, solved: bool, wait: int) -> float:
        """The chance of each of four steps up a scale of five: by it, an answer is 1 + a binomial number of 4."""
        return min(0.97, max(0.03, (0.78 if solved else 0.38) - 0.12 * wait))

    def met(self, cell: Cell, solved: bool) -> float:
        """The chance that a reviewer without a leaning sees an item met."""
        return {"chat": 0.72, "voice": 0.64, "email": 0.56}[cell[0]] + (0.12 if solved else 0.0)


SITE = Truth(
    channels={
        "chat": Channel(0.45, (0.6, 0.3, 0.1), 60_000, 400_000, 1.0),
        "voice": Channel(0.35, (0.2, 0.6, 0.2), 120_000, 600_000, 0.6),
        "email": Channel(0.20, (0.3, 0.2, 0.5), 900_000, 20_000_000, 0.8),
    },
    reasons={
        "billing": Reason(0.75, (0.05, 0.45), 0.15, 0.3, 1.0),
        "network": Reason(0.60, (0.10, 0.55), 0.40, 0.1, 0.7),
        "contract": Reason(0.85, (0.04, 0.35), 0.10, 0.6, 0.85),
    },
)  # fmt: skip
"""The site that is simulated where no other is given."""
