"""Whether advice, lessons and drills help: given in an order that is drawn, and judged by those who still wait."""
