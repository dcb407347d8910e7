"""What is imported beside the window is not read as text, too."""

from __future__ import annotations

import subprocess
import sys

LOOKS = """
import linecache
import spoke_app.ui
import wave
assert wave.__file__ not in linecache.cache, "the source of what was imported was read"
"""


def test_pyside_reads_no_source_of_what_is_imported() -> None:
    subprocess.run([sys.executable, "-c", LOOKS], check=True, timeout=60)
