"""A site where a language model puts the lines of drills into other words, in a process of its own: `python -m tests.e2e.phrased_process FOLDER URL`; prints `ready PORT`. URL: of `tests.server.model_process`."""

import sys

from hoolin.server.coaching.model import PhrasingSettings
from hoolin.server.settings import ServerSettings
from hoolin.wiring import HoolinSettings, build
from tests.e2e.reviews_process import furnish
from tests.serving import serve_until_ended


def main(folder: str, url: str) -> None:
    """Serve until the process is ended."""
    server = ServerSettings(port=0, access_log=False)
    phrasing = PhrasingSettings(url=url, model="good", seconds=10)
    built = build(HoolinSettings(data=folder, operator="Põhjala Mobiil", server=server, phrasing=phrasing))

    async def begin(_port: int) -> None:
        await furnish(built)

    serve_until_ended(built, begin)


if __name__ == "__main__":
    main(*sys.argv[1:3])
