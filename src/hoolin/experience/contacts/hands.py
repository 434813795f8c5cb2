"""Where the time of agents goes. Whoever has several conversations at once has them share each moment alike, so that all of it adds up to the time in
which agents had anything in hand, and to no more.
"""

from hoolin.experience.contacts.state import Folding, Hand, Hands, Live


def turn(state: Folding, live: Live, hand: Hand, agent: str, at: int) -> None:
    """From here an agent works with it, wraps it up, or has it in hand no more."""
    if not agent:
        hand = ""
    if live.hand:
        _share(state, live.holder, at)
        if not hand or live.holder != agent:
            _put_down(state, live)
    if hand:
        _share(state, agent, at)
        hands = state.hands.setdefault(agent, Hands(since=at))
        if live.row.interaction not in hands.having:
            hands.having.append(live.row.interaction)
    live.hand, live.holder = hand, agent if hand else ""


def _put_down(state: Folding, live: Live) -> None:
    hands = state.hands[live.holder]
    hands.having.remove(live.row.interaction)
    if not hands.having:
        del state.hands[live.holder]


def _share(state: Folding, agent: str, at: int) -> None:
    """What has passed goes to what the agent has in hand; of a rest of some milliseconds the first get one each."""
    hands = state.hands.get(agent)
    if hands is None:
        return
    each, rest = divmod(max(0, at - hands.since), len(hands.having))
    for place, interaction in enumerate(hands.having):
        live = state.live[interaction]
        spent = each + (place < rest)
        if live.hand == "wraps":
            live.row.wrap_ms += spent
        else:
            live.row.work_ms += spent
    hands.since = at
