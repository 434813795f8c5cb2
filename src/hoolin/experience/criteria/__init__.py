"""The criteria by which every contact is judged, the same on every channel: their items, and the register's versions."""
