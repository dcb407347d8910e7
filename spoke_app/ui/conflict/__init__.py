"""The screen where versions of a record are compared and one is chosen, and where its history is read."""
