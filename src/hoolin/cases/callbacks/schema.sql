-- One row a callback. promised_at: what the customer was told last; NULL when they stood in line at once.
CREATE TABLE callback (
    interaction TEXT PRIMARY KEY,
    promised_at INTEGER
) WITHOUT ROWID;

-- One row a call that an agent made. n: the position of its fact.
CREATE TABLE callback_try (
    n INTEGER PRIMARY KEY,
    interaction TEXT NOT NULL,
    at INTEGER NOT NULL,
    agent TEXT NOT NULL,
    outcome TEXT NOT NULL
);
CREATE INDEX callback_try_interaction ON callback_try (interaction, n);
