"""Where a site's stores lie in PostgreSQL, and how a connection to them is asked for.

The address is what libpq takes: `postgresql://user@host/database` or `host=… dbname=…`, with everything that libpq knows in it
(several hosts, `sslmode`, a service) but the password, which is given apart: then the address can be said in a log without a care.
"""

import msgspec

from hoolin.core.errors import Invalid

SCHEMA_PATTERN = r"^[a-z][a-z0-9_]{0,47}$"
"""Of a schema's name: it never has to be quoted."""

CONNECT_SECONDS = 10
"""For one connection, where the address says nothing."""


class Place(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """address: of the database. schema: of the site in it. patience_s: after so many seconds without an answer the server counts as gone."""

    address: str
    password: str = ""
    schema: str = "hoolin"
    patience_s: float = 30.0

    def __repr__(self) -> str:
        return f"Place({self.schema})"

    @property
    def told(self) -> str:
        """The place as it may stand in a log. Raises Invalid."""
        parts = self._parts()
        where = parts.get("host") or parts.get("hostaddr") or parts.get("service") or "this machine"
        return f"{parts.get('dbname') or parts.get('user') or 'database'} at {where}, schema {self.schema}"

    def asked(self, reading: bool = False) -> dict[str, str | int]:
        """The parameters of a connection. reading: one that never writes. Raises Invalid."""
        parts = self._parts()
        if self.password:
            parts["password"] = self.password
        wanted = {
            "search_path": self.schema,
            # A commit is on the server's disk when it returns, whatever the server does where nobody asks; and on that of a
            # synchronous standby, where there is one.
            "synchronous_commit": "on",
            "default_transaction_read_only": "on" if reading else "off",
            "idle_in_transaction_session_timeout": str(int(self.patience_s * 1000)),
            "statement_timeout": str(int(self.patience_s * 1000)) if reading else "0",
            "lock_timeout": str(int(self.patience_s * 1000)),
            # What is asked here is small and always the same; compiling it takes longer than running it.
            "jit": "off",
        }
        ours = " ".join(f"-c {name}={value}" for name, value in wanted.items())
        usual: dict[str, str | int] = {
            "connect_timeout": CONNECT_SECONDS,
            "application_name": "hoolin",
            "target_session_attrs": "primary",
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "tcp_user_timeout": int(self.patience_s * 1000),
        }
        return usual | parts | {"client_encoding": "utf8", "options": f"{parts.get('options', '')} {ours}".strip()}

    def _parts(self) -> dict[str, str]:
        # Only who has such a place pays for the library.
        from psycopg import ProgrammingError
        from psycopg.conninfo import conninfo_to_dict

        try:
            parts = conninfo_to_dict(self.address)
        except ProgrammingError:
            # What libpq says quotes the address, and a password may stand in it.
            raise Invalid("settings", field="journal.postgres", said="not an address of PostgreSQL") from None
        if "password" in parts:
            # Half of a password with an `@` in it would be read as the name of a machine, and told as such.
            raise Invalid("settings", field="journal.postgres", said="the password belongs into journal.password")
        return {name: str(value) for name, value in parts.items() if value is not None}
