"""Pages, PDFs and data that are made to be kept or sent: as an answer."""

from starlette.responses import Response

from hoolin.experience.api import report

TYPES: dict[report.Form, str] = {
    "html": "text/html; charset=utf-8", "pdf": "application/pdf", "json": "application/json",
}  # fmt: skip


def paper(body: bytes, name: str, form: report.Form) -> Response:
    """The file of this name. A page is read where it is, and runs nothing; what a browser shows by other means is kept first."""
    shown = "inline" if form == "html" else "attachment"
    headers = {"content-disposition": f'{shown}; filename="{name}"', "cache-control": "no-store"}
    if form == "html":
        headers["content-security-policy"] = f"{report.policy()}; frame-ancestors 'none'; sandbox allow-downloads"
    return Response(body, media_type=TYPES[form], headers=headers)
