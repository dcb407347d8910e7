"""Benchmarks: each prints its figure, a bound measured in the same run, and their ratio against the limit."""
