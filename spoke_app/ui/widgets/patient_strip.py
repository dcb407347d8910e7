"""The strip with the patient's name that stays on top while the page scrolls; red flags live there too."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.avatar import Avatar
from spoke_app.ui.widgets.chip import Chip, ChipFace
from spoke_app.ui.widgets.label import Label


class PatientStrip(QFrame):
    """Avatar, name in both scripts, the line about the person, chips at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.setProperty("frame", "strip")
        self._avatar = Avatar()
        self._name = Label("", "patient")
        self._other = Label("", "body", "ink2")
        self._meta = Label("", "body", "ink2")
        self._chips: list[Chip] = []
        names = QHBoxLayout()
        names.setSpacing(theme.px(8))
        names.addWidget(self._name)
        names.addWidget(self._other)
        names.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addLayout(names)
        words.addWidget(self._meta)
        words.addStretch(1)
        self._chip_row = QHBoxLayout()
        self._chip_row.setSpacing(theme.px(16))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.page_edge, theme.px(8), theme.page_edge, theme.px(9))
        row.setSpacing(theme.px(16))
        if not theme.folded:
            row.addWidget(self._avatar)
        row.addLayout(words, 1)
        row.addLayout(self._chip_row)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(theme.px(72))

    def set_patient(self, name: str, other: str, meta: str, chips: Sequence[ChipFace] = ()) -> None:
        """Show a person. `other` is the name in the other script, `meta` e.g. `24 y · Female · Sukhpur`."""
        self._avatar.set_name(name)
        self._name.setText(name)
        self._other.setText(other)
        self._other.setVisible(bool(other))
        self._meta.setText(meta)
        self.set_chips(chips)

    def set_chips(self, chips: Sequence[ChipFace]) -> None:
        """The flags and standing facts at the right."""
        for chip in self._chips[len(chips) :]:
            self._chip_row.removeWidget(chip)
            chip.deleteLater()
        del self._chips[len(chips) :]
        for at, face in enumerate(chips):
            if at == len(self._chips):
                self._chips.append(Chip())
                self._chip_row.addWidget(self._chips[at])
            self._chips[at].set_face(face)

    def chip_texts(self) -> list[str]:
        """Words of the chips, in order."""
        return [chip.face().text for chip in self._chips]
