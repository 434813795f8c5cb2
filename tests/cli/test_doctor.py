"""The doctor names what is wrong around a site, with what to do, and changes nothing."""

import asyncio
import shutil
import sqlite3
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from typer.testing import CliRunner

from hoolin.cli import app
from hoolin.cli.symptoms import Around, Symptom, all_symptoms, certificate_of
from hoolin.server import serve
from hoolin.server.settings import ServerSettings
from hoolin.wiring import HoolinSettings, now_ms
from hoolin.wiring.backups.taking import Wanted, take
from tests.cli.test_backup import DAY_MS, running
from tests.ports import free_port


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site that has stopped, with an admin and everything in its place."""
    folder = tmp_path / "site"

    async def live() -> None:
        async with running(folder):
            pass

    asyncio.run(live())
    return folder


def looked(site: Path, backups: Path | None = None, later_ms: int = 0, **server: object) -> dict[str, Symptom]:
    """What is told, by its name."""
    given = ServerSettings(**{"port": free_port(), "public_url": "http://help.test", **server})  # type: ignore[arg-type]
    settings = HoolinSettings(data=str(site), server=given)
    return {one.code: one for one in all_symptoms(Around(settings=settings, backups=backups, now=now_ms() + later_ms))}


def wrong(found: dict[str, Symptom]) -> set[str]:
    """The names of what is not well."""
    return {one.code for one in found.values() if one.state == "wrong"}


def test_a_site_in_order_has_nothing_wrong(site: Path, tmp_path: Path) -> None:
    """Stopped, with a backup of today: what is not well is doubtful at most, and each doubt has a remedy."""
    take(site, tmp_path / "backups", Wanted(), now_ms())
    before = {file: file.stat().st_mtime_ns for file in site.rglob("*") if file.suffix != ".db-shm"}
    found = looked(site, tmp_path / "backups")
    assert wrong(found) <= {"pages"}, "only the pages may not be built yet"
    assert found["serving"].state == "doubtful" and found["backups"].state == "well" and found["key"].state == "well"
    assert all(one.remedy for one in found.values() if one.state != "well")
    assert {
        file for file, at in before.items() if file.exists() and file.stat().st_mtime_ns != at and file.suffix == ".db"
    } == set()


async def test_a_site_that_serves_is_known_to(tmp_path: Path) -> None:
    """It is told who serves it, and its port is not taken for somebody else's."""
    async with running(tmp_path / "site"):
        found = await asyncio.to_thread(looked, tmp_path / "site")
    assert found["serving"].state == "well" and "port" not in found


def open_folder(site: Path) -> None:
    """Others may look into it."""
    site.chmod(0o755)


def open_key(site: Path) -> None:
    """Others may read the key."""
    (site / "master.key").chmod(0o644)


def lose_key(site: Path) -> None:
    """The key is gone."""
    (site / "master.key").unlink()


def lose_admin(site: Path) -> None:
    """Nobody may set anything up."""
    with closing(sqlite3.connect(site / "accounts.db")) as file, file:
        file.execute("UPDATE accounts SET role = 'agent'")


@pytest.mark.parametrize(
    ("spoil", "code"), [(open_folder, "open_folder"), (open_key, "open_key"), (lose_key, "key"), (lose_admin, "admin")]
)
def test_what_is_wrong_is_named(site: Path, monkeypatch: pytest.MonkeyPatch, spoil: object, code: str) -> None:
    """Each is told under its name, with what to do."""
    monkeypatch.delenv("HOOLIN_MASTER_KEY", raising=False)
    spoil(site)  # type: ignore[operator]
    found = looked(site)[code]
    assert found.state != "well" and found.remedy


@pytest.mark.parametrize(("free", "state"), [(500_000_000, "doubtful"), (10_000_000, "wrong"), (5_000_000_000, "well")])
def test_a_disk_that_fills_is_told(site: Path, monkeypatch: pytest.MonkeyPatch, free: int, state: str) -> None:
    """Before it is full."""
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=free))
    assert looked(site)["room"].state == state


def test_a_clock_that_was_set_back_is_noticed(site: Path) -> None:
    """The newest fact lies in the future."""
    assert looked(site, later_ms=-3 * 3_600_000)["clock"].state == "wrong"
    assert "clock" not in looked(site)


def test_old_and_missing_backups_are_told(site: Path, tmp_path: Path) -> None:
    """None is wrong, one of the day before yesterday is doubtful."""
    assert looked(site, tmp_path / "nowhere")["backups"].state == "wrong"
    take(site, tmp_path / "backups", Wanted(), now_ms() - 2 * DAY_MS)
    assert looked(site, tmp_path / "backups")["backups"].state == "doubtful"


def test_a_port_that_somebody_has_is_told(site: Path) -> None:
    """Only while nobody serves the site itself."""
    port = free_port()
    taken = serve.listening("127.0.0.1", port)
    try:
        assert looked(site, port=port)["port"].state == "wrong"
    finally:
        taken.close()


@pytest.fixture(scope="module")
def authority() -> Iterator[ec.EllipticCurvePrivateKey]:
    """A key for certificates of our own."""
    yield ec.generate_private_key(ec.SECP256R1())


def certificate(folder: Path, key: ec.EllipticCurvePrivateKey, days: int) -> Path:
    """A certificate for localhost that ends in so many days, with its key."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=30)).not_valid_after(now + timedelta(days=days, minutes=5))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, hashes.SHA256())
    )  # fmt: skip
    file = folder / "certificate.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


@asynccontextmanager
async def listening(file: Path) -> AsyncIterator[int]:
    """A server with this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    server = await asyncio.start_server(lambda _reader, writer: writer.close(), "localhost", 0, ssl=context)
    async with server:
        yield server.sockets[0].getsockname()[1]


@pytest.mark.parametrize(("days", "state"), [(60, "well"), (10, "doubtful"), (1, "wrong")])
async def test_a_certificate_that_ends_is_told_before(
    tmp_path: Path, authority: ec.EllipticCurvePrivateKey, days: int, state: str
) -> None:
    """By a real handshake: how many days are left; one that browsers do not believe is wrong however long it lasts."""
    file = certificate(tmp_path, authority, days)
    believed = ssl.create_default_context(cafile=str(file))
    async with listening(file) as port:
        told = await asyncio.to_thread(certificate_of, "localhost", port, now_ms(), believed)
        assert (told.code, told.state) == ("certificate", state)
        strange = await asyncio.to_thread(certificate_of, "localhost", port, now_ms())
        assert (strange.code, strange.state) == ("certificate", "wrong")
    away = await asyncio.to_thread(certificate_of, "localhost", free_port(), now_ms())
    assert (away.code, away.state) == ("address", "doubtful")


def test_the_verb_speaks_plainly(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each finding is a sentence, what is not well has an arrow with a remedy, and the status says whether anything is wrong."""
    monkeypatch.setenv("HOOLIN_DATA", str(site))
    monkeypatch.setenv("HOOLIN_SERVER_PORT", str(free_port()))
    monkeypatch.chdir(tmp_path)
    said = CliRunner().invoke(app, ["doctor", "--backups", str(tmp_path / "none")])
    assert said.exit_code == 1
    assert "There is no backup" in said.output and "→" in said.output
    assert '"code":"backups"' in CliRunner().invoke(app, ["doctor", "--json"]).output
