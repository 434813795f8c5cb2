-- Entries, chained (see chain.py). done_on: a JSON list of ids and codes. previous, own: SHA-256.
CREATE TABLE entries (
    n INTEGER NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    done_on TEXT NOT NULL,
    session TEXT NOT NULL,
    outcome TEXT NOT NULL,
    begun INTEGER NOT NULL,
    previous BLOB NOT NULL,
    own BLOB NOT NULL
) STRICT;

CREATE INDEX entries_of_who ON entries (who, n);
CREATE INDEX entries_of_what ON entries (what, n);

-- Against mistakes: whoever means harm can drop these, and is found by the chain.
CREATE TRIGGER entries_stay BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER entries_remain BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
