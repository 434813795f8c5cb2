-- One row a contact whose words were read at its wrap-up. likely: JSON, [[code, probability], …], the likeliest first. confirmed: JSON, the codes that a
-- person noted; NULL while nobody has.
CREATE TABLE suggestion (
    interaction TEXT PRIMARY KEY,
    model TEXT NOT NULL,
    language TEXT NOT NULL,
    likely TEXT NOT NULL,
    first TEXT,
    new INTEGER NOT NULL,
    shown INTEGER NOT NULL,
    at INTEGER NOT NULL,
    confirmed TEXT
) WITHOUT ROWID;
CREATE INDEX suggestion_at ON suggestion (at) WHERE confirmed IS NOT NULL;
