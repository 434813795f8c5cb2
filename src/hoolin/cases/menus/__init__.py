"""The way each customer has gone through a menu, and every version of each, as rows to be shown."""
