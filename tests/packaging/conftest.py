"""What the tests of the installer share: one real build, from the pinned pieces."""

from __future__ import annotations

import shutil

import pytest
from spoke_msi.__main__ import CACHE
from spoke_msi.pieces import PieceMissing, fetch

from tests.packaging.builds import Installer, built_once

TOOLS = {
    "wixl": "wixl",
    "msibuild": "msitools",
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64-win32",
    "dpkg-deb": "dpkg",
}
"""What a build calls, and Debian's package that has it."""


def cannot_build() -> str:
    """Why this machine can't build the installer; '' if it can."""
    packages = sorted(package for tool, package in TOOLS.items() if shutil.which(tool) is None)
    if packages:
        return f"needs the installer's tools: apt-get install {' '.join(packages)}"
    try:
        fetch(CACHE)
    except PieceMissing as error:
        return str(error)
    return ""


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Installer:
    """The MSI as it is handed out, and the folder that it installs."""
    if reason := cannot_build():
        pytest.skip(reason)
    return built_once("0.1.0", tmp_path_factory)
