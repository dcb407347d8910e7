"""End to end: a real hub process, real app windows, a real browser; the story that the demo plays and the tests check."""
