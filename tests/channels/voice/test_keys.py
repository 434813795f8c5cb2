"""Keys wait in order until somebody asks for them, as many as anybody can mean; those of before the question meant something else."""

from typing import Any, cast

from hoolin.channels.voice.keys import Keys
from hoolin.channels.voice.media.port import DIGITS_MAX


async def test_only_so_many_keys_wait() -> None:
    """Whoever leans on the telephone is not served for an hour."""
    keys = Keys(cast("Any", None))
    keys.press("v1", "1")
    keys.anew("v1")
    for digit in "23" * 1_000:
        keys.press("v1", digit)
    taken = [await keys.next("v1", 0.0) for _ in range(DIGITS_MAX)]
    assert "".join(taken) == "23" * (DIGITS_MAX // 2)
    assert await keys.next("v1", 0.0) == ""
    keys.anew("v1")
    assert await keys.next("v1", 0.0) == ""
