-- Second factors (RFC 6238). secret: sealed (see vault.py). confirmed: whether its owner has proved that they have it; before, it guards nothing.
-- step: the newest half minute whose code was used, so that none is taken twice.
CREATE TABLE second_factors (
    account TEXT NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    secret BLOB NOT NULL,
    confirmed INTEGER NOT NULL DEFAULT 0 CHECK (confirmed IN (0, 1)),
    step INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- Codes for whoever has lost the device, each good once. code: SHA-256 of it and the account; it has 80 random bits.
CREATE TABLE recovery_codes (
    account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    code BLOB NOT NULL,
    PRIMARY KEY (account, code)
) STRICT, WITHOUT ROWID;
