"""What every part of the visit's page is: a card with inputs of its own, that shows what the form says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QWidget

from spoke_app.ui.models.notes import FieldNote, Values
from spoke_app.ui.theme import current_theme
from spoke_app.ui.visit.words import note_sentence, part_title
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.field import FieldFrame

if TYPE_CHECKING:
    from spoke_app.ui.models.field_set import FieldSet
    from spoke_app.ui.models.vital_signs import About


class Part(Card):
    """`code` is one of `visit_form.PARTS`; `first_field` gets the cursor when the part is gone to."""

    code = ""
    first_field = ""

    def __init__(self, fields: FieldSet, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.fields = fields
        theme = current_theme()
        pad = theme.px(20)
        self.head.setContentsMargins(pad, theme.px(12), pad, 0)
        self.body.setContentsMargins(pad, theme.px(6), pad, theme.px(12))

    def let_grow(self, *frames: FieldFrame) -> None:
        """Where columns are narrow, what is wrong may take two lines below a field."""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        for frame in frames:
            frame.setSizePolicy(policy)

    def fits(self, about: About) -> None:
        """Show the inputs that make sense for this patient."""

    def say(self, notes: dict[str, FieldNote], *names: str) -> None:
        """What is wrong with these fields, below each."""
        self.fields.show_notes([notes[name] for name in names if name in notes], note_sentence, names)

    def show_form(self, values: Values, notes: dict[str, FieldNote]) -> None:
        """Follow what was typed, in this part or another."""

    def retranslate(self) -> None:
        """All texts, in the language of now."""
        self.set_title(part_title(self.code))
