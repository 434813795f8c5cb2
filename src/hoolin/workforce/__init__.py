"""How many people are needed, and how the floor is doing: the wallboard, the formulas of queues, simulation."""
