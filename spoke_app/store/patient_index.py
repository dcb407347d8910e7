"""The patients' narrow table and their search index.

`patients.n`, the row number in the index too, is the day of the last visit followed by bits of the record's id: the
index reads its rows in that order, so the patients seen last come first without reading and sorting all that match.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from care_record.fold import Folded
from care_record.rules.names import search_key, skeleton
from spoke_app.store import same_person
from spoke_app.store.database import Store
from spoke_app.store.search_query import PART_OF_A_PHONE, slip_key
from spoke_app.store.values import mapping, text

_ID_BITS = 32
_OLDEST = 60_000
"""No age is a greater number, in whichever unit; one that fits into no column would hold up all that came with it."""
_FIRST_DAY = date(1970, 1, 1).toordinal()


def put(store: Store, patient: Folded) -> None:
    """Makes or renews the patient's row and its index."""
    row = _row(patient)
    row["last_seen"] = _last_seen(store, patient.record) or patient.created_at[:10]
    before = _take_out(store, patient.record)
    row["n"] = _number(store, patient.record, row["last_seen"])
    names = ", ".join(row)
    values = ", ".join(f":{name}" for name in row)
    store.execute(f"INSERT INTO patients({names}) VALUES({values})", row)
    store.execute(
        "INSERT INTO patient_search(rowid, names, sounds, relatives, places, numbers) VALUES(?, ?, ?, ?, ?, ?)",
        (row["n"], row["name_key"], row["name_sound"], row["relative_key"], place_key(row["village"]), _numbers(row)),
    )
    _take_phone_apart(store, row["phone"])
    same_person.settle(store, patient.record, before, row["same_as"])


def note_seen(store: Store, record: str) -> None:
    """Moves the patient to where the last visit now is."""
    now = store.row("SELECT last_seen, created_at FROM patients WHERE record = ?", (record,))
    if now is None:
        return
    seen = _last_seen(store, record) or now["created_at"][:10]
    if seen == now["last_seen"]:
        return
    [row] = store.rows("SELECT * FROM patients WHERE record = ?", (record,))
    old, new = row["n"], _number(store, record, seen)
    store.execute("UPDATE patients SET n = ?, last_seen = ? WHERE record = ?", (new, seen, record))
    store.execute("DELETE FROM patient_search WHERE rowid = ?", (old,))
    store.execute(
        "INSERT INTO patient_search(rowid, names, sounds, relatives, places, numbers) VALUES(?, ?, ?, ?, ?, ?)",
        (new, row["name_key"], row["name_sound"], row["relative_key"], place_key(row["village"]), _numbers(row)),
    )


def remove(store: Store, record: str) -> None:
    same_person.settle(store, record, _take_out(store, record))


def _take_out(store: Store, record: str) -> str:
    """Takes the row and its index away; gives which record it said it was the same as."""
    row = store.row("SELECT n, same_as FROM patients WHERE record = ?", (record,))
    if row is None:
        return ""
    store.execute("DELETE FROM patients WHERE n = ?", (row["n"],))
    store.execute("DELETE FROM patient_search WHERE rowid = ?", (row["n"],))
    return str(row["same_as"])


def clear(store: Store) -> None:
    store.execute("DELETE FROM patients")
    store.execute("DELETE FROM patient_search")
    store.execute("DELETE FROM phone_parts")
    same_person.clear(store)


def place_key(village: str) -> str:
    """Tokens of a place: by ear, and as written (a village's name may be anything)."""
    return _distinct(search_key(village), village.casefold())


def _row(patient: Folded) -> dict[str, Any]:
    fields = patient.fields
    age = mapping(fields.get("age"))
    value = age.get("value")
    name, other, relative = (text(fields.get(k)) for k in ("name", "name_other_script", "relative_name"))
    return {
        "record": patient.record,
        "name": name,
        "name_other": other,
        "gender": text(fields.get("gender")),
        "birth_date": text(fields.get("birth_date")),
        "age_value": value if isinstance(value, int) and 0 <= value <= _OLDEST else None,
        "age_unit": text(age.get("unit")),
        "age_as_of": text(age.get("as_of")),
        "village": text(fields.get("village")) or text(fields.get("address")),
        "relative": relative,
        "relation": text(fields.get("relation")),
        "slip_no": text(fields.get("slip_no")),
        "phone": text(fields.get("phone")),
        "abha": text(fields.get("abha")),
        "same_as": text(fields.get("same_as")),
        "deceased": text(fields.get("deceased")),
        "name_key": _distinct(search_key(name), search_key(other)),
        "name_sound": _distinct(skeleton(name), skeleton(other)),
        "relative_key": search_key(relative),
        "created_at": patient.created_at,
    }


def _distinct(*keys: str) -> str:
    return " ".join(dict.fromkeys(" ".join(keys).split()))


def _numbers(row: dict[str, Any]) -> str:
    """Phone from its first and from its last four digits, ABHA number, slip number: whole, and without its zeros."""
    phone = "".join(c for c in row["phone"] if c.isdigit())[-10:]
    slip = slip_key(row["slip_no"])
    digits = slip.lstrip("abcdefghijklmnopqrstuvwxyz")
    short = digits.lstrip("0")
    letters = slip.removesuffix(digits)
    return _distinct(phone, phone[-4:], row["abha"], slip, letters + short, short)


def _take_phone_apart(store: Store, phone: str) -> None:
    """What the phone ends with from each of its middle digits on, so that it is found by any four of them.

    Of a phone that nobody has any more the parts stay: they lead to no patient.
    """
    digits = phone[-10:]
    known = "SELECT 1 FROM phone_parts WHERE part = ? AND phone = ?"
    if len(digits) != 10 or store.value(known, (digits[1:], digits)) is not None:
        return
    for length in PART_OF_A_PHONE[1:]:
        store.execute("INSERT OR IGNORE INTO phone_parts VALUES(?, ?)", (digits[-length:], digits))


def _last_seen(store: Store, record: str) -> str:
    return text(store.value("SELECT day FROM visits WHERE patient = ? ORDER BY started_ms DESC LIMIT 1", (record,)))


def _number(store: Store, record: str, last_seen: str) -> int:
    try:
        day = max(date.fromisoformat(last_seen).toordinal() - _FIRST_DAY, 0)
    except ValueError:
        day = 0
    n = day << _ID_BITS | UUID(record).int & (1 << _ID_BITS) - 1
    while store.value("SELECT 1 FROM patients WHERE n = ?", (n,)):
        n += 1
    return n
