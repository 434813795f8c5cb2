-- What happened. A fact is JSON text; a position is given by the one writer and never given twice.
CREATE TABLE entries (
    position INTEGER PRIMARY KEY CHECK (position > 0),
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    cause TEXT NOT NULL,
    fact TEXT NOT NULL
) STRICT;

CREATE TRIGGER entries_are_never_changed BEFORE UPDATE ON entries
BEGIN
    SELECT raise(ABORT, 'the journal is never rewritten');
END;

CREATE TRIGGER entries_are_never_deleted BEFORE DELETE ON entries
BEGIN
    SELECT raise(ABORT, 'the journal is never rewritten');
END;

-- Whose content is kept here. wrapped: their key, sealed with the site's master key; NULL once they are erased.
CREATE TABLE owners (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    wrapped BLOB
) STRICT;

-- What is personal, sealed under its owner's key.
CREATE TABLE contents (
    id TEXT NOT NULL UNIQUE,
    owner INTEGER NOT NULL REFERENCES owners (number),
    sealed BLOB NOT NULL
) STRICT;

-- Erasing a person finds their content by this.
CREATE INDEX contents_of_owner ON contents (owner);

-- Sealed files beside this one. gone: 1 once deleted; the row leaves when the file has left.
CREATE TABLE blobs (
    id TEXT NOT NULL UNIQUE,
    owner INTEGER NOT NULL REFERENCES owners (number),
    size INTEGER NOT NULL,
    gone INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX blobs_of_owner ON blobs (owner);
CREATE INDEX blobs_gone ON blobs (id) WHERE gone;

-- Places from which replay may start. A row here says that all its parts are there.
CREATE TABLE snapshots (
    number INTEGER PRIMARY KEY,
    position INTEGER NOT NULL,
    at INTEGER NOT NULL,
    version TEXT NOT NULL
) STRICT;

CREATE TABLE snapshot_parts (
    number INTEGER NOT NULL,
    part INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (number, part)
) STRICT, WITHOUT ROWID;

-- Few single values. master_check: something sealed with the master key, so that a wrong one is noticed at once.
CREATE TABLE marks (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
