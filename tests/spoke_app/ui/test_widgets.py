"""The components: what they say to a person, to a screen reader and to the screen that uses them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontInfo, QFontMetrics
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from spoke_app.actions.views import ExchangeOverview
from spoke_app.ui.scroll import ScrollPage
from spoke_app.ui.status_bar import StatusBar, StatusItem
from spoke_app.ui.theme import Theme, current_theme
from spoke_app.ui.widgets.avatar import initials
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.chip import ChipFace
from spoke_app.ui.widgets.choice import Choice
from spoke_app.ui.widgets.field import Field
from spoke_app.ui.widgets.key_cap import key_sequence
from spoke_app.ui.widgets.label import Label
from spoke_app.ui.widgets.list_view import ListView
from spoke_app.ui.widgets.notice_bar import NoticeBar
from spoke_app.ui.widgets.rows import Row, mark_spans
from spoke_app.ui.widgets.select import Select
from spoke_app.ui.widgets.suggestions import split_duration
from spoke_app.ui.widgets.tick import Tick
from spoke_app.ui.widgets.token_field import Token, TokenField

COMPLAINTS = (("headache", "Headache", "सिरदर्द"), ("fever", "Fever", "बुखार"))


@pytest.fixture(autouse=True)
def theme(qapp: QApplication) -> Theme:
    made = Theme()
    made.apply(qapp)
    return made


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Sunita Devi", "SD"),
        ("Chandan Kumar Mehta", "CM"),
        ("Md. Imran Alam", "IA"),
        ("Phulo", "P"),
        ("सुनीता देवी", "सु"),
        ("श्रद्धा", "श्र"),
        ("", ""),
    ],
)
def test_the_disc_shows_first_letters_or_the_first_syllable(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_text_is_set_in_the_shipped_typeface_in_both_weights(theme: Theme) -> None:
    for role in ("body", "name"):
        font = theme.font(role)  # type: ignore[arg-type]
        assert QFontInfo(font).family() == "Noto Sans Devanagari"
    assert QFontInfo(theme.font("name")).weight() > QFontInfo(theme.font("body")).weight()


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5])
def test_heights_follow_the_font(qapp: QApplication, qtbot: QtBot, scale: float) -> None:
    Theme(scale).apply(qapp)
    field = Field("नाम", "form.name")
    qtbot.addWidget(field)
    assert field.edit.height() > QFontMetrics(current_theme().font("field")).height()
    button = Button("विज़िट पूरी करें", key="Ctrl Enter")
    qtbot.addWidget(button)
    assert button.sizeHint().height() > QFontMetrics(current_theme().font("button")).height()


def test_one_letter_means_alt_and_window_keys_are_left_to_the_window() -> None:
    assert key_sequence("T").toString() == "Alt+T"
    assert key_sequence("Ctrl Enter").toString() == "Ctrl+Return"
    assert key_sequence("F5").isEmpty()
    assert key_sequence("Esc").isEmpty()


def test_a_button_is_used_by_its_key_from_anywhere_in_the_window(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    button = Button("Refer", key="Alt F", name="visit.refer", parent=window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier)
    assert button.accessibleName() == "Refer"


def test_a_field_tells_what_was_typed_but_not_what_was_filled_in(qtbot: QtBot) -> None:
    field = Field("Weight", "visit.weight_kg", unit="kg")
    qtbot.addWidget(field)
    heard: list[str] = []
    field.changed.connect(heard.append)
    field.set_text("61")
    assert heard == []
    qtbot.keyClicks(field.edit, ".5")
    assert heard == ["61.", "61.5"]
    assert (field.edit.objectName(), field.edit.accessibleName()) == ("visit.weight_kg", "Weight")


def test_a_state_shows_its_sentence_and_normal_brings_the_hint_back(qtbot: QtBot) -> None:
    field = Field("Weight", "w")
    qtbot.addWidget(field)
    field.set_hint("Last time 58.9")
    field.set_state("error", "Impossible: 0.3 to 300")
    assert (field.hint.text(), field.edit.property("state")) == ("Impossible: 0.3 to 300", "error")
    field.set_state("normal")
    assert field.hint.text() == "Last time 58.9"


def test_segments_keep_their_choice_when_the_language_changes(qtbot: QtBot) -> None:
    choice = Choice("Gender", "new_patient.gender", (("female", "Female"), ("male", "Male")))
    qtbot.addWidget(choice)
    assert choice.value() == ""
    choice.set_value("male")
    choice.set_options((("female", "महिला"), ("male", "पुरुष")))
    assert choice.value() == "male"
    heard: list[str] = []
    choice.changed.connect(heard.append)
    first = choice.findChild(QWidget, "new_patient.gender.female")
    assert first is not None
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert heard == ["female"]


def test_a_box_keeps_its_code_when_its_words_change(qtbot: QtBot) -> None:
    select = Select("Relation", "relation", (("husband", "Husband"), ("father", "Father")))
    qtbot.addWidget(select)
    select.set_value("father")
    select.set_options((("husband", "पति"), ("father", "पिता")))
    assert select.value() == "father"
    select.set_value("nobody")
    assert select.value() == ""


def test_the_whole_area_of_a_tick_takes_the_click(qtbot: QtBot) -> None:
    tick = Tick("She agrees", "visit.consent", "told in her language")
    qtbot.addWidget(tick)
    tick.resize(300, 60)
    heard: list[bool] = []
    tick.changed.connect(heard.append)
    qtbot.mouseClick(tick, Qt.MouseButton.LeftButton, pos=tick.rect().bottomRight() - tick.rect().topLeft() / 2)
    assert heard == [True]


@pytest.mark.parametrize(
    ("typed", "what", "duration"),
    [
        ("headache 2 days", "headache", (2, "days")),
        ("swollen feet and face 1 week", "swollen feet and face", (1, "weeks")),
        ("सिरदर्द 3 दिन", "सिरदर्द", (3, "days")),
        ("fever3d", "fever", (3, "days")),
        ("बुखार३ दिन", "बुखार", (3, "days")),
        ("12 days", "12 days", None),
        ("vitamin B12", "vitamin B12", None),
        ("cough", "cough", None),
        ("B 12", "B 12", None),
    ],
)
def test_a_duration_typed_behind_a_complaint_is_understood(
    typed: str, what: str, duration: tuple[int, str] | None
) -> None:
    assert split_duration(typed) == (what, duration)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_complaints_become_tokens_by_enter_and_follow_the_language(qtbot: QtBot) -> None:
    field = TokenField("Complaint", "visit.complaint", COMPLAINTS)
    qtbot.addWidget(field)
    field.show()
    qtbot.keyClicks(field.edit, "headache 2 days")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    qtbot.keyClicks(field.edit, "itching of both hands")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert field.tokens() == (Token("Headache", "headache", (2, "days")), Token("itching of both hands"))
    field.set_entries(COMPLAINTS, hindi=True)
    assert [token.text for token in field.tokens()] == ["सिरदर्द", "itching of both hands"]
    qtbot.waitUntil(lambda: field.edit.text() == "")
    qtbot.keyClick(field.edit, Qt.Key.Key_Backspace)
    assert [token.code for token in field.tokens()] == ["headache"]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_digit_takes_the_suggestion_that_shows_it_and_a_duration_alone_joins_it(qtbot: QtBot) -> None:
    field = TokenField("Complaint", "visit.complaint", COMPLAINTS)
    qtbot.addWidget(field)
    field.show()
    qtbot.keyClicks(field.edit, "hea1")
    assert field.tokens() == (Token("Headache", "headache"),)
    qtbot.waitUntil(lambda: field.edit.text() == "")
    qtbot.keyClicks(field.edit, "2h")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert field.tokens() == (Token("Headache", "headache", (2, "hours")),)
    qtbot.keyClicks(field.edit, "headache 1")
    assert field.edit.text() == "headache 1", "behind a blank a digit is a duration"
    field.edit.clear()
    qtbot.keyClicks(field.edit, "fever1")
    assert field.edit.text() == "fever1", "and so it is behind a name that is whole"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_condition_is_found_by_code_in_either_script_and_as_it_sounds(qtbot: QtBot) -> None:
    entries = (("A01.0", "Typhoid fever", "टाइफाइड"), ("O14.1", "Severe pre-eclampsia", "गंभीर प्री-एक्लेम्पसिया"))
    field = TokenField("Diagnosis", "visit.provisional", entries)
    qtbot.addWidget(field)
    field.show()
    for typed in ("o14", "eclam", "प्री", "gambhir"):
        field.edit.clear()
        if typed.isascii():
            qtbot.keyClicks(field.edit, typed)
        else:
            field.edit.setText(typed)
            field.edit.textEdited.emit(typed)
        model = field.edit.completer().model()
        assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["1   Severe pre-eclampsia · O14.1"]
    field.edit.clear()


def test_a_list_is_used_by_keyboard_and_says_its_rows_in_full(qtbot: QtBot) -> None:
    view = ListView("today.visits", "Visits today")
    qtbot.addWidget(view)
    rows = [Row("1", "Phulo Devi", "58 y F", chip=ChipFace("At the hub")), Row("2", "Sunita Devi", "27 y F")]
    view.set_rows(rows, select_first=True)
    view.show()
    heard: list[str] = []
    view.activated_row.connect(heard.append)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert heard == ["2"]
    said = view.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Phulo Devi, 58 y F, At the hub"
    view.set_rows(list(reversed(rows)))
    assert view.current_id() == "2"


def test_what_was_searched_for_is_marked_at_the_beginning_of_words() -> None:
    assert mark_spans("Sunita Devi", ("sun", "dev")) == [(0, 3), (7, 10)]
    assert mark_spans("Resunita", ("sun",)) == []


def test_a_notice_says_lead_and_text_and_has_at_most_one_button(qtbot: QtBot) -> None:
    bar = NoticeBar("danger", "The disk of this PC is full.", "Delete other files.")
    qtbot.addWidget(bar)
    bar.show()
    assert bar.words() == "The disk of this PC is full. Delete other files."
    assert not bar.button.isVisible()
    bar.show_notice("news", "An answer came", "", "Open")
    assert bar.button.isVisible()


def test_no_name_however_long_makes_the_window_wider(qtbot: QtBot) -> None:
    label = Label("Sunita " * 40, "patient")
    qtbot.addWidget(label)
    assert label.minimumSizeHint().width() < 700
    label.resize(300, label.sizeHint().height())
    label.show()
    assert not label.grab().isNull()
    short = Label("Sunita Devi", "patient")
    qtbot.addWidget(short)
    assert short.minimumSizeHint() == short.sizeHint()


def test_the_status_bar_warns_while_something_typed_is_not_saved(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.set_saved("The draft could not be kept", well=False)
    bar.refresh(datetime(2026, 11, 23, 10, 0, tzinfo=UTC), "en")
    warned = bar.grab().toImage()
    bar.set_saved("The draft could not be kept")
    bar.refresh(datetime(2026, 11, 23, 10, 0, tzinfo=UTC), "en")
    assert bar.grab().toImage() != warned


def test_a_notice_in_a_narrow_column_shows_all_of_its_words(qtbot: QtBot) -> None:
    column = QWidget()
    column.setFixedWidth(280)
    notice = NoticeBar("danger", "The stick could not be read or written.", "Nothing that was saved is lost. " * 4)
    rows = QVBoxLayout(column)
    rows.addWidget(notice)
    rows.addStretch(1)
    qtbot.addWidget(column)
    column.resize(280, 600)
    column.show()
    for label in notice.findChildren(Label):
        assert label.height() >= label.heightForWidth(label.width()), label.text()


def test_a_page_ends_in_the_same_line_with_and_without_its_scroll_bar(qtbot: QtBot) -> None:
    page = ScrollPage()
    content = QWidget()
    page.column.addWidget(content)
    qtbot.addWidget(page)
    page.resize(800, 400)
    page.show()
    ends = set()
    for height in (100, 900):
        content.setFixedHeight(height)
        qtbot.waitUntil(lambda height=height: page.verticalScrollBar().isVisible() == (height > 400))  # type: ignore[misc]
        ends.add(content.mapTo(page, content.rect().bottomRight()).x())
    assert ends == {800 - current_theme().page_edge - 1}


def test_in_the_status_bar_quiet_facts_give_way_to_warnings_that_are_not_cut(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.set_at_desk(True)
    now = datetime(2026, 11, 24, 11, 42, tzinfo=UTC)
    bar.set_overview(
        ExchangeOverview(
            9, 900, (), (), (), now, now, False, 7200.0, "hub", True, waiting_people=9, hub_says="device-unknown"
        )
    )
    bar.refresh(now, "en")
    bar.show()
    seen = {}
    for width in (1500, 1100):
        bar.resize(width, bar.height())
        QApplication.sendPostedEvents()
        shown = [item for item in bar.findChildren(StatusItem) if item.isVisible()]
        assert all(item.width() >= item.sizeHint().width() for item in shown), width
        seen[width] = {item.objectName().removeprefix("status.") for item in shown}
    assert {"waiting", "last_exchange"} <= seen[1500]
    assert seen[1500] - seen[1100] <= {"waiting", "last_exchange"}
    assert {"saved", "hub_warning", "clock_warning", "time"} <= seen[1100] < seen[1500]


def test_what_stands_under_a_field_is_read_out_with_it(qtbot: QtBot) -> None:
    field = Field("Breathing rate", "rate")
    qtbot.addWidget(field)
    field.set_state("abnormal", "Fast breathing")
    assert (field.edit.accessibleDescription(), field.hint.accessibleName()) == ("Fast breathing", "Fast breathing")
    field.set_state("normal")
    field.set_hint("From the visit before")
    assert field.edit.accessibleDescription() == "From the visit before"
