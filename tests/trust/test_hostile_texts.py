"""What anyone writes is text on every screen, paper and table of the app and in every file's name: no element, link,
picture, formula, statement or path is born of it. Texts as they come from a peer, in every field of every kind.

`tests/spoke_app/ui/test_hostile_records.py` asks the same of values that are no text at all.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path, PureWindowsPath

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex
from PySide6.QtGui import Qt, QTextDocument
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QMessageBox, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from spoke_app.actions.case_news import CaseNews, Said
from spoke_app.actions.find_patients import find_patients
from spoke_app.actions.import_register import import_register
from spoke_app.actions.register_rows import REGISTERS, given_out, totals
from spoke_app.actions.registers import read_register
from spoke_app.documents.files import name_of_file
from spoke_app.documents.paper import Both
from spoke_app.documents.register_csv import csv_bytes
from spoke_app.documents.register_table import file_table, paper_table
from spoke_app.documents.registers import Printed, build
from spoke_app.documents.typeface import load_typeface
from spoke_app.store import journal, soundness
from spoke_app.store.database import Store
from spoke_app.ui.case_news import NewsOfCases
from spoke_app.ui.ports import BoxAsk
from spoke_app.ui.widgets.label import plain
from tests.helpers.spoke import Elsewhere, Spoke, new_spoke, patient_fields
from tests.spoke_app.ui.case_room import TODAY
from tests.spoke_app.ui.every_screen import WholeDesk, every_state
from tests.spoke_app.ui.test_hostile_records import OF_NO_PATIENT, _shapes
from tests.trust.hostile_texts import MARK, TEXTS, hostile_record

NO_PEER_WRITES = frozenset({"credential", "recovery", "device"})


def lines_of(desk: WholeDesk) -> list[bytes]:
    """A record of each kind for each text, about the patient, visit and cases that the screens show."""
    peer, found = Elsewhere(), []
    shapes = _shapes(desk.cases, desk.patient, desk.visit)
    for at, text in enumerate(TEXTS.values()):
        when = TODAY - timedelta(minutes=at + 1)
        for kind, fields in shapes.items():
            if kind in NO_PEER_WRITES:
                continue
            of = desk.room.patients[desk.cases["chandan"]] if kind == "case_event" else desk.patient
            made = hostile_record(kind, fields, text)
            found.append(peer.line(kind, made, now=when, patient=None if kind in OF_NO_PATIENT else of))
        own = hostile_record(
            "patient", {"name": "x", "village": "x", "allergies": [{"id": "a", "substance": "x"}]}, text
        )
        found.append(peer.line("patient", own, now=when, record=desk.patient, patient=desk.patient))
    return found


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[WholeDesk]:
    made = WholeDesk(tmp_path, qapp, qtbot)
    try:
        lines = lines_of(made)

        def take(store: Store) -> int:
            return len(journal.receive(store, lines, now=TODAY))

        assert made.room.call(take) == len(lines) > 300
        yield made
    finally:
        made.close()


def read_as_markup(widget: QWidget) -> list[str]:
    """The hostile words on a widget and its children that Qt would take for markup."""
    found = []
    for each in (widget, *widget.findChildren(QWidget)):
        if isinstance(each, QLabel) and each.textFormat() != Qt.TextFormat.PlainText:
            found.append(each.text())
        tips = [each.toolTip(), each.whatsThis(), each.statusTip()]
        if isinstance(each, QAbstractItemView) and isinstance(each.model(), QAbstractItemModel):
            tips += tips_of(each.model())
        found += [tip for tip in tips if tip and not is_escaped(tip)]
        if isinstance(each, QTextEdit):
            found += born_in(each.document())
    return [words for words in found if MARK in words and Qt.mightBeRichText(words)]


def tips_of(model: QAbstractItemModel) -> list[str]:
    indexes = [model.index(row, 0, QModelIndex()) for row in range(min(model.rowCount(), 200))]
    return [str(index.data(Qt.ItemDataRole.ToolTipRole) or "") for index in indexes]


def is_escaped(tip: str) -> bool:
    document = QTextDocument()
    document.setHtml(tip)
    return born_in(document) == []


def born_in(document: QTextDocument) -> list[str]:
    """Links and pictures in a document that have the mark in their address."""
    found, block = [], document.begin()
    while block.isValid():
        for format in block.textFormats():
            form = format.format
            names = [form.anchorHref(), *form.anchorNames()] + [form.toImageFormat().name()] * form.isImageFormat()
            found += [f"<b>{name}</b>" for name in names if MARK in name]
        block = block.next()
    return found


def test_no_screen_reads_it_as_markup(desk: WholeDesk) -> None:
    seen = set[str]()
    for state in every_state():
        desk.go(state)
        assert read_as_markup(desk.window) == [], str(state)
        assert MARK not in desk.window.windowTitle(), str(state)
        seen |= {label.text() for label in desk.window.findChildren(QLabel) if MARK in label.text()}
    assert len(seen) > 30, "it was on the screens"


def test_a_box_and_a_tip_show_it_as_it_was_typed(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: shown.extend([box.text(), box.informativeText()]))
    for text in TEXTS.values():
        BoxAsk().confirm(QWidget(), text, text, "yes", "no")
        assert shown[-2:] == [plain(text), plain(text)]
        assert not Qt.mightBeRichText(text) or as_shown(plain(text)) == text
    assert as_shown(plain(TEXTS["picture"])) == TEXTS["picture"]


def as_shown(html: str) -> str:
    document = QTextDocument()
    document.setHtml(html)
    assert born_in(document) == []
    return document.toPlainText()


def test_the_trays_message_names_nobody(qapp: QApplication) -> None:
    news = NewsOfCases(lambda: "en")
    news.hear(CaseNews(said=(), to_do=0))
    for n, text in enumerate(TEXTS.values()):
        for question in (True, False):
            said = Said(referral="r", moved=f"{n}{question}", name=text, name_other=text, question=question)
            assert news.hear(CaseNews(said=(said,), to_do=1))
            assert MARK in news.words() or MARK not in text
            assert MARK not in news.quiet_words()


def test_every_register_as_table_and_paper(desk: WholeDesk) -> None:
    load_typeface()
    cells = 0
    for which in REGISTERS:
        view = desk.room.act(read_register, which, TODAY.date())
        assert view.lines, which
        for lang in ("en", "hi"):
            data = csv_bytes(file_table(which, view.lines, lang, TODAY.date())).decode("utf-8-sig")
            rows = list(csv.reader(io.StringIO(data, newline="")))
            assert len({len(row) for row in rows}) == 1, "no cell breaks out of its own"
            for cell in (cell for row in rows for cell in row):
                assert not cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋")), cell
                cells += MARK in cell
        place = Both("A", "अ")
        table = paper_table(which, view.lines, totals(view.lines), given_out(view.lines), "", place, "en", TODAY.date())
        assert build(table, Printed(place, TODAY), lambda done, all_: True).pages
    assert cells > 20


@pytest.fixture
def spoke(tmp_path: Path) -> Spoke:
    return new_spoke(tmp_path)


def test_an_old_register_full_of_it_is_taken_in_as_text(spoke: Spoke, tmp_path: Path) -> None:
    file = tmp_path / "old.csv"
    names = ["name", "village", "complaint", "relative_name", "examination"]
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow([*names, "gender", "age", "visit_date"])
        short = [text[:100] for text in TEXTS.values()]
        writer.writerows([[text] * len(names) + ["f", "30", "2026-11-01"] for text in short])
    report = import_register(spoke.desk, file)
    kept = {row["name"] for row in spoke.store.rows("SELECT name FROM patients")}
    # A control character is taken out, blanks are one; everything else stands as it was typed.
    assert {text for text in short if text.isprintable() and text == " ".join(text.split())} <= kept
    assert report.added_patients >= len(TEXTS) - 2
    assert soundness.check(spoke.store).whole


def test_a_search_for_it_finds_no_more_than_it_says(spoke: Spoke) -> None:
    spoke.receive(spoke.hub.line("patient", patient_fields(), now=spoke.clock()))
    for text in TEXTS.values():
        found = find_patients(spoke.desk, text)
        assert found is not None
    assert spoke.store.value("SELECT count(*) FROM patients") == 1
    assert soundness.check(spoke.store).whole


@pytest.mark.parametrize("text", TEXTS.values(), ids=list(TEXTS))
def test_a_files_name_stays_a_name_in_its_folder(text: str, tmp_path: Path) -> None:
    name = f"{name_of_file(f'Prescription {text}')}.pdf"
    assert Path(name).name == name and PureWindowsPath(name).name == name
    assert not PureWindowsPath(name).is_reserved() and len(name.encode()) < 255
    assert all(letter.isprintable() for letter in name)
    (tmp_path / name).write_bytes(b"x")
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_only_the_guide_is_made_of_markup() -> None:
    """Papers are painted line by line, screens are plain labels; only the shipped guide's reader reads markup."""
    words = ("setHtml", "insertHtml", "setMarkdown", "insertMarkdown", "QTextDocument(", "QTextBrowser(", "RichText")
    app = Path(find_patients.__code__.co_filename).parents[1]
    using = [str(f.relative_to(app)) for f in app.rglob("*.py") if any(word in f.read_text("utf-8") for word in words)]
    assert [name for name in using if not name.startswith("ui/help/")] == ["ui/widgets/label.py"]  # mightBeRichText
