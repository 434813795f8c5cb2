-- One row a customer. name: the content id of the newest name. merged_into: shown with that customer. unrecorded: wants no call recorded.
CREATE TABLE customer (
    customer TEXT PRIMARY KEY,
    first_at INTEGER NOT NULL,
    language TEXT NOT NULL,
    name TEXT,
    merged_into TEXT,
    erased INTEGER NOT NULL DEFAULT 0,
    unrecorded INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX customer_merged ON customer (merged_into) WHERE merged_into IS NOT NULL;

-- The ways a customer is reached or recognised. lookup: a keyed hash of the value.
CREATE TABLE identity (
    identity TEXT PRIMARY KEY,
    customer TEXT NOT NULL,
    kind TEXT NOT NULL,
    lookup TEXT NOT NULL,
    verified INTEGER NOT NULL,
    at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX identity_customer ON identity (customer);
CREATE INDEX identity_lookup ON identity (kind, lookup);
