-- One row a survey that was asked. ended: how; NULL while it can be answered or nobody did.
CREATE TABLE survey (
    interaction TEXT PRIMARY KEY,
    customer TEXT NOT NULL,
    survey TEXT NOT NULL,
    version INTEGER NOT NULL,
    way TEXT NOT NULL,
    language TEXT NOT NULL,
    share INTEGER NOT NULL,
    at INTEGER NOT NULL,
    until INTEGER NOT NULL,
    comment TEXT,
    ended TEXT,
    ended_at INTEGER
) WITHOUT ROWID;
CREATE INDEX survey_at ON survey (at);
CREATE INDEX survey_customer ON survey (customer);

-- One row a question that was answered; the newest answer.
CREATE TABLE survey_answer (
    interaction TEXT NOT NULL,
    item TEXT NOT NULL,
    value INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (interaction, item)
) WITHOUT ROWID;
