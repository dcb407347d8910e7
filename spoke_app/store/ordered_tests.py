"""Tests that doctors ordered, and the results that came of them: two narrow tables of the projection.

Both are functions of single records, so the order in which advice and results arrive does not matter: a test is awaited
while no result names it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from care_record.fold import Folded
from spoke_app.store.database import Store
from spoke_app.store.values import mapping, text

_AT_ONCE = 200


def put_advice(store: Store, advice: Folded) -> None:
    """The tests that an answer asks for; none while it is not signed."""
    remove_advice(store, advice.record)
    fields = advice.fields
    signed = text(fields.get("signed"))
    tests = fields.get("investigations")
    for place, wanted in enumerate(tests if signed and isinstance(tests, list) else []):
        if text(mapping(wanted).get("id")) and text(mapping(wanted).get("text")):
            store.execute(
                "INSERT INTO ordered_tests(advice, place, test, patient, referral, text, day)"
                " VALUES(?, ?, ?, ?, ?, ?, ?)",
                (
                    advice.record,
                    place,
                    text(wanted.get("id")),
                    advice.patient or "",
                    text(fields.get("referral")),
                    text(wanted.get("text")),
                    signed[:10],
                ),
            )


def put_result(store: Store, result: Folded) -> None:
    """Which test a result belongs to; `''` for one that nobody ordered."""
    store.execute(
        "INSERT OR REPLACE INTO test_results(record, patient, test) VALUES(?, ?, ?)",
        (result.record, result.patient or "", text(result.fields.get("investigation"))),
    )


def remove_advice(store: Store, record: str) -> None:
    store.execute("DELETE FROM ordered_tests WHERE advice = ?", (record,))


def remove_result(store: Store, record: str) -> None:
    store.execute("DELETE FROM test_results WHERE record = ?", (record,))


def clear(store: Store) -> None:
    store.execute("DELETE FROM ordered_tests")
    store.execute("DELETE FROM test_results")


def awaited(store: Store, since: str) -> list[dict[str, Any]]:
    """Tests without a result that were ordered on this day or later, the oldest first."""
    return store.rows(
        """SELECT * FROM ordered_tests o WHERE day >= ?
           AND NOT EXISTS (SELECT 1 FROM test_results r WHERE r.test = o.test) ORDER BY day, advice, place""",
        (since,),
    )


def of_patient(store: Store, patient: str) -> list[dict[str, Any]]:
    """All that was ever ordered for this record, the oldest first."""
    return store.rows("SELECT * FROM ordered_tests WHERE patient = ? ORDER BY day, advice, place", (patient,))


def amended(store: Store, patients: Sequence[str]) -> frozenset[str]:
    """The answers of these patients that a later one corrects."""
    found: set[str] = set()
    names = sorted(set(patients))
    for start in range(0, len(names), _AT_ONCE):
        some = names[start : start + _AT_ONCE]
        rows = store.rows(
            "SELECT json_extract(fields, '$.amends') AS amends FROM records WHERE kind = 'advice'"
            f" AND patient IN ({', '.join('?' * len(some))})",
            some,
        )
        found |= {row["amends"] for row in rows if isinstance(row["amends"], str)}
    return frozenset(found)


def by_id(store: Store, test: str) -> dict[str, Any] | None:
    """One ordered test."""
    return store.row("SELECT * FROM ordered_tests WHERE test = ? LIMIT 1", (test,))
