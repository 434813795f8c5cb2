import asyncio
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
import typer

from hoolin.cli.demo import folder, past
from hoolin.cli.demo.cast import PASSWORD, PEOPLE, crew
from hoolin.cli.demo.start import Wanted, is_here, settings_of, start, url_of
from hoolin.core.errors import Refusal
from hoolin.server.accounts.file import AccountsFile
from hoolin.server.accounts.passwords import Passwords
from hoolin.wiring import HoolinSettings, build

START_SECONDS = 60.0
ANYWHERE = "0.0.0.0"  # noqa: S104 only spoken of, never listened on
ROOT = Path(__file__).parents[3]


def wanted(data: Path, port: int = 0, host: str = "127.0.0.1", fresh: bool = False) -> Wanted:
    """A demo in that folder."""
    return Wanted(host, port, 6.0, 3, str(data), fresh)


def printed(capsys: pytest.CaptureFixture[str]) -> str:
    """What was said on the console, lines unbroken."""
    return " ".join(capsys.readouterr().out.split())


def test_a_taken_port_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where somebody listens already, the demo says so and what to do, and leaves the folder alone."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(typer.Exit) as end:
            start(wanted(tmp_path / "site", port), anyone=False)
    assert end.value.exit_code == 1
    told = printed(capsys)
    assert f"Port {port} is taken" in told
    assert f"hoolin demo --port {port + 1}" in told
    assert not (tmp_path / "site").exists()


def test_known_passwords_stay_on_this_machine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A host that others can reach is refused with passwords that everybody knows."""
    with pytest.raises(typer.Exit) as end:
        start(wanted(tmp_path / "site", host="192.0.2.1"), anyone=False)
    assert end.value.exit_code == 2
    assert "--anyone-may-log-in" in printed(capsys)
    assert not (tmp_path / "site").exists()


def test_what_is_here() -> None:
    """Only loopback addresses count as this machine alone."""
    assert all(is_here(host) for host in ("127.0.0.1", "127.8.0.1", "::1", "localhost"))
    assert not any(is_here(host) for host in (ANYWHERE, "::", "192.0.2.1", "help.example.ee", ""))
    assert url_of(ANYWHERE, 80) == "http://127.0.0.1:80"
    assert url_of("::1", 8080) == "http://[::1]:8080"


def test_a_folder_of_something_else_is_never_touched(tmp_path: Path) -> None:
    """A folder that holds no demo site, a real site above all, is refused, with --fresh too."""
    built = build(HoolinSettings(data=str(tmp_path)))
    built.close()
    built.accounts.close()
    before = sorted(file.name for file in tmp_path.rglob("*"))
    for fresh in (False, True):
        with pytest.raises(Refusal) as refusal:
            start(wanted(tmp_path, fresh=fresh), anyone=False)
        assert isinstance(refusal.value, folder.NotADemoSite)
    assert sorted(file.name for file in tmp_path.rglob("*")) == before


def test_a_folder_in_use_is_told_and_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """While a process serves from the folder a second one stands back, with --fresh too, and says who has it."""
    site = tmp_path / "site"
    folder.claim(settings_of(wanted(site)), fresh=False)
    built = build(settings_of(wanted(site)))
    try:
        for fresh in (False, True):
            with pytest.raises(typer.Exit) as end:
                start(wanted(site, fresh=fresh), anyone=False)
            assert end.value.exit_code == 1
            assert "serving from" in printed(capsys)
        assert (site / "journal.db").exists()
    finally:
        built.close()
        built.accounts.close()


def test_fresh_empties_a_demo_site(tmp_path: Path) -> None:
    """--fresh forgets a demo site, and one that cannot be opened any more too."""
    site = tmp_path / "site"
    settings = settings_of(wanted(site))
    folder.claim(settings, fresh=False)
    built = build(settings)
    built.close()
    built.accounts.close()
    assert (site / "journal.db").exists()
    folder.claim(settings, fresh=True)
    assert [file.name for file in site.iterdir()] == [folder.MARK]
    (site / "journal.db").write_bytes(b"this is no journal" * 500)
    folder.claim(settings, fresh=True)
    assert [file.name for file in site.iterdir()] == [folder.MARK]


def test_log_ins_are_made_once(tmp_path: Path) -> None:
    """Everybody printed may log in with what is printed; the simulated have names and passwords that nobody has; nobody is
    made twice.
    """
    for members in (crew(2), crew(4)):
        folder.admit(tmp_path, members)
    file = AccountsFile(tmp_path)
    accounts = {account.login: account for account in file.all()}
    passwords = Passwords()
    assert set(accounts) == {person.login for person in PEOPLE} | {member.agent for member in crew(4)}
    for person in PEOPLE:
        found = file.by_login(person.login)
        assert found is not None
        assert (found[0].name, found[0].role) == (person.name, person.role)
        assert found[0].agent == (person.profile.agent if person.profile is not None else None)
        assert passwords.verify(found[1], PASSWORD)
    for member in crew(4):
        found = file.by_login(member.agent)
        assert found is not None
        assert found[0].name == member.name
        assert not passwords.verify(found[1], PASSWORD)
    file.close()


@asynccontextmanager
async def demo(data: Path) -> AsyncIterator[tuple[str, str]]:
    """`hoolin demo` as somebody starts it, on a free port: its address, and what it has printed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "hoolin", "demo", "--port", "0", "--data", str(data), "--rate", "30", "--agents", "4",
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, cwd=ROOT,
    )  # fmt: skip
    assert process.stdout is not None
    said = ""
    try:
        async with asyncio.timeout(START_SECONDS):
            while "Ctrl+C stops" not in said:
                line = await process.stdout.readline()
                assert line, said
                said += line.decode()
        (url,) = set(re.findall(r"http://127\.0\.0\.1:\d+(?=/desk/)", said))
        yield url, said
        process.send_signal(signal.SIGINT)
        async with asyncio.timeout(90):
            rest = await process.stdout.read()
            assert await process.wait() == 0, rest.decode()
        # Nothing but the ends of lines that were being written.
        assert b"Traceback" not in rest
        assert b'"level"' not in rest
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.mark.slow
async def test_the_demo_as_a_newcomer_meets_it(tmp_path: Path) -> None:
    """`hoolin demo` prints addresses and log-ins that work; the board has a past and goes on; a second start keeps it."""
    site = tmp_path / "site"
    async with demo(site) as (url, said):
        for person in PEOPLE:
            assert person.login in said
        assert PASSWORD in said
        for place in ("/demo/", "/desk/", "/wallboard/", "/admin/flows"):
            assert url + place in said
        async with httpx.AsyncClient(base_url=url, headers={"origin": url}) as client:
            for person in PEOPLE:
                answer = await client.post("/api/v1/session", json={"login": person.login, "password": PASSWORD})
                assert answer.status_code == 200, answer.text
                assert answer.json()["role"] == person.role
            assert (await client.get("/api/v1/coaching/ease/totals")).json()["rules"]["on"]
            board = (await client.get("/api/v1/board")).json()
            assert board["agents"]["online"] > 0
            closed = (await client.get("/api/v1/conversations", params={"view": "closed", "limit": 5})).json()
            assert closed["total"] > past.CONTACTS_MAX / 2
            assert all(row["name"] and row["snippet"] for row in closed["rows"])
            async with asyncio.timeout(90):
                while (later := (await client.get("/healthz")).json()["position"]) <= closed["n"]:  # noqa: ASYNC110 another process
                    await asyncio.sleep(0.2)
    async with demo(site) as (url, _), httpx.AsyncClient(base_url=url) as client:
        health = (await client.get("/healthz")).json()
        assert health["status"] == "well"
        assert health["position"] >= later
