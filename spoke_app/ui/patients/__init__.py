"""Screens about patients: find one, register one, see and correct a record."""
