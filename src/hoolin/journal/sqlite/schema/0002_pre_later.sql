-- What is personal, sealed under its owner's key, in the order in which it came. Where its id and its owner lead to it is written
-- later, many at once and in the order of ids: messages of many conversations alternate, and each would change a page of its own.
CREATE TABLE said (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    owner INTEGER NOT NULL REFERENCES owners (number),
    sealed BLOB NOT NULL
) STRICT;

CREATE TABLE said_by_id (
    id TEXT PRIMARY KEY,
    number INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Erasing a person finds their content by this.
CREATE TABLE said_by_owner (
    owner INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (owner, number)
) STRICT, WITHOUT ROWID;

-- How far both are written: everything up to this number is in them; of what came later, some.
CREATE TABLE said_found (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    up_to INTEGER NOT NULL
) STRICT;

INSERT INTO said_found VALUES (1, 0);
