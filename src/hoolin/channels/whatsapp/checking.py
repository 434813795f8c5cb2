"""Looks whether a number can work, and says what is wrong in plain words."""

from hoolin.channels import graph, lenient, signed
from hoolin.channels.calling import Reply
from hoolin.channels.lenient import Part
from hoolin.channels.whatsapp.number import Number
from hoolin.channels.written import Finding
from hoolin.core.errors import NotReached

FIELDS = "display_phone_number,verified_name,quality_rating,webhook_configuration"


async def check(number: Number, expected_url: str) -> tuple[Finding, ...]:
    """What was found. expected_url: where the webhook should lead; empty when the server has no public address."""
    account = number.account
    # The proof is only accepted when the secret is that of the app the token belongs to.
    proof = signed.signature(account.app_secret, account.token.encode())
    try:
        reply = await number.ask(account.phone_number_id, fields=FIELDS, appsecret_proof=proof)
        if reply.status != 200:
            return (_refused(reply, account.phone_number_id),)
        found = [*_number(reply.json), *_webhook(reply.json, expected_url)]
        if account.business_id:
            apps = await number.ask(f"{account.business_id}/subscribed_apps")
            found.append(_subscribed(apps))
    except NotReached as problem:
        return (Finding(False, "reachable", f"The Graph API at {account.api_url} cannot be reached: {problem.code}."),)
    return tuple(found)


def _refused(reply: Reply, number: str) -> Finding:
    said = lenient.text(reply.json, "error", "message")
    if reply.status == 401 or graph.code_of(reply) == graph.TOKEN_CODE:
        return Finding(
            False, "token", f"Meta does not accept the token: {said} Make a permanent one for a system user."
        )
    if "appsecret_proof" in said:
        return Finding(False, "app_secret", "The app_secret is not that of the app which the token belongs to.")
    return Finding(False, "number", f"Meta shows nothing under the id {number}: {reply.status or reply.why} {said}")


def _number(said: Part) -> list[Finding]:
    name, phone = lenient.text(said, "verified_name"), lenient.text(said, "display_phone_number")
    found = [
        Finding(True, "number", f"The number is {phone}, shown as “{name}”."),
        Finding(True, "app_secret", "It fits the token."),
    ]
    if lenient.text(said, "quality_rating").upper() == "RED":
        found.append(Finding(False, "quality", "Meta rates the number's quality as low, and may let it send less."))
    return found


def _webhook(said: Part, expected: str) -> list[Finding]:
    if not expected:
        return [Finding(False, "webhook", "The server has no public_url, so WhatsApp cannot call it.")]
    asked = lenient.part(said, "webhook_configuration")
    levels = ("phone_number", "whatsapp_business_account", "application")
    url = next((found for level in levels if (found := lenient.text(asked, level))), "")
    if url == expected:
        return [Finding(True, "webhook", f"Meta calls {url}.")]
    return [Finding(False, "webhook", f"Meta calls {url or 'nowhere'}; set the callback URL of the app to {expected}.")]


def _subscribed(reply: Reply) -> Finding:
    if reply.status == 200 and lenient.parts(reply.json, "data"):
        return Finding(True, "subscription", "An app is subscribed to the business account.")
    said = "No app is subscribed to the business account: Meta tells nobody of messages."
    return Finding(False, "subscription", said)
