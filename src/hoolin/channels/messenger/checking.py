"""Looks whether a page or an Instagram account can work, and says what is wrong in plain words."""

from hoolin.channels import graph, lenient, signed
from hoolin.channels.calling import Reply
from hoolin.channels.messenger.manifest import FIELDS
from hoolin.channels.messenger.page import Page
from hoolin.channels.written import Finding
from hoolin.core.errors import NotReached


async def check(page: Page, expected_url: str) -> tuple[Finding, ...]:
    """What was found. expected_url: where the webhook should lead; empty when the server has no public address."""
    account = page.account
    # The proof is only accepted when the secret is that of the app the token belongs to.
    proof = signed.signature(account.app_secret, account.token.encode())
    try:
        reply = await page.ask(account.page_id, fields="id,name,instagram_business_account", appsecret_proof=proof)
        if reply.status != 200:
            return (_refused(reply, account.page_id),)
        found = [Finding(True, "page", f"The page is “{lenient.text(reply.json, 'name')}”.")]
        linked = lenient.identifier(reply.json, "instagram_business_account", "id")
        if account.instagram_id and linked != account.instagram_id:
            said = f"The page belongs together with the Instagram account {linked or '(none)'}, not {account.instagram_id}."
            found.append(Finding(False, "instagram", said))
        found.append(_subscribed(await page.ask(f"{account.page_id}/subscribed_apps"), account.app_id))
        hooks = await page.ask(f"{account.app_id}/subscriptions", token=f"{account.app_id}|{account.app_secret}")
        found.append(_webhook(hooks, "instagram" if page.instagram else "page", expected_url))
    except NotReached as problem:
        return (Finding(False, "reachable", f"The Graph API at {account.api_url} cannot be reached: {problem.code}."),)
    return tuple(found)


def _refused(reply: Reply, page: str) -> Finding:
    said = lenient.text(reply.json, "error", "message")
    if reply.status == 401 or graph.code_of(reply) == graph.TOKEN_CODE:
        return Finding(False, "token", f"Meta does not accept the page's token: {said}")
    if "appsecret_proof" in said:
        return Finding(False, "app_secret", "The app_secret is not that of the app which the token belongs to.")
    return Finding(False, "page", f"Meta shows nothing under the id {page}: {reply.status or reply.why} {said}")


def _subscribed(reply: Reply, app: str) -> Finding:
    ours = next((one for one in lenient.parts(reply.json, "data") if lenient.identifier(one, "id") == app), None)
    if ours is None:
        return Finding(False, "subscription", "The app is not subscribed to the page: Meta tells us of nothing.")
    missing = [field for field in FIELDS if field not in lenient.texts(ours, "subscribed_fields")]
    if "messages" in missing:
        return Finding(False, "subscription", "The app is subscribed to the page, but not to its messages.")
    more = f" Not told of: {', '.join(missing)}." if missing else ""
    return Finding(True, "subscription", f"The app is subscribed to the page's messages.{more}")


def _webhook(reply: Reply, kind: str, expected: str) -> Finding:
    if not expected:
        return Finding(False, "webhook", "The server has no public_url, so Meta cannot call it.")
    if reply.status != 200:
        return Finding(
            False, "webhook", f"Meta does not tell where it calls: {lenient.text(reply.json, 'error', 'message')}"
        )
    found = [one for one in lenient.parts(reply.json, "data") if lenient.text(one, "object") == kind]
    url = lenient.text(found[0], "callback_url") if found else ""
    if url == expected:
        return Finding(True, "webhook", f"Meta calls {url}.")
    return Finding(False, "webhook", f"Meta calls {url or 'nowhere'} for {kind}; set the callback URL to {expected}.")
