"""Pure functions: bytes and records in, records out. No clock, no network, no files."""
