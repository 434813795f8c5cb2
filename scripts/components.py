"""What the tests need from the distribution: one table for `scripts/provision` (which installs it) and for the test run
(which skips a test by name where a part is missing, and fails on that skip in CI).

To add a part, add a line to `COMPONENTS` and mark the tests that use it with `@pytest.mark.needs("its name")`.
Standard library only: this runs before any environment exists.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Component:
    """One part that does not come with the developer's Python or npm packages.

    name: how tests ask for it. why: what is tested with it. apt: the packages of Debian and Ubuntu that bring it.
    programs: found on PATH when it is there. files: exist when it is there; a relative one lies in the repository, and a `*`
    stands for a version. All of both must be there. answers: what its packages would ask while they are installed, in the words of debconf. root: only
    root can start it. make: the target of the Makefile that brings it, for what is no package of the distribution.
    """

    name: str
    why: str
    apt: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    root: bool = False
    make: str = ""

    def missing(self) -> tuple[str, ...]:
        """The programs and files of this part that are not on this machine; empty when all is there."""
        programs = tuple(program for program in self.programs if shutil.which(program) is None)
        files = tuple(file for file in self.files if not any(Path("/").glob(str(ROOT / file)[1:])))
        rights = ("being root",) if self.root and os.geteuid() != 0 else ()
        return programs + files + rights

    def how_to_install(self) -> str:
        """The command that brings this part to a Debian or Ubuntu machine."""
        if self.make:
            return f"make {self.make}"
        return "apt-get install --no-install-recommends " + " ".join(self.apt)


COMPONENTS: tuple[Component, ...] = (
    Component(
        name="chromium",
        why="browser tests: the customer's page, the desk and the wallboard as a person meets them",
        apt=("chromium-headless-shell", "fonts-dejavu-core"),
        programs=("chromium-headless-shell",),
        files=("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",),
    ),
    Component(
        name="node",
        why="building the web apps and testing their TypeScript; the SMSC that the SMS channel is tested with",
        apt=("nodejs", "npm"),
        programs=("node", "npm"),
    ),
    Component(
        name="dovecot",
        why="mail: a real mailbox to read from, and a real server that mail is delivered to",
        apt=("dovecot-imapd", "dovecot-lmtpd"),
        files=("/usr/sbin/dovecot", "/usr/bin/doveadm", "/usr/lib/dovecot/imap", "/usr/lib/dovecot/lmtp"),
    ),
    Component(
        name="postfix",
        why="mail: a real mail server that hands us mail, carries ours, retries and bounces",
        apt=("postfix",),
        files=("/usr/sbin/postfix", "/usr/lib/postfix/sbin/master"),
        answers=("postfix postfix/main_mailer_type select No configuration",),
        root=True,
    ),
    Component(
        name="clamav",
        why="mail: a real virus scanner, with one signature of our own",
        apt=("clamav-daemon",),
        files=("/usr/sbin/clamd",),
    ),
    Component(
        name="postgresql",
        why="the journal in PostgreSQL, against a real server",
        apt=("postgresql",),
        files=("/usr/lib/postgresql/*/bin/postgres", "/usr/lib/postgresql/*/bin/initdb"),
    ),
    Component(
        name="prosody",
        why="the XMPP channel, against a real server",
        apt=("prosody",),
        programs=("prosody", "prosodyctl"),
    ),
    Component(
        name="rtpengine",
        why="the telephone: the engine that carries the sound of calls",
        apt=("rtpengine-daemon",),
        programs=("rtpengine",),
    ),
    Component(
        name="sipp",
        why="the telephone: a trunk that brings calls and takes them, and a load that loses packets",
        apt=("sip-tester",),
        programs=("sipp",),
    ),
    Component(
        name="baresip",
        why="the telephone: a telephone on an agent's desk",
        apt=("baresip-core",),
        programs=("baresip",),
        files=("/usr/lib/baresip/modules/ctrl_tcp.so", "/usr/lib/baresip/modules/aufile.so"),
    ),
    Component(
        name="janus",
        why="the telephone: conferences of three, mixed by Janus' AudioBridge",
        apt=("janus",),
        programs=("janus",),
    ),
    Component(
        name="ffmpeg",
        why="the telephone: sounds that people upload, in every kind that people have",
        apt=("ffmpeg",),
        programs=("ffmpeg",),
    ),
    Component(
        name="espeak-ng",
        why="the telephone: making the spoken sentences that ship with the package anew",
        apt=("espeak-ng",),
        programs=("espeak-ng",),
    ),
    Component(
        name="systemd",
        why="the units that run Hoolin as a service, read as systemd reads them",
        apt=("systemd",),
        programs=("systemd-analyze",),
    ),
    Component(
        name="synapse",
        why="the Matrix channel, against a real homeserver",
        files=(".venv/peers/bin/synapse_homeserver",),
        make="peers",
    ),
)


def component(name: str) -> Component:
    """The part of that name. Raises KeyError, naming the known ones, when the table has no such line."""
    for candidate in COMPONENTS:
        if candidate.name == name:
            return candidate
    known = ", ".join(sorted(candidate.name for candidate in COMPONENTS))
    raise KeyError(f"no component {name!r} in scripts/components.py; known: {known}")


def strict_run() -> bool:
    """Whether a gap is an error: in CI, and for whoever asks for the same (HOOLIN_STRICT=1)."""
    return os.environ.get("CI") == "true" or os.environ.get("HOOLIN_STRICT") == "1"
