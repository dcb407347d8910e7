"""The Exchange screen."""
