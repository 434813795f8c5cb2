-- One row a contact and cause that it came of; what was taken back is gone. agent: who said so. at: when.
CREATE TABLE cause_note (
    cause TEXT NOT NULL,
    interaction TEXT NOT NULL,
    agent TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (cause, interaction)
) WITHOUT ROWID;
CREATE INDEX cause_note_at ON cause_note (at, cause);
CREATE INDEX cause_note_interaction ON cause_note (interaction);
