"""Numbers on the patients' slips: the PC's letter from its enrolment and its own running number, `B-0123`.

Two PCs that have not heard of each other never print the same one.
"""

from __future__ import annotations

from spoke_app.store.database import Store


def take(store: Store) -> str:
    """The next number, inside the caller's transaction: one that was rolled back is given again."""
    number = peek(store)
    store.meta_set("slip_next", str(int(store.meta_get("slip_next", "1")) + 1))
    return number


def peek(store: Store) -> str:
    """The number that `take` would give now."""
    letter = store.meta_get("slip_letter", "A")
    return f"{letter}-{int(store.meta_get('slip_next', '1')):04d}"
