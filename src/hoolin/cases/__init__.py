"""Problems from first contact to solved: cases, what was said in them, notes, drafts, and the rows that a desk shows."""
