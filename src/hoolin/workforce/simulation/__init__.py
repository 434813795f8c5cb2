"""A queue tried out on a virtual clock, sent through the routing engine that serves real customers."""
