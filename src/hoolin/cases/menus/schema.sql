-- One row a customer whom a flow has greeted. way: how they left it, and due_at what was promised; NULL as long as they are in it. number: the content
-- of the number they typed in to be called at; NULL where they typed none.
CREATE TABLE flow_walk (
    interaction TEXT PRIMARY KEY,
    flow TEXT NOT NULL,
    revision INTEGER NOT NULL,
    at INTEGER NOT NULL,
    way TEXT,
    due_at INTEGER,
    number TEXT
) WITHOUT ROWID;

-- One row a node they came to. n: the position of the fact; number: which node of that step.
CREATE TABLE flow_passed (
    n INTEGER NOT NULL,
    number INTEGER NOT NULL,
    interaction TEXT NOT NULL,
    at INTEGER NOT NULL,
    node TEXT NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (n, number)
) WITHOUT ROWID;
CREATE INDEX flow_passed_interaction ON flow_passed (interaction, n, number);

CREATE INDEX flow_walk_flow ON flow_walk (flow, at);

-- One row each time a flow was made or changed. actor: by whom. body: the whole of it, as JSON. note: why, in their words; NULL where they gave none.
CREATE TABLE flow_revision (
    flow TEXT NOT NULL,
    revision INTEGER NOT NULL,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    nodes INTEGER NOT NULL,
    body TEXT NOT NULL,
    note TEXT,
    PRIMARY KEY (flow, revision)
) WITHOUT ROWID;
