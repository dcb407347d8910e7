"""docs/threat-model.md and docs/faults.md: each row names a test, and every test that is named there exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.test_invariants import functions

DOCS = Path(__file__).parents[2] / "docs"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
PAGES = ("threat-model.md", "faults.md")
TRIED = (
    "power cut", "kill", "full disk", "read-only", "damaged page", "damaged WAL", "missing file", "two copies", "clock",
    "restore", "clone", "revoked", "wiped", "wrong PIN", "machine secret", "altered journal line", "altered backup",
    "hostile exchange lines", "1 GB", "bomb", "path tricks", "SQL", "HTML", "formula", "no line", "captive portal",
    "half an answer", "no printer", "no rights", "second copy of the app",
)  # fmt: skip
ATTACKERS = (
    "thief of the PC", "thief of a disk or stick", "curious colleague", "former colleague", "visitor at an open screen",
    "person on the line", "captive portal", "stolen token", "compromised centre", "curious doctor",
    "tired administrator", "compromised hub", "thief of the hub's backup", "publisher's key",
)  # fmt: skip


def rows(page: str) -> list[str]:
    """The rows of all tables of a page, without their heads."""
    lines = (DOCS / page).read_text("utf-8").splitlines()
    heads = {at - 1 for at, line in enumerate(lines) if line.startswith("| -")}
    return [line for at, line in enumerate(lines) if line.startswith("| ") and at not in heads and at - 1 not in heads]


@pytest.mark.parametrize("page", PAGES)
def test_every_test_that_is_named_exists(page: str) -> None:
    named = NAMED.findall((DOCS / page).read_text("utf-8"))
    assert len(named) > 40
    assert [f"{file}::{name}" for file, name in named if name not in functions(file)] == []
    assert [f"{file}::{name}" for file, name in named if not name.startswith("test_")] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_row_names_its_test_or_says_that_nothing_is_done(page: str) -> None:
    bare = [row for row in rows(page) if not NAMED.search(row) and not row.rstrip(" |").endswith("not done")]
    assert bare == []


@pytest.mark.parametrize(("page", "wanted"), [("faults.md", TRIED), ("threat-model.md", ATTACKERS)])
def test_nothing_is_left_out(page: str, wanted: tuple[str, ...]) -> None:
    text = " ".join(row.split(" | ")[0] for row in rows(page)).casefold()
    headings = (DOCS / page).read_text("utf-8").casefold() if page == "threat-model.md" else text
    assert [what for what in wanted if what.casefold() not in headings] == []
