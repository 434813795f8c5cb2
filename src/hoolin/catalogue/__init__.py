"""Published prices and terms: dated, the same for everybody, and nothing beside them."""
