"""None survives what PySide6 6.12 does to it on Python 3.11."""

from PySide6.QtCore import QPointF

import spoke_app


def test_a_hundred_thousand_qt_calls_do_not_use_none_up() -> None:
    assert spoke_app.__doc__  # its import is what holds None
    point = QPointF()
    for _ in range(100_000):
        point.setX(1)
    assert point.x() == 1
