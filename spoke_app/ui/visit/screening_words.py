"""The words of the CBAC screening: its questions and answers."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

_tr = QCoreApplication.translate


def question_word(name: str) -> str:
    return {
        "tobacco": _tr("Screening", "Tobacco"),
        "alcohol_daily": _tr("Screening", "Alcohol daily"),
        "active_150": _tr("Screening", "Active 150 minutes a week"),
        "family": _tr("Screening", "BP, sugar or heart in the family"),
    }[name]


def answer_word(name: str, code: str) -> str:
    if name == "tobacco":
        return {
            "never": _tr("Screening", "never"),
            "past": _tr("Screening", "in the past"),
            "daily": _tr("Screening", "daily"),
        }[code]
    return {"no": _tr("Screening", "No"), "yes": _tr("Screening", "Yes")}[code]
