"""Dovecot as a peer: mailboxes over IMAP, mail in over LMTP, log-ins for Postfix. It runs as an ordinary user, root or not."""

import getpass
import grp
import imaplib
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from imapclient.imap_utf7 import encode

from tests.channels.email import certificates
from tests.channels.email.programs import Folder, answers, end, wait_until
from tests.ports import free_port

PASSWORD = "parool"
CONFIG = """
protocols = imap lmtp
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
ssl = yes
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
mail_location = maildir:{folder}/mail/%n
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 1
first_valid_gid = 1
mail_fsync = never
mail_max_userip_connections = 100
mail_plugins = quota
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%n
}}
plugin {{
  quota = maildir:User quota
  quota_rule = *:storage={quota}
}}
protocol imap {{
  mail_plugins = quota imap_quota
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
service auth {{
  inet_listener {{
    address = 127.0.0.1
    port = {auth}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


class Dovecot:
    """A running server. Every user exists; all have the same password. quota: of each, as Dovecot writes it."""

    def __init__(self, quota: str = "1G") -> None:
        self.folder = Folder("hd")
        self.imap, self.imaps, self.lmtp, self.auth = (free_port() for _ in range(4))
        root = os.geteuid() == 0
        self.user = "nobody" if root else getpass.getuser()
        group = "nogroup" if root else grp.getgrgid(os.getegid()).gr_name
        self.files = certificates.make(self.folder.path)
        self.config = self.folder.path / "dovecot.conf"
        self.config.write_text(
            CONFIG.format(
                folder=self.folder.path, user=self.user, group=group, password=PASSWORD, imap=self.imap,
                imaps=self.imaps, lmtp=self.lmtp, auth=self.auth, quota=quota,
            )
        )  # fmt: skip
        self.folder.give_to(self.user)
        self.process = subprocess.Popen(
            ["/usr/sbin/dovecot", "-c", str(self.config), "-F"],
            user=self.user if root else None, group=group if root else None, extra_groups=() if root else None,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env={"PATH": "/usr/bin:/bin"},
        )  # fmt: skip
        try:
            wait_until(
                lambda: answers(self.imap) and answers(self.lmtp), lambda: f"Dovecot answers; it says: {self.log()}"
            )
        except AssertionError:
            self.stop()
            raise

    def adm(self, *arguments: str) -> str:
        """What doveadm says. It must succeed."""
        command = ["/usr/bin/doveadm", "-c", str(self.config), *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=30, check=True).stdout

    def sessions(self, user: str) -> list[int]:
        """The process ids of a user's sessions."""
        rows = [row.split("\t") for row in self.adm("-f", "tab", "who", "-1", user).splitlines()[1:]]
        return [int(row[2]) for row in rows]

    @contextmanager
    def mailbox(self, user: str) -> Iterator[imaplib.IMAP4]:
        """A session of the standard library's, for arranging and looking."""
        session = imaplib.IMAP4("127.0.0.1", self.imap, timeout=30)
        try:
            session.login(user, PASSWORD)
            yield session
        finally:
            session.logout()

    def append(self, user: str, body: bytes, folder: str = "INBOX") -> None:
        """Put a mail into a folder."""
        with self.mailbox(user) as session:
            name = encode(folder).decode()
            status, said = session.append(f'"{name}"', "", "", body)
            assert status == "OK", said

    def flags(self, user: str, folder: str = "INBOX") -> list[str]:
        """The flags of each message of a folder, in order."""
        with self.mailbox(user) as session:
            assert session.select(f'"{folder}"', readonly=True)[0] == "OK"
            _, rows = session.fetch("1:*", "(FLAGS)")
            return [row.decode() for row in rows if isinstance(row, bytes)]

    def bodies(self, user: str, folder: str = "INBOX") -> list[bytes]:
        """The mails of a folder."""
        with self.mailbox(user) as session:
            said, (there,) = session.select(f'"{folder}"', readonly=True)
            assert said == "OK"
            if not int(there or 0):
                # Of nothing there is no first to fetch.
                return []
            _, rows = session.fetch("1:*", "(BODY.PEEK[])")
            return [row[1] for row in rows if isinstance(row, tuple)]

    def log(self) -> str:
        """What it wrote to its log."""
        file = Path(self.folder.path / "log")
        return file.read_text(errors="replace") if file.exists() else ""

    def stop(self) -> None:
        """End it."""
        end(self.process)
        self.folder.remove()
