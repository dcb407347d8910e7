"""A PC and a hub whose every byte the test decides; what needs the real hub has a fixture of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.spoke_app.sync.rig import ScriptedHub, Spoke


@pytest.fixture
def hub() -> ScriptedHub:
    return ScriptedHub()


@pytest.fixture
def spoke(tmp_path: Path, hub: ScriptedHub) -> Iterator[Spoke]:
    spoke = Spoke(tmp_path, hub)
    yield spoke
    spoke.store.close()
