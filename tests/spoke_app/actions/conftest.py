"""Fixtures of the actions' tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from spoke_app.actions.register_patient import register_patient
from tests.helpers.spoke import Spoke, new_spoke, patient_fields


@pytest.fixture
def spoke(tmp_path: Path) -> Iterator[Spoke]:
    made = new_spoke(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def patient(spoke: Spoke) -> str:
    """A registered woman of 34."""
    return register_patient(spoke.desk, patient_fields())[1]
