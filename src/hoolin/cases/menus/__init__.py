"""The way each customer has gone through a menu, as rows to be shown."""
