"""A real homeserver on loopback: Synapse in a folder of its own, with SQLite, and our registration."""

import base64
import json
import secrets
import subprocess
import time
from pathlib import Path

import httpx

from hoolin.channels.matrix.manifest import MatrixAccount
from hoolin.channels.matrix.registration import registration
from scripts.components import ROOT
from tests.ports import free_port

DOMAIN = "matrix.test"
PYTHON = ROOT / ".venv" / "peers" / "bin" / "python"

START_SECONDS_MAX = 150
"""It takes two seconds of a quiet machine, and a minute of a crowded one."""

RATES = ("message", "registration", "admin_redaction", "joins_per_room", "3pid_validation", "room_creation")


def account(homeserver: str) -> MatrixAccount:
    """Our account there."""
    return MatrixAccount(
        homeserver=homeserver, user=f"@help:{DOMAIN}", others=(f"@sales:{DOMAIN}",),
        as_token="as-token-for-tests", hs_token="hs-token-for-tests",
    )  # fmt: skip


class Synapse:
    """The server. port: its own. ours: where it calls us."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port, self.ours = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.account = account(self.url)
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True)
        self._configure()

    def _configure(self) -> None:
        file = self.folder / "homeserver.json"
        (self.folder / "us.json").write_text(registration("main", self.account, f"http://127.0.0.1:{self.ours}"))
        (self.folder / "log.json").write_text(json.dumps({
            "version": 1, "handlers": {"file": {"class": "logging.FileHandler", "filename": str(self.folder / "log")}},
            "root": {"level": "WARNING", "handlers": ["file"]}, "disable_existing_loggers": False,
        }))  # fmt: skip
        quick = {"per_second": 100_000, "burst_count": 100_000}
        file.write_text(json.dumps({
            "server_name": DOMAIN, "pid_file": str(self.folder / "pid"), "report_stats": False,
            "listeners": [{"port": self.port, "bind_addresses": ["127.0.0.1"], "type": "http", "tls": False,
                           "resources": [{"names": ["client"]}]}],
            "database": {"name": "sqlite3", "args": {"database": str(self.folder / "homeserver.db")}},
            "media_store_path": str(self.folder / "media"), "signing_key_path": str(self.folder / "key"),
            "log_config": str(self.folder / "log.json"), "app_service_config_files": [str(self.folder / "us.json")],
            "trusted_key_servers": [], "enable_registration": True, "enable_registration_without_verification": True,
            "macaroon_secret_key": "m" * 32, "form_secret": "f" * 32, "registration_shared_secret": "r" * 32,
            **{f"rc_{name}": quick for name in RATES},
            "rc_login": {"address": quick, "account": quick, "failed_attempts": quick},
            "rc_joins": {"local": quick, "remote": quick},
            "rc_invites": {"per_room": quick, "per_user": quick, "per_issuer": quick},
        }))  # fmt: skip
        seed = base64.b64encode(secrets.token_bytes(32)).decode().rstrip("=")
        (self.folder / "key").write_text(f"ed25519 a_test {seed}\n")

    def start(self) -> None:
        """Start, and wait until it answers."""
        out = (self.folder / "out").open("ab")
        command = [str(PYTHON), "-m", "synapse.app.homeserver", "-c", str(self.folder / "homeserver.json")]
        self._process = subprocess.Popen(command, stdout=out, stderr=out, cwd=self.folder)
        out.close()
        until = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < until:
            try:
                if httpx.get(f"{self.url}/health", timeout=2, trust_env=False).is_success:
                    return
            except httpx.HTTPError:
                time.sleep(0.05)
        raise AssertionError((self.folder / "out").read_text())

    def stop(self, *, kill: bool = False) -> None:
        """End it, politely or not."""
        if self._process is not None:
            (self._process.kill if kill else self._process.terminate)()
            try:
                self._process.wait(15)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(10)
            self._process = None
