"""Keeps Python 3.11 alive under PySide6 6.12.

PySide6 6.12 is built against headers in which None is immortal (Python 3.12 and later): each of its methods that
returns nothing hands out None without counting it. On 3.11, where None is still counted, some thousands of calls -
a few screens - bring the count to nothing and the interpreter aborts with "none_dealloc: deallocating None". Giving
None a count that cannot be used up is what 3.12 does itself.
"""

from __future__ import annotations

import ctypes
import sys


def hold_none() -> None:
    """Raise the counts of None, True and False out of reach; nothing to do from Python 3.12 on."""
    if sys.version_info < (3, 12):
        for constant in (None, True, False):
            ctypes.c_ssize_t.from_address(id(constant)).value += sys.maxsize >> 2
