"""The table of invariants in docs/invariants.md: each has tests, and each test that it names exists."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
_COUNTS = {"D": 2, "S": 3, "F": 1, "A": 2, "P": 2, "C": 4, "K": 1, "Z": 1, "U": 2, "B": 2, "X": 1, "M": 1}
INVARIANTS = [f"{letter}{n + 1}" for letter, many in _COUNTS.items() for n in range(many)]
_ROW = re.compile(r"^\| ([A-Z][0-9]) \|(?P<what>[^|]*)\|(?P<tests>.*)\|$", re.MULTILINE)
_NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def table() -> dict[str, list[tuple[str, str]]]:
    """invariant -> (file, function) of what asks for it."""
    text = (ROOT / "docs" / "invariants.md").read_text("utf-8")
    return {row[1]: _NAMED.findall(row["tests"]) for row in _ROW.finditer(text)}


@cache
def functions(file: str) -> set[str]:
    path = ROOT / file
    if not path.is_file():
        return set()
    return {node.name for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)}


def test_every_invariant_stands_in_the_table() -> None:
    assert list(table()) == INVARIANTS


@pytest.mark.parametrize("invariant", INVARIANTS)
def test_every_invariant_has_tests_that_exist(invariant: str) -> None:
    named = table()[invariant]
    assert [f"{file}::{name}" for file, name in named if name not in functions(file)] == []
    assert any(name.startswith("test_") for _, name in named)
