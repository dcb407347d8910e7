"""What an administrator is told in one line when something cannot be done."""

from __future__ import annotations


class AdminError(Exception):
    """The text is for people."""
