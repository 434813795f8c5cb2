"""One message that has rotted on the disk: the site goes on without its words, and everybody else's are there."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from hoolin.core.interaction import commands as c
from hoolin.journal.readable import readable
from hoolin.people.api import commands as p
from tests.cli.test_backup import ask, running


async def test_a_site_goes_on_beside_one_message_that_has_rotted(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Rows of it are told without a snippet, what is said after it arrives, whoever said it can be forgotten; and the log names it."""
    async with running(tmp_path) as built:
        await ask(built, c.ReceiveMessage(interaction="i", key="2", text="teine lause"))
    with closing(sqlite3.connect(tmp_path / "journal.db")) as file:
        assert file.execute("UPDATE said SET sealed = CAST(sealed || x'00' AS BLOB) WHERE id = 'i.m2'").rowcount == 1
        file.commit()
    async with running(tmp_path) as built:
        found = readable(built.stores.contents, ["i.m1", "i.m2", "none"])
        assert list(found) == ["i.m1"] and b"minu saladus" in found["i.m1"]
        assert "i.m2" in str([record.__dict__.get("fields") for record in caplog.records])
        # A change of the customer has every row of theirs told again.
        await ask(built, p.NameCustomer(customer="c", content="c.name", name="Keegi Kuskilt"))
        await ask(built, c.ReceiveMessage(interaction="i", key="3", text="kolmas lause"))
        assert built.loop.failure is None
        assert b"kolmas" in built.stores.contents.get(["i.m3"])["i.m3"]
        await ask(built, p.EraseCustomer(customer="c"))
        await built.forgetting.done()
        assert built.loop.failure is None
        assert built.stores.contents.erased("c")
