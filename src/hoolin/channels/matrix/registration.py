"""What the homeserver is told about us: the registration of the application service. Pure."""

import json
import re

from hoolin.channels.matrix.manifest import CHANNEL, MatrixAccount


def registration(name: str, account: MatrixAccount, public_url: str) -> str:
    """The registration as a file for the homeserver (JSON is YAML). name: of the account in our settings."""
    users = [{"exclusive": True, "regex": re.escape(user)} for user in account.users]
    aliases = [{"exclusive": True, "regex": f"#hoolin-[0-9a-f]+:{re.escape(account.user.partition(':')[2])}"}]
    return json.dumps(
        {
            "id": account.appservice,
            "url": f"{public_url.rstrip('/')}/hooks/{CHANNEL}/{name}",
            "as_token": account.as_token,
            "hs_token": account.hs_token,
            "sender_localpart": account.user[1:].partition(":")[0],
            "rate_limited": False,
            "receive_ephemeral": True,
            "namespaces": {"users": users, "aliases": aliases, "rooms": []},
        },
        indent=2,
    )
