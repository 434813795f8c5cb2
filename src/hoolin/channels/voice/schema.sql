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

-- What was recorded of a call. kind: `call`, or a `message` that a caller left. promised_at: when that is answered, as they were told.
-- erase_at: when it is to go. erased_at: when it went.
CREATE TABLE recording (
    recording TEXT PRIMARY KEY,
    call TEXT NOT NULL,
    interaction TEXT NOT NULL,
    customer TEXT NOT NULL,
    basis TEXT NOT NULL,
    queue TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    erase_at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    promised_at INTEGER,
    ended_at INTEGER,
    cause TEXT,
    erased_at INTEGER,
    erased_for TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX recording_by_interaction ON recording (interaction, started_at);
CREATE INDEX recording_by_call ON recording (call);
CREATE INDEX recording_to_erase ON recording (erase_at) WHERE erased_at IS NULL;

-- When it began, paused, went on and ended.
CREATE TABLE recording_mark (
    recording TEXT NOT NULL,
    at INTEGER NOT NULL,
    what TEXT NOT NULL,
    agent TEXT,
    PRIMARY KEY (recording, at, what)
) STRICT, WITHOUT ROWID;

-- Its files. lost: why one is missing.
CREATE TABLE stretch (
    stretch TEXT PRIMARY KEY,
    recording TEXT NOT NULL,
    agent TEXT,
    blob TEXT,
    began_at INTEGER NOT NULL,
    length_ms INTEGER NOT NULL,
    lost TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX stretch_by_recording ON stretch (recording, began_at);

-- Who has listened to what.
CREATE TABLE heard (
    recording TEXT NOT NULL,
    stretch TEXT NOT NULL,
    by TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (recording, stretch, by, at)
) STRICT, WITHOUT ROWID;
