"""Tab goes through a screen as one reads it: in the order of its layouts, whatever order it was built in."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLayout, QLineEdit, QPlainTextEdit, QWidget

_WHOLE = (QComboBox, QLineEdit, QPlainTextEdit, QAbstractItemView)


def tab_widgets(root: QWidget) -> list[QWidget]:
    """Every widget below `root` that Tab stops at, in reading order."""
    found: list[QWidget] = []
    _walk(root, found)
    return found


def chain_tabs(root: QWidget) -> None:
    """Set the order; call when everything is placed."""
    for before, after in pairwise(tab_widgets(root)):
        QWidget.setTabOrder(before, after)


def _walk(widget: QWidget, found: list[QWidget]) -> None:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        found.append(widget)
    if isinstance(widget, _WHOLE):
        return
    layout = widget.layout()
    if layout is not None:
        _walk_layout(layout, found)
        return
    for child in widget.children():
        if isinstance(child, QWidget):
            _walk(child, found)


def _walk_layout(layout: QLayout, found: list[QWidget]) -> None:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            _walk(widget, found)
        elif inner is not None:
            _walk_layout(inner, found)
