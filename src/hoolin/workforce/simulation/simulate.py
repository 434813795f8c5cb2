"""One simulation from a spec to its figures. Same spec, same number of contacts, same seed: the same figures, always."""

from collections.abc import Callable

from hoolin.core.errors import Invalid
from hoolin.workforce.simulation.figures import BATCHES, Figures, class_figures, pool_figures
from hoolin.workforce.simulation.floor import build
from hoolin.workforce.simulation.run import Run
from hoolin.workforce.simulation.spec import Spec, check

# A floor starts empty, which no floor is on average; so the first contacts are not counted: one in twenty of those that
# are, and never fewer than it takes to forget the empty floor.
WARM_UP_PART = 20
WARM_UP_MIN = 2_000
HANDLINGS_TO_FORGET = 20

# Fewer would leave batches too small to be called independent.
CONTACTS_MIN = 3_200
CONTACTS_MAX = 1_000_000_000


def simulate(spec: Spec, contacts: int, seed: int, progress: Callable[[int], None] | None = None) -> Figures:
    """Send `contacts` contacts (rounded down to whole batches) through the floor, after a warm-up that is not counted.

    progress: told how many contacts have come since it was last told, the warm-up among them. Refuses a spec that makes no
    sense, and too few or too many contacts.
    """
    check(spec)
    if not CONTACTS_MIN <= contacts <= CONTACTS_MAX:
        raise Invalid("contacts", contacts=contacts, least=CONTACTS_MIN, most=CONTACTS_MAX)
    size = contacts // BATCHES
    warm_up = warm_up_for(spec, contacts)
    floor = build(spec, size * BATCHES + warm_up)
    run = Run(spec, floor, seed)
    tell = progress or (lambda _: None)
    run.advance(warm_up)
    tell(warm_up)
    tallies = []
    for _ in range(BATCHES):
        tallies.append(run.advance(size))
        tell(size)
    minutes = sum(tally.length for tally in tallies) / floor.ticks_per_min
    classes = class_figures(spec, tallies, floor.ticks_per_min, run.in_line)
    return Figures(size * BATCHES, warm_up, seed, minutes, classes, pool_figures(spec, tallies))


def warm_up_for(spec: Spec, contacts: int) -> int:
    """How many contacts come before counting begins."""
    arrivals_per_min = sum(one.arrivals_per_min for one in spec.classes)
    longest_min = max(max(one.handle_min, one.patience_min or 0.0) for one in spec.classes)
    forget = round(HANDLINGS_TO_FORGET * longest_min * arrivals_per_min)
    return min(contacts, max(WARM_UP_MIN, contacts // WARM_UP_PART, forget))
