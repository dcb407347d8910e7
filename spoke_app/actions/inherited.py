"""What must be known of a person although it stands in a record that was joined with hers: allergies before all.

An entry counts as inherited until the record that stays says something of it: takes it over, alters or drops it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from spoke_app.store import journal, records
from spoke_app.store.database import Store
from spoke_app.store.values import entries, text

LISTS = ("allergies", "conditions", "medicines")


def inherited(store: Store, stays: str, others: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """The entries of the other records that the one that stays says nothing of, by list; only lists with any."""
    if not others:
        return {}
    own = records.folded(store, stays)
    said = {
        (name, text(entry.get("id")))
        for change in journal.changes_of(store, stays)
        for name in LISTS
        for entry in entries(change.set.get(name))
    }
    found: dict[str, list[dict[str, Any]]] = {}
    for name in LISTS:
        words = {_words(entry) for entry in entries(own.fields.get(name))} if own is not None else set()
        for other in others:
            record = records.folded(store, other)
            for entry in entries(record.fields.get(name)) if record is not None else []:
                if (name, text(entry.get("id"))) not in said and _words(entry) not in words:
                    found.setdefault(name, []).append(entry)
                    words.add(_words(entry))
    return found


def taken_over(store: Store, stays: str, other: str) -> dict[str, list[dict[str, Any]]]:
    """What the record that stays has from the other, unaltered: said as removed, for the two that part again."""
    own, record = records.folded(store, stays), records.folded(store, other)
    if own is None or record is None:
        return {}
    found: dict[str, list[dict[str, Any]]] = {}
    for name in LISTS:
        theirs = {text(entry.get("id")): entry for entry in entries(record.fields.get(name))}
        same = [entry for entry in entries(own.fields.get(name)) if theirs.get(text(entry.get("id"))) == entry]
        if same:
            found[name] = [{"id": entry["id"], "removed": True} for entry in same]
    return found


def _words(entry: dict[str, Any]) -> str:
    return (text(entry.get("substance")) or text(entry.get("text"))).casefold()
