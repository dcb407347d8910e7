"""Photos and reports: from files, from the clipboard, or dropped onto the page."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from spoke_app.ui.context import UiContext
from spoke_app.ui.models.field_set import Access, FieldSet
from spoke_app.ui.visit.attachments import Attachments
from spoke_app.ui.visit.part import Part


class PhotosPart(Part):
    code = "photos"
    first_field = "attachments"

    def __init__(self, fields: FieldSet, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(fields, parent)
        self.attachments = Attachments(context)
        self.attachments.setFocusProxy(self.attachments.add)
        fields.add_access(
            "attachments", Access(self.attachments, self.attachments.value, self.attachments.set_value, None)
        )
        self.attachments.changed.connect(self._attached)
        self.add(self.attachments)
        self.retranslate()

    @Slot()
    def _attached(self) -> None:
        self.fields.tell("attachments")

    def retranslate(self) -> None:
        super().retranslate()
        self.attachments.retranslate()
