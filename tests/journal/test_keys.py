import base64
from pathlib import Path

import pytest

from hoolin.journal.errors import Damaged, MasterKeyMissing
from hoolin.journal.keys import MasterKey, OwnerKey, OwnerKeys, load_master_key

SECRET = bytes(range(32))


def test_the_key_file_is_made_once_and_kept_private(tmp_path: Path) -> None:
    """The first start makes it, for its owner's eyes alone; later starts read the same key."""
    key = load_master_key(tmp_path, {}, may_create=True)
    assert len(key) == 32
    assert (tmp_path / "master.key").stat().st_mode & 0o777 == 0o600
    assert load_master_key(tmp_path, {}, may_create=True) == key
    assert load_master_key(tmp_path, {}, may_create=False) == key


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    """A key given in HOOLIN_MASTER_KEY is used, and no file is written."""
    environ = {"HOOLIN_MASTER_KEY": base64.b64encode(SECRET).decode() + "\n"}
    assert load_master_key(tmp_path, environ, may_create=True) == SECRET
    assert list(tmp_path.iterdir()) == []


def test_a_lost_key_is_not_replaced(tmp_path: Path) -> None:
    """Where something has been sealed already, a new key would only hide that the old one is lost."""
    with pytest.raises(MasterKeyMissing, match=r"master\.key"):
        load_master_key(tmp_path, {}, may_create=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["", "secret", "c2hvcnQ=", base64.b64encode(b"x" * 33).decode()])
def test_what_is_no_key_is_refused(tmp_path: Path, text: str) -> None:
    """A key is 32 bytes in base64, wherever it comes from."""
    (tmp_path / "master.key").write_text(text, encoding="ascii")
    with pytest.raises(MasterKeyMissing, match="not_a_key"):
        load_master_key(tmp_path, {}, may_create=False)
    if text:
        with pytest.raises(MasterKeyMissing, match="HOOLIN_MASTER_KEY"):
            load_master_key(tmp_path, {"HOOLIN_MASTER_KEY": text}, may_create=False)


def test_sealed_content_opens_only_where_it_was_sealed() -> None:
    """Under another id, another owner, another key, or with one bit changed, it does not open."""
    anna = OwnerKey(1, "anna", SECRET)
    sealed = anna.seal("words", b"hello")
    assert anna.open("words", sealed) == b"hello"
    assert b"hello" not in sealed
    flipped = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for key, place, body in (
        (anna, "other", sealed),
        (OwnerKey(1, "bela", SECRET), "words", sealed),
        (OwnerKey(1, "anna", SECRET[::-1]), "words", sealed),
        (anna, "words", flipped),
        (anna, "words", sealed[:11]),
        (anna, "words", b""),
    ):
        with pytest.raises(Damaged):
            key.open(place, body)


def test_sealing_twice_looks_different() -> None:
    """Whoever sees the disk cannot tell that the same thing was said twice."""
    anna = OwnerKey(1, "anna", SECRET)
    assert anna.seal("words", b"hello") != anna.seal("words", b"hello")


def test_a_wrapped_key_belongs_to_one_owner_and_one_master() -> None:
    """Moved to another owner or unwrapped with another master key, it is damaged."""
    master = MasterKey(SECRET)
    wrapped = master.wrap(b"k" * 32, "anna")
    assert master.unwrap(wrapped, "anna") == b"k" * 32
    with pytest.raises(Damaged):
        master.unwrap(wrapped, "bela")
    with pytest.raises(Damaged):
        MasterKey(SECRET[::-1]).unwrap(wrapped, "anna")


def test_memory_holds_the_most_recent_keys() -> None:
    """Beyond its limit it lets go of the key that was not used for longest."""
    keys = OwnerKeys(MasterKey(SECRET), cached_max=2)
    for number, name in enumerate(("anna", "bela")):
        keys.remember(OwnerKey(number, name, SECRET))
    assert keys.cached("anna") is not None
    keys.remember(OwnerKey(3, "carl", SECRET))
    assert [keys.cached(name) is not None for name in ("anna", "bela", "carl")] == [True, False, True]


def test_a_key_read_before_an_erasure_does_not_stay() -> None:
    """A reader that was slow still gets its answer, but puts nothing back into memory after the erasure."""
    master = MasterKey(SECRET)
    keys = OwnerKeys(master)
    before = keys.erasures
    wrapped = master.wrap(b"k" * 32, "anna")
    keys.forget("anna")
    assert keys.unwrap(1, "anna", wrapped, before).secret == b"k" * 32
    assert keys.cached("anna") is None
    keys.unwrap(2, "bela", master.wrap(b"k" * 32, "bela"), keys.erasures)
    assert keys.cached("bela") is not None
