"""The weekly digest, for whoever reads figures."""

from typing import Annotated, Literal

from fastapi import Depends, Query
from starlette.responses import Response

from hoolin.core.site.rules import Language
from hoolin.server.accounts.records import Who
from hoolin.server.api.session import TheAccounts
from hoolin.server.digest import DigestOffice
from hoolin.server.improvements import people_of
from hoolin.server.papers import paper
from hoolin.server.routing import api_router
from hoolin.server.who import part, require

router = api_router("reasons")

TheOffice = Annotated[DigestOffice, Depends(part(DigestOffice))]


@router.get("/digest", response_class=Response)
async def weekly_digest(
    who: Annotated[Who, Depends(require("reports.read"))], office: TheOffice, accounts: TheAccounts,
    language: Annotated[Language, Query()] = "et",
    form: Annotated[Literal["html", "pdf", "json"], Query(alias="format")] = "html",
    week: Annotated[str, Query(max_length=20, description="Such as 2026-W48; left out: the last that is over, from Monday to Sunday.")] = "",
) -> Response:  # fmt: skip
    """A week on one page: what rose, what costs most, what is new, what was improved and what came of it, and how good suggestions were. No customer is in it,
    nor anything that customers said. As a page, a PDF, or data. A week that is not over is refused.
    """
    digest = await office.soon(await office.week(week), people_of(await accounts.all()))
    body, name = await office.write(digest, language, form)
    return paper(body, name, form)
