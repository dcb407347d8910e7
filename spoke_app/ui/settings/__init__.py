"""Settings and Help."""
