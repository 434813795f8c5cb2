"""The whole set-up as one YAML file: fetched, compared, applied at once."""

from typing import Annotated, Any

from fastapi import Depends
from starlette.responses import Response

from hoolin.server.accounts.records import Who
from hoolin.server.bodies import plain, read
from hoolin.server.config.differ import in_words
from hoolin.server.config.office import ConfigOffice, File
from hoolin.server.routing import api_router
from hoolin.server.who import part, require

router = api_router("config")

Configurer = Annotated[Who, Depends(require("site.configure"))]
Office = Annotated[ConfigOffice, Depends(part(ConfigOffice))]


@router.get("/config", response_class=Response)
async def config(who: Configurer, office: Office) -> Response:
    """The set-up as the text of a YAML file, with comments: no secrets, no accounts, nothing personal."""
    headers = {"cache-control": "no-store", "content-disposition": 'attachment; filename="hoolin.yaml"'}
    return Response(office.text(), media_type="application/yaml", headers=headers)


@router.put("/config", response_class=Response)
async def put_config(body: dict[str, Any], who: Configurer, office: Office, dry_run: bool = False) -> Response:
    """Set what a file asks for: `{"yaml": "…"}`, all of it or nothing; gives what it changed, also in words. With `dry_run=true` nothing is
    changed, and the same is refused as would be. A file that cannot be read is refused with every problem and its line (400, `config_unreadable`);
    one made from an older state, unless `"force": true`, when the site was set up otherwise since (409, `config_changed`).
    """
    told = await office.apply(read(body, File, "config"), who.actor, dry_run=dry_run)
    return plain({"changes": told, "said": in_words(told), "dry_run": dry_run})
