"""Whoever lacks something is told in words what it is and how to get it; nothing is installed halfway."""

import os
import shutil
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

from scripts.components import Component

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("bash", "env", "dirname", "mktemp", "cat", "rm")


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A copy of the scripts on a machine with a shell and little else: `bin/` is its whole PATH."""
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "package.json").write_text("{}")
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        where = shutil.which(tool)
        assert where, tool
        (tmp_path / "bin" / tool).symlink_to(where)
    return tmp_path


def program(machine: Path, name: str, text: str) -> None:
    """Put a small shell program on that machine's PATH."""
    file = machine / "bin" / name
    file.write_text(f"#!{machine}/bin/bash\n{text}\n")
    file.chmod(0o755)


def run(machine: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a script of the copy with that machine's PATH only."""
    return subprocess.run(
        [str(machine / command[0]), *command[1:]],
        env={"PATH": str(machine / "bin"), "HOME": str(machine)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_no_python_is_said(bare: Path) -> None:
    """Without a Python of 3.11 or newer, setting up stops with the command that brings one."""
    program(bare, "python3", "exit 1")
    done = run(bare, "scripts/setup", "run")
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed, and none was found." in done.stderr
    assert "apt-get install python3 python3-venv" in done.stderr
    assert not (bare / ".venv").exists()


def test_a_python_without_venv_is_said(bare: Path) -> None:
    """A distribution's Python without its venv package stops with the command that brings it."""
    program(bare, "python3", f'if [[ "$*" == *ensurepip* ]]; then exit 1; fi; exec {sys.executable} "$@"')
    done = run(bare, "scripts/setup", "run")
    assert done.returncode == 1
    assert "its venv package is missing" in done.stderr
    assert "apt-get install python3-venv" in done.stderr
    assert not (bare / ".venv").exists()


def test_no_node_is_said(bare: Path) -> None:
    """Without Node.js, building the web apps stops with what is needed."""
    done = run(bare, "scripts/build-web", "build")
    assert done.returncode == 1
    assert "Node.js 20.19 or newer is needed to build the web apps, and none was found." in done.stderr


@pytest.mark.needs("node")
@pytest.mark.parametrize(
    ("version", "fits"), [("18.20.4", False), ("20.18.1", False), ("20.19.0", True), ("22.1.0", True)]
)
def test_an_old_node_is_said(bare: Path, version: str, fits: bool) -> None:
    """A Node.js that is too old stops with its version and the one that is needed; a newer one passes."""
    say = f"Object.defineProperty(process.versions, 'node', {{value: '{version}'}});"
    program(
        bare,
        "node",
        f'if [ "$1" = --version ]; then echo v{version}; else exec {shutil.which("node")} -e "{say} $2"; fi',
    )
    program(bare, "npm", "exit 0")
    done = run(bare, "scripts/build-web", "check")
    assert (done.returncode == 0) is fits, done.stderr
    assert (f"is needed to build the web apps; this is v{version}" in done.stderr) is not fits


@pytest.mark.needs("node")
def test_no_npm_is_said(bare: Path) -> None:
    """Node.js without npm stops with the command that brings npm."""
    (bare / "bin" / "node").symlink_to(str(shutil.which("node")))
    done = run(bare, "scripts/build-web", "install")
    assert done.returncode == 1
    assert "npm is needed" in done.stderr


@pytest.mark.needs("node")
def test_what_npm_said_is_shown(bare: Path) -> None:
    """When npm fails, its own words are shown, and which step it was."""
    (bare / "bin" / "node").symlink_to(str(shutil.which("node")))
    program(bare, "npm", "echo the build is broken here; exit 3")
    done = run(bare, "scripts/build-web", "build")
    assert done.returncode == 1
    assert "the build is broken here" in done.stderr
    assert "building the web apps failed" in done.stderr


@pytest.fixture
def provision(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The provisioning script as a module, for a machine that lacks one part, in a run that is not strict."""
    loader = SourceFileLoader("provision_script", str(ROOT / "scripts" / "provision"))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader.exec_module(module)
    lacking = Component("moon", "tides", ("moon-rock",), programs=("no-such-program-anywhere",))
    monkeypatch.setattr(module, "COMPONENTS", (lacking,))
    for name in ("CI", "HOOLIN_STRICT"):
        monkeypatch.delenv(name, raising=False)
    return module


def test_a_missing_part_is_named(
    provision: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nothing may be installed, the part, its use and the command are printed: a note for a user, an error in CI."""
    monkeypatch.setattr(provision, "apt_at_hand", lambda: False)
    assert provision.main([]) == 0
    said = capsys.readouterr().out
    assert "missing moon (no-such-program-anywhere), needed for tides" in said
    assert "apt-get install --no-install-recommends moon-rock" in said
    monkeypatch.setenv("CI", "true")
    assert provision.main([]) == 1


def test_what_is_missing_is_installed_once(
    provision: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """With root and apt-get at hand the missing packages are installed; when all is there, apt-get is not asked again."""
    log = tmp_path / "log"
    script = f'echo "$@" >> {log}; [ "$1" = install ] && ln -sf /bin/true {tmp_path}/no-such-program-anywhere; true'
    (tmp_path / "apt-get").write_text(f"#!/bin/bash\n{script}\n")
    (tmp_path / "apt-get").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(provision, "apt_at_hand", lambda: True)
    monkeypatch.setattr(provision, "POLICY", tmp_path / "policy-rc.d")
    assert provision.main([]) == 0
    assert log.read_text().splitlines() == ["update", "install --yes --no-install-recommends moon-rock"]
    assert provision.main([]) == 0
    assert len(log.read_text().splitlines()) == 2


def test_no_server_is_started_by_installing_it(
    provision: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """While packages are installed the machine's policy says no to starting servers; one that was there is left as it was."""
    policy = tmp_path / "policy-rc.d"
    with provision.nothing_started(policy):
        assert subprocess.run([str(policy)], check=False).returncode == 101
    assert not policy.exists()
    policy.write_text("own")
    with provision.nothing_started(policy):
        assert policy.read_text() == "own"
    assert policy.read_text() == "own"


def test_what_make_brings_is_not_asked_of_the_distribution(
    provision: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A part that a target of the Makefile brings is no gap before `make` has run, and is named with that target after it."""
    monkeypatch.setattr(provision, "COMPONENTS", (Component("star", "light", files=("no-such/star",), make="peers"),))
    monkeypatch.setattr(provision, "install", lambda missing: pytest.fail("installed"))
    monkeypatch.setenv("CI", "true")
    assert provision.main([]) == 0
    assert provision.main(["--check"]) == 1
    assert "missing star (no-such/star), needed for light\n           make peers" in capsys.readouterr().out


def test_checking_installs_nothing(provision: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--check` never calls apt-get."""
    monkeypatch.setattr(provision, "apt_at_hand", lambda: True)
    monkeypatch.setattr(provision, "install", lambda missing: pytest.fail("installed"))
    assert provision.main(["--check"]) == 0
