"""One question: the versions side by side, both of them, another value, and what must be said expressly."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from spoke_app.actions.compare_record import Question, Version
from spoke_app.ui.conflict.values import ValueWords
from spoke_app.ui.conflict.version_card import UseButton, VersionCard, VersionFace
from spoke_app.ui.conflict.words import author_text, place_text, problem_text, use_text, when_text, where_text
from spoke_app.ui.context import UiContext
from spoke_app.ui.models import conflict_form as form
from spoke_app.ui.models.conflict_form import BOTH, OTHER, Choice
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.field import Field
from spoke_app.ui.widgets.select import Select
from spoke_app.ui.widgets.text_area import TextArea
from spoke_app.ui.widgets.tick import Tick

COLUMNS = 2
SHOWN_PEOPLE = 3
"""So many who wrote the same value are named on its card; the history names all."""


def gone(version: Version) -> bool:
    """Emptied, or an entry taken out: words stand where a value would."""
    return version.value is None or (isinstance(version.value, dict) and version.value.get("removed") is True)


class QuestionView(QWidget):
    """`chosen` after every choice and key; `going_on` on Enter; `put_off` on *Decide later*."""

    chosen = Signal()
    going_on = Signal()
    put_off = Signal()

    def __init__(
        self,
        context: UiContext,
        kind: str,
        question: Question,
        choice: Choice,
        *,
        decidable: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._kind, self.question, self.choice = context, kind, question, choice
        self._decidable = decidable
        theme = context.theme
        self._cards = [VersionCard(at, decidable=decidable) for at in range(len(question.versions))]
        self._answer = form.answer_kind(kind, question) if decidable else ""
        self._has_both = decidable and form.both(kind, question) is not None
        after = len(self._cards) + 1
        self._both = UseButton("", "secondary", "users", f"Alt {after}", name="conflict.both")
        self._other = UseButton("", "secondary", "pencil", f"Alt {after + self._has_both}", name="conflict.other")
        self._later = Button("", "quiet", key="Esc", name="conflict.later")
        self._typed = self._make_typed()
        self._sure = Tick("", "conflict.sure")
        for card in self._cards:
            card.used.connect(self.choose)
        self._both.clicked.connect(self._choose_both)
        self._other.clicked.connect(self._choose_other)
        self._later.clicked.connect(self.put_off)
        self._sure.changed.connect(self._say_sure)
        grid = QGridLayout()
        grid.setSpacing(theme.px(24))
        for at, card in enumerate(self._cards):
            grid.addWidget(card, at // COLUMNS, at % COLUMNS)
        for column in range(COLUMNS):
            grid.setColumnStretch(column, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.px(14))
        whole.addLayout(grid)
        whole.addLayout(self._more_row())
        whole.addWidget(self._typed)
        whole.addWidget(self._sure)
        self._both.setVisible(self._has_both)
        self._other.setVisible(bool(self._answer))
        self._later.setVisible(decidable)

    def _more_row(self) -> QVBoxLayout | QHBoxLayout:
        theme = self._context.theme
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(self._both)
        row.addWidget(self._other)
        row.addWidget(self._later)
        row.addStretch(1)
        return row

    def _make_typed(self) -> Field | TextArea | Select:
        name = "conflict.typed"
        made: Field | TextArea | Select
        if self._answer == "area":
            made = TextArea("", name, lines=4)
        elif self._answer == "code":
            made = Select("", name)
        else:
            made = Field("", name)
        made.changed.connect(self._type)
        if self._answer != "area":
            made.setMaximumWidth(self._context.theme.px(480))
        return made

    # Choosing

    @Slot(int)
    def choose(self, at: int) -> None:
        """One of the versions, `BOTH` or `OTHER`."""
        if (at == BOTH and not self._has_both) or (at == OTHER and not self._answer):
            return
        if at != self.choice.at:
            self.choice.sure = False
        self.choice.at = at
        if at == OTHER and not self.choice.typed:
            self.choice.typed = form.first_typed(self._kind, self.question)
        self.chosen.emit()
        if at == OTHER:
            # Not as by Tab: what stands there is to be corrected, not replaced by the first key.
            self._typed.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._button(at).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _choose_both(self) -> None:
        self.choose(BOTH)

    def _choose_other(self) -> None:
        self.choose(OTHER)

    def _type(self, text: str) -> None:
        self.choice.typed = self._typed.value() if isinstance(self._typed, Select) else text
        self.choice.sure = False
        self.chosen.emit()

    def _say_sure(self, sure: bool) -> None:
        self.choice.sure = sure
        self.chosen.emit()

    def _button(self, at: int) -> Button:
        return {BOTH: self._both, OTHER: self._other}.get(at) or self._cards[at].button

    def focus_first(self) -> None:
        """The cursor on what is chosen, else on what is shown now."""
        at = self._first_place()
        (self._typed if at == OTHER else self._button(at)).setFocus(Qt.FocusReason.OtherFocusReason)

    def _first_place(self) -> int:
        if self.choice.at is not None:
            return self.choice.at
        return next((at for at, version in enumerate(self.question.versions) if version.shown), 0)

    def wanted(self) -> QWidget:
        """What is to be seen next: the tick or the field that a choice asks for, else the button of the choice."""
        shown = (widget for widget in (self._sure, self._typed) if not widget.isHidden())
        return next(shown, None) or self._button(self._first_place())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        places = [*range(len(self._cards)), *([BOTH] if self._has_both else []), *([OTHER] if self._answer else [])]
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
        if not plain or not self._decidable:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif event.key() in steps and (now := self._focused(places)) is not None:
            self.choose(places[(now + steps[Qt.Key(event.key())]) % len(places)])
        elif event.text().isdecimal() and 1 <= int(event.text()) <= len(self._cards):
            self.choose(int(event.text()) - 1)
        else:
            super().keyPressEvent(event)

    def _focused(self, places: Sequence[int]) -> int | None:
        return next((at for at, place in enumerate(places) if self._has_cursor(place)), None)

    def _has_cursor(self, place: int) -> bool:
        return self.window().focusWidget() is self._button(place)

    def _enter(self) -> None:
        """Enter on a button chooses it; on what is chosen already it goes on."""
        count = len(self._cards)
        for place in (*range(count), BOTH, OTHER):
            if self._has_cursor(place) and self.choice.at != place:
                self.choose(place)
                return
        self.going_on.emit()

    # Showing

    def show_words(self, words: ValueWords, today: date) -> None:
        """All texts, in the language of now, and the state of the choice."""
        values = [words.text(self._kind, self.question.path, version.value) for version in self.question.versions]
        for at, (card, version) in enumerate(zip(self._cards, self.question.versions, strict=True)):
            others = values[:at] + values[at + 1 :]
            quiet = gone(version)
            face = VersionFace(
                where=" · ".join(dict.fromkeys(where_text(origin) for origin in version.origins)),
                icon=self._icon(version),
                value=values[at],
                quiet=quiet,
                letters=max(len(value) + 90 * value.count("\n") for value in values),
                spans=() if quiet else form.differences(values[at], others),
                lines=self._lines(version),
                shown=version.shown,
                use=self._use_words(version),
                chosen=self.choice.at == at,
            )
            card.show_version(face, self.tr("shown now"), self.tr("Chosen"))
        self._show_more(words)
        self._show_typed(today)
        unsure = form.needs_to_be_sure(self._kind, self.question, self.choice, today)
        self._sure.setVisible(unsure and self._decidable)
        self._sure.setChecked(self.choice.sure)
        self._sure.set_text(
            self.tr("I have asked the patient: this allergy is to be dropped"),
            self.tr("Without this tick it stays, whatever is chosen above."),
        )

    def _lines(self, version: Version) -> list[tuple[str, str]]:
        lang, now = self._context.lang, self._context.clock()
        lines: list[tuple[str, str]] = []
        for origin in version.origins[:SHOWN_PEOPLE]:
            lines.append(("user", author_text(origin, lang)))
            lines.append(("clock", when_text(origin, lang, now)))
            lines.append(("map-pin", place_text(origin, lang)))
        if (more := len(version.origins) - SHOWN_PEOPLE) > 0:
            lines.append(("users", self.tr("and {0} more").format(more)))
        return lines

    def _icon(self, version: Version) -> str:
        near = any(origin.where in ("here", "centre") for origin in version.origins)
        return "device-desktop" if near else "building-hospital"

    def _use_words(self, version: Version) -> str:
        if version.value is None:
            return self.tr("Leave it empty")
        if isinstance(version.value, dict) and version.value.get("removed") is True:
            return self.tr("Take it out")
        return use_text(self.question.path)

    def _show_more(self, words: ValueWords) -> None:
        phone = self.question.path == "phone"
        both = self.tr("Both are right: keep two numbers") if phone else self.tr("Both are right: keep both")
        self._both.set_text(both)
        other = self.tr("Another number") if phone else self.tr("Another value")
        if self._answer == "area":
            other = self.tr("Write it together")
        self._other.set_text(other)
        self._later.set_text(self.tr("Decide later"))
        self._both.set_kind("primary" if self.choice.at == BOTH else "secondary")
        self._other.set_kind("primary" if self.choice.at == OTHER else "secondary")
        if isinstance(self._typed, Select):
            codes = form.options(self._kind, self.question.path)
            self._typed.set_options([(code, words.text(self._kind, self.question.path, code)) for code in codes])

    def _show_typed(self, today: date) -> None:
        self._typed.setVisible(self.choice.at == OTHER)
        label = self.tr("What is right")
        hints = {
            "age": self.tr("Such as 34 years or 8 months"),
            "date": self.tr("Day, month, year: 3/11/1999"),
            "allergy": self.tr("What is not borne, then a comma and what it does"),
            "area": self.tr("All versions stand here: cut and join them as is right"),
        }
        self._typed.set_label(label)
        self._typed.set_hint(hints.get(self._answer, ""))
        if isinstance(self._typed, Select):
            self._typed.set_value(self.choice.typed)
        elif self._typed.text() != self.choice.typed.strip():
            self._typed.set_text(self.choice.typed)
        _, wrong, detail = form.read_typed(self._kind, self.question, self.choice.typed, today)
        if self.choice.at == OTHER and wrong:
            self._typed.set_state("error", problem_text(wrong, detail))
        else:
            self._typed.set_state("normal")
