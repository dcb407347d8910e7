"""Records that were found to be one person: which one stays, and which belong to it.

A record says `same_as` another; that one may say so of a third, and two PCs that knew nothing of each other may have
joined the same two records in opposite directions. The one that stays is where the chain ends, and in a ring the one
that was registered first (ids grow with time). `joined` holds that answer for every record that does not stay: a
function of the `patients` table alone, so it comes out the same in whatever order the changes arrive.
"""

from __future__ import annotations

from spoke_app.store.database import Store

_POINTING = "FROM patients WHERE same_as = ? AND same_as != ''"
"""The second condition lets the index be used, which has no others."""


def root(store: Store, patient: str) -> str:
    """The record that stays for this one: itself, for almost everybody."""
    found = store.value("SELECT root FROM joined WHERE record = ?", (patient,))
    return str(found) if found else patient


def group(store: Store, patient: str) -> tuple[str, ...]:
    """All records of the person, the one that stays first, then as they were registered."""
    stays = root(store, patient)
    rows = store.rows("SELECT record FROM joined WHERE root = ? ORDER BY record", (stays,))
    return (stays, *(row["record"] for row in rows))


def path(store: Store, patient: str) -> tuple[str, ...]:
    """The records that must say nothing any more for this one to stand alone: itself, and in a ring the one that
    stays, whose own word only closes the ring."""
    stays = root(store, patient)
    if stays == patient:
        return ()
    closes = store.value("SELECT 1 FROM patients WHERE record = ? AND same_as != ''", (stays,))
    return (patient, stays) if closes else (patient,)


def settle(store: Store, record: str, before: str = "", now: str = "") -> None:
    """Brings `joined` up to date after a patient's record came, changed or went; `before` and `now` are what it says
    of itself. Nothing is written for the many who are joined with nobody."""
    pointed_at = store.value(f"SELECT 1 {_POINTING} LIMIT 1", (record,))
    if not before and not now and not pointed_at:
        return
    links: dict[str, str] = {}
    touched = _linked(store, {record, before, now} - {""}, links)
    for one in sorted(touched):
        store.execute("DELETE FROM joined WHERE record = ?", (one,))
        stays = _end(links, one)
        if stays != one:
            store.execute("INSERT INTO joined(record, root) VALUES(?, ?)", (one, stays))


def clear(store: Store) -> None:
    store.execute("DELETE FROM joined")


def _linked(store: Store, start: set[str], links: dict[str, str]) -> set[str]:
    """Everyone who can be reached along `same_as`, forth and back; fills `links` with the words that count."""
    seen: set[str] = set()
    todo = set(start)
    while todo:
        one = todo.pop()
        seen.add(one)
        says = store.value(
            "SELECT p.same_as FROM patients p JOIN patients t ON t.record = p.same_as WHERE p.record = ?", (one,)
        )
        if says:
            links[one] = says
        near = {row["record"] for row in store.rows(f"SELECT record {_POINTING}", (one,))}
        todo |= (near | ({says} if says else set())) - seen
    return seen


def _end(links: dict[str, str], record: str) -> str:
    """Where the chain ends; in a ring its smallest id."""
    way = [record]
    while (following := links.get(way[-1])) is not None:
        if following in way:
            return min(way[way.index(following) :])
        way.append(following)
    return way[-1]
