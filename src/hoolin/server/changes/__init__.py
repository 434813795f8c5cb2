"""The page of changes, for everybody: what was changed because customers told us, and whether it helped. Made on the server, so that it needs no script."""
