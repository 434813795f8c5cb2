"""Files of customers: only their own, only what is allowed, and given out so that nothing in them runs."""

import httpx

from hoolin.core.limits import ATTACHMENT_BYTES_MAX
from tests.channels.chat.test_talk import token
from tests.server.live.open_site import Json, Line, OpenSite, until

PATH = "/chat/attachments"


def bearer(own: str) -> dict[str, str]:
    """The header that shows a token."""
    return {"authorization": f"Bearer {own}"} if own else {}


async def upload(site: OpenSite, own: str, name: str = "arve.pdf", body: bytes = b"%PDF sample") -> httpx.Response:
    """A customer's upload."""
    return await (await site.client("")).post(PATH, files={"file": (name, body)}, headers=bearer(own))


async def talking(site: OpenSite) -> tuple[Line, str]:
    """A page that has said something, and its token."""
    own = token()
    page = await site.page(own)
    await page.say("Tere")
    return page, own


async def sent(site: OpenSite) -> tuple[Line, str, Json]:
    """A page that has sent a file."""
    page, own = await talking(site)
    answer = await upload(site, own)
    assert answer.status_code == 200, answer.text
    file = answer.json()
    said = await page.say("", attachments=[{"blob": file["blob"], "name": file["name"]}])
    assert said["type"] == "accepted"
    return page, own, file


async def test_a_file_is_uploaded_sent_and_downloaded(site: OpenSite) -> None:
    """The bytes come back as they went, with headers that keep a browser from running them."""
    page, own, file = await sent(site)
    assert file | {"blob": ""} == {"blob": "", "name": "arve.pdf", "media_type": "application/pdf", "size": 11}
    await until(lambda: len(page.events("message")) == 2)
    assert page.events("message")[-1]["event"]["attachments"] == [file]
    answer = await (await site.client("")).get(f"{PATH}/{file['blob']}", headers=bearer(own))
    assert (answer.status_code, answer.content) == (200, b"%PDF sample")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "private" in answer.headers["cache-control"]
    seen = await (await site.client("juss")).get(f"/attachments/{file['blob']}")
    assert (seen.status_code, seen.content) == (200, b"%PDF sample")


async def test_another_customer_gets_nothing_of_it(site: OpenSite) -> None:
    """Neither downloading nor sending somebody else's file works, and the answers do not say that it exists."""
    _, _, file = await sent(site)
    page, other = await talking(site)
    answer = await (await site.client("")).get(f"{PATH}/{file['blob']}", headers=bearer(other))
    assert answer.status_code == 404
    refused = await page.say("minu?", attachments=[{"blob": file["blob"], "name": "x.pdf"}])
    assert (refused["type"], refused["code"]) == ("refused", "attachment")


async def test_a_stranger_uploads_nothing(site: OpenSite) -> None:
    """Without a token that has said something, nothing is kept."""
    for own in ("", "x" * 40):
        assert (await upload(site, own)).status_code == 403


async def test_what_a_browser_would_run_is_not_taken(site: OpenSite) -> None:
    """An ending that is not on the list is refused."""
    _, own = await talking(site)
    for name in ("page.html", "picture.svg", "script.js", "noending", "run.exe", ""):
        assert (await upload(site, own, name)).status_code in (400, 422), name


async def test_too_large_a_file_is_refused(site: OpenSite) -> None:
    """A byte more than the limit is answered 413."""
    _, own = await talking(site)
    assert (await upload(site, own, body=b"x" * (ATTACHMENT_BYTES_MAX + 1))).status_code == 413


async def test_the_way_in_is_told_to_anybody(site: OpenSite) -> None:
    """Availability counts who is at work and who waits, and may be kept for five seconds."""
    await talking(site)
    answer = await (await site.client("")).get("/chat/availability")
    assert answer.json() == {"people": 0, "waiting": 1, "operator": "Põhjala Mobiil", "languages": ["et", "ru", "en"]}
    assert answer.headers["cache-control"] == "public, max-age=5"


HOSTILE_NAMES = {
    "../../../etc/passwd.txt": "passwd.txt",
    "C:\\Users\\x\\arve.pdf": "arve.pdf",
    "arve\u202efdp.txt": "arvefdp.txt",
    "arve\r\nSet-Cookie: a=b.txt": "arveSet-Cookie: a=b.txt",
    "<img src=x onerror=alert(1)>.png": "<img src=x onerror=alert(1)>.png",
    f"{'õ' * 300}.pdf": f"{'õ' * 196}.pdf",
}
"""What somebody calls a file, and what everybody sees. Markup is shown as it is written: pages put names as text."""


async def test_a_hostile_name_is_made_harmless(site: OpenSite) -> None:
    """No path, no new line and no mark that turns letters round comes through, neither with the upload nor with the message."""
    page, own = await talking(site)
    for number, (name, shown) in enumerate(HOSTILE_NAMES.items(), 1):
        # Whoever uploads as the standard says writes control characters as %0A, and they stay so.
        file = (await upload(site, own, name)).json()
        assert file["name"] in (shown, "arve%0D%0ASet-Cookie: a=b.txt")
        await page.say("", attachments=[{"blob": file["blob"], "name": name[-200:]}])
        await page.shown("message", 1 + number)
        assert page.events("message")[-1]["event"]["attachments"][0]["name"] == shown
