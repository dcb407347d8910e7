"""News that needs no answer at once: a bar in the layout, never a modal box."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from spoke_app.ui.icons import WARNING_STROKE
from spoke_app.ui.theme import Tone, current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import IconMark
from spoke_app.ui.widgets.label import Ink, Label, repolish

NoticeKind = Literal["news", "look", "danger", "done"]
_LOOKS: dict[NoticeKind, tuple[str, Tone, Ink]] = {
    "news": ("info-circle", "accent", "ink"),
    "look": ("alert-triangle", "amber", "ink"),
    "danger": ("alert-octagon", "red", "red"),
    "done": ("circle-check", "green", "ink"),
}


class NoticeBar(QFrame):
    """Icon, bold lead, a sentence, at most one button (`pressed`) and a cross (`closed`) if it may be put away."""

    pressed = Signal()
    closed = Signal()

    def __init__(
        self,
        kind: NoticeKind,
        lead: str = "",
        text: str = "",
        button: str = "",
        *,
        key: str = "",
        closable: bool = False,
        name: str = "notice",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.setObjectName(name)
        self.setProperty("frame", "notice")
        self._mark = IconMark("", "", theme.px(24), WARNING_STROKE)
        self._lead = Label(lead, "name", wrap=True)
        self._text = Label(text, "body", "ink", wrap=True)
        self.button = Button(button, "secondary", key=key, size="row", name=f"{name}.button")
        self.button.clicked.connect(self.pressed)
        self._close = Button("", "quiet", icon="x", size="row", name=f"{name}.close")
        self._close.clicked.connect(self.closed)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._lead)
        words.addWidget(self._text)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(18), theme.px(10), theme.px(16), theme.px(10))
        row.setSpacing(theme.px(14))
        row.addWidget(self._mark)
        row.addLayout(words, 1)
        row.addWidget(self.button)
        row.addWidget(self._close)
        self._close.setVisible(closable)
        # Not `Maximum`: its height would be bounded by that of a wide bar, and in a narrow column words be cut.
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_notice(kind, lead, text, button)

    def show_notice(self, kind: NoticeKind, lead: str, text: str = "", button: str = "", *, icon: str = "") -> None:
        """Say something else; with an icon of its own instead of the kind's."""
        theme = current_theme()
        usual, tone, ink = _LOOKS[kind]
        self.setProperty("kind", kind)
        self._mark.set_mark(icon or usual, theme.tone(tone).ink)
        self._lead.setText(lead)
        self._lead.set_tone(ink)
        self._lead.setVisible(bool(lead))
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.button.set_text(button)
        self.button.setVisible(bool(button))
        self._close.setAccessibleName(self.tr("Close"))
        self.setAccessibleName(f"{lead} {text}".strip())
        repolish(self)

    def words(self) -> str:
        """Everything it says, for tests and screen readers."""
        return self.accessibleName()
