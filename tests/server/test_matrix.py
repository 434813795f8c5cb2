"""Every role against every action, from the table of permissions and the routes themselves."""

from dataclasses import replace

import pytest
from fastapi import Depends

from hoolin.core.errors import Defect
from hoolin.server.app import create_app
from hoolin.server.permissions import GRANTS, PERMISSIONS, ROLES, Role
from hoolin.server.routing import api_router
from hoolin.server.who import Needs, Public, public, require
from tests.server.matrix import actions, refused_for_role
from tests.server.stand import Stand


@pytest.mark.parametrize("role", ROLES)
async def test_a_role_may_do_what_the_table_says_and_nothing_else(stand: Stand, role: Role) -> None:
    """Each route is tried with a fresh session of the role; it is refused exactly when the table does not grant it."""
    tried = 0
    for action in actions(stand.app):
        if action.method == "SOCKET":
            continue
        async with await stand.logged_in(role) as client:
            assert await refused_for_role(client, action) != action.allowed(role), f"{role}: {action}"
            tried += 1
    assert tried > 15


async def test_without_a_log_in_only_public_routes_answer(stand: Stand) -> None:
    """Every route that needs a permission turns a stranger away with 401, before reading what they sent."""
    needing = [action for action in actions(stand.app) if action.permission and action.method != "SOCKET"]
    assert needing
    async with stand.client() as client:
        for action in needing:
            answer = await client.request(action.method, action.path)
            assert (answer.status_code, answer.json()["code"]) == (401, "not_logged_in"), action


def test_every_role_and_permission_is_known_and_used() -> None:
    """Each role grants known permissions only; each permission is somebody's; the admin has all of them."""
    assert set(GRANTS) == set(ROLES)
    assert set().union(*GRANTS.values()) == set(PERMISSIONS) == GRANTS["admin"]
    assert all("session.own" in granted for granted in GRANTS.values())


@pytest.mark.parametrize(
    ("permission", "roles"),
    [
        ("conversations.answer", {"agent", "supervisor", "guru", "admin"}),
        ("conversations.see_all", {"supervisor", "analyst", "guru", "admin"}),
        ("conversations.transfer_others", {"supervisor", "admin"}),
        ("calls.supervise", {"supervisor", "guru", "admin"}),
        ("customers.edit", {"agent", "supervisor", "guru", "admin"}),
        ("customers.erase", {"admin"}),
        ("reports.read", {"supervisor", "analyst", "guru", "admin"}),
        ("accounts.manage", {"admin"}),
        ("site.configure", {"admin"}),
    ],
)
def test_what_matters_is_granted_to_whom(permission: str, roles: set[str]) -> None:
    """The permissions that do harm in the wrong hands, written down a second time."""
    assert {role for role in ROLES if permission in GRANTS[role]} == roles


def test_a_route_that_says_nothing_cannot_be_served(stand: Stand) -> None:
    """Forgetting to declare, or declaring twice, is found when the application is made."""
    silent = api_router("silent")
    silent.add_api_route("/silent", lambda: None)
    doubled = api_router("doubled")
    doubled.add_api_route(
        "/doubled", lambda: None, dependencies=[Depends(public("public")), Depends(require("board.read"))]
    )
    for router in (silent, doubled):
        with pytest.raises(Defect) as found:
            create_app(replace(stand.parts, routers=(router,)))
        assert found.value.code == "route_must_declare_once"


def test_unknown_permissions_and_groups_are_defects() -> None:
    """A typing error in a route is found at import."""
    for kind in (Needs, Public):
        with pytest.raises(Defect):
            kind("conversations.anser")
