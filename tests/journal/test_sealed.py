import io

import pytest

from hoolin.journal.errors import Damaged
from hoolin.journal.sealed import MAGIC, PIECE_BYTES, SALT_BYTES, TAG_BYTES, seal, sealed_length, unseal

SECRET = bytes(range(32))
HEAD = len(MAGIC) + SALT_BYTES
PIECE = PIECE_BYTES + TAG_BYTES
BODY = bytes(n * n % 251 for n in range(3 * PIECE_BYTES + 100))


def sealed(body: bytes = BODY, place: str = "photo") -> bytes:
    """A sealed file."""
    return b"".join(seal(SECRET, place, [body]))


def opened(file: bytes, place: str = "photo", secret: bytes = SECRET) -> bytes:
    """What is read from it."""
    return b"".join(unseal(io.BytesIO(file), secret, place))


def test_what_was_sealed_opens() -> None:
    """And cannot be seen in the file."""
    assert opened(sealed()) == BODY
    assert BODY[:32] not in sealed()
    assert opened(sealed(b"")) == b""


def test_two_files_of_the_same_owner_have_nothing_in_common() -> None:
    """Each file has its own key, so the same picture sent twice looks different from its first piece on."""
    assert sealed()[HEAD : HEAD + 64] != sealed()[HEAD : HEAD + 64]


CUTS = [0, 5, HEAD - 1, HEAD, HEAD + 10, HEAD + PIECE, HEAD + 2 * PIECE, HEAD + 3 * PIECE, len(sealed()) - 1]


@pytest.mark.parametrize("length", CUTS)
def test_a_file_that_ends_early_is_damaged(length: int) -> None:
    """Wherever it was cut, between two pieces too."""
    with pytest.raises(Damaged):
        opened(sealed()[:length])


@pytest.mark.parametrize("at", [0, len(MAGIC), HEAD, HEAD + PIECE - 1, HEAD + PIECE, HEAD + 3 * PIECE + 50])
def test_one_changed_bit_is_damage(at: int) -> None:
    """In the head, in a piece, or in its tag."""
    file = bytearray(sealed())
    file[at] ^= 1
    with pytest.raises(Damaged):
        opened(bytes(file))


def test_pieces_have_their_places() -> None:
    """Two pieces exchanged, one repeated, one left out, one more at the end: nothing of it passes."""
    file = sealed()
    head, first, second, rest = file[:HEAD], file[HEAD:][:PIECE], file[HEAD + PIECE :][:PIECE], file[HEAD + 2 * PIECE :]
    for changed in (second + first + rest, first + first + rest, first + rest, first + second + rest + rest[-116:]):
        with pytest.raises(Damaged):
            opened(head + changed)


def test_good_pieces_come_before_the_bad_one_is_met() -> None:
    """A reader gets only pieces that were checked, up to the damage."""
    file = bytearray(sealed())
    file[HEAD + PIECE + 7] ^= 1
    pieces = unseal(io.BytesIO(bytes(file)), SECRET, "photo")
    assert next(pieces) == BODY[:PIECE_BYTES]
    with pytest.raises(Damaged, match="piece=1"):
        next(pieces)


def test_a_file_belongs_to_its_blob_and_owner() -> None:
    """Under another blob's id or another owner's key it does not open."""
    with pytest.raises(Damaged):
        opened(sealed(), place="plan")
    with pytest.raises(Damaged):
        opened(sealed(), secret=SECRET[::-1])


@pytest.mark.parametrize("size", [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES])
def test_how_long_a_sealed_file_is(size: int) -> None:
    """It follows from the length of what is in it."""
    assert sum(map(len, seal(b"k" * 32, "blob b", [b"x" * size]))) == sealed_length(size)
