"""The locks pin everything by hash, name no registry, and agree with what the project asks for."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>\S+)")


def read_lock(text: str) -> tuple[dict[str, str], list[str]]:
    """What a lock pins (name to version), and the lines that are wrong: a pin without hashes, an address, an option."""
    pins: dict[str, str] = {}
    wrong = []
    entries = re.split(r"\n(?=\S)", "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#")))
    for entry in filter(str.strip, entries):
        match = PIN.match(entry)
        if match is None or "://" in entry or "--hash=sha256:" not in entry:
            wrong.append(entry.splitlines()[0])
        else:
            pins[canonicalize_name(match["name"])] = match["version"]
    return pins, wrong


def unmet(wanted: list[str], pins: dict[str, str]) -> list[str]:
    """The requirements that a lock does not pin, or pins to a version they do not allow."""
    found = []
    for text in wanted:
        need = Requirement(text)
        version = pins.get(canonicalize_name(need.name))
        if version is None or not need.specifier.contains(version, prereleases=True):
            found.append(f"{text} (locked: {version})")
    return found


RUN = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["build"]]
DEV = [*RUN, *PROJECT["dependency-groups"]["dev"]]
PEERS = PROJECT["dependency-groups"]["peers"]


@pytest.mark.parametrize(("lock", "wanted"), [("run.txt", RUN), ("dev.txt", DEV), ("peers.txt", PEERS)])
def test_the_lock_pins_all_by_hash(lock: str, wanted: list[str]) -> None:
    """Each entry has hashes and no address; each package the project asks for is there in a version it allows."""
    pins, wrong = read_lock((ROOT / "requirements" / lock).read_text())
    assert wrong == []
    assert unmet(wanted, pins) == []


def test_developers_and_users_run_the_same_versions() -> None:
    """Whatever a user's lock pins, the developers' lock pins to the same version."""
    run, _ = read_lock((ROOT / "requirements" / "run.txt").read_text())
    dev, _ = read_lock((ROOT / "requirements" / "dev.txt").read_text())
    assert {name: dev.get(name) for name in run} == run


def test_no_peer_is_in_the_product() -> None:
    """Other people's servers, whatever their licence, are in none of our own locks."""
    for lock in ("run.txt", "dev.txt"):
        pins, _ = read_lock((ROOT / "requirements" / lock).read_text())
        assert not {canonicalize_name(Requirement(peer).name) for peer in PEERS} & set(pins)


def addresses(lock: dict[str, dict[str, dict[str, str]]]) -> list[str]:
    """The packages of an npm lock that are fetched from a written address."""
    return [name for name, entry in lock["packages"].items() if "://" in str(entry.get("resolved", ""))]


NPM_LOCKS = [ROOT / "web" / "package-lock.json", *sorted((ROOT / "tests" / "peers").glob("*/package-lock.json"))]


@pytest.mark.parametrize("file", NPM_LOCKS, ids=lambda file: str(file.parent.name))
def test_the_web_lock_names_no_address(file: Path) -> None:
    """Whoever installs the web apps, or a peer for tests, uses their own registry: the lock holds checks, no addresses."""
    lock = json.loads(file.read_text())
    assert addresses(lock) == []
    brought = [entry for name, entry in lock["packages"].items() if "node_modules/" in name and not entry.get("link")]
    assert brought
    assert all("integrity" in entry or entry.get("inBundle") for entry in brought)


@pytest.mark.parametrize(
    "entry",
    ["six==1.16.0", "six @ https://example.org/six.whl --hash=sha256:0", "--index-url https://example.org/simple"],
    ids=["no hash", "address", "option"],
)
def test_a_loose_entry_is_caught(entry: str) -> None:
    """A pin without a hash, a direct address and an index are each found."""
    good = "idna==3.20 \\\n    --hash=sha256:00\n    # via httpx\n"
    pins, wrong = read_lock(good + entry + "\n")
    assert pins == {"idna": "3.20"}
    assert len(wrong) == 1


def test_a_stale_lock_is_caught() -> None:
    """A package that was added, and a bound that was raised, since the lock was made are found."""
    assert unmet(["six>=1.16", "idna>=4", "Typing_Extensions>=4"], {"idna": "3.20", "typing-extensions": "4.16"}) == [
        "six>=1.16 (locked: None)",
        "idna>=4 (locked: 3.20)",
    ]


def test_a_written_address_is_caught() -> None:
    """An npm entry that says where it comes from is found."""
    assert addresses({"packages": {"": {}, "node_modules/a": {"resolved": "https://example.org/a.tgz"}}}) == [
        "node_modules/a"
    ]
