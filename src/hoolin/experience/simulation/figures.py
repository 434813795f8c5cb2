"""The true value of every figure that is published, by formula."""

from collections.abc import Callable
from math import exp

from hoolin.experience.simulation.truth import DAY, Cell, Truth

TARGET_MS = 120_000
"""Within what somebody should have a person, in the register that ships."""


def true_values(truth: Truth) -> dict[tuple[str, str], float]:
    """By source and code, in the figure's own unit."""
    everybody, served = truth.among_all(), truth.among_served()

    def of(shares: dict[Cell, float], value: Callable[[Cell], float]) -> float:
        return sum(share * value(cell) for cell, share in shares.items())

    def repeats(days: float) -> float:
        return of(served, lambda cell: truth.again(cell[1])) * (1 - exp(-days * DAY / truth.pause_ms))

    agreed = of(everybody, lambda cell: truth.served(cell[0]) * truth.reasons[cell[1]].agreed)
    assert agreed > 0
    return {
        ("system", "access.reached_in_time"): of(everybody, lambda cell: truth.reached_by(cell[0], TARGET_MS)),
        ("system", "access.gave_up"): of(everybody, lambda cell: 1 - truth.served(cell[0])),
        ("system", "access.gave_up_silently"): truth.silent * of(everybody, lambda cell: 1 - truth.served(cell[0])),
        ("system", "resolution.fcr_24h"): 1 - repeats(1),
        ("system", "resolution.fcr_7d"): 1 - repeats(7),
        ("system", "resolution.fcr_30d"): 1 - repeats(30),
        ("system", "outcome.repeats"): repeats(7),
        ("system", "outcome.complaints"): 1_000 * truth.complaint,
        ("system", "clarity.promises_kept"): truth.kept,
        ("system", "clarity.price_shown"): truth.shown,
        **_of_cases(truth),
        **_of_answers(truth, served),
        **{
            ("reviewer", item): 100 * of(served, lambda cell: _met(truth, cell))
            for item in ("heard.named_back", "resolution.right")
        },
    }


def _met(truth: Truth, cell: Cell) -> float:
    solved = truth.reasons[cell[1]].solved
    return solved * truth.met(cell, True) + (1 - solved) * truth.met(cell, False)


def _of_cases(truth: Truth) -> dict[tuple[str, str], float]:
    """Further contacts, channel switches and transfers of a case; solved in one contact; opened again within thirty days."""
    contacts, begun = truth.contacts(), truth.begun()
    further = sum(contacts.values()) - 1
    handed_on = sum(
        number * truth.served(channel) * truth.reasons[reason].handed_on
        for (channel, reason), number in contacts.items()
    )
    in_one = sum(share * truth.served(cell[0]) * truth.reasons[cell[1]].solved * (1 - truth.reasons[cell[1]].again[0])
                 for cell, share in begun.items())  # fmt: skip
    ever = sum(share * _ever_solved(truth, cell) for cell, share in begun.items())
    solved = {cell: share * _ever_solved(truth, cell) for cell, share in begun.items()}
    back = sum(share * truth.reasons[reason].again[0] for (_, reason), share in solved.items()) / ever
    return {
        ("system", "effort.contacts"): further,
        ("system", "effort.switches"): further * truth.switches,
        ("system", "effort.transfers"): handed_on,
        ("system", "resolution.one_contact"): in_one / ever,
        ("system", "resolution.reopened"): back * (1 - exp(-30 * DAY / truth.pause_ms)),
    }


def _ever_solved(truth: Truth, cell: Cell) -> float:
    """The chance that a case of this cell is solved by one of its contacts: the chain, until it is or ends."""
    reason = truth.reasons[cell[1]]
    now = {channel: float(channel == cell[0]) for channel in truth.channels}
    found = 0.0
    while max(now.values()) > 1e-15:
        found += sum(share * truth.served(channel) * reason.solved for channel, share in now.items())
        unsolved = {
            channel: share * truth.served(channel) * (1 - reason.solved) * reason.again[1]
            for channel, share in now.items()
        }
        now = {
            other: sum(share * truth.next_on(channel, other) for channel, share in unsolved.items())
            for other in truth.channels
        }
    return found


def _of_answers(truth: Truth, served: dict[Cell, float]) -> dict[tuple[str, str], float]:
    """What everybody who was served would answer, in points; an item of five steps, and satisfaction beside it."""
    mean = 0.0
    for (channel, reason), share in served.items():
        for solved, chance in ((True, truth.reasons[reason].solved), (False, 1 - truth.reasons[reason].solved)):
            for wait, waited in enumerate(truth.waited(channel)):
                mean += share * chance * waited * truth.content(solved, wait)
    return {("survey", "heard.understood"): 100 * mean, ("survey", "outcome.csat"): 100 * mean}
