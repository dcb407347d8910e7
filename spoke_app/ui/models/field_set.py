"""The inputs of one form under their field names: read all, fill all in silence, and say who was typed in or left.

A screen asks for `values()` as typed and hands them to the pure form models; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from spoke_app.ui.models.notes import FieldNote, Values
from spoke_app.ui.widgets.choice import Choice, Segments
from spoke_app.ui.widgets.field import Field, FieldFrame, FieldState, LineEdit
from spoke_app.ui.widgets.select import ComboBox, Select
from spoke_app.ui.widgets.text_area import TextArea
from spoke_app.ui.widgets.tick import Tick

_STATES: dict[str, FieldState] = {
    "hint": "normal",
    "good": "good",
    "caution": "abnormal",
    "abnormal": "abnormal",
    "critical": "critical",
    "error": "error",
}


@dataclass(frozen=True)
class Access:
    """How to read and fill one input."""

    widget: QWidget
    read: Callable[[], Any]
    fill: Callable[[Any], None]
    frame: FieldFrame | None


class FieldSet(QObject):
    """`changed(name)` when a person typed or chose; `left(name)` when the cursor went elsewhere."""

    changed = Signal(str)
    left = Signal(str)
    entered = Signal(str)
    """The cursor came into a field: a page that scrolls brings it into view."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._inputs: dict[str, Access] = {}
        self._extra: Values = {}
        self._focus = ""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def add(self, name: str, widget: QWidget, frame: FieldFrame | None = None) -> None:
        """Take in an input; `frame` is the labelled field around a bare one, where its remarks are shown."""
        own_frame = widget if isinstance(widget, FieldFrame) else frame
        if isinstance(widget, LineEdit | Field | TextArea):
            access = Access(widget, widget.text, widget.set_text, own_frame)
        elif isinstance(widget, Choice | Segments | Select | ComboBox):
            access = Access(widget, widget.value, widget.set_value, own_frame)
        elif isinstance(widget, Tick):
            access = Access(widget, widget.isChecked, widget.setChecked, own_frame)
        else:
            raise TypeError(f"no way to read {type(widget).__name__}")
        self.add_access(name, access)
        widget.changed.connect(self._teller(name))

    def add_access(self, name: str, access: Access) -> None:
        """Take in an input of its own kind; the caller connects its signal to `tell(name)`."""
        self._inputs[name] = access

    def tell(self, name: str) -> None:
        """A person changed this field: the cursor is there, even where a list of suggestions took the focus."""
        self._focus = name
        self.changed.emit(name)

    def names(self) -> tuple[str, ...]:
        return tuple(self._inputs)

    def values(self) -> Values:
        """The form as typed; a copy that later typing does not touch."""
        return deepcopy({**self._extra, **{name: access.read() for name, access in self._inputs.items()}})

    def value(self, name: str) -> Any:
        return self._inputs[name].read() if name in self._inputs else self._extra.get(name)

    def populate(self, values: Values) -> None:
        """Fill every input; none of them says that it was typed in. Fields without an input are kept as well."""
        self._extra = deepcopy({name: value for name, value in values.items() if name not in self._inputs})
        for name, access in self._inputs.items():
            if name in values:
                access.fill(deepcopy(values[name]))

    def put(self, name: str, value: Any) -> None:
        """Fill one field in silence."""
        if name in self._inputs:
            self._inputs[name].fill(value)
        else:
            self._extra[name] = value

    def show_notes(
        self, notes: Iterable[FieldNote], sentence: Callable[[FieldNote], str], among: Iterable[str] | None = None
    ) -> None:
        """Show the gravest remark of each field below it, and nothing below the others.

        With `among` only those fields are touched: each part of a long form speaks for its own.
        """
        gravest: dict[FieldFrame, FieldNote] = {}
        order = ("hint", "good", "caution", "abnormal", "critical", "error")
        for note in notes:
            access = self._inputs.get(note.field)
            if access is None or access.frame is None:
                continue
            held = gravest.get(access.frame)
            if held is None or order.index(note.tone) > order.index(held.tone):
                gravest[access.frame] = note
        names = self._inputs if among is None else [name for name in among if name in self._inputs]
        for frame in dict.fromkeys(self._inputs[name].frame for name in names):
            if frame is None:
                continue
            told = gravest.get(frame)
            frame.set_state(_STATES[told.tone] if told else "normal", sentence(told) if told else "")

    def focus_name(self) -> str:
        """The field that has or last had the cursor."""
        return self._focus

    def focus(self, name: str) -> None:
        """Put the cursor into a field; into one that is only now being shown, once it is."""
        access = self._inputs.get(name)
        if access is not None:
            self._focus = name
            if access.widget.isVisible():
                _give_cursor(access.widget)
            else:
                QTimer.singleShot(0, access.widget, lambda: _give_cursor(access.widget))

    def widget(self, name: str) -> QWidget | None:
        access = self._inputs.get(name)
        return access.widget if access else None

    def _teller(self, name: str) -> Callable[..., None]:
        def told(*_: object) -> None:
            self.tell(name)

        return told

    def _name_of(self, widget: QWidget | None) -> str:
        while widget is not None:
            for name, access in self._inputs.items():
                if access.widget is widget:
                    return name
            widget = widget.parentWidget()
        return ""

    @Slot(QWidget, QWidget)
    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        before, after = self._name_of(old), self._name_of(new)
        if after:
            self._focus = after
            if before != after:
                self.entered.emit(after)
        if before and before != after:
            self.left.emit(before)


def _give_cursor(widget: QWidget) -> None:
    if isinstance(widget, Choice | Segments):
        widget.focus_first()
    else:
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
