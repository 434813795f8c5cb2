"""A message that goes out as several: what became of the whole, from what became of each.

All are accepted, or the first one did not go: that is clear. Once one was accepted, nothing that goes wrong with a later one may
make the outbox send the whole again, nor call it rejected: then the whole is unknown and a person looks.
`Sent.reference` holds every part's reference, in order, separated by a space; no provider's id has one in it.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from hoolin.channels.written import Sent
from hoolin.core.errors import NotReached, TooLarge

CODE_CHARACTERS_MAX = 100
"""What the journal holds of a provider's word."""

Part = TypeVar("Part")


async def send_parts(parts: Sequence[Part], send_one: Callable[[Part], Awaitable[Sent]]) -> Sent:
    """Send one after the other until one does not go. Raises NotReached when nothing has left the house."""
    references: list[str] = []
    for index, part in enumerate(parts, 1):
        try:
            sent = await send_one(part)
        except NotReached as problem:
            if not references:
                raise
            sent = Sent("unknown", problem.code)
        except TooLarge:
            sent = Sent("rejected", "file_too_large")
        if sent.ending != "accepted":
            if not references:
                return sent
            return Sent(
                "unknown", f"part_{index}_of_{len(parts)}:{sent.code}"[:CODE_CHARACTERS_MAX], " ".join(references)
            )
        references.append(sent.reference)
    return Sent("accepted", "", " ".join(reference for reference in references if reference))


def part_tag(delivery: str, index: int, count: int) -> str:
    """What a provider gives back to us with a part (index from 1): the delivery's id with the last, `id#1/3` before.

    Only the last part's fate speaks for the whole; of the others only a failure matters (`whole_of`).
    """
    return delivery if index == count else f"{delivery}#{index}/{count}"


def whole_of(tag: str) -> tuple[str, bool]:
    """A tag's delivery, and whether it was the last part."""
    delivery, mark, _ = tag.partition("#")
    return delivery, not mark
