"""Checking a paper prescription by its code."""
