"""Real builds of the installer, each version once for all the processes of a test run."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from spoke_app.access.lock import FileLock
from tests.helpers.hub import ROOT

LONGEST_S = 600


@dataclass(frozen=True)
class Installer:
    """An MSI, and the folder that it installs."""

    version: str
    msi: Path
    content: Path

    def conditions(self) -> list[tuple[str, str]]:
        """What must hold for an installation, with the sentence that says otherwise. Wine refuses as Windows does, but
        shows the sentence in a box only, never in the log."""
        line = ["msiinfo", "export", str(self.msi), "LaunchCondition"]
        rows = subprocess.run(line, capture_output=True, text=True, timeout=60, check=True).stdout.splitlines()[3:]
        return [(condition, words) for condition, words in (row.split("\t") for row in rows)]


def build(version: str, folder: Path) -> Installer:
    """The installer of this version, as `./run msi` builds it."""
    made = Installer(version, folder / f"Spoke-{version}-x64.msi", folder / f"content-{version}")
    line = [sys.executable, "-m", "spoke_msi", "build", "--version", version]
    given = ["--out", str(folder), "--keep", str(made.content)]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT / "packaging" / "windows")}
    done = subprocess.run(
        [*line, *given], cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=LONGEST_S, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return made


def built_once(version: str, factory: pytest.TempPathFactory) -> Installer:
    """`build`, unless another process of this run has done it already or is at it."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / f"installer-{version}"
    folder.mkdir(exist_ok=True)
    lock = FileLock(folder / "lock")
    lock.wait(LONGEST_S)
    try:
        made = Installer(version, folder / f"Spoke-{version}-x64.msi", folder / f"content-{version}")
        whole = folder / "whole"
        if not whole.exists():
            build(version, folder)
            whole.touch()
        return made
    finally:
        lock.release()
