-- One row an interaction, as a desk lists it. unread: the customer's messages since the agent last read or wrote.
-- said: the content id of the last message; its text is looked up beside. why: how routing came to its last offer, as JSON.
CREATE TABLE conversation (
    interaction TEXT PRIMARY KEY,
    customer TEXT NOT NULL,
    "case" TEXT NOT NULL,
    channel TEXT NOT NULL,
    queue TEXT NOT NULL,
    language TEXT NOT NULL,
    state TEXT NOT NULL,
    agent TEXT,
    place_at INTEGER NOT NULL,
    arrived_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    last_from TEXT NOT NULL DEFAULT 'customer',
    said TEXT,
    unread INTEGER NOT NULL DEFAULT 0,
    last_ordinal INTEGER NOT NULL DEFAULT 0,
    priority INTEGER NOT NULL DEFAULT 0,
    customer_here INTEGER NOT NULL DEFAULT 1,
    answer_later INTEGER NOT NULL DEFAULT 0,
    wrap_up_due_at INTEGER,
    offer TEXT,
    offer_expires_at INTEGER,
    note TEXT,
    why TEXT,
    why_at INTEGER,
    reasons TEXT NOT NULL DEFAULT '[]',
    outcome TEXT,
    ended_at INTEGER
);
CREATE INDEX conversation_newest ON conversation (last_at DESC, interaction);
CREATE INDEX conversation_ended ON conversation (last_at DESC, interaction) WHERE ended_at IS NOT NULL;
CREATE INDEX conversation_live ON conversation (state, agent) WHERE ended_at IS NULL;
CREATE INDEX conversation_customer ON conversation (customer, arrived_at DESC);
CREATE INDEX conversation_case ON conversation ("case", arrived_at);

-- Everything that is shown in a conversation, in the journal's order. n: the position of its fact.
-- message: the content id. cause: the command it came with, which names the sender's own key. fact: of its life, as JSON.
CREATE TABLE event (
    n INTEGER PRIMARY KEY,
    interaction TEXT NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    ordinal INTEGER,
    speaker TEXT,
    agent TEXT,
    message TEXT,
    attachments TEXT,
    cause TEXT,
    actor TEXT,
    fact TEXT
);
CREATE INDEX event_conversation ON event (interaction, n);
CREATE UNIQUE INDEX event_message ON event (interaction, ordinal) WHERE kind = 'message';

-- One row a case.
CREATE TABLE problem (
    "case" TEXT PRIMARY KEY,
    customer TEXT NOT NULL,
    number INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    solved_at INTEGER
) WITHOUT ROWID;
CREATE INDEX problem_customer ON problem (customer, opened_at DESC);

-- What colleagues wrote down.
CREATE TABLE note (
    note TEXT PRIMARY KEY,
    "case" TEXT NOT NULL,
    at INTEGER NOT NULL,
    agent TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX note_case ON note ("case", at);

-- How many conversations there are, so that nobody has to count them.
CREATE TABLE tally (
    kind TEXT PRIMARY KEY,
    number INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO tally (kind, number) VALUES ('all', 0), ('closed', 0);
