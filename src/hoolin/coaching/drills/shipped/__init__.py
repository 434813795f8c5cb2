"""The drills that come with Hoolin, one a file."""
