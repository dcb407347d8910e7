"""An input of several entries: type, choose from the suggestions, Enter makes a token. Used for complaints.

Each suggestion shows a digit: typed right behind a few letters, it takes that one. Behind a blank or a whole name a
digit is a duration.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QCompleter, QFrame, QLineEdit, QListView, QSizePolicy, QWidget

from spoke_app.ui.icons import pixmap
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.field import LONGEST_LINE, FieldFrame, field_height
from spoke_app.ui.widgets.label import repolish
from spoke_app.ui.widgets.suggestions import MOST_SHOWN, Entry, Suggestions, only_duration, split_duration

_ICD = re.compile(r"^[A-Za-z]\d")


@dataclass(frozen=True)
class Token:
    """One entry. `code` is `''` for free text; `duration` is (value, unit) if one was typed behind it."""

    text: str
    code: str = ""
    duration: tuple[int, str] | None = None
    id: str = ""
    """The record's own id of the entry, kept through editing."""


class _Tokens(QFrame):
    """Frame, tokens and the line they are typed in; lines wrap."""

    changed = Signal()
    left = Signal()

    def __init__(self, name: str, label: str, duration_text: Callable[[tuple[int, str]], str]) -> None:
        super().__init__()
        theme = current_theme()
        self.setProperty("input", "tokens")
        self.setAccessibleName(label)
        self._duration_text = duration_text
        self._tokens: list[Token] = []
        self._list = Suggestions()
        self._hindi = False
        self._took = False
        self._places: list[tuple[QRect, QRect]] = []
        self.edit = QLineEdit(self)
        self.edit.setObjectName(name)
        self.edit.setAccessibleName(label)
        self.edit.setProperty("input", "bare")
        self.edit.setFixedHeight(theme.px(32))
        self.edit.setMaxLength(LONGEST_LINE)
        self.edit.installEventFilter(self)
        self.edit.textEdited.connect(self._suggest)
        self.edit.returnPressed.connect(self._enter)
        self._words = QStandardItemModel(self)
        completer = QCompleter(self._words, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCompletionRole(Qt.ItemDataRole.UserRole)
        completer.setMaxVisibleItems(MOST_SHOWN)
        popup = QListView()
        popup.setProperty("popup", "true")
        completer.setPopup(popup)
        popup.installEventFilter(self)
        self._popup = popup
        completer.activated.connect(self._chosen)
        self.edit.setCompleter(completer)
        self._completer = completer
        self.setFocusProxy(self.edit)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_entries(self, entries: Sequence[Entry], hindi: bool) -> None:
        if self._list.entries != tuple(entries):
            self._list = Suggestions(entries)
        self._hindi = hindi
        self._tokens = [replace(token, text=self._text_of(token)) for token in self._tokens]
        self._arrange()

    def _text_of(self, token: Token) -> str:
        for code, english, hindi in self._list.entries:
            if token.code and code == token.code:
                return (hindi if self._hindi else english) or english
        return token.text

    def tokens(self) -> tuple[Token, ...]:
        return tuple(self._tokens)

    def set_tokens(self, tokens: Sequence[Token]) -> None:
        self._tokens = [replace(token, text=self._text_of(token)) for token in tokens]
        self._arrange()

    def _suggest(self, typed: str) -> None:
        self._words.clear()
        for at, (code, english, hindi) in enumerate(self._list.best(split_duration(typed)[0])):
            text = (hindi if self._hindi else english) or english
            shown = f"{text} · {code}" if _ICD.match(code) else text
            item = QStandardItem(f"{at + 1}   {shown}")
            item.setData(text, Qt.ItemDataRole.UserRole)
            self._words.appendRow(item)
        if self._words.rowCount():
            self._completer.complete()
        else:
            self._popup.hide()

    def _pick(self, digit: int) -> bool:
        """A digit behind at least two letters takes the suggestion that shows it."""
        typed = self.edit.text()
        item = self._words.item(digit - 1)
        letters = sum(sign.isalpha() for sign in typed)
        if not self._popup.isVisible() or item is None or letters < 2 or typed[-1:].isspace() or _ends_in_digit(typed):
            return False
        if self._find(typed).code:
            return False  # the whole name stands there: the digit begins how long it has lasted
        self._chosen(str(item.data(Qt.ItemDataRole.UserRole)))
        return True

    def _find(self, text: str) -> Token:
        words, duration = split_duration(text)
        for code, english, hindi in self._list.entries:
            if words.lower() in (english.lower(), hindi.lower()):
                return Token((hindi if self._hindi else english) or english, code, duration)
        return Token(words, "", duration)

    def _chosen(self, text: str) -> None:
        duration = split_duration(self.edit.text())[1]
        token = self._find(text)
        self._add(replace(token, duration=duration or token.duration))

    def _enter(self) -> None:
        if self._popup.isVisible() and self._popup.currentIndex().isValid():
            return
        if text := self.edit.text().strip():
            self._took = True
            self._take(text)

    def _take(self, text: str) -> None:
        """A token out of what was typed; a duration alone belongs to the token before."""
        duration = only_duration(text)
        if duration is None or not self._tokens:
            self._add(self._find(text))
            return
        self.edit.clear()
        self._popup.hide()
        self._tokens[-1] = replace(self._tokens[-1], duration=duration)
        self._arrange()
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The Enter that made a token stays here; the next one, in an empty line, goes on in the form.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._took:
            self._took = False
            event.accept()
            return
        super().keyPressEvent(event)

    def _add(self, token: Token) -> None:
        # The completer writes its word into the line after this signal; empty it once it has.
        self.edit.clear()
        self.metaObject().invokeMethod(self.edit, "clear", Qt.ConnectionType.QueuedConnection)
        self._popup.hide()
        if token.text and token.text not in [known.text for known in self._tokens]:
            self._tokens.append(token)
            self._arrange()
            self.changed.emit()

    def take_rest(self) -> None:
        """Make a token of what was typed but not finished with Enter."""
        if text := self.edit.text().strip():
            self._take(text)

    def _remove(self, at: int) -> None:
        del self._tokens[at]
        self._arrange()
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        # With the list open its window has the keys, and hands them to the line past this filter.
        if pressed and isinstance(event, QKeyEvent) and (digit := _digit(event)) and self._pick(digit):
            return True
        if watched is self.edit:
            if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
                self.setProperty("focused", "true" if event.type() == QEvent.Type.FocusIn else "false")
                repolish(self)
                if event.type() == QEvent.Type.FocusOut and not self._popup.isVisible():
                    self.take_rest()
                    self.left.emit()
            elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                empty = not self.edit.text()
                if event.key() == Qt.Key.Key_Backspace and empty and self._tokens:
                    self._remove(len(self._tokens) - 1)
                    return True
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        # The tokens are painted: who listens hears them with the line.
        self.edit.setAccessibleDescription(", ".join(self._read_out(token) for token in self._tokens))
        self._layout()
        self.updateGeometry()
        self.update()

    def _read_out(self, token: Token) -> str:
        return f"{token.text} {self._duration_text(token.duration)}" if token.duration else token.text

    def _token_width(self, token: Token) -> int:
        theme = current_theme()
        width = QFontMetrics(theme.font("label")).horizontalAdvance(token.text) + theme.px(12 + 34)
        if token.duration:
            detail = self._duration_text(token.duration)
            width += QFontMetrics(theme.font("meta")).horizontalAdvance(detail) + theme.px(8)
        return width

    def _placed(self, width: int) -> tuple[list[QRect], QRect, int]:
        """Where in this width the tokens stand, where the line, and which height that takes. Layouts ask for many
        widths that never come; nothing is moved here."""
        theme = current_theme()
        high = max(theme.px(32), QFontMetrics(theme.font("label")).height() + theme.px(10))
        pad, gap = theme.px(6), theme.px(8)
        x = y = pad
        boxes = []
        for token in self._tokens:
            wide = min(self._token_width(token), max(60, width - 2 * pad))
            if x > pad and x + wide > width - pad:
                x, y = pad, y + high + gap
            boxes.append(QRect(x, y, wide, high))
            x += wide + gap
        if x > pad and x + theme.px(120) > width - pad:
            x, y = pad, y + high + gap
        line = QRect(x + theme.px(4), y, max(40, width - x - pad - theme.px(4)), high)
        return boxes, line, max(field_height(theme) + theme.px(4), y + high + pad)

    def _layout(self) -> None:
        boxes, line, _ = self._placed(self.width())
        cross = current_theme().px(30)
        self._places = [(box, QRect(box.right() - cross, box.y(), cross, box.height())) for box in boxes]
        self.edit.setGeometry(line)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._placed(width)[2]

    def sizeHint(self) -> QSize:
        width = max(self.width(), current_theme().px(280))
        return QSize(width, self._placed(width)[2])

    def minimumSizeHint(self) -> QSize:
        least = current_theme().px(160)
        return QSize(least, self._placed(max(self.width(), least))[2])

    def resizeEvent(self, event: object) -> None:
        self._layout()
        self.updateGeometry()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = event.position().toPoint()
        for at, (_, cross) in enumerate(self._places):
            if cross.contains(spot):
                self._remove(at)
                return
        self.edit.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for token, (box, cross) in zip(self._tokens, self._places, strict=True):
            painter.setPen(QPen(QColor(theme.field_line), theme.line_width))
            painter.setBrush(QColor(theme.surface))
            painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), box.height() / 2, box.height() / 2)
            painter.setPen(QColor(theme.ink))
            painter.setFont(theme.font("label"))
            room = box.adjusted(theme.px(12), 1, -theme.px(30), 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, token.text)
            if token.duration:
                used = QFontMetrics(theme.font("label")).horizontalAdvance(token.text) + theme.px(8)
                painter.setFont(theme.font("meta"))
                painter.setPen(QColor(theme.ink2))
                detail = self._duration_text(token.duration)
                painter.drawText(room.adjusted(used, 0, 6, 0), Qt.AlignmentFlag.AlignVCenter, detail)
            size = theme.px(16)
            centre = cross.center()
            spot = QPoint(centre.x() - size // 2 - 1, centre.y() - size // 2 + 1)
            painter.drawPixmap(spot, pixmap("x", theme.ink2, size))


def _digit(event: QKeyEvent) -> int:
    """1 to 9 for such a key without a modifier, else 0."""
    keypad = Qt.KeyboardModifier.KeypadModifier
    text = event.text()
    plain = not event.modifiers() & ~keypad
    return int(text) if plain and len(text) == 1 and text in "123456789" else 0


def _ends_in_digit(text: str) -> bool:
    return text[-1:].isdigit()


class TokenField(FieldFrame):
    """Label, tokens, hint line. `entries` are (code, English, Hindi); both languages are searched."""

    changed = Signal()
    left = Signal()

    def __init__(
        self,
        label: str,
        name: str,
        entries: Sequence[Entry] = (),
        *,
        hindi: bool = False,
        placeholder: str = "",
        hint_line: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        self._box = _Tokens(name, label, self._duration_text)
        super().__init__(label, (self._box,), hint_line=hint_line, parent=parent)
        self.edit = self._box.edit
        self._box.set_entries(entries, hindi)
        self.edit.setPlaceholderText(placeholder)
        self.setFocusProxy(self.edit)
        self._box.changed.connect(self.changed)
        self._box.left.connect(self.left)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def tokens(self) -> tuple[Token, ...]:
        """The entries, in order."""
        return self._box.tokens()

    def set_tokens(self, tokens: Sequence[Token]) -> None:
        """Fill it silently."""
        self._box.set_tokens(tokens)

    def take_rest(self) -> None:
        """Make an entry of what was typed but not finished with Enter; call before saving."""
        self._box.take_rest()

    def set_entries(self, entries: Sequence[Entry], hindi: bool) -> None:
        """Another list or another language; coded tokens change their words."""
        self._box.set_entries(entries, hindi)

    def set_placeholder(self, text: str) -> None:
        self.edit.setPlaceholderText(text)

    def set_label(self, label: str) -> None:
        super().set_label(label)
        self._box.setAccessibleName(label)
        self.edit.setAccessibleName(label)

    def _duration_text(self, duration: tuple[int, str]) -> str:
        value, unit = duration
        words = {
            "hours": self.tr("%n hour(s)", "", value),
            "days": self.tr("%n day(s)", "", value),
            "weeks": self.tr("%n week(s)", "", value),
            "months": self.tr("%n month(s)", "", value),
            "years": self.tr("%n year(s)", "", value),
        }
        return words.get(unit, f"{value} {unit}")
