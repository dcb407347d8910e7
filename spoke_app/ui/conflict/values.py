"""A value of any record as a person reads it: numbers with units, codes in words, dates, other records by their name.

Never raw JSON and never an id. What cannot be said in words (a signature, a file's digest) is `''`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from PySide6.QtCore import QCoreApplication

from care_record.ids import is_id
from care_record.rules.age import as_date
from care_record.rules.vitals import VITALS
from spoke_app.actions.compare_record import Named
from spoke_app.documents.words import long_date
from spoke_app.ui.conflict.words import field_label
from spoke_app.ui.models.patient_form import allergy_text, phone_typed
from spoke_app.ui.models.picklists import relabelled
from spoke_app.ui.models.places import LgdPlaces
from spoke_app.ui.models.typed import number_text
from spoke_app.ui.patients.words import relation_word
from spoke_app.ui.ports import Picklists
from spoke_app.ui.text import age_text, gender_text, kind_text, names_for, role_text, state_text, time_text
from spoke_app.ui.visit.words import unit_word, urgency_word

_tr = QCoreApplication.translate
UNREADABLE = frozenset(
    {
        "slip",
        "signature",
        "sha256",
        "photo",
        "public_key",
        "sealed",
        "keys",
        "saw",
        "id",
        "icd10",
        "bytes",
        "attachment",
    }
)


class ValueWords:
    """`text()` in the language of now; `names` are the other records that the value may name."""

    def __init__(self, picklists: Picklists, places: LgdPlaces, names: Mapping[str, Named], lang: str) -> None:
        self._lists, self._places, self._names, self._lang = picklists, places, names, lang

    def text(self, kind: str, path: str, value: Any) -> str:
        """The value at a path of a record. '' if there is nothing that a person could read."""
        if value is None or value in ("", [], {}):
            return _tr("Record", "left empty")
        if isinstance(value, dict) and value.get("removed") is True:
            return _tr("Record", "taken out")
        name, _, rest = path.partition(".")
        if isinstance(value, list):
            found = [self.text(kind, name, one) for one in value]
            return "; ".join(one for one in found if one)
        if isinstance(value, dict):
            return self._object(kind, name, value)
        if name == "guardian" and rest:
            name = rest
        elif name in ("vitals", "history", "refer_onward") and rest:
            return self._vital(rest, value) if name == "vitals" else self._plain(rest, value)
        return self._plain(name, value, kind)

    def lines(self, kind: str, fields: Mapping[str, Any]) -> list[tuple[str, str]]:
        """(label, value) of everything readable that a change or record holds."""
        said: list[tuple[str, str]] = []
        for name, value in fields.items():
            parts = [(f"{name}.{key}", inner) for key, inner in value.items()] if _is_merged(name, value) else []
            for path, inner in parts or [(name, value)]:
                label, words = field_label(kind, path), self.text(kind, path, inner)
                if label and words:
                    said.append((label, words))
        return said

    def _plain(self, name: str, value: Any, kind: str = "") -> str:
        if name in UNREADABLE:
            return ""
        if isinstance(value, bool):
            return _tr("Record", "Yes") if value else _tr("Record", "No")
        if not isinstance(value, str):
            return number_text(value)
        if is_id(value):
            return self._named(value)
        day = as_date(value)
        if day is not None:
            return long_date(day, _paper(self._lang))
        if "T" in value and (moment := _moment(value)) is not None:
            return f"{long_date(moment.date(), _paper(self._lang))}, {time_text(moment)}"
        return self._coded(kind, name, value)

    def _coded(self, kind: str, name: str, value: str) -> str:
        if name in ("phone", "number") and value.startswith("+"):
            return phone_typed(value)
        if name == "gender":
            return gender_text(value)
        if name == "relation":
            return relation_word(value)
        if name == "role":
            return role_text(value)
        if name == "urgency":
            return urgency_word(value)
        if name == "outcome":
            return _tr("Record", "Referred to a doctor") if value == "referred" else state_text(value).text
        if name in ("speciality", "specialities"):
            return self._lists.label("specialities", value, self._lang)
        if name == "danger_signs":
            return self._lists.label("danger_signs", value, self._lang)
        if name == "frequency":
            return self._lists.label("frequencies", value, self._lang)
        if name == "district":
            return self._places.district_name(value)
        if name == "subdistrict":
            return self._places.block_name(value)
        return _code_word(kind, name, value)

    def _vital(self, name: str, value: Any) -> str:
        if name in VITALS:
            return f"{number_text(value)} {unit_word(VITALS[name].unit)}".strip()
        return self._plain(name, value, "vitals")

    def _named(self, record: str) -> str:
        found = self._names.get(record)
        if found is None:
            return _tr("Record", "a record that is not on this PC")
        if found.name:
            return names_for(found.name, found.name_hi, self._lang)[0]
        when = f" {long_date(found.at.date(), _paper(self._lang))}" if found.at else ""
        return f"{kind_text(found.kind)}{when}"

    def _object(self, kind: str, name: str, value: dict[str, Any]) -> str:
        if name == "age":
            return self._age(value)
        if name == "allergies":
            return ", ".join(part for part in (allergy_text(value), str(value.get("severity") or "")) if part)
        if name in ("complaints", "conditions", "provisional", "diagnosis", "investigations", "medicines"):
            return self._entry(name, value)
        if name == "items":
            return self._item(value)
        if name == "posts":
            return self._plain("post", value.get("id"))
        inner = [self.text(kind, key, one) for key, one in value.items() if key not in ("told_limits", "given")]
        return ", ".join(one for one in inner if one)

    def _age(self, value: dict[str, Any]) -> str:
        said = age_text(f"{number_text(value.get('value'))} {value.get('unit') or ''}", self._lang, long=True)
        told = as_date(value.get("as_of"))
        return _tr("Record", "{0} on {1}").format(said, long_date(told, _paper(self._lang))) if told else said

    def _entry(self, name: str, value: dict[str, Any]) -> str:
        said = str(value.get("text") or value.get("code") or "")
        if name == "complaints":
            said = relabelled(self._lists.entries("complaints"), said, self._lang)
        if since := value.get("since"):
            said = _tr("Record", "{0}, since {1}").format(said, since)
        length = self._duration(value.get("duration"))
        return f"{said}, {length}" if length else said

    def _item(self, value: dict[str, Any]) -> str:
        amount = f"{number_text(value.get('quantity'))} {value.get('unit') or ''}".strip()
        often = self._plain("frequency", value["frequency"]) if isinstance(value.get("frequency"), str) else ""
        own = value.get("instruction_hi") if self._lang == "hi" else ""
        parts = [value.get("generic"), value.get("strength"), value.get("form"), value.get("dose"), often]
        parts += [self._duration(value.get("duration")), own or value.get("instruction"), amount]
        return ", ".join(str(part) for part in parts if part)

    def _duration(self, value: Any) -> str:
        if not isinstance(value, dict) or value.get("value") is None:
            return ""
        unit = str(value.get("unit") or "")
        if unit == "hours":
            return _tr("Record", "{0} hours").format(number_text(value["value"]))
        return age_text(f"{number_text(value['value'])} {unit}", self._lang, long=True)


def _is_merged(name: str, value: Any) -> bool:
    return isinstance(value, dict) and name in ("vitals", "history", "guardian", "refer_onward")


def _paper(lang: str) -> Any:
    return "hi" if lang == "hi" else "en"


def _moment(value: str) -> datetime | None:
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def _code_word(kind: str, name: str, value: str) -> str:
    """The remaining codes of the record; a text is itself."""
    answers = {"yes": _tr("Record", "Yes"), "no": _tr("Record", "No"), "unknown": _tr("Record", "Not known")}
    tables: dict[str, dict[str, str]] = {
        "pregnant": answers,
        "standing_order": answers,
        "sugar_kind": {"fasting": _tr("Record", "fasting"), "random": _tr("Record", "random")},
        "mode": {
            "spoke": _tr("Record", "At the health centre"),
            "opd": _tr("Record", "From home, by phone"),
            "field": _tr("Record", "In the village"),
        },
        "by": {"patient": _tr("Record", "the patient"), "guardian": _tr("Record", "the guardian")},
        "how": {
            "spoken": _tr("Record", "spoken"),
            "written": _tr("Record", "written"),
            "waits": _tr("Record", "waits here"),
            "returns": _tr("Record", "comes again"),
            "phone": _tr("Record", "by phone"),
            "visit": _tr("Record", "by a visit at home"),
        },
        "event": {
            "opened": _tr("Record", "opened"),
            "question": _tr("Record", "question"),
            "reply": _tr("Record", "reply"),
            "seen": _tr("Record", "seen"),
            "told": _tr("Record", "told to the patient"),
            "given": _tr("Record", "given to the patient"),
            "closed": _tr("Record", "closed"),
        },
        "seen_live": {
            "video": _tr("Record", "by video"),
            "phone": _tr("Record", "by phone"),
            "in_person": _tr("Record", "in person"),
            "none": _tr("Record", "not seen"),
        },
        "verdict": {"agrees": _tr("Record", "agrees"), "comment": _tr("Record", "comment")},
        "media": {
            "image/jpeg": _tr("Record", "photo"),
            "image/png": _tr("Record", "picture"),
            "application/pdf": _tr("Record", "PDF document"),
        },
    }
    if kind == "visit" and name == "reason":
        return {
            "new": _tr("Record", "New"),
            "follow_up": _tr("Record", "Follow-up"),
            "screening": _tr("Record", "Screening"),
            "chronic": _tr("Record", "Long illness"),
        }.get(value, value)
    return tables.get(name, {}).get(value, value)
