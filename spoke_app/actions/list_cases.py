"""The Cases screen: everything sent to a doctor, with its receipt."""

from __future__ import annotations

from spoke_app.actions.cases import case_rows, open_cases, read_cases
from spoke_app.actions.desk import Desk
from spoke_app.actions.views import CaseFilter, CasesView

MOST_CLOSED = 200


def list_cases(desk: Desk, which: CaseFilter = "current", name: str = "") -> CasesView:
    """The cases under way, those where it is the centre's turn, or the closed ones: the latest 200 of patients whose
    name, in either script, or village has each word of `name`."""
    now = desk.now()
    current = open_cases(desk, now)
    to_do = [case for case in current if case.to_do]
    if which == "closed":
        wanted = _closed(desk, name.split())
    else:
        wanted = [case.referral for case in (to_do if which == "to_do" else current)]
    closed = int(desk.store.value("SELECT count(*) FROM cases WHERE open = 0"))
    rows = case_rows(desk, read_cases(desk.store, wanted), now)
    return CasesView(tuple(rows), current=len(current), to_do=len(to_do), closed=closed)


def _closed(desk: Desk, words: list[str]) -> list[str]:
    """The latest first."""
    matches = " AND ".join("instr(lower(p.name || ' ' || p.name_other || ' ' || p.village), ?) > 0" for _ in words)
    people = f" AND patient IN (SELECT record FROM patients p WHERE {matches})" if words else ""
    rows = desk.store.rows(
        f"SELECT referral FROM cases WHERE open = 0{people} ORDER BY moved_at DESC LIMIT {MOST_CLOSED}",
        [word.lower() for word in words],
    )
    return [row["referral"] for row in rows]
