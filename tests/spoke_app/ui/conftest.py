"""A health centre under the screens, with its theme: nothing is painted before the typeface is there, as in the app."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from spoke_app.ui.languages import Languages
from spoke_app.ui.theme import Theme
from tests.spoke_app.ui.case_room import CaseRoom
from tests.spoke_app.ui.clinic import Clinic


@pytest.fixture
def clinic(tmp_path: Path, qapp: QApplication) -> Iterator[Clinic]:
    Theme().apply(qapp)
    made = Clinic(tmp_path)
    yield made
    made.close()


@pytest.fixture
def room(tmp_path: Path, qapp: QApplication) -> Iterator[CaseRoom]:
    Theme().apply(qapp)
    made = CaseRoom(tmp_path)
    yield made
    made.close()


@pytest.fixture
def languages(qapp: QApplication) -> Iterator[Languages]:
    """Both languages; afterwards the app speaks its own again, in its usual size."""
    made = Languages(qapp)
    yield made
    made.use("")
    Theme().apply(qapp)
