"""Lines about a person, in the language of now: age and gender, where from, what to know."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication

from spoke_app.actions.views import PatientRow
from spoke_app.ui.models.patient_form import allergy_text
from spoke_app.ui.models.patient_rows import relative_short
from spoke_app.ui.text import age_text, gender_text

_tr = QCoreApplication.translate


def full_line(row: PatientRow, lang: str) -> str:
    """`27 years · Female`"""
    return " · ".join(part for part in (age_text(row.age, lang, long=True), gender_text(row.gender)) if part)


def strip_line(row: PatientRow, lang: str) -> str:
    """`24 y · Female · Sukhpur · W/o Md. Irfan · slip 1042`: under the name in the visit's strip."""
    slip = _tr("Patients", "slip {0}").format(row.slip_no) if row.slip_no else ""
    parts = (age_text(row.age, lang), gender_text(row.gender), row.village, relative_short(row), slip)
    return " · ".join(part for part in parts if part)


def place_line(row: PatientRow, places: str) -> str:
    """`Barail, Supaul block`"""
    return ", ".join(part for part in (row.village, places) if part)


def allergies_text(fields: dict[str, Any]) -> str:
    texts = [allergy_text(item) for item in fields.get("allergies") or []]
    return "; ".join(text for text in texts if text) or _tr("Patients", "None known")


def conditions_text(fields: dict[str, Any]) -> str:
    texts = []
    for item in fields.get("conditions") or []:
        since = str(item.get("since") or "")[:4]
        text = str(item.get("text") or item.get("code") or "")
        texts.append(_tr("Patients", "{0}, since {1}").format(text, since) if since else text)
    return "; ".join(text for text in texts if text) or _tr("Patients", "None known")
