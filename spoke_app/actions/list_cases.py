"""The Cases screen: everything sent to a doctor, with its receipt."""

from __future__ import annotations

from spoke_app.actions.cases import case_row, is_to_do, open_rows, read_case
from spoke_app.actions.desk import Desk
from spoke_app.actions.views import CaseFilter, CasesView

MOST_CLOSED = 200


def list_cases(desk: Desk, which: CaseFilter = "current") -> CasesView:
    """The cases under way, those where it is the centre's turn, or the closed ones (the latest 200)."""
    now = desk.now()
    current = open_rows(desk, now)
    to_do = [row for row in current if is_to_do(row)]
    rows = {"current": current, "to_do": to_do}.get(which)
    if rows is None:
        found = desk.store.rows(
            "SELECT referral FROM cases WHERE open = 0 ORDER BY moved_at DESC LIMIT ?", (MOST_CLOSED,)
        )
        cases = [read_case(desk.store, row["referral"]) for row in found]
        rows = [case_row(desk, case, now) for case in cases if case is not None]
    closed = int(desk.store.value("SELECT count(*) FROM cases WHERE open = 0"))
    return CasesView(tuple(rows), current=len(current), to_do=len(to_do), closed=closed)
