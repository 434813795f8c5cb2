-- Roles are a table of the program's (permissions.py), which grows; a list of them here as well would have to be made anew each time.
-- SQLite cannot change a check, so both tables are copied: the sessions as well, since they would go with the accounts.
CREATE TABLE accounts_anew (
    id TEXT NOT NULL PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role <> ''),
    agent TEXT UNIQUE,
    language TEXT NOT NULL,
    disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
    password TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO accounts_anew (id, login, name, role, agent, language, disabled, password, created_at)
SELECT id, login, name, role, agent, language, disabled, password, created_at FROM accounts;

CREATE TABLE sessions_anew (
    token BLOB NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL REFERENCES accounts_anew (id) ON DELETE CASCADE,
    device TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO sessions_anew (token, id, account, device, created_at, seen_at, ends_at)
SELECT token, id, account, device, created_at, seen_at, ends_at FROM sessions;

DROP TABLE sessions;
DROP TABLE accounts;
ALTER TABLE accounts_anew RENAME TO accounts;
ALTER TABLE sessions_anew RENAME TO sessions;

CREATE INDEX sessions_of_account ON sessions (account, created_at);
