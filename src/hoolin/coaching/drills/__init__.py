"""Practice conversations with a simulated customer: written as data, understood by rules, marked on the criteria of real conversations."""
