"""Calls the programs of the build, which this machine may lack."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path


class ToolMissing(Exception):
    """A program of the build is not installed, or failed; the message says which and why."""


def call(command: Sequence[str], within: Path) -> subprocess.CompletedProcess[str]:
    """Its words and exit code, whatever that is; its times are UTC, wherever it runs. ToolMissing if there is none."""
    surroundings = {**os.environ, "TZ": "UTC"}
    try:
        return subprocess.run(command, cwd=within, env=surroundings, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise ToolMissing(f"{command[0]} is not installed. ./run msi installs what it can.") from error
