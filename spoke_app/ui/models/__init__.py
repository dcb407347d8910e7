"""Forms without widgets: what was typed, what it means, what to say about it."""
