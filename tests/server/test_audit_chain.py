"""The audit log's chain: whatever is done to the file behind its back is found."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hoolin.cli import audit as verb
from hoolin.core.errors import Invalid, NotFound
from hoolin.server.audit import chain
from hoolin.server.audit.file import FILE_NAME, AuditFile
from hoolin.server.audit.records import Entry, Head, Wanted


def filled(folder: Path, number: int = 9) -> Head:
    """A log with so many entries; its head."""
    log = AuditFile(folder)
    for n in range(number):
        log.append(Entry(at=1_000 + n, who=f"acc{n % 3}", what="account.change", on=(f"b{n}", "role:agent")))
    head = log.head()
    log.close()
    return head


def behind(folder: Path, *statements: str) -> None:
    """Change the file as somebody would who has it in their hands."""
    connection = sqlite3.connect(folder / FILE_NAME)
    connection.executescript("DROP TRIGGER entries_stay; DROP TRIGGER entries_remain;")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def verified(folder: Path, pinned: Head | None = None) -> chain.Verdict:
    """What the chain says."""
    log = AuditFile(folder)
    verdict = chain.verify(log.links(), pinned)
    log.close()
    return verdict


def test_an_untouched_log_is_whole(tmp_path: Path) -> None:
    """Numbers run from one without gaps, and the head that was kept is still in it after more was written."""
    head = filled(tmp_path)
    assert head.n == 9
    filled(tmp_path, 3)
    verdict = verified(tmp_path, head)
    assert (verdict.sound, verdict.entries, verdict.why) == (True, 12, "")


@pytest.mark.parametrize(
    ("statements", "at", "why"),
    [
        (["UPDATE entries SET done_on = '[\"b9\",\"role:agent\"]' WHERE n = 4"], 4, "changed"),
        (["UPDATE entries SET who = 'somebody' WHERE n = 1"], 1, "changed"),
        (["UPDATE entries SET at = at + 1 WHERE n = 9"], 9, "changed"),
        (["DELETE FROM entries WHERE n = 5"], 5, "missing"),
        (["DELETE FROM entries WHERE n = 1"], 1, "missing"),
        (
            ["UPDATE entries SET n = 100 WHERE n = 3", "UPDATE entries SET n = 3 WHERE n = 4", "UPDATE entries SET n = 4 WHERE n = 100"],
            3, "unchained",
        ),
        (["DELETE FROM entries WHERE n = 5", "UPDATE entries SET n = n - 1 WHERE n > 5"], 5, "unchained"),
    ],
)  # fmt: skip
def test_what_is_changed_taken_out_or_moved_is_found_where_it_was(
    tmp_path: Path, statements: list[str], at: int, why: str
) -> None:
    """The verdict names the first entry that is wrong; all before it are whole."""
    filled(tmp_path)
    behind(tmp_path, *statements)
    verdict = verified(tmp_path)
    assert (verdict.sound, verdict.at, verdict.why, verdict.entries) == (False, at, why, at - 1)


def test_an_end_that_was_cut_off_is_found_by_a_head_kept_elsewhere(tmp_path: Path) -> None:
    """Without the head nothing can tell; with it the first missing entry is named."""
    head = filled(tmp_path)
    behind(tmp_path, "DELETE FROM entries WHERE n > 7")
    assert verified(tmp_path).sound
    verdict = verified(tmp_path, head)
    assert (verdict.sound, verdict.at, verdict.why) == (False, 8, "cut")


def test_a_chain_made_anew_is_found_by_a_head_kept_elsewhere(tmp_path: Path) -> None:
    """Whoever can write the file can make hashes that fit; they cannot make the one that was kept."""
    head = filled(tmp_path)
    log = AuditFile(tmp_path)
    entries = [link.entry for link in log.links()]
    log.close()
    (tmp_path / FILE_NAME).unlink()
    forged = AuditFile(tmp_path)
    for entry in entries:
        forged.append(Entry(at=entry.at, who="nobody", what=entry.what, on=entry.on))
    forged.close()
    assert verified(tmp_path).sound
    verdict = verified(tmp_path, head)
    assert (verdict.sound, verdict.at, verdict.why) == (False, 9, "remade")


def test_the_file_refuses_to_change_what_it_holds(tmp_path: Path) -> None:
    """A mistake of ours cannot rewrite history: the file itself says no."""
    filled(tmp_path)
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    for statement in ("UPDATE entries SET who = 'x'", "DELETE FROM entries WHERE n = 9"):
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement)
    connection.close()


def test_two_processes_make_one_chain(tmp_path: Path) -> None:
    """Entries of the command line and of the server come in turn, each chained to the one before."""
    one, two = AuditFile(tmp_path), AuditFile(tmp_path)
    for n in range(6):
        (one, two)[n % 2].append(Entry(at=n, who="cli", what="log_in"))
    assert chain.verify(one.links()).entries == 6
    assert [each.n for each in two.some(Wanted(limit=3))] == [6, 5, 4]
    one.close()
    two.close()


def test_entries_are_found_by_account_action_thing_and_time(tmp_path: Path) -> None:
    """Each filter alone and all together."""
    filled(tmp_path)
    log = AuditFile(tmp_path)
    found: Callable[[Wanted], list[int]] = lambda wanted: [each.n for each in log.some(wanted)]  # noqa: E731 one line, used five times
    assert found(Wanted(who="acc0")) == [7, 4, 1]
    assert found(Wanted(on="b4")) == [5]
    assert found(Wanted(what="log_in")) == []
    assert found(Wanted(since=1_003, until=1_004)) == [5, 4]
    assert found(Wanted(who="acc0", before=7, limit=1)) == [4]
    log.close()


def hoolin(folder: Path, *arguments: str) -> Result:
    """`hoolin audit …` on that folder."""
    return CliRunner().invoke(verb.app, [*arguments, "--data", str(folder)])


def test_the_command_line_proves_and_says_where_it_is_broken(tmp_path: Path) -> None:
    """`head` gives what `verify` takes; a broken log ends with status 1 and the entry's number."""
    filled(tmp_path)
    head = hoolin(tmp_path, "head").stdout.strip()
    well = hoolin(tmp_path, "verify", "--head", head)
    assert (well.exit_code, head in well.stdout) == (0, True)
    assert "account.change" in hoolin(tmp_path, "list", "--who", "acc1", "--json").stdout
    behind(tmp_path, "UPDATE entries SET outcome = 'begun' WHERE n = 6")
    broken = hoolin(tmp_path, "verify")
    assert broken.exit_code == 1 and "entry 6: changed" in broken.stderr


def test_a_mistyped_folder_or_head_is_no_whole_log(tmp_path: Path) -> None:
    """Nothing is made where nothing was, and a head that is none is refused."""
    assert isinstance(hoolin(tmp_path, "verify").exception, NotFound)
    assert list(tmp_path.iterdir()) == []
    for text in ("", "7", "7:abc", "x:00", f"-1:{'00' * 32}"):
        with pytest.raises(Invalid):
            chain.read_head(text)
