"""How work feels to those who do it, told by themselves: theirs alone, and for others only as totals of many."""
