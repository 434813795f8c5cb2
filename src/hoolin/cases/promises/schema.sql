-- One row a promise. source: which facts it was made by. interaction: it was made in. first_due_at: what was said first; due_at: what holds.
-- words: what the customer was told, a content; message: that says so, if one does. ended: kept or withdrawn; NULL while it is owed. ended_by: the agent,
-- where one did.
CREATE TABLE promise (
    promise TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    kind TEXT NOT NULL,
    interaction TEXT NOT NULL,
    queue TEXT,
    owner TEXT,
    made_by TEXT,
    made_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    first_due_at INTEGER NOT NULL,
    moves INTEGER NOT NULL DEFAULT 0,
    words TEXT,
    written TEXT,
    message TEXT,
    reminded_at INTEGER,
    escalated_at INTEGER,
    broken_at INTEGER,
    ended TEXT,
    ended_at INTEGER,
    ended_by TEXT,
    reason TEXT
);
CREATE INDEX promise_interaction ON promise (interaction);
CREATE INDEX promise_owed ON promise (due_at) WHERE ended IS NULL;
CREATE INDEX promise_ended ON promise (ended_at) WHERE ended IS NOT NULL;

-- A promise as it is shown: with whose it is and where it was made. What other facts promise names no queue; its conversation does.
CREATE VIEW promise_shown AS
SELECT promise.promise, source, kind, conversation."case", problem.number, conversation.customer, promise.interaction, channel, language,
    coalesce(promise.queue, conversation.queue) AS queue, owner, made_by, made_at, due_at, first_due_at, moves, words, written, message, reminded_at,
    escalated_at, broken_at, ended, promise.ended_at, ended_by, reason
FROM promise JOIN conversation USING (interaction) LEFT JOIN problem ON problem."case" = conversation."case";

-- Interactions that are callbacks: what is put off there is no promise of its own.
CREATE TABLE promise_called (
    interaction TEXT PRIMARY KEY
) WITHOUT ROWID;

-- What happened to each, oldest first. n: the position of the fact.
CREATE TABLE promise_step (
    n INTEGER PRIMARY KEY,
    promise TEXT NOT NULL,
    at INTEGER NOT NULL,
    what TEXT NOT NULL,
    actor TEXT NOT NULL,
    fact TEXT NOT NULL
);
CREATE INDEX promise_step_promise ON promise_step (promise, n);
