"""Awkward real mail (test_corpus.py says where it lies) through the whole product: by both ways into one site."""

import asyncio
import os
import re
import sys
from pathlib import Path

import pytest

from hoolin.core.intake import facts as n
from hoolin.core.interaction import facts as f
from tests.channels.email.dovecot import PASSWORD, Dovecot
from tests.channels.email.whole import READ_SECONDS_MAX, all_read, facts, mail_site, pour
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[3]
MAILS = Path(os.environ.get("HOOLIN_DATA", ROOT.parent / "shared" / "data")) / "eml"
FILES = [file for file in sorted(MAILS.rglob("*")) if file.is_file() and file.name not in ("SOURCE.txt", "LICENSE")]


@pytest.mark.slow
@pytest.mark.needs("dovecot")
@pytest.mark.xdist_group("mail")
@pytest.mark.timeout(600)  # hundreds of mails, one by one, twice
@pytest.mark.skipif(not FILES, reason="the folder of real mails is not here (HOOLIN_DATA)")
async def test_real_mails_by_both_ways_into_one_site(tmp_path: Path, dovecot: Dovecot) -> None:
    """Each is kept and comes to an end, none crashes anything; the same mails out of a mailbox add no message to anybody's timeline."""
    wired = [re.sub(rb"\r\n|\r|\n", b"\r\n", file.read_bytes()).removesuffix(b"\r\n") + b"\r\n" for file in FILES]
    mails = list(dict.fromkeys(wired))
    port = free_port()
    async with mail_site(tmp_path / "site", incoming="smtp", listen_port=port) as built:
        await asyncio.to_thread(pour, port, mails)
        endings = await all_read(built, len(mails))
        kept = sum(isinstance(fact, n.InputKept) for fact in facts(built))
        heard = sum(isinstance(fact, f.MessageReceived) for fact in facts(built))
    assert kept == len(mails) == endings.total()
    assert endings["unreadable"] == 0
    held = [body for body in mails if b"\0" not in body]
    with dovecot.mailbox("support") as session:
        for body in held:
            assert session.append("INBOX", "", "", body)[0] == "OK"
    ways = {"imap_host": "127.0.0.1", "imap_port": dovecot.imap, "imap_tls": "none", "imap_user": "support"}
    async with mail_site(tmp_path / "site", incoming="imap", imap_password=PASSWORD, **ways) as built:
        async with asyncio.timeout(READ_SECONDS_MAX):
            while "unseen" in await asyncio.to_thread(dovecot_unseen, dovecot):  # noqa: ASYNC110  only asking tells
                await asyncio.sleep(0.2)
        # Only what has been kept is marked as seen.
        both = sum(isinstance(fact, n.InputKept) for fact in facts(built))
        again = await all_read(built, both)
        assert again.total() == both
        assert sum(isinstance(fact, f.MessageReceived) for fact in facts(built)) == heard
        assert again["unreadable"] == 0
        kept_again = both - kept
    sys.stdout.write(
        f"{len(mails)} mails: {dict(endings)}, {heard} messages; {len(held)} again by IMAP: {kept_again} kept anew\n"
    )


def dovecot_unseen(dovecot: Dovecot) -> str:
    """Whether something in the mailbox has not been fetched."""
    return "unseen" if any("\\Seen" not in flags for flags in dovecot.flags("support")) else ""
