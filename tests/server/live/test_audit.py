"""What a whole site writes down of reading and configuring, over real requests."""

import secrets

from hoolin.server.audit.records import Wanted
from tests.server.live.open_site import OpenSite


async def test_reading_what_others_serve_is_written_and_one_s_own_is_not(site: OpenSite) -> None:
    """The agent opens the conversation they serve: nothing; a supervisor opens it twice: one entry. A customer's record is always one."""
    page = await site.page(secrets.token_urlsafe(32))
    await page.say("Mu arve on vale")
    one = site.only()
    await site.joined("juss", one.interaction)
    for login in ("juss", "kristi", "kristi"):
        assert (await (await site.client(login)).get(f"/conversations/{one.interaction}")).status_code == 200
    assert (await (await site.client("juss")).get(f"/customers/{one.customer}")).status_code == 200
    accounts = {each.id: each.login for each in await site.built.accounts.all()}
    read = await site.built.accounts.audit.some(Wanted(what="conversation.read"))
    assert [(accounts[each.who], each.on, each.outcome) for each in read] == [("kristi", (one.interaction,), "shown")]
    known = await site.built.accounts.audit.some(Wanted(what="customer.read"))
    assert [(accounts[each.who], each.on) for each in known] == [("juss", (one.customer,))]


async def test_setting_the_site_up_and_forgetting_a_customer_are_written(site: OpenSite) -> None:
    """What was set and who was forgotten, by whom, with beginning and end; and none of what was said."""
    page = await site.page(secrets.token_urlsafe(32))
    await page.say("Mu arve on vale")
    one = site.only()
    admin = await site.client("admin")
    assert (await admin.put("/setup/queue", json={"rules": {"queue": "extra"}})).status_code == 200
    assert (await admin.delete(f"/customers/{one.customer}")).status_code == 200
    for what, on in (("site.set", "queue"), ("customer.erase", one.customer)):
        found = await site.built.accounts.audit.some(Wanted(what=what))
        assert [(each.on, each.outcome) for each in found] == [((on,), "done"), ((on,), "begun")]
    assert "arve" not in str(await site.built.accounts.audit.some(Wanted()))
