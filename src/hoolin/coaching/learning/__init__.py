"""Short lessons with questions, and paths that lead somebody through their first weeks."""
