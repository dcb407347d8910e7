"""What the doctors have said and nobody here has read yet: for the rail's badge and the quiet notice.

Asked at every change, so it reads no case: the projection has each case's state.
"""

from __future__ import annotations

from dataclasses import dataclass

from spoke_app.actions.cases import open_cases
from spoke_app.actions.desk import Desk
from spoke_app.actions.patient_rows import patient_rows


@dataclass(frozen=True)
class Said:
    """An answer or a question that waits to be opened. `moved` is another one after each thing that happens."""

    referral: str
    question: bool
    moved: str
    name: str
    name_other: str


@dataclass(frozen=True)
class CaseNews:
    """`to_do` counts the cases where it is the centre's turn, late ones too."""

    to_do: int
    said: tuple[Said, ...]


def case_news(desk: Desk) -> CaseNews:
    """How things stand now; who is told of what is the window's to remember."""
    now = desk.now()
    cases = open_cases(desk, now)
    unread = [case for case in cases if case.state in ("answered", "question")]
    people = patient_rows(desk.store, [case.patient for case in unread], now.date())
    return CaseNews(
        to_do=sum(case.to_do for case in cases),
        said=tuple(
            Said(
                case.referral,
                case.state == "question",
                case.moved,
                who.name if who else "",
                who.name_other if who else "",
            )
            for case in unread
            for who in [people.get(case.patient)]
        ),
    )
