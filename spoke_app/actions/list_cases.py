"""The Cases screen: everything sent to a doctor, with its receipt."""

from __future__ import annotations

from spoke_app.actions.cases import case_rows, open_cases, read_cases
from spoke_app.actions.desk import Desk
from spoke_app.actions.views import CaseFilter, CasesView
from spoke_app.store import search

MOST_LISTED = 150
MOST_PEOPLE = 300
MOST_COUNTED = 10_000
"""So many closed ones, or more: nobody reads on in the number, and counting on costs more with each year."""


def list_cases(desk: Desk, which: CaseFilter = "current", words: str = "") -> CasesView:
    """The first 150 of the cases under way, of those where it is the centre's turn, or of the closed ones, the latest
    first. With `words`: those of patients whom the search finds by them, or with a complaint that has them."""
    now = desk.now()
    current = open_cases(desk, now)
    to_do = [case for case in current if case.to_do]
    if which == "closed":
        wanted = _found(desk, words, 0)
    else:
        wanted = [case.referral for case in (to_do if which == "to_do" else current)]
        if words:
            found = set(_found(desk, words, 1))
            wanted = [referral for referral in wanted if referral in found]
    counted = "SELECT count(*) FROM (SELECT 1 FROM cases WHERE open = 0 LIMIT ?)"
    closed = int(desk.store.value(counted, (MOST_COUNTED,)))
    rows = case_rows(desk, read_cases(desk.store, wanted[:MOST_LISTED]), now)
    return CasesView(tuple(rows), current=len(current), to_do=len(to_do), closed=closed, words=words)


def _found(desk: Desk, words: str, is_open: int) -> list[str]:
    """Moved last first; of the closed ones no more than are listed."""
    matches, values = "1", []
    if words:
        people = [row["record"] for row in search.find(desk.store, words, MOST_PEOPLE).rows]
        some = f"({', '.join('?' * len(people))})"
        matches = (
            f"(c.patient IN {some} OR c.patient IN (SELECT record FROM joined WHERE root IN {some})"
            " OR instr(lower(v.complaint), ?) > 0)"
        )
        values = [*people, *people, words.strip().lower()]
    rows = desk.store.rows(
        "SELECT c.referral FROM cases c LEFT JOIN visits v ON v.patient = c.patient AND v.record = c.visit"
        f" WHERE c.open = ? AND {matches} ORDER BY c.moved_at DESC LIMIT ?",
        (is_open, *values, -1 if is_open else MOST_LISTED),
    )
    return [row["referral"] for row in rows]
