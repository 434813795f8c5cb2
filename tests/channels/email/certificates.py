"""An authority of one's own, and a certificate of it for this machine's loopback."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat


class Certificates(NamedTuple):
    """Files: the authority, and the certificate for localhost and 127.0.0.1 with its key."""

    authority: str
    certificate: str
    key: str


def make(folder: Path) -> Certificates:
    """Make them in a folder."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Test authority")])
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    begin = datetime.now(UTC) - timedelta(hours=1)

    def builder(subject: x509.Name, public: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(root_name)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(begin)
            .not_valid_after(begin + timedelta(days=1))
        )

    root = builder(root_name, root_key.public_key()).add_extension(x509.BasicConstraints(True, 0), critical=True)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    leaf = builder(name, key.public_key()).add_extension(names, critical=False)
    files = Certificates(*(str(folder / file) for file in ("authority.pem", "certificate.pem", "key.pem")))
    Path(files.authority).write_bytes(root.sign(root_key, hashes.SHA256()).public_bytes(Encoding.PEM))
    Path(files.certificate).write_bytes(leaf.sign(root_key, hashes.SHA256()).public_bytes(Encoding.PEM))
    Path(files.key).write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return files
