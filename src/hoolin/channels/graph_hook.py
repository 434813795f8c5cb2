"""A call of Meta's is taken in: asked back, or proven and kept, once for each account of ours that it concerns.

Nothing that was not signed with the app's secret is read, and nothing is answered with 200 before it is kept.
"""

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from hoolin.channels import graph, lenient
from hoolin.channels.written import HookReply, HookRequest, Raw, Surroundings


class Called(NamedTuple):
    """The account whose address was called. apps: of every account the app's secret and its own id (`graph.concerned`)."""

    account: str
    verify_token: str
    apps: Mapping[str, tuple[str, str]]


Look = Callable[[lenient.Part, bytes], tuple[str, Collection[str], str]]
"""The key of a call, whose pages or numbers are in it, and its lane: of what it says, and its body."""


async def take_in(around: Surroundings, called: Called, request: HookRequest, look: Look) -> HookReply:
    """Answer a call. Raises NotAllowed, Malformed, and what `keep` raises."""
    if request.method == "GET":
        return graph.challenge(request, called.verify_token)
    graph.demand_signed(request, called.apps[called.account][0])
    key, own_ids, lane = look(lenient.read_object(request.body), request.body)
    for name in graph.concerned(called.account, called.apps, set(own_ids)):
        await around.keep(Raw(account=name, key=key, body=request.body, at=around.now(), lane=lane))
    return HookReply()
