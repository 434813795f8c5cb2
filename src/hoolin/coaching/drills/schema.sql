-- One row a play of a drill. marks: JSON, by item 1 or 0. text, missed, phrases: ids of contents. phrased: how many lines a model put into other words. shared: whether the coach may read it.
CREATE TABLE play (
    play TEXT PRIMARY KEY,
    agent TEXT NOT NULL,
    drill TEXT NOT NULL,
    number INTEGER NOT NULL,
    language TEXT NOT NULL,
    seed INTEGER NOT NULL,
    turns INTEGER NOT NULL,
    ending TEXT NOT NULL,
    kind TEXT NOT NULL,
    marks TEXT NOT NULL,
    text TEXT NOT NULL,
    missed TEXT,
    at INTEGER NOT NULL,
    phrases TEXT,
    phrased INTEGER NOT NULL DEFAULT 0,
    shared INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX play_agent ON play (agent, at);
CREATE INDEX play_shared ON play (at) WHERE shared;
CREATE INDEX play_missed ON play (drill, at) WHERE missed IS NOT NULL;
