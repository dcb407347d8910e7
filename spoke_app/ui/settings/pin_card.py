"""The card of her own PIN: the one of now, and the new one twice."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from spoke_app.ui.context import UiContext
from spoke_app.ui.sign_in.pin_boxes import DIGITS, PinBoxes
from spoke_app.ui.text import trouble_text
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.field import HintLine
from spoke_app.ui.widgets.label import Label


class PinCard(Card):
    """Closed it is a sentence and a button; open it asks for three PINs."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__("…", parent=parent)
        self._context = context
        self._text = Label("", "body", "ink2", wrap=True)
        self.add(self._text)
        self.old, self.new, self.again = (PinBoxes(f"settings.pin.{name}") for name in ("old", "new", "again"))
        self._labels = [Label("", "label", "ink2") for _ in range(3)]
        for label, boxes in zip(self._labels, self._boxes(), strict=True):
            self.add(label)
            self.add(boxes)
            boxes.returnPressed.connect(self._on_return)
        self._said = HintLine()
        self.add(self._said)
        self.button = Button("", "secondary", size="row", name="settings.pin.change")
        self.button.clicked.connect(self._pressed)
        self.cancel = Button("", "quiet", size="row", name="settings.pin.cancel")
        self.cancel.clicked.connect(self.close_up)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addWidget(self.cancel)
        row.addStretch(1)
        self.add(row)
        context.pins.ended.connect(self._ended)
        self._open(open_=False)
        self.retranslate()

    def _boxes(self) -> tuple[PinBoxes, PinBoxes, PinBoxes]:
        return self.old, self.new, self.again

    def retranslate(self) -> None:
        """Every text again."""
        self.set_title(self.tr("My PIN"))
        self._text.setText(self.tr("Six digits that only you know. Change them when somebody may have seen them."))
        names = (self.tr("PIN of now"), self.tr("New PIN"), self.tr("New PIN again"))
        for label, boxes, name in zip(self._labels, self._boxes(), names, strict=True):
            label.setText(name)
            boxes.setAccessibleName(name)
        self.button.set_text(self.tr("Save the new PIN") if self._is_open() else self.tr("Change my PIN"))
        self.cancel.set_text(self.tr("Cancel"))

    def said(self) -> str:
        """The sentence under the boxes."""
        return self._said.text()

    def _is_open(self) -> bool:
        return not self.old.isHidden()

    def _open(self, *, open_: bool) -> None:
        for item in (*self._labels, *self._boxes(), self.cancel):
            item.setVisible(open_)
        for boxes in self._boxes():
            boxes.clear()

    @Slot()
    def close_up(self) -> None:
        """Nothing is changed, and nothing that was typed stays."""
        self._open(open_=False)
        self._said.show_text("")
        self.retranslate()

    @Slot()
    def _pressed(self) -> None:
        if self._is_open():
            self._save()
            return
        self._said.show_text("")
        self._open(open_=True)
        self.retranslate()
        self.old.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_return(self) -> None:
        following = {self.old: self.new, self.new: self.again}.get(self.sender())  # type: ignore[call-overload]
        if following is not None:
            following.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._save()

    def _save(self) -> None:
        short = next((boxes for boxes in self._boxes() if len(boxes.text()) < DIGITS), None)
        if self._context.pins.running:
            return
        if short is not None and not (short is self.old and len(self.old.text()) >= 4):
            self._refuse(self.tr("Type all six digits."), short)
        elif self.new.text() != self.again.text():
            self.again.clear()
            self._refuse(self.tr("The new PIN was typed in two ways. Type it again."), self.again)
        else:
            self._said.show_text(self.tr("Checking…"))
            self._set_enabled(enabled=False)
            self._context.pins.change(self.old.text(), self.new.text())

    def _refuse(self, sentence: str, boxes: PinBoxes) -> None:
        self._said.show_text(sentence, "error")
        boxes.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_enabled(self, *, enabled: bool) -> None:
        for item in (*self._boxes(), self.button):
            item.setEnabled(enabled)

    @Slot(str, float)
    def _ended(self, code: str, seconds: float) -> None:
        self._set_enabled(enabled=True)
        if not code:
            self.close_up()
            self._said.show_text(self.tr("Your PIN is changed, for every PC of your centre."))
            return
        new = {
            "six-digits": self.tr("A PIN has six digits."),
            "too-simple": self.tr("This PIN is guessed first. Take digits without a pattern."),
            "same-pin": self.tr("This is the PIN that you have. Take another one."),
        }
        old = {
            "wrong-pin": self.tr("The PIN of now is not right."),
            "too-soon": self.tr("Too many wrong PINs. Wait %n second(s), then try again.", "", round(seconds)),
        }
        wrong = self.new if code in new else self.old
        for boxes in (self.new, self.again) if code in new else (self.old,):
            boxes.clear()
        self._refuse(new.get(code) or old.get(code) or " ".join(trouble_text(code)), wrong)
