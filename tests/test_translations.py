"""Every word of the app is there in Hindi: nothing untranslated, no placeholder lost, no literal that bypasses tr()."""

from __future__ import annotations

import ast
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from spoke_app.ui.languages import Languages
from translations import refresh

ROOT = Path(refresh.__file__).parent.parent
SOURCES = sorted((ROOT / "spoke_app" / "ui").rglob("*.py"))
PLACEHOLDER = re.compile(r"\{\w*\}|%n|%\d")
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
DEVANAGARI = re.compile(r"[\u0900-\u097f]")

SAME_IN_BOTH = {"KB", "MB", "ABHA", "ANM", "BMI", "CHO", "Hb", "ICD", "dL", "mg"}
"""Terms and units that a Hindi reader knows in Latin letters; a string of nothing else may stay as it is."""

ONE_NAME = {
    "BP": ("बीपी",),
    "PIN": ("पिन(?! कोड)",),
    "KB": ("केबी", "एमबी"),
    "Spoke": ("स्पोक",),
    "जवाब": ("उत्तर",),
    "तकलीफ़": ("शिकायत", "तकलीफ(?!\u093c)"),
    "दोबारा दिखाना": ("दोबारा जाँच",),
    "आपात": ("आपातकाल",),
    "चार्ट": ("ग्राफ",),
    "सहेजें": ("सेव ",),
    "चिपकाएँ": ("पेस्ट",),
    "ख़ून": ("खून",),
    "बुख़ार": ("बुखार",),
}
"""What a thing is called in Hindi, and the words that were seen beside it."""

SHOWING = {
    *("setText", "setTitle", "setWindowTitle", "setPlaceholderText", "setToolTip", "setAccessibleName"),
    *("set_text", "set_texts", "set_title", "set_label", "set_placeholder", "set_hint", "set_state", "show_notice"),
    *("Label", "Button", "Card", "Tick", "QLabel", "QPushButton", "addItem"),
}
"""Calls whose first text is read by people."""

NOT_TRANSLATED = {"Spoke", "https://", "mmHg"}
"""The name of the app, what an address begins with, a unit."""

KEY = re.compile(r"(Ctrl|Alt|Enter|Esc|Left|Right|F\d+|[A-Z])( |$)")


@dataclass(frozen=True)
class Message:
    file: str
    context: str
    source: str
    translations: tuple[str, ...]


def _messages(name: str) -> Iterator[Message]:
    for context in ET.parse(ROOT / "translations" / name).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            forms = [form.text or "" for form in translation.iter("numerusform")]
            source = message.findtext("source") or ""
            yield Message(name, context.findtext("name") or "", source, tuple(forms or [translation.text or ""]))


def _all_messages() -> list[Message]:
    return [message for path in sorted((ROOT / "translations").glob("*.ts")) for message in _messages(path.name)]


def _calls() -> Iterator[tuple[Path, ast.Call, str]]:
    """Every call in the ui with the plain name of what is called."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func
                name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
                yield path, node, name


def test_files_hold_every_string_of_the_code() -> None:
    assert refresh.outdated() == []


def test_placeholders_stand_in_every_translation() -> None:
    wrong = [
        f"{message.file} {message.context}: {message.source!r} -> {form!r}"
        for message in _all_messages()
        for form in message.translations
        if sorted(PLACEHOLDER.findall(message.source)) != sorted(PLACEHOLDER.findall(form))
    ]
    assert wrong == []


def test_hindi_is_written_in_devanagari() -> None:
    english = [
        f"{message.context}: {message.source!r}"
        for name in ("app_hi.ts", "qt_hi.ts")
        for message in _messages(name)
        for form in message.translations
        if not DEVANAGARI.search(form) and set(LATIN_WORD.findall(PLACEHOLDER.sub("", form))) - SAME_IN_BOTH
    ]
    assert english == []


def test_a_thing_has_one_hindi_name_everywhere() -> None:
    """On the screens, on paper, in the lists, in the guide and on the doctor's pages."""
    root = refresh.ROOT
    lists = ("complaints", "conditions", "danger_signs", "instructions", "templates", "consent")
    files = [
        root / "translations" / "app_hi.ts",
        *sorted((root / "hub_server").glob("*/strings/*_hi.json")),
        root / "resources" / "guide" / "hi.md",
        *(root / "resources" / f"{name}.json" for name in lists),
        *sorted((root / "spoke_app" / "documents").glob("*.py")),
    ]
    wrong = [
        f"{path.name}: {other}, not {said}"
        for path in files
        for said, others in ONE_NAME.items()
        for other in others
        if re.search(rf"(?<![\u0900-\u097f]){other}", path.read_text(encoding="utf-8"))
    ]
    assert wrong == []


def test_no_letter_of_a_hindi_word_is_underlined() -> None:
    """An underlined consonant is drawn apart from its vowel sign; the key stands behind the word, in Latin."""
    wrong = [
        f"{message.context}: {form!r}"
        for message in _all_messages()
        for form in message.translations
        if re.search("&[\u0900-\u097f]", form)
    ]
    assert wrong == []


def test_two_forms_where_things_are_counted() -> None:
    singular = {message.source: message.translations for message in _messages("app_en.ts")}
    assert singular
    assert [source for source, forms in singular.items() if len(forms) != 2 or "(s)" in "".join(forms)] == []


def test_what_is_translated_is_a_literal() -> None:
    """`tr()` of a variable or an f-string is never found by the tool that collects the strings."""
    hidden = []
    for path, call, name in _calls():
        at = {"self.tr": 0, "QCoreApplication.translate": 1, "_tr": 1}.get(ast.unparse(call.func))
        if at is None:
            assert name not in ("tr", "_tr"), f"{path.relative_to(ROOT)}:{call.lineno} {ast.unparse(call.func)}"
            continue
        texts = call.args[: at + 1]
        if not all(isinstance(text, ast.Constant) and isinstance(text.value, str) for text in texts):
            hidden.append(f"{path.relative_to(ROOT)}:{call.lineno}")
    assert hidden == []


def test_only_a_known_short_name_stands_for_translate() -> None:
    """The tool is told of `_tr`; under any other name it would pass the strings by."""
    short = re.compile(r"^(\w+) = QCoreApplication\.translate$", re.MULTILINE)
    names = {name for path in SOURCES for name in short.findall(path.read_text(encoding="utf-8"))}
    assert names <= {"_tr"}


def test_no_word_is_shown_without_translation() -> None:
    bare = []
    for path, call, name in _calls():
        if name not in SHOWING:
            continue
        for text in call.args:
            parts = text.values if isinstance(text, ast.JoinedStr) else [text]
            words = [
                str(part.value) for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)
            ]
            # a first capital or a blank between words: an English text; `primary` or `circle-check` is not one
            looks_english = (re.search(r"[A-Z][a-z]|[a-z] [a-z]", KEY.sub("", word)) for word in words)
            if any(looks_english) and not NOT_TRANSLATED.issuperset(words):
                bare.append(f"{path.relative_to(ROOT)}:{call.lineno} {words}")
    assert bare == []


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("en", 1, "1 day ago"),
        ("en", 3, "3 days ago"),
        ("hi", 1, "1 दिन पहले"),
        ("hi", 3, "3 दिन पहले"),
    ],
)
def test_app_counts_in_its_language(qapp: QApplication, language: str, count: int, said: str) -> None:
    languages = Languages(qapp)
    languages.use(language)
    try:
        assert QCoreApplication.translate("Text", "%n day(s) ago", "", count) == said
    finally:
        languages.use("")


def test_words_of_qt_itself_are_hindi(qapp: QApplication) -> None:
    languages = Languages(qapp)
    languages.use("hi")
    try:
        assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "रद्द करें"
        assert QCoreApplication.translate("QWidgetTextControl", "&Copy") == "कॉपी करें (&C)"
    finally:
        languages.use("")
