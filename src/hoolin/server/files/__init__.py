"""The built web apps, served from memory: `build` (what was built) and `serve` (addresses, caching, compression)."""
