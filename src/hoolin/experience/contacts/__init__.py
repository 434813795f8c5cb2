"""What happened to every contact, one row each: the columnar copy of the facts that every figure is counted from."""
