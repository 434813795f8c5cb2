"""Practice conversations: the drills, a play turn by turn, one's own plays, and writing drills."""

import re
import secrets
from typing import Annotated, Any

from fastapi import Depends, Path
from starlette.responses import Response

from hoolin.coaching.api import drills
from hoolin.core.errors import Malformed
from hoolin.server.accounts.records import Who
from hoolin.server.api.session import TheAccounts
from hoolin.server.bodies import plain, read
from hoolin.server.coaching.drills import DrillOffice, Played
from hoolin.server.coaching.sessions import keepers
from hoolin.server.improvements import people_of
from hoolin.server.live.hub import Hub
from hoolin.server.reviews import judge
from hoolin.server.routing import api_router
from hoolin.server.who import part, require

router = api_router("coaching")

TheOffice = Annotated[DrillOffice, Depends(part(DrillOffice))]
TheHub = Annotated[Hub, Depends(part(Hub))]
Learner = Annotated[Who, Depends(require("coaching.learn"))]
Keeper = Annotated[Who, Depends(require("coaching.keep"))]
Name = Annotated[str, Path(min_length=1, max_length=64)]

c = drills.commands


@router.get("/coaching/drills", response_class=Response)
async def list_drills(who: Learner, office: TheOffice) -> Response:
    """Every drill that is played, with how often one has played it oneself; `may_keep`: whether one may write them, and with that what was retired."""
    keeps = who.may("coaching.keep")
    told = await office.listed(judge(who))
    return plain(told | {"may_keep": keeps, "retired": office.retired() if keeps else []})


@router.get("/coaching/drills/plays", response_class=Response)
async def own_plays(who: Learner, office: TheOffice) -> Response:
    """One's own plays, the newest first."""
    return plain({"plays": await office.mine(judge(who))})


@router.get("/coaching/drills/shared", response_class=Response)
async def shared_plays(who: Keeper, office: TheOffice) -> Response:
    """Plays that the agents whom one coaches let their coach read, the newest first."""
    return plain({"plays": await office.shared(judge(who))})


@router.get("/coaching/drills/plays/{play}", response_class=Response)
async def one_play(play: Name, who: Learner, office: TheOffice, accounts: TheAccounts) -> Response:
    """A play with what was written: for whoever played, and for their coaches where it is shared. `readers`, for whoever played: who these are, by name."""
    told = await office.one(play, judge(who), who.may("coaching.keep"))
    if told["agent"] != judge(who):
        return plain(told)
    everybody = await accounts.all()
    return plain(told | {"readers": office.readers(judge(who), people_of(everybody), keepers(everybody))})


@router.post("/coaching/drills/plays/{play}/share", response_class=Response)
async def share_play(play: Name, body: dict[str, Any], who: Learner, office: TheOffice, hub: TheHub) -> Response:
    """Let the coach read a play of one's own, or no longer: `{"shared"}`."""
    await _ask(hub, who, read({**body, "play": play, "agent": judge(who)}, c.SharePlay))
    return plain({"play": play})


@router.delete("/coaching/drills/plays/{play}", status_code=204)
async def forget_play(play: Name, who: Learner, hub: TheHub) -> None:
    """Forget a play of one's own: it is listed nowhere any more, and what was written in it is destroyed."""
    await _ask(hub, who, c.ErasePlay(play=play, agent=judge(who)))


@router.post("/coaching/drills/check", response_class=Response)
async def check_drill(body: dict[str, Any], who: Keeper, office: TheOffice) -> Response:
    """What is wrong with a draft (`{"drill"}`), each fault with its place, and the shortest way to each ending. Nothing is recorded."""
    return plain(await office.check(_draft(body)))


@router.post("/coaching/drills/try", response_class=Response)
async def try_drill(body: dict[str, Any], who: Keeper, office: TheOffice) -> Response:
    """Play a draft: `{"drill","language","seed","turns"}`. Nothing is recorded."""
    draft = _draft(body)
    told = read({name: value for name, value in body.items() if name != "drill"}, Played)
    return plain(await office.tried(draft, told))


@router.post("/coaching/drills/publish", response_class=Response)
async def publish_drill(body: dict[str, Any], who: Keeper, office: TheOffice, hub: TheHub) -> Response:
    """Publish a drill: `{"drill","based_on","why"}`. With faults it is refused whole, with all of them."""
    drill = drills.made(_draft(body))
    # Walked through beside the loop; the loop finds the answer ready.
    await office.check(_draft(body))
    command = read({"based_on": body.get("based_on"), "why": body.get("why"), "drill": drill}, c.PublishDrill)
    await _ask(hub, who, command)
    return plain({"drill": drill.code, "number": office.state.number(drill.code)})


@router.get("/coaching/drills/{drill}", response_class=Response)
async def whole_drill(drill: Name, who: Keeper, office: TheOffice) -> Response:
    """A drill with all that its writer needs."""
    return plain(office.whole(drill))


@router.post("/coaching/drills/{drill}/retire", response_class=Response)
async def retire_drill(drill: Name, body: dict[str, Any], who: Keeper, hub: TheHub) -> Response:
    """Have it played no more: `{"why"}`. Publishing it again brings it back."""
    await _ask(hub, who, read({**body, "drill": drill}, c.RetireDrill))
    return plain({"drill": drill})


@router.get("/coaching/drills/{drill}/missed", response_class=Response)
async def missed_of_drill(drill: Name, who: Keeper, office: TheOffice) -> Response:
    """Sentences of plays that were understood wrongly, with what was meant, as far as those who played let them be read; without names."""
    return plain({"missed": await office.missed(drill)})


@router.post("/coaching/drills/{drill}/turn", response_class=Response)
async def play_turn(drill: Name, body: dict[str, Any], who: Learner, office: TheOffice) -> Response:
    """A play as far as it went: `{"language","seed","number","turns":[{"text","meant"}],"said"}`, with the customer's lines and, once it is over, what was heard and what was not.
    No turns begin it. `said` comes with each answer and is brought back as it came: which lines a model put into other words. Nothing is recorded.
    """
    return plain(await office.turn(drill, read(body, Played), judge(who)))


@router.post("/coaching/drills/{drill}/end", status_code=201, response_class=Response)
async def end_play(drill: Name, body: dict[str, Any], who: Learner, office: TheOffice, hub: TheHub) -> Response:
    """Keep a play that is over among one's own: the body of a turn, and `give`: whether whoever writes drills may read the sentences that were understood wrongly; `play`: its id to be,
    chosen by chance once, by whoever wants to send the same again after an answer was lost; it is kept once.
    """
    give, play = body.pop("give", False), body.pop("play", f"y{secrets.token_hex(8)}")
    if not isinstance(give, bool):
        raise Malformed("command", said="give: true or false")
    if not (isinstance(play, str) and re.fullmatch(r"y[0-9a-f]{16,63}", play)):
        raise Malformed("command", said="play: y and hexadecimal digits")
    me = judge(who)
    if not office.kept(play, me):
        text, missed, phrases = (f"{letter}{secrets.token_hex(8)}" for letter in "tmp")
        command = await office.ended(drill, read(body, Played), (play, text, missed, phrases), me, give)
        await hub.ask(command, actor=who.actor, key=f"drill-{me}-{play}")
    return plain({"play": play}, 201)


def _draft(body: dict[str, Any]) -> dict[str, Any]:
    draft = body.get("drill")
    if not isinstance(draft, dict):
        raise Malformed("command", said="drill: its fields")
    return draft


async def _ask(hub: Hub, who: Who, command: Any) -> None:
    await hub.ask(command, actor=who.actor, key=secrets.token_hex(16))
