"""REST routes, one file for each subject; each has a `router` made by `routing.api_router`."""
