"""SMS going out: our client against the SMSC of the tests, beside the least that can be done: `hoolin bench sms`.

The bare loop writes PDUs that were made beforehand to a plain socket, with the same window, and reads nothing of the answers but
their headers. Both speak to the same SMSC, in turns, in the same run. The SMSC is a Node process with a core's worth of work of its
own: on two cores the ratio says more than the rates.
"""

import asyncio
import socket
import sys
import time
from statistics import median
from typing import Any

import uvloop

from hoolin.channels.sms import compose, numbers, parts, pdu
from hoolin.channels.sms.gateway import SmsGateway
from hoolin.channels.sms.manifest import SmsAccount
from hoolin.channels.sms.pdu import HEADER, HEADER_BYTES, Command
from hoolin.channels.written import Address, Outgoing, Raw, Surroundings
from hoolin.cli.sms_peer import Missing, Smsc, running_smsc

WINDOW = 50
MESSAGES = 2_000
ROUNDS = 40
"""Short rounds and many: both sides need both cores for themselves, and a busy machine leaves them that for moments only."""
TEXT = "Tere! Teie tellimus 12345 on valmis, tulge palun järele."
TO = Address(kind="phone", value="+37255512345")
RATIO_WANTED = 0.5


def measure(messages: int = MESSAGES, rounds: int = ROUNDS) -> dict[str, Any]:
    """The figures. messages: in each round; rounds: of each, in turns, after one that only warms up.

    Keys: `sms_submit_w50_per_s` ours, `sms_submit_w50_bare_per_s` the bare loop, each the best of its rounds, which the machine's
    other work disturbs least; `…_ratio` of the two; `…_ratio_median` of neighbouring rounds, disturbed ones and all;
    `sms_submit_cpu_us`, `sms_submit_bare_cpu_us` processor time for one message, without the SMSC's.
    """
    try:
        with running_smsc() as smsc:
            return uvloop.run(compare(smsc, messages, rounds))
    except Missing as problem:
        sys.exit(f"hoolin bench sms: {problem}")


async def compare(smsc: Smsc, messages: int, rounds: int) -> dict[str, Any]:
    """Ours and the bare loop in turns."""
    await asyncio.to_thread(smsc.set, record=False)
    mine = account(smsc.port)
    gateway = SmsGateway(Surroundings(keep=deaf, now=lambda: int(time.time() * 1000), secret=b""), {"bench": mine})
    await gateway.start()
    if not await gateway.bound("bench"):
        sys.exit("hoolin bench sms: the SMSC did not take us")
    ours, bare, cpu, bare_cpu = [], [], [], []
    for turn in range(rounds + 1):
        rate, used = await through_the_gateway(gateway, messages)
        begun = time.process_time()
        beside = await asyncio.to_thread(bare_loop, mine, messages)
        print(f"round {turn}: ours {rate:,.0f}/s, bare {beside:,.0f}/s", file=sys.stderr)
        if turn:
            ours.append(rate)
            cpu.append(used)
            bare.append(beside)
            bare_cpu.append((time.process_time() - begun) / messages * 1e6)
    await gateway.stop()
    counts = await asyncio.to_thread(smsc.call, "/counts")
    if counts["accepted"] != 2 * messages * (rounds + 1):
        sys.exit(f"hoolin bench sms: the SMSC counted {counts['accepted']} messages")
    return {
        "messages": messages,
        "window": WINDOW,
        "sms_submit_w50_per_s": round(max(ours)),
        "sms_submit_w50_bare_per_s": round(max(bare)),
        "sms_submit_w50_ratio": round(max(ours) / max(bare), 3),
        "sms_submit_w50_ratio_median": round(median(one / other for one, other in zip(ours, bare, strict=True)), 3),
        "sms_submit_cpu_us": round(median(cpu), 1),
        "sms_submit_bare_cpu_us": round(median(bare_cpu), 1),
        "ratio_wanted": RATIO_WANTED,
    }


def account(port: int) -> SmsAccount:
    """An account without a limit of ours."""
    return SmsAccount(
        host="127.0.0.1", port=port, system_id="bench", password="secret",  # noqa: S106  the SMSC is our own
        source="+3725550000", per_second=0, window=WINDOW, receipts=False,
    )  # fmt: skip


async def deaf(raw: Raw) -> bool:
    """Nothing comes in."""
    del raw
    return True


async def through_the_gateway(gateway: SmsGateway, messages: int) -> tuple[float, float]:
    """Messages a second, and processor microseconds for each: whole `send`s, each with its own key."""

    async def some(first: int) -> None:
        for number in range(first, messages, WINDOW):
            out = Outgoing(delivery=f"d{number}", attempt=1, account="bench", to=TO, text=TEXT)
            sent = await gateway.send(out)
            if sent.ending != "accepted":
                raise RuntimeError(sent.code)

    begun, used = time.perf_counter(), time.process_time()
    await asyncio.gather(*(some(first) for first in range(WINDOW)))
    used = time.process_time() - used
    return messages / (time.perf_counter() - begun), used / messages * 1e6


def bare_loop(mine: SmsAccount, messages: int) -> float:
    """Messages a second with nothing but a socket."""
    to = numbers.destination(TO.value)
    if to is None:
        raise RuntimeError("no number")
    (body,) = compose.bodies(parts.plan(TEXT), to, "d", mine)
    made = [pdu.write(Command.SUBMIT_SM, number, body) for number in range(2, messages + 2)]
    with socket.create_connection((mine.host, mine.port), timeout=60) as wire:
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        bind = pdu.write_bind(system_id=mine.system_id, password=mine.password, system_type="", address_range="")
        wire.sendall(pdu.write(Command.BIND_TRANSMITTER, 1, bind))
        wire.recv(1_000)
        begun = time.perf_counter()
        answered, sent, left = 0, WINDOW, b""
        wire.sendall(b"".join(made[:WINDOW]))
        while answered < messages:
            data, at, new = left + wire.recv(65_536), 0, 0
            while len(data) - at >= HEADER_BYTES:
                length, _, status, _ = HEADER.unpack_from(data, at)
                if len(data) - at < length:
                    break
                if status:
                    raise RuntimeError(f"status {status}")
                at += length
                new += 1
            left, answered = data[at:], answered + new
            if sent < messages and new:
                wire.sendall(b"".join(made[sent : sent + new]))
                sent += new
        return messages / (time.perf_counter() - begun)
