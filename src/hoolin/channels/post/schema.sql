-- One row an input that was kept. lookup: the keyed hash of its sender's own key. forgotten_at: since when its bytes are gone.
CREATE TABLE input (
    input TEXT PRIMARY KEY,
    channel TEXT NOT NULL,
    account TEXT NOT NULL,
    lookup TEXT NOT NULL,
    at INTEGER NOT NULL,
    size INTEGER NOT NULL,
    blob TEXT,
    ending TEXT,
    code TEXT,
    ended_at INTEGER,
    forgotten_at INTEGER
) WITHOUT ROWID;
CREATE UNIQUE INDEX input_lookup ON input (lookup);
CREATE INDEX input_unreadable ON input (at) WHERE ending = 'unreadable';
CREATE INDEX input_to_forget ON input (channel, ended_at) WHERE ended_at IS NOT NULL AND forgotten_at IS NULL;

-- Whose words were in an input.
CREATE TABLE writer (
    customer TEXT NOT NULL,
    input TEXT NOT NULL,
    PRIMARY KEY (customer, input)
) WITHOUT ROWID;

-- Ids under which providers know what was said, hashed: of what we heard, the conversation.
CREATE TABLE reference (
    lookup TEXT PRIMARY KEY,
    interaction TEXT NOT NULL
) WITHOUT ROWID;

-- Where answers in a conversation go.
CREATE TABLE address (
    interaction TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    address TEXT NOT NULL
) WITHOUT ROWID;

-- One row a message on its way out, and how far it has come. lookup: the keyed hash of the provider's id for it.
CREATE TABLE delivery (
    delivery TEXT PRIMARY KEY,
    interaction TEXT NOT NULL,
    state TEXT NOT NULL,
    code TEXT NOT NULL DEFAULT '',
    at INTEGER NOT NULL,
    due_at INTEGER
) WITHOUT ROWID;
CREATE INDEX delivery_interaction ON delivery (interaction);

CREATE TABLE delivery_reference (
    lookup TEXT PRIMARY KEY,
    delivery TEXT NOT NULL
) WITHOUT ROWID;
