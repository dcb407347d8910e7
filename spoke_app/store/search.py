"""Finding a patient: by a name in either script and any spelling, village, phone, ABHA or slip number, as it is typed.

The index gives candidates, those seen last first; rapidfuzz then puts the nearest names on top. What is typed is a
beginning: every word counts as one, and must be found in the name, the relative's name, the village or a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from care_record.rules.identity import ascii_digits
from care_record.rules.names import search_key, skeleton
from spoke_app.store.database import Store
from spoke_app.store.patient_index import slip_key

CANDIDATES = 60
MOST_COUNTED = 1000
MOST_IN_A_DAY = 200
ELSEWHERE = 0.9
"""What a likeness to the relative's name or the village counts beside one to the name itself."""
_SLIP = re.compile(r"[a-z]{1,3}[\s-]?\d{1,8}", re.IGNORECASE)
_NUMBER = re.compile(r"\+?\d[\d\s().-]*")
_WORD = re.compile(r"\S+")
_WORDS_IN = "{names relatives places}"


@dataclass(frozen=True)
class Found:
    """Rows of `patients`, best first, and how many match in all (`MOST_COUNTED` at most)."""

    rows: tuple[dict[str, Any], ...]
    total: int


@dataclass(frozen=True)
class _Query:
    """A typed text, taken apart."""

    keys: tuple[str, ...]
    numbers: tuple[str, ...]

    def match(self, *, whole: bool = False) -> str:
        """The index's query: every word as a beginning, or as a whole word."""
        end = "" if whole else "*"
        terms = [f'{_WORDS_IN} : "{key}"{end}' for key in self.keys]
        terms += [f'numbers : "{number}"*' for number in self.numbers]
        return " AND ".join(f"({term})" for term in terms)

    def by_sound(self) -> str:
        """The second net: consonants only."""
        terms = [f'(sounds : "{skeleton(key)}"*)' for key in self.keys]
        terms += [f'(numbers : "{number}"*)' for number in self.numbers]
        return " AND ".join(terms)


def find(store: Store, typed: str, limit: int = 20) -> Found:
    """The patients that `typed` may mean; with nothing typed, those seen last."""
    if not typed.strip():
        return Found(tuple(_latest(store, limit)), _count_all(store))
    query = _take_apart(typed)
    if not query.keys and not query.numbers:
        return Found((), 0)
    numbers = _candidates(store, query.match())
    if query.keys and len(numbers) == CANDIDATES:
        # Many begin like this: whole words may hide behind those seen more lately.
        numbers = list(dict.fromkeys([*_candidates(store, query.match(whole=True)), *numbers]))
    every = len(numbers) < CANDIDATES
    total = 0 if every else _count(store, query.match())
    if query.keys and len(numbers) < limit and _sound_is_telling(query):
        more = _candidates(store, query.by_sound())
        numbers = list(dict.fromkeys([*numbers, *more]))
    people = _rows(store, numbers)
    return Found(tuple(_rank(people, query)[:limit]), len(people) if every else max(total, len(people)))


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


def in_village(store: Store, name_key: str, village_key: str, limit: int = 200) -> list[dict[str, Any]]:
    """Patients of a village who are called so, or whose relative is; both as keys of `search_key`."""
    words = [f'({{names relatives}} : "{word}")' for word in name_key.split()]
    words += [f'(places : "{word}")' for word in village_key.split()]
    return _rows(store, _candidates(store, " AND ".join(words), limit))


def _take_apart(typed: str) -> _Query:
    """Numbers first (they may be typed with spaces), then words; each word as its key."""
    text = ascii_digits(typed).strip()
    numbers: list[str] = []
    if _SLIP.fullmatch(text):
        return _Query((), (slip_key(text),))
    for match in _NUMBER.finditer(text):
        digits = "".join(c for c in match.group() if c.isdigit())
        numbers.append(_without_country(digits))
    words = _WORD.findall(_NUMBER.sub(" ", text))
    keys = [key for word in words for key in search_key(word).split()]
    return _Query(tuple(dict.fromkeys(keys)), tuple(dict.fromkeys(numbers)))


def _without_country(digits: str) -> str:
    if len(digits) > 10 and len(digits) != 14:
        for prefix in ("0091", "091", "91", "0"):
            if digits.startswith(prefix):
                return digits.removeprefix(prefix)[:10]
    return digits.lstrip("0") or digits if len(digits) <= 5 else digits.removeprefix("0")


def _sound_is_telling(query: _Query) -> bool:
    return all(len(skeleton(key)) > 1 for key in query.keys)


def _candidates(store: Store, match: str, limit: int = CANDIDATES) -> list[int]:
    rows = store.rows(
        "SELECT rowid AS n FROM patient_search WHERE patient_search MATCH ? ORDER BY rowid DESC LIMIT ?", (match, limit)
    )
    return [row["n"] for row in rows]


def _count(store: Store, match: str) -> int:
    return int(
        store.value(
            "SELECT count(*) FROM (SELECT 1 FROM patient_search WHERE patient_search MATCH ? LIMIT ?)",
            (match, MOST_COUNTED),
        )
    )


def _count_all(store: Store) -> int:
    return int(store.value("SELECT (SELECT count(*) FROM patients) - (SELECT count(*) FROM joined)"))


def _rows(store: Store, numbers: Sequence[int]) -> list[dict[str, Any]]:
    return _people(store, _records(store, numbers))


def _records(store: Store, numbers: Sequence[int]) -> list[dict[str, Any]]:
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
        f"""SELECT j.root, max(p.last_seen) AS last_seen FROM joined j JOIN patients p ON p.record = j.record
            WHERE j.root IN ({_marks(stays)}) GROUP BY j.root""",
        stays,
    )
    for other in others:
        person = people[other["root"]]
        person["last_seen"] = max(person["last_seen"], other["last_seen"])
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


def _rank(rows: list[dict[str, Any]], query: _Query) -> list[dict[str, Any]]:
    """Nearest first; among equally near ones, seen last first."""
    if not query.keys:
        return rows
    from rapidfuzz.distance import JaroWinkler

    def nearness(row: dict[str, Any]) -> int:
        own = row["name_key"].split()
        others = f"{row['relative_key']} {_village_key(row['village'])}".split()
        total = 0.0
        for key in query.keys:
            in_name = max((JaroWinkler.similarity(key, word) for word in own), default=0.0)
            elsewhere = max((JaroWinkler.similarity(key, word) for word in others), default=0.0)
            total += max(in_name, ELSEWHERE * elsewhere)
        # Steps of five hundredths: smaller differences say less than who came last.
        return round(20 * total / len(query.keys))

    return sorted(rows, key=lambda row: (-nearness(row), -row["n"]))
