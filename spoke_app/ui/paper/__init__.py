"""The papers of a visit: looked at, printed, saved as PDF."""
