"""A site's own process for the benches: `python -m hoolin.cli.bench_site FOLDER [ACCOUNTS]`; prints `ready PORT` once it answers.

ACCOUNTS: of written channels, as JSON.
"""

import sys

import msgspec

from hoolin.server import serve
from hoolin.server.settings import ServerSettings
from hoolin.wiring import HoolinSettings, build, web
from hoolin.wiring.channels import ChannelAccounts


def main(folder: str, accounts: str = "{}") -> None:
    """Serve until ended, on a free port, without limits on public calls."""
    server = ServerSettings(port=0, access_log=False, public_rate_scale=0)
    channels = msgspec.json.decode(accounts, type=ChannelAccounts)
    settings = HoolinSettings(data=folder, operator="Bench", server=server, channels=channels)
    serving = serve.Serving(web(build(settings)), server)
    serve.run(serving, _ready)


def _ready(port: int) -> None:
    sys.stdout.write(f"ready {port}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
