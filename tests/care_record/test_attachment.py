"""What a change names, and where pieces are cut."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care_record.attachment import MOST_BYTES, PIECE, Named, cut, named

FIELDS = {"sha256": "0a" * 32, "bytes": 1000, "media": "image/png", "label": "Wound"}


def test_an_attachment_names_its_bytes() -> None:
    assert named("attachment", FIELDS) == Named("0a" * 32, 1000, "image/png")
    assert named("note", FIELDS) is None


@pytest.mark.parametrize(
    "odd",
    [
        {"bytes": MOST_BYTES + 1},
        {"bytes": 0},
        {"bytes": -1},
        {"bytes": "9"},
        {"bytes": 1.5},
        {"bytes": True},
        {"bytes": None},
        {"sha256": "x"},
        {"sha256": "0A" * 32},
        {"sha256": "٠" * 64},
        {"sha256": 7},
        {"sha256": None},
        {"media": "text/html"},
        {"media": None},
        {"media": ["image/png"]},
    ],
)
def test_odd_values_name_nothing(odd: dict[str, Any]) -> None:
    assert named("attachment", FIELDS | odd) is None


def test_the_largest_one_is_still_named() -> None:
    assert named("attachment", FIELDS | {"bytes": MOST_BYTES}) is not None


@given(st.integers(0, 3 * PIECE), st.integers(0, 3 * PIECE))
def test_pieces_lie_on_the_same_borders_wherever_they_begin(offset: int, size: int) -> None:
    data = bytes(size)
    shares = cut(offset, data)
    assert sum(len(share) for _, share in shares) == size
    at = offset
    for n, share in shares:
        assert share
        assert n * PIECE <= at
        assert at + len(share) <= (n + 1) * PIECE
        at += len(share)
