"""What the district office says to all health centres, until the last day of each notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from care_record.rules.age import as_date
from spoke_app.actions.desk import Desk
from spoke_app.store import records
from spoke_app.store.values import text

MOST_SHOWN = 3
"""The newest; the day's work stands below them."""


@dataclass(frozen=True)
class Notice:
    """One notice. `text_hi` is empty if the office wrote no Hindi."""

    record: str
    text: str
    text_hi: str
    until: date


def notices_in_force(desk: Desk) -> tuple[Notice, ...]:
    """The newest of those whose last day is not over."""
    today = desk.now().date()
    found = [
        Notice(notice.record, text(notice.fields.get("text")), text(notice.fields.get("text_hi")), until)
        for notice in records.of_no_patient(desk.store, "notice")
        if (until := as_date(text(notice.fields.get("until"))[:10])) is not None and until >= today
    ]
    return tuple(reversed([notice for notice in found if notice.text or notice.text_hi]))[:MOST_SHOWN]
