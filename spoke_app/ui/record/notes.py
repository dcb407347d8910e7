"""The notes of a visit: each with who wrote it and whether it is signed; corrected and added to in place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spoke_app.actions.countersigned import Countersigned
from spoke_app.actions.open_visit import NoteView
from spoke_app.ui.context import UiContext
from spoke_app.ui.record.cards import clear
from spoke_app.ui.record.words import moment_of_day, staff_name
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.chip import Chip
from spoke_app.ui.widgets.label import Label, Rule
from spoke_app.ui.widgets.text_area import TextArea


class NotesCard(Card):
    """`saved(note, words)`: a new note, or with the id of one its correction; `signed(note)`."""

    saved = Signal(str, str)
    signed = Signal(str)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._context = context
        self._correcting = self._visit = ""
        self._kept: dict[tuple[str, str], str] = {}
        """What was typed and not saved, by the visit and the note that it corrects."""
        theme = current_theme()
        self.add_button = Button("", "secondary", "plus", "Alt N", size="row", name="record.note_add")
        self.head.addWidget(self.add_button)
        self._notes = QVBoxLayout()
        self._notes.setSpacing(theme.px(10))
        self.text = TextArea("", "record.note_text", lines=4)
        self.save = Button("", "primary", "check", "Ctrl Enter", size="row", name="record.note_save")
        self._leave = Button("", "quiet", size="row", name="record.note_leave")
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(12))
        buttons.addWidget(self.save)
        buttons.addWidget(self._leave)
        buttons.addStretch(1)
        self._editor = QWidget()
        column = QVBoxLayout(self._editor)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.text)
        column.addLayout(buttons)
        self.add(self._notes)
        self.add(self._editor)
        self._editor.hide()
        self.add_button.clicked.connect(self.begin)
        self.save.clicked.connect(self._save)
        self._leave.clicked.connect(self.leave)

    @property
    def writing(self) -> bool:
        """Whether a note is being written."""
        return self._editor.isVisibleTo(self)

    def set_visit(self, visit: str) -> None:
        """The notes of another visit; what was typed at the one before and not saved is there when one comes back."""
        self._turn_to(visit, "", "")
        self._editor.hide()

    def _turn_to(self, visit: str, note: str, words: str) -> None:
        """Another note is in the editor from now on: what was typed of it before, else these words."""
        before = (self._visit, self._correcting)
        if before == (visit, note):
            return
        self._kept[before] = self.text.text()
        self._visit, self._correcting = visit, note
        self.text.set_text(self._kept.get((visit, note)) or words)

    def show_notes(self, notes: Sequence[NoteView]) -> None:
        """Show these, the oldest first; what is being written stays."""
        self.set_title(self.tr("Notes"))
        self.add_button.set_text(self.tr("Add a note"))
        self._leave.set_text(self.tr("Leave it"))
        self._word_editor()
        clear(self._notes)
        numbers = {note.id: at for at, note in enumerate(notes, start=1)}
        for at, note in enumerate(notes):
            if at:
                self._notes.addWidget(Rule())
            self._notes.addWidget(self._note(note, numbers))
        if not notes:
            self._notes.addWidget(Label(self.tr("No note was written."), "body", "ink2"))

    def _note(self, note: NoteView, numbers: dict[str, int]) -> QWidget:
        theme, lang, now = current_theme(), self._context.lang, self._context.clock()
        line = QWidget()
        column = QVBoxLayout(line)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        about = [self.tr("Note {0}").format(numbers[note.id])]
        if note.amends:
            about.append(self.tr("corrects note {0}").format(numbers.get(note.amends, "?")))
        about += [staff_name(note.author, lang), moment_of_day(note.written, lang, now)]
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        head.addWidget(Label(" · ".join(part for part in about if part), "meta", "ink2", wrap=True), 1)
        if note.corrected_by:
            after = numbers.get(note.corrected_by, "?")
            head.addWidget(Chip(self.tr("Corrected by note {0}").format(after), "amber", "pencil"))
        elif note.signed is not None:
            head.addWidget(Chip(self.tr("Signed"), "green", "check"))
        else:
            head.addWidget(Chip(self.tr("Not signed"), "grey", "pencil"))
        column.addLayout(head)
        column.addWidget(Label(note.text, "body", "ink3" if note.corrected_by else "ink", wrap=True))
        if note.countersigned is not None:
            column.addWidget(self._countersigned(note.countersigned))
        if not note.corrected_by:
            column.addLayout(self._actions(note, numbers[note.id]))
        return line

    def _countersigned(self, said: Countersigned) -> QWidget:
        """What the doctor who read it said of it."""
        theme, lang, now = current_theme(), self._context.lang, self._context.clock()
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(theme.px(16), theme.px(4), 0, theme.px(4))
        column.setSpacing(theme.px(4))
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        about = " · ".join((staff_name(said.by, lang), moment_of_day(said.at, lang, now)))
        head.addWidget(Label(about, "meta", "ink2", wrap=True), 1)
        if said.verdict == "agrees":
            head.addWidget(Chip(self.tr("The doctor agrees"), "green", "check"))
        else:
            head.addWidget(Chip(self.tr("The doctor's comment"), "amber", "message-check"))
        column.addLayout(head)
        if said.text:
            column.addWidget(Label(said.text, "body", wrap=True))
        return part

    def _actions(self, note: NoteView, at: int) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(current_theme().px(12))
        correct = Button(self.tr("Correct"), "quiet", "pencil", size="row", name=f"record.note_correct.{at}")
        correct.setAccessibleName(self.tr("Correct note {0}").format(at))
        correct.clicked.connect(lambda: self.begin_correction(note))
        row.addWidget(correct)
        if note.signed is None:
            sign = Button(self.tr("Sign"), "quiet", "check", size="row", name=f"record.note_sign.{at}")
            sign.setAccessibleName(self.tr("Sign note {0}").format(at))
            sign.clicked.connect(lambda: self.signed.emit(note.id))
            row.addWidget(sign)
        row.addStretch(1)
        return row

    def begin(self) -> None:
        """A note is to be added; what was typed before and not saved is there again."""
        self._turn_to(self._visit, "", "")
        self._open()

    def begin_correction(self, note: NoteView) -> None:
        """The note's words, to be put right; the note itself stays as it was signed."""
        self._turn_to(self._visit, note.id, note.text)
        self._open()

    def leave(self) -> None:
        """Closes the editor; what was typed stays in it."""
        self._editor.hide()
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def empty(self) -> None:
        """Saved: nothing is being written."""
        self.text.set_text("")
        self._turn_to(self._visit, "", "")
        self._editor.hide()

    def refuse(self, code: str) -> None:
        """Nothing was saved: why."""
        words = {
            "same": self.tr("Nothing is different yet: write what is right."),
            "too-long": self.tr("Too long for one note: shorten it, or write a second one."),
            "too-large": self.tr("Too long for one note: shorten it, or write a second one."),
        }
        self.text.set_state("error", words.get(code, self.tr("Please write the note.")))

    def _open(self) -> None:
        self._word_editor()
        self.text.set_state("normal")
        self._editor.show()
        self.text.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _word_editor(self) -> None:
        self.text.set_label(self.tr("What is right") if self._correcting else self.tr("New note"))
        self.text.set_hint(self.tr("Both are shown from now on.") if self._correcting else "")
        self.save.set_text(self.tr("Sign and save"))

    def _save(self) -> None:
        self.saved.emit(self._correcting, self.text.text())
