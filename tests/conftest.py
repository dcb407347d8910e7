"""Settings for every test: no display is needed, and Qt draws the same everywhere."""

import os

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
