"""What tests of the installer share: two versions of it, built once, and a Windows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.helpers.hub import HubProcess, served_hub
from tests.msi.pc import ClinicPc
from tests.msi.wine import Screen, Wine, a_screen, missing, wine_prefix
from tests.packaging.builds import Installer, built_once
from tests.packaging.conftest import cannot_build

OLDER, NEWER = "0.1.0", "0.1.1"


@pytest.fixture(scope="session")
def installers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Installer]:
    """Both versions, by their number. Skips where Wine is not installed or the pieces cannot be fetched."""
    if reason := missing() or cannot_build():
        pytest.skip(reason)
    return {version: built_once(version, tmp_path_factory) for version in (OLDER, NEWER)}


@pytest.fixture(scope="session")
def older(installers: dict[str, Installer]) -> Installer:
    return installers[OLDER]


@pytest.fixture(scope="session")
def newer(installers: dict[str, Installer]) -> Installer:
    return installers[NEWER]


@pytest.fixture(scope="module")
def screen(installers: dict[str, Installer]) -> Iterator[Screen]:
    with a_screen() as shown:
        yield shown


@pytest.fixture(scope="module")
def wine(screen: Screen, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wine]:
    """A new Windows 10, one per file of tests."""
    with wine_prefix(tmp_path_factory.mktemp("wine") / "w", screen) as made:
        yield made


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with served_hub(f"sqlite:///{tmp_path_factory.mktemp('hub') / 'hub.db'}") as served:
        yield served


@pytest.fixture(scope="module")
def pc(wine: Wine, screen: Screen, hub: HubProcess) -> ClinicPc:
    """A PC on which nothing of ours is installed yet, and a hub that it can reach."""
    return ClinicPc(wine, screen, hub)
