"""The card of new versions: what there is, how much of it has come, and the button that installs it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from spoke_app.actions.new_version import NewVersion
from spoke_app.ui.context import UiContext
from spoke_app.ui.installing import Installing
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.label import Label

_MB = 1_000_000


class UpdateCard(Card):
    """Never forces anything: a version waits here until somebody presses."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__("…", parent=parent)
        self._context = context
        self._installing = Installing(context, self)
        self._text = Label("", "body", "ink", wrap=True)
        self._text.setObjectName("settings.update")
        self._notes = Label("", "body", "ink2", wrap=True)
        self._notes.setObjectName("settings.update.notes")
        self._file = Label("", "meta", "ink3", wrap=True)
        self._file.setObjectName("settings.update.file")
        self._file.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button = Button("", "primary", icon="arrow-down", size="row", name="settings.update.button")
        self.button.clicked.connect(self._pressed)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        for label in (self._text, self._file, self._notes):
            self.add(label)
        self.add(row)
        context.updates.changed.connect(self._show)
        self.retranslate()

    def words(self) -> str:
        """Everything it says."""
        labels = (self._text, self._file, self._notes)
        return "\n".join(label.text() for label in labels if not label.isHidden())

    def retranslate(self) -> None:
        """Every text again."""
        self.set_title(self.tr("New versions"))
        self._show()

    @Slot()
    def _show(self) -> None:
        view = self._context.updates.view
        known = view if view is not None and view.version else None
        self._text.setText(self._said(view))
        notes = "" if known is None else (known.notes_hi if self._context.hindi else "") or known.notes
        self._notes.setText(notes)
        self._notes.setVisible(bool(notes))
        by_hand = known is not None and known.ready and not known.starts
        self._file.setText(known.file if known is not None and by_hand else "")
        self._file.setVisible(by_hand)
        self._show_button(known)

    def _show_button(self, known: NewVersion | None) -> None:
        installs = known is not None and known.ready and known.starts
        fetches = known is not None and self._waits_to_be_asked(known)
        self.button.set_text(self.tr("Install now") if installs else self.tr("Download"))
        self.button.setVisible(installs or fetches)
        self.button.setEnabled(not self._context.updates.installing)

    def _said(self, view: NewVersion | None) -> str:
        if view is not None and not view.offers:
            return self.tr("This copy of Spoke takes no new versions by itself. IT staff install them.")
        if view is None or not view.version:
            return self.tr("Once a day Spoke asks the hub whether there is a newer version. There is none now.")
        said = self._standing(view)
        return said.format(version=view.version, came=round(view.came / _MB), all=max(1, round(view.bytes / _MB)))

    def _standing(self, view: NewVersion) -> str:
        if view.ready and view.starts:
            return self.tr("Version {version} is ready. It installs in a minute; nothing is lost.")
        if view.ready:
            return self.tr("Version {version} has come. It is for Windows, and lies here:")
        if not view.room:
            return self.tr("Version {version} has {all} MB and needs more room on the disk. Make some, then it comes.")
        if self._waits_to_be_asked(view):
            return self.tr("There is version {version}, {all} MB. Like photos, it waits until you ask for it.")
        return self.tr("Version {version} is coming: {came} of {all} MB. Everything that you write goes first.")

    def _waits_to_be_asked(self, view: NewVersion) -> bool:
        asked = view.wanted or self._context.settings.attachments == "always"
        return not view.ready and view.room and not asked

    def _pressed(self) -> None:
        view = self._context.updates.view
        if view is not None and view.ready:
            self._installing.begin()
        else:
            self._context.updates.download()
            self._context.exchange.poke()  # it comes behind the next exchange
