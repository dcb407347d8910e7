"""Finding a patient: by a name in either script and any spelling, village, phone, ABHA or slip number, as it is typed.

The index gives candidates, those seen last first; rapidfuzz then puts the nearest names on top. What is typed is a
beginning: every word counts as one, and must be found in the name, the relative's name, the village or a number.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from math import ceil
from string import ascii_lowercase
from typing import Any

from care_record.rules.age import age_days
from care_record.rules.names import search_key, skeleton
from spoke_app.store import records
from spoke_app.store.database import Store
from spoke_app.store.search_query import PART_OF_A_PHONE, Age, Number, Query, as_slip, slip_key, take_apart
from spoke_app.store.search_words import spelled_out

CANDIDATES = 45
"""To look at, or only count, all of many would be to go through the whole index with each key."""
MOST_IN_A_DAY = 200
MOST_PHONES = 50
AGES_LOOKED_AT = 400
VILLAGERS_COUNTED = 400
VILLAGERS_READ = 20
ELSEWHERE = 0.9
"""What a likeness to the relative's name or the village counts beside one to the name itself."""
_FAR = 99


@dataclass(frozen=True)
class Found:
    """Rows of `patients`, best first, and how many match in all; `many`: so many were looked at, there are more."""

    rows: tuple[dict[str, Any], ...]
    total: int
    many: bool = False


def find(store: Store, typed: str, limit: int = 20, today: date | None = None) -> Found:
    """The patients that `typed` may mean; with nothing typed, those seen last. `today` is what an age is counted to."""
    if not typed.strip():
        return Found(tuple(_latest(store, limit)), _count_all(store))
    slip = as_slip(typed)
    on = today or datetime.now(UTC).date()
    found = _look_up(store, slip, limit, on) if slip else Found((), 0)
    return found if found.rows else _look_up(store, take_apart(typed), limit, on)


def _look_up(store: Store, query: Query, limit: int, today: date) -> Found:
    query = replace(query, numbers=tuple(_with_phones(store, number) for number in query.numbers))
    if not query.match():
        return Found((), 0)
    aged = _of_that_age(store, query, today)
    if query.age is not None and query.age.sure:
        return Found(tuple(_rank(_rows(store, aged), query, today)[:limit]), len(aged))
    numbers = _candidates(store, query.match())
    if len(numbers) == CANDIDATES:
        # Many begin like this: whole words and numbers may hide behind those seen more lately.
        numbers = list(dict.fromkeys([*_candidates(store, query.match(whole=True)), *numbers]))
    many = len(numbers) >= CANDIDATES
    numbers = list(dict.fromkeys([*aged, *numbers]))
    if len(numbers) < limit and query.sound_is_telling():
        more = _candidates(store, query.by_sound())
        numbers = list(dict.fromkeys([*numbers, *more]))
    people = _rows(store, numbers)
    return Found(tuple(_rank(people, query, today)[:limit]), len(people), many)


def _with_phones(store: Store, number: Number) -> Number:
    """With the phones that have these digits in their middle; the index itself knows how each begins and ends."""
    digits = number.ways[0]
    if len(digits) not in PART_OF_A_PHONE or not digits.isdigit():
        return number
    rows = store.rows(
        "SELECT DISTINCT phone FROM phone_parts WHERE part >= ? AND part < ? LIMIT ?",
        (digits, f"{digits}:", MOST_PHONES),
    )
    return replace(number, phones=tuple(row["phone"] for row in rows))


def _of_that_age(store: Store, query: Query, today: date) -> list[int]:
    """Who is called so and is about as old as typed: among those seen last."""
    match = query.match(numbers=False)
    if query.age is None or not match:
        return []
    numbers = _candidates(store, match, AGES_LOOKED_AT)
    if len(numbers) < CANDIDATES and query.sound_is_telling():
        numbers = list(dict.fromkeys([*numbers, *_candidates(store, query.by_sound(numbers=False))]))
    rows = store.rows(
        f"""SELECT n, birth_date, age_value, age_unit, age_as_of FROM patients
            WHERE n IN ({_marks(numbers)}) ORDER BY n DESC""",
        tuple(numbers),
    )
    return [row["n"] for row in rows if _age_gap(row, query.age, today) <= query.age.may_differ()]


def _age_gap(row: dict[str, Any], age: Age, today: date) -> int:
    """How far the age is from the typed one: in years, of a child typed in months or days in months; or far off."""
    told = {"value": row["age_value"], "unit": row["age_unit"], "as_of": row["age_as_of"]}
    days = age_days({"birth_date": row["birth_date"] or None, "age": told}, today)
    if days is None:
        return _FAR
    # 27 years last until the day before the 28th birthday.
    unit, wanted = age.step(), int(age.days)
    return min(_FAR, ceil(max(wanted - days, days - wanted - unit + 1, 0.0) / unit))


def _latest(store: Store, limit: int) -> list[dict[str, Any]]:
    """Seen or registered last first, to the minute; the index's own order is by the day."""
    rows = store.rows(
        """SELECT p.*, j.root, max(unixepoch(p.created_at) * 1000,
           coalesce((SELECT max(started_ms) FROM visits v WHERE v.patient = p.record), 0)) AS moment
           FROM patients p LEFT JOIN joined j ON j.record = p.record ORDER BY n DESC LIMIT ?""",
        (limit + MOST_IN_A_DAY,),
    )
    return sorted(_people(store, rows), key=lambda row: (row["last_seen"], row["moment"] or 0), reverse=True)[:limit]


def sounding_like(store: Store, name: str, limit: int = 200) -> list[dict[str, Any]]:
    """Patients with a word of their name that sounds like the first word of this one, seen last first."""
    bones = skeleton(name).split()
    if not bones:
        return []
    both = " AND ".join(f'(sounds : "{word}")' for word in bones)
    numbers = [*_candidates(store, both, limit), *_candidates(store, f'sounds : "{bones[0]}"', limit)]
    return _rows(store, list(dict.fromkeys(numbers)))


def with_number(store: Store, column: str, number: str) -> list[dict[str, Any]]:
    """Patients with exactly this phone (E.164) or ABHA number."""
    digits = number[-10:] if column == "phone" else number
    rows = _records(store, _candidates(store, f'numbers : "{slip_key(digits)}"')) if digits else []
    return _people(store, [row for row in rows if row[column] == number])


def villages_like(store: Store, typed: str) -> tuple[str, ...]:
    """Villages whose name, or a word of it, begins like this in either script, those of the most patients first.

    Each in the spelling that most of them have. Counted are the patients seen last: enough to know the villages around.
    """
    keys = search_key(typed).split()
    if keys:
        numbers = _candidates(store, " AND ".join(f'(places : "{key}"*)' for key in keys), VILLAGERS_COUNTED)
        rows = store.rows(f"SELECT village FROM patients WHERE n IN ({_marks(numbers)})", tuple(numbers))
    else:
        rows = store.rows("SELECT village FROM patients ORDER BY n DESC LIMIT ?", (VILLAGERS_COUNTED,))
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row["village"]:
            spellings[_village_key(row["village"])][row["village"]] += 1
    ranked = sorted(spellings.values(), key=lambda counts: -counts.total())
    return tuple(counts.most_common(1)[0][0] for counts in ranked)


def of_village(store: Store, village: str) -> list[dict[str, Any]]:
    """The fields of the few patients seen last who live there; with no village given, of those seen last at all."""
    keys = search_key(village).split()
    if keys:
        match = " AND ".join(f'(places : "{key}")' for key in keys)
        near = _rows(store, _candidates(store, match, VILLAGERS_READ))
        rows = [row for row in near if _village_key(row["village"]).split() == keys]
    else:
        rows = _latest(store, VILLAGERS_READ)
    found = (records.folded(store, row["record"]) for row in rows)
    return [patient.fields for patient in found if patient is not None]


def in_village(store: Store, name_key: str, village_key: str, limit: int = CANDIDATES) -> list[dict[str, Any]]:
    """Patients of a village who are called so, or whose relative is; both as keys of `search_key`."""
    words = [f'({{names relatives}} : "{word}")' for word in name_key.split()]
    words += [f'(places : "{word}")' for word in village_key.split()]
    return _rows(store, _candidates(store, " AND ".join(words), limit))


def _candidates(store: Store, match: str, limit: int = CANDIDATES) -> list[int]:
    rows = store.rows(
        "SELECT rowid AS n FROM patient_search WHERE patient_search MATCH ? ORDER BY rowid DESC LIMIT ?",
        (spelled_out(store, match), limit),
    )
    return [row["n"] for row in rows]


def _count_all(store: Store) -> int:
    return int(store.value("SELECT (SELECT count(*) FROM patients) - (SELECT count(*) FROM joined)"))


def _rows(store: Store, numbers: Sequence[int]) -> list[dict[str, Any]]:
    return _people(store, _records(store, numbers))


def _records(store: Store, numbers: Sequence[int]) -> list[dict[str, Any]]:
    if not numbers:
        return []  # SQLite would look through all patients for none
    return store.rows(
        f"""SELECT p.*, j.root FROM patients p LEFT JOIN joined j ON j.record = p.record
            WHERE p.n IN ({_marks(numbers)}) ORDER BY p.n DESC""",
        tuple(numbers),
    )


def _people(store: Store, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row for each person: that of the record that stays, which is found by the names of the others too and was
    seen when the last of them was."""
    if not found or store.value("SELECT 1 FROM joined LIMIT 1") is None:
        return found
    stays = tuple(dict.fromkeys(row["root"] or row["record"] for row in found))
    rows = store.rows(f"SELECT * FROM patients WHERE record IN ({_marks(stays)})", stays)
    people = {row["record"]: row for row in rows}
    others = store.rows(
        f"""SELECT j.root, max(p.last_seen) AS last_seen, group_concat(p.name, ', ') AS also
            FROM joined j JOIN patients p ON p.record = j.record WHERE j.root IN ({_marks(stays)}) GROUP BY j.root""",
        stays,
    )
    for other in others:
        person = people[other["root"]]
        person["last_seen"] = max(person["last_seen"], other["last_seen"])
        person["also"] = other["also"]
    for row in found:
        person = people[row["root"] or row["record"]]
        person["moment"] = max(person.get("moment") or 0, row.get("moment") or 0)
        if row["root"]:
            for key in ("name_key", "relative_key"):
                person[key] = f"{person[key]} {row[key]}"
    return [people[one] for one in stays if one in people]


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


@lru_cache(maxsize=4096)
def _village_key(village: str) -> str:
    """Remembered: a centre's patients live in some hundred places, and each stands in many of a keystroke's rows."""
    return search_key(village)


@lru_cache(maxsize=4096)
def _likeness(key: str, word: str) -> float:
    """Remembered: the same few words stand in most of the rows."""
    from rapidfuzz.distance import JaroWinkler

    return float(JaroWinkler.similarity(key, word))


def _rank(rows: list[dict[str, Any]], query: Query, today: date) -> list[dict[str, Any]]:
    """Nearest name first, then number, then nearest age; among equals, seen last first."""
    words = query.words()

    def nearness(row: dict[str, Any]) -> int:
        own = row["name_key"].split()
        others = f"{row['relative_key']} {_village_key(row['village'])}".split()
        total = 0.0
        for key in words:
            in_name = max([_likeness(key, word) for word in own], default=0.0)
            elsewhere = max([_likeness(key, word) for word in others], default=0.0)
            total += max(in_name, ELSEWHERE * elsewhere)
        # Steps of five hundredths: smaller differences say less than who came last.
        return round(20 * total / len(words)) if words else 0

    def order(row: dict[str, Any]) -> tuple[float, ...]:
        gap = _age_gap(row, query.age, today) if query.age else 0
        number = _number_nearness(row, query) if query.numbers else 0
        return -nearness(row), -number, gap, -row["n"]

    return sorted(rows, key=order)


def _number_nearness(row: dict[str, Any], query: Query) -> int:
    """The slip's whole number before the beginning or end of a phone, and that before any other digits."""
    slip = slip_key(row["slip_no"])
    digits = slip.lstrip(ascii_lowercase)
    short = digits.lstrip("0")
    said = {slip, digits, short, slip.removesuffix(digits) + short}
    best = 0
    for number in query.numbers:
        if said & set(number.ways) and query.age is None:
            best += 3
        elif any(row["phone"].endswith(way) for way in number.ways):
            best += 2
        elif row["phone"][3:].startswith(number.ways):
            best += 1
    return best
