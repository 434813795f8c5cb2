"""The monthly report as a signed file, and the key by which anybody can check it."""

from typing import Annotated

import msgspec
from fastapi import Depends, Query
from starlette.responses import Response

from hoolin.core.site.rules import Language
from hoolin.experience.api import report
from hoolin.server.accounts.records import Who
from hoolin.server.papers import paper
from hoolin.server.report import ReportOffice
from hoolin.server.routing import api_router
from hoolin.server.who import part, public, require

router = api_router("experience")

TheOffice = Annotated[ReportOffice, Depends(part(ReportOffice))]


@router.get("/experience/report", response_class=Response)
async def experience_report(
    who: Annotated[Who, Depends(require("reports.read"))], office: TheOffice,
    month: Annotated[str, Query(max_length=20, description="Such as 2026-10, in the site's time zone.")],
    language: Annotated[Language, Query()] = "et", form: Annotated[report.Form, Query()] = "html",
) -> Response:  # fmt: skip
    """The figures of a month as a signed report: a page, a PDF, or data. A month that has not begun is refused; one that is not over says so."""
    found = await office.counted(month)
    body = await office.write(found, language, form)
    return paper(body, report.name_of(found, language, form), form)


@router.get("/experience/report/key", dependencies=[Depends(public("public"))], response_class=Response)
async def experience_report_key(office: TheOffice) -> Response:
    """The public key by which this site's reports are checked, for everybody: `{"algorithm","fingerprint","public_key","pem"}`."""
    key = office.signer.public
    told = {"algorithm": "ed25519", "fingerprint": key.fingerprint, "public_key": key.text, "pem": key.pem}
    return Response(
        msgspec.json.encode(told), media_type="application/json", headers={"cache-control": "public, max-age=300"}
    )
