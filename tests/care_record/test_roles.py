"""The table of roles: the page shows it, and nobody outside care sees a patient."""

from __future__ import annotations

from pathlib import Path

import pytest

from care_record.kinds import KINDS, ROLES
from care_record.roles import ACTIONS, may, table

PAGE = Path(__file__).parents[2] / "docs" / "roles.md"
OF_PATIENTS = sorted(
    {"patient", "visit", "note", "referral", "case_event", "advice", "prescription", "dispense", "follow_up"}
    | {"attachment", "result", "screening"}
)


def test_the_page_shows_the_table_as_it_is() -> None:
    assert table() in PAGE.read_text("utf-8"), "make docs/roles.md anew out of care_record.roles.table()"


@pytest.mark.parametrize("role", ["admin", "it", "programme", "visitor", ""])
@pytest.mark.parametrize("kind", [*OF_PATIENTS, "a kind of a later version"])
def test_who_does_not_care_for_patients_sees_nothing_of_them(role: str, kind: str) -> None:
    assert [action for action in ACTIONS if may(role, action, kind)] == []


@pytest.mark.parametrize("role", ROLES)
def test_nobody_prints_or_takes_out_what_she_may_not_see(role: str) -> None:
    for kind in KINDS:
        for action in ("print", "export"):
            assert not may(role, action, kind) or may(role, "see", kind), (kind, action)


def test_only_an_administrator_reads_the_trail_and_everybody_writes_it() -> None:
    assert [role for role in ROLES if may(role, "see", "audit")] == ["admin"]
    assert [role for role in ROLES if may(role, "write", "audit")] == list(ROLES)


def test_a_part_of_a_record_is_written_by_name() -> None:
    assert may("admin", "write", "patient", ["share"]) and not may("admin", "write", "patient", ["name"])
