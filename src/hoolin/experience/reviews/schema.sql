-- One row a conversation that was drawn. chance: NULL where it enters no estimate. final: the marks that hold after an appeal, as JSON.
CREATE TABLE review (
    review TEXT PRIMARY KEY,
    interaction TEXT NOT NULL,
    agent TEXT NOT NULL,
    plan TEXT NOT NULL,
    scorecard TEXT NOT NULL,
    version INTEGER NOT NULL,
    chance REAL,
    reviewers INTEGER NOT NULL,
    at INTEGER NOT NULL,
    appeal TEXT,
    appeal_at INTEGER,
    why TEXT,
    decider TEXT,
    verdict TEXT,
    answer TEXT,
    final TEXT
) WITHOUT ROWID;
CREATE INDEX review_at ON review (at);
CREATE INDEX review_agent ON review (agent, at);

-- One row a judgement. marks: JSON, by item.
CREATE TABLE review_mark (
    review TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    at INTEGER NOT NULL,
    marks TEXT NOT NULL,
    note TEXT,
    PRIMARY KEY (review, reviewer)
) WITHOUT ROWID;

-- Agents' own ratings and mystery shoppers' visits, beside. who: the agent, or the visit's id.
CREATE TABLE review_beside (
    n INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    interaction TEXT,
    who TEXT NOT NULL,
    channel TEXT,
    scorecard TEXT NOT NULL,
    version INTEGER NOT NULL,
    at INTEGER NOT NULL,
    marks TEXT NOT NULL,
    note TEXT
);

-- One row a scorecard of a version, for ever: old judgements are read by it. card: JSON.
CREATE TABLE review_card (
    scorecard TEXT NOT NULL,
    version INTEGER NOT NULL,
    card TEXT NOT NULL,
    PRIMARY KEY (scorecard, version)
) WITHOUT ROWID;

-- One row a calibration session, and one a judgement in it.
CREATE TABLE calibration (
    session TEXT PRIMARY KEY,
    interaction TEXT NOT NULL,
    opener TEXT NOT NULL,
    reviewers TEXT NOT NULL,
    scorecard TEXT NOT NULL,
    version INTEGER NOT NULL,
    at INTEGER NOT NULL,
    closed_at INTEGER
) WITHOUT ROWID;
CREATE TABLE calibration_mark (
    session TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    marks TEXT NOT NULL,
    PRIMARY KEY (session, reviewer)
) WITHOUT ROWID;
