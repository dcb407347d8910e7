"""Prescriptions of invented people for the tests of the papers."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from care_record.signature import slip_text
from spoke_app.documents.from_records import Surroundings, paper_from_records
from spoke_app.documents.paper import Both, PrescriptionPaper

IST = timezone(timedelta(hours=5, minutes=30))

PATIENT: dict[str, Any] = {
    "name": "Sunita Devi",
    "name_other_script": "सुनीता देवी",
    "gender": "female",
    "relation": "husband",
    "relative_name": "Manoj Yadav",
    "village": "Barail",
    "slip_no": "B-1029",
    "allergies": [],
}

ADVICE: dict[str, Any] = {
    "text": (
        "Green leaves, gram and jaggery every day. Plenty of water. Rest.\n"
        "रोज़ हरी पत्तेदार सब्ज़ी, चना और गुड़। ख़ूब पानी पिएँ। आराम करें।\n"
        "Come at once if: fever beyond 3 days, breathlessness, fainting, bleeding.\n"
        "तुरंत आएँ: 3 दिन से ज़्यादा बुख़ार, साँस फूलना, बेहोशी, ख़ून बहना।"
    ),
    "diagnosis": [
        {"id": "1", "text": "Moderate anaemia", "icd10": "D50.9"},
        {"id": "2", "text": "Viral fever", "icd10": "B34.9"},
    ],
    "investigations": [{"id": "1", "text": "Haemoglobin after one month"}],
    "follow_up": "2026-12-24",
}


def item(
    generic: str, form: str, strength: str, dose: str, frequency: str, days: int, en: str, hi: str
) -> dict[str, Any]:
    return {
        "id": generic,
        "generic": generic,
        "form": form,
        "strength": strength,
        "dose": dose,
        "frequency": frequency,
        "route": "oral",
        "duration": {"value": days, "unit": "days"},
        "instruction": en,
        "instruction_hi": hi,
        "list": "O",
    }


ITEMS = [
    item("Paracetamol", "tablet", "500 mg", "1", "TDS", 3, "after food", "खाने के बाद"),
    item(
        "Ferrous salt + folic acid",
        "tablet",
        "100 mg + 0.5 mg",
        "1 tablet",
        "BD",
        30,
        "after food; no tea",
        "खाने के बाद; चाय नहीं",
    ),
    item(
        "Oral rehydration salts",
        "sachet",
        "for 1 litre",
        "1 sachet",
        "SOS",
        3,
        "mix in 1 litre of clean water; use within 24 hours",
        "1 लीटर साफ़ पानी में घोलें; 24 घंटे में पी लें",
    ),
    item("Albendazole", "tablet", "400 mg", "1", "STAT", 1, "chew after food", "खाने के बाद चबाएँ"),
    item("Cetirizine", "tablet", "10 mg", "½", "HS", 5, "", ""),
    item("Amoxicillin", "capsule", "500 mg", "1", "QID", 7, "before food, finish all", "खाने से पहले, पूरी दवा खाएँ"),
    item("Ambroxol", "syrup", "30 mg/5 mL", "5 ml", "BD", 5, "shake well", "हिलाकर पिएँ"),
    item("Vitamin D3", "sachet", "60,000 IU", "1 sachet", "WEEKLY", 56, "with milk", "दूध के साथ"),
]


def prescription(count: int = 3, **changes: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "number": "SUP-2611-K7QF2M",
        "items": ITEMS[:count],
        "doctor": {
            "staff": "d",
            "name": "Nivedita Jha",
            "qualification": "MBBS, MD (General Medicine)",
            "registration_no": "BCMR 00000",
            "hub": "Sadar Hospital, Supaul (hub)",
            "contact": "06473 000000",
        },
        "signed": "2026-11-24T09:21:00+05:30",
        "signature": "q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4mrze8BI0VniQ==",
    }
    fields["slip"] = slip_text(fields, PATIENT, fields["doctor"])
    return fields | changes


def surroundings(**changes: Any) -> Surroundings:
    values: dict[str, Any] = {
        "printed_at": datetime(2026, 11, 24, 11, 50, tzinfo=IST),
        "place": Both("Health Sub-Centre Parsarma", "स्वास्थ्य उपकेंद्र परसरमा"),
        "printed_by": Both("Kumari Anjali", "कुमारी अंजलि"),
        "printed_role": "CHO",
        "doctor_name": Both("Nivedita Jha", "निवेदिता झा"),
        "patient_age": "27 years",
        "weight_kg": 46.0,
        "conditions": {
            "D50.9": Both("Moderate anaemia", "ख़ून की कमी"),
            "B34.9": Both("Viral fever", "वायरल बुख़ार"),
        },
        **changes,
    }
    return Surroundings(**values)


def paper(
    count: int = 3, *, advice: dict[str, Any] | None = None, patient: dict[str, Any] | None = None
) -> PrescriptionPaper:
    return paper_from_records(
        prescription(count), ADVICE | (advice or {}), PATIENT | (patient or {}), surroundings(), signature="valid"
    )
