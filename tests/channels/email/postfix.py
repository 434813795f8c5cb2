"""Postfix as a peer, which only root can start: it hands us mail by LMTP, carries ours, retries soon and bounces soon.

support.example     to the door of the test, by LMTP (or SMTP)
customer.example    to Dovecot's LMTP
bounce.example      refused for good (5.1.1): a bounce at once
defer.example       refused for now (4.2.2): a bounce when it has grown old
"""

import subprocess
from pathlib import Path

from tests.channels.email.certificates import Certificates
from tests.channels.email.programs import Folder, answers, wait_until
from tests.ports import free_port

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/spool
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
myhostname = mx.test.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
local_transport = error:5.1.1 no local delivery
alias_maps =
alias_database =
relay_domains = support.example customer.example bounce.example defer.example
transport_maps = texthash:{folder}/etc/transport
smtp_dns_support_level = disabled
smtp_host_lookup = native
lmtp_host_lookup = native
smtpd_peername_lookup = no
smtpd_reject_unlisted_recipient = no
smtpd_recipient_restrictions = {recipients}
smtpd_relay_restrictions = {recipients}
smtpd_tls_cert_file = {certificate}
smtpd_tls_key_file = {key}
smtpd_tls_security_level = may
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{auth}
smtpd_client_connection_rate_limit = 0
smtpd_client_message_rate_limit = 0
lmtp_destination_concurrency_failed_cohort_limit = 0
smtp_destination_concurrency_failed_cohort_limit = 0
message_size_limit = 52428800
minimal_backoff_time = 1s
maximal_backoff_time = 2s
queue_run_delay = 1s
maximal_queue_lifetime = {lifetime}
bounce_queue_lifetime = {lifetime}
in_flow_delay = 0
lmtp_data_done_timeout = 20s
"""

MASTER = Path("/usr/share/postfix/master.cf.dist")
PIPES = ("maildrop", "uucp", "ifmail", "bsmtp", "scalemail-backend", "mailman", "pickup")


class Postfix:
    """A running server. door: where our mail goes, `lmtp:inet:127.0.0.1:PORT`. lifetime: when deferred mail bounces."""

    def __init__(self, files: Certificates, door: str, customers: int, *, auth: int = 0, lifetime: str = "1h") -> None:
        self.folder = Folder("hp")
        self.port, self.submission = free_port(), free_port()
        for name in ("etc", "data", "spool"):
            (self.folder.path / name).mkdir()
        self.etc = self.folder.path / "etc"
        subprocess.run(["chown", "postfix", str(self.folder.path / "data")], check=True, timeout=10)
        recipients = "permit_sasl_authenticated, reject" if auth else "permit_mynetworks, reject"
        self._write("main.cf", MAIN.format(
            folder=self.folder.path, certificate=files.certificate, key=files.key, auth=auth, lifetime=lifetime,
            recipients=recipients,
        ))  # fmt: skip
        self._write("master.cf", self._master(submission=bool(auth)))
        self._write(
            "transport",
            f"support.example {door}\ncustomer.example lmtp:inet:127.0.0.1:{customers}\n"
            "bounce.example error:5.1.1 mailbox unavailable\ndefer.example retry:4.2.2 mailbox full\n",
        )
        self._run("check")
        self._run("start")
        wait_until(lambda: answers(self.port), "Postfix answers")

    def _master(self, submission: bool) -> str:
        """The services of the distribution, without chroot and without other programs, on our ports."""
        lines: list[str] = []
        skipping = False
        for line in MASTER.read_text().splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            if line[0].isspace():
                if not skipping:
                    lines.append(line)
                continue
            words = line.split()
            skipping = words[0] in PIPES or words[1] == "inet"
            if not skipping:
                lines.append(" ".join([*words[:4], "n", *words[5:]]))
        lines.insert(0, f"127.0.0.1:{self.port} inet n - n - - smtpd")
        if submission:
            lines.insert(1, f"127.0.0.1:{self.submission} inet n - n - - smtpd")
            lines.insert(2, "  -o smtpd_sasl_auth_enable=yes")
            lines.insert(3, "  -o smtpd_tls_security_level=encrypt")
        return "\n".join(lines) + "\n"

    def _write(self, name: str, text: str) -> None:
        (self.etc / name).write_text(text)

    def _run(self, verb: str) -> None:
        subprocess.run(
            ["/usr/sbin/postfix", "-c", str(self.etc), verb], check=True, timeout=60, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def log(self) -> str:
        """What it wrote to its log."""
        file = self.folder.path / "mail.log"
        return file.read_text(errors="replace") if file.exists() else ""

    def queue(self) -> str:
        """What still waits to be carried."""
        done = subprocess.run(
            ["/usr/sbin/postqueue", "-c", str(self.etc), "-p"], capture_output=True, text=True, timeout=30, check=False
        )
        return done.stdout

    def again(self) -> None:
        """Try what waits once more now."""
        subprocess.run(
            ["/usr/sbin/postqueue", "-c", str(self.etc), "-f"], capture_output=True, text=True, timeout=30, check=False
        )

    def stop(self) -> None:
        """End it."""
        self._run("stop")
        self.folder.remove()
