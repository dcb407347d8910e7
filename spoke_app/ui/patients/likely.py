"""Beside the form: patients already registered who may be the one now being typed in, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spoke_app.actions.views import Likeness
from spoke_app.ui.icons import pixmap
from spoke_app.ui.patients.words import agreement_word, difference_text
from spoke_app.ui.text import names_for, who_text
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.avatar import Avatar
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card, IconMark
from spoke_app.ui.widgets.label import Label, Rule

MOST = 2
"""More than two would push the form's own question aside; the list of patients has the rest."""


class Reasons(QWidget):
    """What agrees (a tick before it) and what differs (a cross), wrapping like words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[tuple[str, bool], ...] = ()
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_items(self, items: Sequence[tuple[str, bool]]) -> None:
        """(word, agrees)"""
        self._items = tuple(items)
        self.setAccessibleName(", ".join(text for text, _ in items))
        self.updateGeometry()
        self.update()

    def _places(self, width: int) -> list[QRect]:
        theme = current_theme()
        metrics = QFontMetrics(theme.font("meta"))
        line, mark, gap = metrics.height() + 2, theme.px(20), theme.px(16)
        x = y = 0
        places = []
        for text, _ in self._items:
            wide = mark + metrics.horizontalAdvance(text) + 2
            if x > 0 and x + wide > width:
                x, y = 0, y + line
            places.append(QRect(x, y, wide, line))
            x += wide + gap
        return places

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        places = self._places(width)
        return places[-1].bottom() + 2 if places else 0

    def sizeHint(self) -> QSize:
        width = max(self.width(), current_theme().px(240))
        return QSize(width, self.heightForWidth(width))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setFont(theme.font("meta"))
        size = theme.px(16)
        for (text, agrees), place in zip(self._items, self._places(self.width()), strict=True):
            colour = theme.green if agrees else theme.ink2
            icon = pixmap("check" if agrees else "x", colour, size)
            painter.drawPixmap(place.x(), place.center().y() - size // 2 + 1, icon)
            painter.setPen(QColor(colour))
            painter.drawText(place.adjusted(theme.px(20), 0, 4, 0), Qt.AlignmentFlag.AlignVCenter, text)


class LikelyCard(QWidget):
    """One such patient; `taken` when the health worker says that it is her, `asked` to look at the record."""

    taken = Signal(str)
    asked = Signal(str)

    def __init__(self, at: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._id = ""
        self._avatar = Avatar()
        self._name, self._other = Label("", "name"), Label("", "meta", "ink3")
        self._meta = Label("", "meta", "ink2", wrap=True)
        self._reasons = Reasons()
        self._last = Label("", "meta", "ink2", wrap=True)
        self._yes = Button("", "secondary", key=f"Alt {at + 1}", size="row", name=f"new_patient.same.{at + 1}")
        self._see = Button("", "quiet", size="row", name=f"new_patient.see.{at + 1}")
        self._yes.clicked.connect(self._take)
        self._see.clicked.connect(self._ask)
        names = QVBoxLayout() if theme.folded else QHBoxLayout()
        names.setSpacing(0 if theme.folded else theme.px(8))
        names.addWidget(self._name)
        names.addWidget(self._other, 1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addLayout(names)
        words.addWidget(self._meta)
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        head.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        foot = QVBoxLayout() if theme.folded else QHBoxLayout()
        foot.setSpacing(theme.px(8))
        foot.addWidget(self._yes)
        foot.addWidget(self._see)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), theme.px(15), theme.px(20), theme.px(15))
        column.setSpacing(theme.px(7))
        column.addLayout(head)
        column.addWidget(self._reasons)
        column.addWidget(self._last)
        column.addLayout(foot)

    def show_likeness(self, likeness: Likeness, last_visit: str, lang: str) -> None:
        """Show one; `last_visit` says when she was here last."""
        row = likeness.row
        self._id = row.id
        name, other = names_for(row.name, row.name_other, lang)
        self._avatar.set_name(name)
        self._name.setText(name)
        self._other.setText(other)
        slip = self.tr("slip {0}").format(row.slip_no) if row.slip_no else ""
        self._meta.setText(" · ".join(part for part in (who_text(row, lang), row.village, slip) if part))
        agrees = [(agreement_word(code, row.relation), True) for code in likeness.agrees]
        differs = [(difference_text(code, value, row.relation), False) for code, value in likeness.differs]
        self._reasons.show_items([*agrees, *differs])
        self._last.setText(last_visit)
        self._last.setVisible(bool(last_visit))
        yes = {"female": self.tr("Yes, this is her"), "male": self.tr("Yes, this is him")}
        self._yes.set_text(yes.get(row.gender, self.tr("Yes, this is the person")))
        self._see.set_text(self.tr("See record"))

    def _take(self) -> None:
        self.taken.emit(self._id)

    def _ask(self) -> None:
        self.asked.emit(self._id)


class LikelyPanel(Card):
    """Amber: it needs a look before a second record of one person is made. Hidden while nobody is alike."""

    taken = Signal(str)
    asked = Signal(str)

    def __init__(
        self, seen: Callable[[date | None], str], lang: Callable[[], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(flush=True, attention=True, parent=parent)
        theme = current_theme()
        self._seen, self._lang = seen, lang
        self._shown: tuple[Likeness, ...] = ()
        self._lead, self._count = Label("", "name"), Label("", "meta", "ink2", wrap=True)
        head = QVBoxLayout()
        head.setSpacing(0)
        lead = QHBoxLayout()
        lead.setSpacing(theme.px(8))
        lead.addWidget(IconMark("users", theme.amber, theme.px(20)))
        lead.addWidget(self._lead, 1)
        head.addLayout(lead)
        head.addWidget(self._count)
        self.set_head(head)
        self._cards = [LikelyCard(at) for at in range(MOST)]
        self._rules = [Rule() for _ in self._cards[1:]]
        for at, card in enumerate(self._cards):
            if at:
                self.add(self._rules[at - 1])
            self.add(card)
            card.taken.connect(self.taken)
            card.asked.connect(self.asked)
        self.add(Rule())
        self._none = Label("", "meta", "ink2", wrap=True)
        self._none.setContentsMargins(theme.px(20), theme.px(10), theme.px(20), theme.px(12))
        self.add(self._none)
        self.hide()

    def show_likely(self, likely: Sequence[Likeness]) -> None:
        """Show the most alike; none hides the panel."""
        self._shown = tuple(likely[:MOST])
        for at, card in enumerate(self._cards):
            there = at < len(self._shown)
            card.setVisible(there)
            if at:
                self._rules[at - 1].setVisible(there)
        self.setVisible(bool(self._shown))
        self.retranslate()

    def shown(self) -> tuple[Likeness, ...]:
        """Who is shown now."""
        return self._shown

    def retranslate(self) -> None:
        """All texts, in the language of now."""
        for card, likeness in zip(self._cards, self._shown, strict=False):
            card.show_likeness(likeness, self._seen(likeness.row.last_seen), self._lang())
        genders = {likeness.row.gender for likeness in self._shown}
        if genders == {"female"}:
            self._lead.setText(self.tr("Is she one of these?"))
        elif genders == {"male"}:
            self._lead.setText(self.tr("Is he one of these?"))
        else:
            self._lead.setText(self.tr("Is it one of these?"))
        one = self.tr("1 patient of this centre is very alike.")
        many = self.tr("{0} patients of this centre are very alike.").format(len(self._shown))
        self._count.setText(one if len(self._shown) == 1 else many)
        self._none.setText(
            self.tr(
                "None of them? Go on with the form. Two records of one person can be joined later, and parted again."
            )
        )
