"""A breather at the desk: its own page is told until when, everybody else sees somebody who is away."""

from hoolin.core.interaction import commands as c
from hoolin.core.site.ease import EaseRules
from tests.server.live.open_site import OpenSite, until


async def test_whoever_rests_sees_until_when_and_others_only_that_they_are_away(site: OpenSite) -> None:
    """Through wishing, a page that comes back, and being ready again; nothing of it or of its cause reaches anybody else."""
    await site.command("juss", "set_presence", presence="online", reason="")
    mine, other = await site.desk("juss"), await site.desk("kristi")
    await mine.one("snapshot")
    assert not any(frame["type"] == "breather" for frame in mine.heard), "nothing is said of what there is not"
    await other.one("snapshot")
    assert (await mine.do("wish_breather"))["code"] == "breathers_off"
    await site.built.hub.ask(c.SetEaseRules(rules=EaseRules(on=True)), actor="system", key="rules")
    await mine.one("breather", lambda frame: frame["on"] and not frame["until"])
    assert (await mine.do("wish_breather"))["type"] == "accepted"
    rest = await mine.one("breather", lambda frame: frame["until"])
    assert rest["until"] == site.built.site.agent("juss").strain.until
    gone = await other.one("fact", lambda f: f["fact"].get("presence") == "away")
    assert (gone["fact"], gone["actor"]) == (
        {"fact": "presence_changed", "agent": "juss", "presence": "away", "reason": ""}, "system",
    )  # fmt: skip
    later, back = await site.desk("kristi"), await site.desk("juss")
    seen = {line["agent"]: line for line in (await later.one("snapshot"))["desk"]["agents"]}
    own = {line["agent"]: line for line in (await back.one("snapshot"))["desk"]["agents"]}
    assert (seen["juss"]["presence"], seen["juss"]["reason"]) == ("away", "")
    assert own["juss"]["presence"] == "online"
    assert (await back.one("breather"))["until"] == rest["until"]
    # A page that was gone for a moment is told what it missed, and not what is not for it.
    missed = await site.desk("kristi", since=gone["n"] - 1)
    await missed.one("fact", lambda f: f["fact"].get("presence") == "away")
    assert (await mine.do("end_breather"))["type"] == "accepted"
    await other.one("fact", lambda f: f["fact"].get("presence") == "online" and f["n"] > gone["n"])
    await until(lambda: not site.built.site.resting, "ready")
    await other.caught_up()
    told = [one for one in other.heard if one["type"] == "breather" and (one["until"] or one["owed_ms"])]
    assert told == []
    assert not any("breather" in str(frame.get("fact")) for frame in (*other.heard, *mine.heard))
