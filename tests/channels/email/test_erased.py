"""What is left in the files of a site of somebody who wrote mails and was erased."""

import asyncio
import os
from email.message import EmailMessage
from pathlib import Path

from hoolin.core.intake import facts as n
from hoolin.core.intake.intake import owner_of
from hoolin.core.interaction import facts as f
from hoolin.people.api import commands as p
from tests.channels.email.whole import all_read, facts, mail_site, pour
from tests.ports import free_port


async def test_an_erased_writer_leaves_no_bytes(tmp_path: Path) -> None:
    """What they wrote, small and large, with a file, is in none of the site's files, though it came twice by different mails."""
    port, words = free_port(), "Väga isiklik lause 8402117"
    secret = os.urandom(24).hex()
    async with mail_site(tmp_path / "site", incoming="smtp", listen_port=port) as built:
        small, large = (letter(number, f"{words} {secret}") for number in range(2))
        large.add_attachment(secret.encode() * 20_000, maintype="application", subtype="pdf", filename="a.pdf")
        copy = EmailMessage()
        copy._headers, copy._payload = [*small._headers, ("X-Way", "another")], small._payload  # type: ignore[attr-defined]
        await asyncio.to_thread(pour, port, [one.as_bytes() for one in (small, large, copy)])
        await all_read(built, 3)
        ended = [fact for fact in facts(built) if isinstance(fact, n.InputEnded)]
        (customer,) = {customer for fact in ended for customer in fact.customers}
        assert len(ended) == 3 and all(fact.customers == (customer,) for fact in ended)
        await built.loop.submit(p.EraseCustomer(customer=customer), actor="system", key="erase")
        await built.forgetting.done()
        assert not built.stores.contents.get([fact.input for fact in ended])
        assert all(built.stores.contents.erased(owner_of(fact.input)) for fact in ended)
        blobs = [fact.blob for fact in facts(built) if isinstance(fact, n.InputKept) and fact.blob]
        blobs += [one.blob for fact in facts(built) if isinstance(fact, f.MessageReceived) for one in fact.attachments]
        assert len(blobs) == 2
        left = [
            str(file)
            for file in (tmp_path / "site").rglob("*")
            if file.is_file() and any(b in file.name for b in blobs)
        ]
        assert left == []
    for file in (tmp_path / "site").rglob("*"):
        if file.is_file():
            body = file.read_bytes()
            assert secret.encode() not in body and words.encode() not in body and b"mari.erased" not in body, file


def letter(number: int, text: str) -> EmailMessage:
    """A mail."""
    mail = EmailMessage()
    mail["From"], mail["To"] = "Mari <mari.erased@home.example>", "support@support.example"
    mail["Subject"], mail["Message-ID"] = "Lugu", f"<{number}@home.example>"
    mail.set_content(text)
    return mail
