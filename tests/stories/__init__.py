"""End to end: a real hub process, real app windows, a real browser; what the demo plays and the tests check."""
