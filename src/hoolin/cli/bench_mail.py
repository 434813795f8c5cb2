"""Mail coming in through the whole product, beside the least that can be done: `hoolin bench mail`.

    whole   a site with a mail account: its own door, its journal, and messages made of the mails while more come in
    bare    aiosmtpd alone, as it comes, with an fsync for every mail

Four connections each, senders in processes of their own, in turns; every mail is another, from one of a thousand people.
"""

import asyncio
import json
import multiprocessing
import smtplib
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

import uvloop

from hoolin.cli import mail_door
from hoolin.cli.bench_chat import serving
from hoolin.cli.bench_hooks import CATCH_UP_SECONDS_MAX, count, cpu_us, inputs_ended
from hoolin.cli.crowd import prepare
from hoolin.cli.mail_door import ADDRESS, CONNECTIONS, MAIL_BYTES

MAILS = 2_000
ROUNDS = 3
PEOPLE = 1_000


def measure(mails: int = MAILS, rounds: int = ROUNDS) -> dict[str, Any]:
    """The figures. mails: in each round; rounds: of each, in turns; medians are told.

    Keys: `taken_per_s` mails acknowledged a second by the whole product, `bare_per_s` by the bare one, `to_bare` their ratio;
    `heard_per_s` messages in the timeline a second, from the first mail until all are there; `behind` mails that were kept and not
    read when the last one was acknowledged; `cpu_us` of the product for a mail, reading it included; `lost` must be 0.
    """
    found, bare = [], []
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-mail-") as folder:
        for number in range(rounds):
            bare.append(uvloop.run(mail_door.bare(Path(folder) / f"bare{number}", mails)).mails_per_second)
            found.append(whole(Path(folder) / f"site{number}", mails))
            print(f"round {number}: bare {bare[-1]:,.0f}/s, whole {found[-1]}", file=sys.stderr)
    told: dict[str, Any] = {name: median(one[name] for one in found) for name in found[0]}
    ratios = [one["taken_per_s"] / beside for one, beside in zip(found, bare, strict=True)]
    return {
        "mails": mails,
        "mail_bytes": MAIL_BYTES,
        **told,
        "bare_per_s": median(bare),
        "to_bare": median(ratios),
        "lost": sum(one["lost"] for one in found),
    }


def whole(site: Path, mails: int) -> dict[str, Any]:
    """One round through a site of its own."""
    prepare(site, 0, 1)
    port = mail_door.free_port()
    account = {"address": ADDRESS, "incoming": "smtp", "listen_port": port}
    with serving("hoolin.cli.bench_site", str(site), json.dumps({"email": {"main": account}})) as (server, _):
        begun = cpu_us(server.pid)
        began, took = asyncio.run(poured(port, mails))
        behind = mails - inputs_ended(site)
        while inputs_ended(site) < mails and time.monotonic() < began + took + CATCH_UP_SECONDS_MAX:
            time.sleep(0.1)
        until_read = time.monotonic() - began
        used = cpu_us(server.pid) - begun
        heard = count(site, "SELECT count(*) FROM event WHERE kind = 'message' AND speaker = 'customer'")
    return {
        "taken_per_s": mails / took,
        "heard_per_s": heard / until_read,
        "behind": behind,
        "cpu_us": used / mails,
        "lost": mails - heard,
    }


async def poured(port: int, mails: int) -> tuple[float, float]:
    """Let all senders send: when they began, and how long it took, in seconds."""
    context = multiprocessing.get_context("spawn")
    begin = context.Event()
    senders = [
        context.Process(target=send, args=(port, sender, mails // CONNECTIONS, begin), daemon=True)
        for sender in range(CONNECTIONS)
    ]
    for sender in senders:
        sender.start()
    # Each has imported what it needs and connected before the clock starts.
    await asyncio.sleep(3)
    began = time.monotonic()
    begin.set()
    for sender in senders:
        await asyncio.to_thread(sender.join, 300)
        if sender.exitcode != 0:
            raise RuntimeError("a sender did not finish")
    return began, time.monotonic() - began


def send(port: int, sender: int, mails: int, begin: Any) -> None:
    """One sender: a connection, and one mail after another. It begins when all are ready."""
    filling = "\r\n".join(["x" * 70] * (MAIL_BYTES // 72))
    with smtplib.SMTP("127.0.0.1", port, timeout=60) as session:
        begin.wait(60)
        for number in range(mails):
            who = f"p{(sender * mails + number) % PEOPLE}@customer.example"
            head = f"From: {who}\r\nTo: {ADDRESS}\r\nMessage-ID: <{sender}.{number}@customer.example>\r\n"
            session.sendmail(who, [ADDRESS], f"{head}Subject: {sender} {number}\r\n\r\n{filling}\r\n")
