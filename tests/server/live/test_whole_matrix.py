"""Every role against every route of the whole product, as wiring makes it."""

import httpx
import pytest

from hoolin.server.permissions import ROLES, Role
from hoolin.wiring import web
from tests.server.live.open_site import PEOPLE, OpenSite
from tests.server.matrix import actions, refused_for_role

LOGIN: dict[Role, str] = {role: login for login, (_, role, _) in PEOPLE.items()}


@pytest.mark.parametrize("role", ROLES)
async def test_a_role_may_do_what_the_table_says_in_the_whole_product(site: OpenSite, role: Role) -> None:
    """Each route is tried over the wire; it is refused for lack of permission exactly when the table does not grant it."""
    client = await site.client(LOGIN[role])
    # Paths of the table begin at the root; who logs out, or in anew, does so on a session of no further use.
    client.base_url = httpx.URL(site.origin)
    tried = [action for action in actions(web(site.built)) if action.method != "SOCKET"]
    assert len(tried) > 35
    for action in sorted(tried, key=lambda action: action.method == "DELETE" and action.path.endswith("/session")):
        assert await refused_for_role(client, action) != action.allowed(role), f"{role}: {action}"


async def test_a_stranger_gets_nowhere_in_the_whole_product(site: OpenSite) -> None:
    """Without a log-in, each route that needs a permission answers 401."""
    needing = [action for action in actions(web(site.built)) if action.permission and action.method != "SOCKET"]
    assert len(needing) > 25
    client = await site.client("")
    for action in needing:
        answer = await client.request(action.method, site.origin + action.path)
        assert (answer.status_code, answer.json()["code"]) == (401, "not_logged_in"), action
