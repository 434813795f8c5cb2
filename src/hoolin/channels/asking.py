"""Asking the loop and waiting for the answer."""

import asyncio

from hoolin.channels.port import Answer, Telling
from hoolin.core.commands import Command
from hoolin.core.errors import HoolinError


def asked(ask: Telling, command: Command, actor: str, key: str) -> "asyncio.Future[Answer]":
    """Submitted at once; the answer comes when it is durable, or raises what it was refused with."""
    answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()

    def then(said: Answer | HoolinError) -> None:
        if answer.done():
            return
        if isinstance(said, HoolinError):
            answer.set_exception(said)
        else:
            answer.set_result(said)

    ask(command, actor, key, then)
    return answer
