"""A real XMPP server on loopback: Prosody in a folder of its own, with an authority that has signed its certificate."""

import datetime
import os
import socket
import subprocess
import time
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.ports import free_port

DOMAIN = "xmpp.test"
PASSWORD = "secret"

CONFIG = """
run_as_root = true
pidfile = "{folder}/prosody.pid"
data_path = "{folder}/data"
log = {{ info = "{folder}/prosody.log" }}
interfaces = {{ "127.0.0.1" }}
local_interfaces = {{ "127.0.0.1" }}
http_interfaces = {{ "127.0.0.1" }}
https_ports = {{ }}
http_ports = {{ {http} }}
http_external_url = "http://127.0.0.1:{http}/"
c2s_ports = {{ {starttls} }}
c2s_direct_tls_ports = {{ {tls} }}
s2s_ports = {{ }}
s2s_direct_tls_ports = {{ }}
modules_disabled = {{ "s2s" }}
modules_enabled = {{ "roster", "saslauth", "tls", "disco", "ping", "offline", {modules} }}
authentication = "internal_plain"
c2s_require_encryption = {encryption}
limits = {{ }}
c2s_direct_tls_ssl = {{ key = "{folder}/server.key"; certificate = "{folder}/server.pem" }}
VirtualHost "{domain}"
  ssl = {{ key = "{folder}/server.key"; certificate = "{folder}/server.pem" }}
{components}
"""

FILES = """Component "files.xmpp.test" "http_file_share"
  http_host = "127.0.0.1"
  http_file_share_size_limit = 1048576
"""


class Prosody:
    """The server. starttls, tls, http: its ports. authority: the file of the certificate to trust."""

    def __init__(self, folder: Path, *, modules: str = '"carbons", "mam"', encryption: bool = True) -> None:
        self.folder = folder
        self.starttls, self.tls, self.http = free_port(), free_port(), free_port()
        self.authority = folder / "authority.pem"
        self._encryption = encryption
        self._process: subprocess.Popen[bytes] | None = None
        (folder / "data").mkdir(parents=True)
        certificates(folder, DOMAIN)
        self.configure(modules=modules, encryption=encryption)

    def configure(self, *, modules: str, encryption: bool = True, files: bool = True) -> None:
        """Write the configuration; it holds from the next start."""
        text = CONFIG.format(
            folder=self.folder, http=self.http, starttls=self.starttls, tls=self.tls if encryption else "",
            modules=modules, encryption=str(encryption).lower(), domain=DOMAIN,
            components=FILES if files else "",
        )  # fmt: skip
        (self.folder / "prosody.cfg.lua").write_text(text)

    def register(self, *names: str) -> None:
        """Make accounts."""
        for name in names:
            command = [
                "prosodyctl",
                "--config",
                str(self.folder / "prosody.cfg.lua"),
                "register",
                name,
                DOMAIN,
                PASSWORD,
            ]
            subprocess.run(command, check=True, capture_output=True, timeout=30)

    def start(self) -> None:
        """Start, and wait until it listens."""
        out = (self.folder / "out").open("ab")
        self._process = subprocess.Popen(
            ["prosody", "--config", str(self.folder / "prosody.cfg.lua"), "-F"], stdout=out, stderr=out,
            cwd=self.folder, env={**os.environ, "HOME": str(self.folder)},
        )  # fmt: skip
        out.close()
        until = time.monotonic() + 20
        ports = [self.starttls, self.tls] if self._encryption else [self.starttls]
        while ports and time.monotonic() < until:
            with suppress(OSError), socket.create_connection(("127.0.0.1", ports[-1]), timeout=1):
                ports.pop()
                continue
            time.sleep(0.02)
        if not ports:
            return
        raise AssertionError((self.folder / "out").read_text() + (self.folder / "prosody.log").read_text())

    def stop(self, *, kill: bool = False) -> None:
        """End it, politely or not."""
        if self._process is not None:
            (self._process.kill if kill else self._process.terminate)()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(10)
            self._process = None


def certificates(folder: Path, domain: str) -> None:
    """An authority, and a certificate for the domain that it has signed."""
    now = datetime.datetime.now(datetime.UTC)
    keys = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])
    names = [x509.DNSName(domain), x509.DNSName(f"files.{domain}"), x509.IPAddress(ip_address("127.0.0.1"))]

    def build(subject: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder().subject_name(subject).issuer_name(authority).public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=30))
        )  # fmt: skip

    root = build(authority, keys[0]).add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    server = build(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, domain)]), keys[1])
    server = server.add_extension(x509.SubjectAlternativeName(names), critical=False)
    pem = serialization.Encoding.PEM
    (folder / "authority.pem").write_bytes(root.sign(keys[0], hashes.SHA256()).public_bytes(pem))
    (folder / "server.pem").write_bytes(server.sign(keys[0], hashes.SHA256()).public_bytes(pem))
    (folder / "server.key").write_bytes(
        keys[1].private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
