"""The tests mirror src/hoolin; beside them: contracts, simulation, architecture, outage, e2e (see CONTRIBUTING.md)."""
