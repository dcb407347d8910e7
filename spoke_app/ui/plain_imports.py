"""Keeps PySide6 6.12 from reading the source of every module that is imported after it.

It looks there for its own name, to know in which modules `from __feature__ import snake_case` may change what its
methods are called. Nobody here does that; left alone, the look costs a fifth of all imports, at the start and whenever
a screen is opened for the first time.
"""

from __future__ import annotations

import sys

import PySide6.QtCore  # noqa: F401 - brings the module below


def plain_imports() -> None:
    """From now on no module is looked at; where PySide6 has changed, nothing happens."""
    feature = sys.modules.get("shibokensupport.feature")
    if feature is not None and hasattr(feature, "_mod_uses_pyside"):
        feature.__dict__["_mod_uses_pyside"] = _uses_no_feature


def _uses_no_feature(module: object) -> bool:
    return False
