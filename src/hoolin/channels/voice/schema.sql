CREATE TABLE call (
    call TEXT PRIMARY KEY,
    interaction TEXT NOT NULL,
    direction TEXT NOT NULL,
    trunk TEXT NOT NULL,
    numbers TEXT NOT NULL,
    agent TEXT,
    began_at INTEGER NOT NULL,
    answered_at INTEGER,
    ended_at INTEGER,
    cause TEXT,
    status INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE INDEX call_by_interaction ON call (interaction, began_at);

CREATE TABLE leg (
    leg TEXT PRIMARY KEY,
    call TEXT NOT NULL,
    part TEXT NOT NULL,
    via TEXT NOT NULL,
    agent TEXT,
    dialog TEXT,
    began_at INTEGER NOT NULL,
    answered_at INTEGER,
    ended_at INTEGER,
    cause TEXT,
    status INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE INDEX leg_by_call ON leg (call, began_at);
