"""Asking the homeserver: every call bounded in time and size, and every failure told apart by what it means.

NotReached                  it surely has not acted on it: no connection, "later", "I do not know you"
PeerError("timed_out")      it may have: no answer, half an answer, an error of its own
PeerError(M_…, status=…)    it has refused, in its own word
"""

import ssl
from collections.abc import AsyncIterator
from typing import Any, NamedTuple

import httpx
import msgspec

from hoolin.channels.matrix.manifest import (
    ANSWER_BYTES_MAX,
    ANSWER_SECONDS_MAX,
    CONNECTIONS_MAX,
    MEDIA_SECONDS_MAX,
    MatrixAccount,
)
from hoolin.channels.matrix.wire import mapping, path, word, write
from hoolin.channels.written import File
from hoolin.core.errors import NotReached, PeerError, TooLarge
from hoolin.core.limits import ATTACHMENT_BYTES_MAX

CLIENT = "/_matrix/client/v3"
UNSURE = "timed_out"


class Answer(NamedTuple):
    """A good answer."""

    status: int
    media_type: str
    content: bytes


class Homeserver:
    """The client of one account."""

    def __init__(self, account: MatrixAccount) -> None:
        self.account = account
        context = ssl.create_default_context(cafile=account.ca_file or None)
        self._client = httpx.AsyncClient(
            base_url=account.homeserver,
            verify=context,
            trust_env=False,
            timeout=ANSWER_SECONDS_MAX,
            limits=httpx.Limits(max_connections=CONNECTIONS_MAX),
            headers={"authorization": f"Bearer {account.as_token}"},
        )

    async def close(self) -> None:
        """Let go of its connections."""
        await self._client.aclose()

    async def ask(
        self, method: str, where: str, *, user: str = "", said: object = None, **query: str
    ) -> dict[str, Any]:
        """Call it as one of our users. where: from the slash on. said: becomes JSON."""
        body = write(said) if said is not None else None
        headers = {"content-type": "application/json"} if body is not None else {}
        asked = self._client.build_request(
            method, where, params=self._query(user, query), content=body, headers=headers
        )
        answer = await self._answer(asked, ANSWER_BYTES_MAX)
        try:
            return mapping(msgspec.json.decode(answer.content))
        except msgspec.DecodeError:
            raise PeerError(UNSURE, status=answer.status) from None

    async def upload(self, user: str, name: str, media_type: str, pieces: AsyncIterator[bytes], size: int) -> str:
        """Hand over a file; its mxc address."""
        headers = {"content-type": media_type, "content-length": str(size)}
        asked = self._client.build_request(
            "POST", "/_matrix/media/v3/upload", params=self._query(user, {"filename": name}), content=pieces,
            headers=headers, timeout=MEDIA_SECONDS_MAX,
        )  # fmt: skip
        answer = await self._answer(asked, ANSWER_BYTES_MAX)
        uri = word(mapping(msgspec.json.decode(answer.content)), "content_uri")
        if not uri:
            raise PeerError("no_content_uri")
        return uri

    async def download(self, user: str, server: str, ident: str, name: str) -> File:
        """Fetch a file; TooLarge when it is more than a message may carry."""
        asked = self._client.build_request(
            "GET", "/_matrix/client/v1/media/download" + path(server, ident), params=self._query(user, {}),
            timeout=MEDIA_SECONDS_MAX, headers={"accept-encoding": "identity"},
        )  # fmt: skip
        answer = await self._answer(asked, ATTACHMENT_BYTES_MAX)
        return File(name=name, media_type=answer.media_type or "application/octet-stream", body=answer.content)

    def _query(self, user: str, more: dict[str, str]) -> dict[str, str]:
        return {**more, **({"user_id": user} if user else {})}

    async def _answer(self, asked: httpx.Request, at_most: int) -> Answer:
        """A good answer, read to its end."""
        try:
            answer = await self._client.send(asked, stream=True, follow_redirects=False)
            try:
                body = bytearray()
                async for some in answer.aiter_bytes():
                    body += some
                    if len(body) > at_most:
                        raise TooLarge("answer", at_most=at_most)
            finally:
                await answer.aclose()
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            raise NotReached("homeserver") from None
        except httpx.HTTPError:
            raise PeerError(UNSURE) from None
        if answer.is_success:
            kind = answer.headers.get("content-type", "").partition(";")[0].strip()
            return Answer(answer.status_code, kind, bytes(body))
        raise refusal(answer.status_code, bytes(body))


def refusal(status: int, body: bytes) -> PeerError:
    """What an answer that is not good means."""
    try:
        code = word(mapping(msgspec.json.decode(body)), "errcode")
    except msgspec.DecodeError:
        code = ""
    if status == httpx.codes.TOO_MANY_REQUESTS or status == httpx.codes.UNAUTHORIZED:
        return NotReached(code or f"http_{status}", status=status)
    if status >= httpx.codes.INTERNAL_SERVER_ERROR and not code.startswith("M_CONNECTION") and code != "M_BAD_STATUS":
        return PeerError(UNSURE, status=status, errcode=code)
    return PeerError(code or f"http_{status}", status=status)
