-- Everything of one site lies in one schema; several sites share a database, each in a schema of its own. Ids and names are compared
-- byte by byte (COLLATE "C"): they are no words of any language.

-- What happened. A fact is JSON text; a position is given by the one writer and never given twice: this key is the fence.
CREATE TABLE entries (
    position bigint PRIMARY KEY CHECK (position > 0),
    at bigint NOT NULL,
    actor text COLLATE "C" NOT NULL,
    cause text COLLATE "C" NOT NULL,
    fact text COLLATE "C" NOT NULL
);

CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is never rewritten';
END
$$;

CREATE TRIGGER entries_are_never_rewritten BEFORE UPDATE OR DELETE OR TRUNCATE ON entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();

-- Whose content is kept here. wrapped: their key, sealed with the site's master key; NULL once they are erased.
CREATE SEQUENCE owner_numbers AS bigint;

CREATE TABLE owners (
    number bigint PRIMARY KEY,
    name text COLLATE "C" NOT NULL UNIQUE,
    wrapped bytea
);

-- What is personal, sealed under its owner's key. It does not reference its owner in the words of SQL: each row would ask for it once
-- more, and rows of owners never leave. What is sealed looks like chance, so trying to compress it would be work for nothing.
CREATE TABLE contents (
    id text COLLATE "C" PRIMARY KEY,
    owner bigint NOT NULL,
    sealed bytea NOT NULL
);

ALTER TABLE contents ALTER COLUMN sealed SET STORAGE EXTERNAL;

-- Erasing a person finds their content by this.
CREATE INDEX contents_of_owner ON contents (owner);

-- Attachments. upload: under which number its pieces lie. A row here says that all of them are there.
CREATE TABLE blobs (
    id text COLLATE "C" PRIMARY KEY,
    owner bigint NOT NULL,
    size bigint NOT NULL,
    upload bigint NOT NULL
);

CREATE INDEX blobs_of_owner ON blobs (owner);

-- What is on its way in and has no row above yet; what lies here when a site starts was cut short, and leaves with its pieces.
CREATE TABLE uploads (
    number bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY
);

CREATE TABLE blob_pieces (
    upload bigint NOT NULL,
    piece integer NOT NULL,
    sealed bytea NOT NULL,
    PRIMARY KEY (upload, piece)
);

ALTER TABLE blob_pieces ALTER COLUMN sealed SET STORAGE EXTERNAL;

-- Places from which replay may start. A row here says that all its parts are there.
CREATE TABLE snapshots (
    number bigint PRIMARY KEY,
    position bigint NOT NULL,
    at bigint NOT NULL,
    version text COLLATE "C" NOT NULL
);

CREATE TABLE snapshot_parts (
    number bigint NOT NULL,
    part integer NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (number, part)
);

-- Few single values. master_check: something sealed with the master key, so that a wrong one is noticed at once.
CREATE TABLE marks (
    name text COLLATE "C" PRIMARY KEY,
    value bytea NOT NULL
);
