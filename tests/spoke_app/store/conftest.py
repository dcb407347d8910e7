"""Fixtures of the store's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.spoke import Spoke, new_spoke


@pytest.fixture
def spoke(tmp_path: Path) -> Iterator[Spoke]:
    made = new_spoke(tmp_path)
    yield made
    made.store.close()
