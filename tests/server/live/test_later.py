"""What waits for its time, over real sockets: who sees it, and who may change it once the conversation has left their hands."""

import secrets

import msgspec

from hoolin.channels.chat.manifest import RULES
from hoolin.core.interaction import commands as c
from tests.server.live.open_site import Json, OpenSite

HOUR = 3_600_000


async def listed(site: OpenSite, login: str, **asked: str) -> Json:
    """Both lists, as somebody sees them."""
    answer = await (await site.client(login)).get("/later", params=asked)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_what_one_put_off_and_sends_later_is_ones_own_to_change(site: OpenSite) -> None:
    """Also after the conversation has left one's hands; a colleague neither sees it nor touches it, whoever oversees the floor sees it."""
    held = msgspec.structs.replace(RULES, delivers=True)
    await site.built.loop.submit(c.SetChannel(rules=held), actor="system", key=secrets.token_hex(8))
    page = await site.page(secrets.token_urlsafe(32))
    await page.say("Mu arve on vale")
    one = site.only()
    await site.joined("juss", one.interaction)
    juss, oleg = await site.desk("juss"), await site.desk("oleg")
    said = {"interaction": one.interaction, "text": "Kas ikka?", "attachments": []}
    assert (await juss.do("send_message", **said, hold_ms=HOUR, unless_answered=True))["type"] == "accepted"
    due_at = site.built.loop.clock() + 2 * HOUR
    assert (await juss.do("defer", interaction=one.interaction, due_at=due_at, wakes=False))["type"] == "accepted"
    mine = await listed(site, "juss")
    assert mine["zone"] == site.built.settings.time_zone
    assert [(row["interaction"], row["due_at"], row["wakes"]) for row in mine["snoozed"]] == [
        (one.interaction, due_at, False)
    ]
    (waiting,) = mine["sending"]
    assert (waiting["text"], waiting["unless_answered"], waiting["agent"]) == ("Kas ikka?", True, "juss")
    assert (mine["snoozed_total"], mine["sending_total"]) == (1, 1)
    for login, everybody, number in (("oleg", "true", 0), ("kristi", "false", 0), ("kristi", "true", 1)):
        other = await listed(site, login, everybody=everybody)
        assert (len(other["snoozed"]), len(other["sending"])) == (number, number), login
    message = {"interaction": one.interaction, "message": waiting["message"]}
    moved = {**message, "due_at": due_at, "unless_answered": False}
    for command, fields in (("recall_message", message), ("move_message", moved), ("send_again", message)):
        answer = await oleg.do(command, **fields)
        assert (answer["type"], answer["code"]) == ("refused", "not_yours"), command
    assert (await oleg.do("defer", interaction=one.interaction, due_at=due_at + 1))["code"] == "not_yours"
    assert (await juss.do("move_message", **moved))["type"] == "accepted"
    assert [row["due_at"] for row in (await listed(site, "juss"))["sending"]] == [due_at]
    assert (await juss.do("defer", interaction=one.interaction, due_at=due_at + 1, wakes=True))["type"] == "accepted"
    assert (await juss.do("recall_message", **message))["type"] == "accepted"
    assert (await juss.do("recall_message", **message))["type"] == "refused"
    after = await listed(site, "juss")
    assert (after["sending"], after["snoozed"][0]["wakes"]) == ([], True)
