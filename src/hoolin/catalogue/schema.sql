-- What customers were given of prices, and what they agreed to. n: the position of the fact; fact: as JSON.
CREATE TABLE price_word (
    n INTEGER PRIMARY KEY,
    interaction TEXT NOT NULL,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    fact TEXT NOT NULL
);
CREATE INDEX price_word_interaction ON price_word (interaction, n);
