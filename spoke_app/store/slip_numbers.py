"""Numbers on the patients' slips: the PC's letter from its enrolment and its own running number, `B-0123`.

Two PCs that have not heard of each other never print the same one.
"""

from __future__ import annotations

from spoke_app.store.database import Store


def take(store: Store) -> str:
    """The next number, inside the caller's transaction: one that was rolled back is given again."""
    letter = store.meta_get("slip_letter", "A")
    following = int(store.meta_get("slip_next", "1"))
    store.meta_set("slip_next", str(following + 1))
    return f"{letter}-{following:04d}"
