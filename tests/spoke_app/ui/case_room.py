"""A health centre's store with cases in every state, and the context of its screens. All people are invented."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from PySide6.QtWidgets import QWidget

from care_record.clock import time_text
from care_record.ids import new_id
from care_record.signature import b64, new_signing_key, public_key, sign, slip_text
from spoke_app.actions.desk import Desk
from spoke_app.actions.views import Person, Place
from spoke_app.store import journal, own_chain
from spoke_app.store.database import Store, open_store
from spoke_app.store.journal import NewChange
from spoke_app.store.store_thread import StoreThread
from spoke_app.ui.context import UiContext
from spoke_app.ui.runner import Runner
from tests.spoke_app.documents.samples import ITEMS

IST = timezone(timedelta(hours=5, minutes=30))
TODAY = datetime(2026, 11, 24, 11, 42, tzinfo=IST)
PLACE = Place(new_id(1), "Health Sub-Centre Parsarma", "स्वास्थ्य उपकेंद्र परसरमा", "Supaul", "Supaul")
CHO = Person(new_id(2), "Kumari Anjali", "कुमारी अंजलि", "cho")
DOCTOR = new_id(3)
HUB_DESK = new_id(4)
ADVICE = (
    "Green leaves, gram and jaggery every day, plenty of water, rest.\n"
    "Come at once if fever lasts beyond 3 days, or if she is breathless, faints or bleeds."
)


@dataclass
class ScreenChoices:
    """What `ScreenSettings` asks for."""

    language: str = "en"
    text_size: int = 100
    high_contrast: bool = False
    paper: str = "A5"
    attachments: str = "always"
    temperature_unit: str = "F"

    def change(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self, name, value)


@dataclass
class AnsweringAsk:
    """Answers the file dialogue."""

    path: Path | None = None
    asked: list[str] = field(default_factory=list)

    def confirm(self, parent: QWidget, text: str, more: str, yes: str, no: str) -> bool:
        return True

    def open_file(self, parent: QWidget, title: str, filters: str) -> Path | None:
        return self.path

    def save_file(self, parent: QWidget, title: str, name: str, filters: str) -> Path | None:
        self.asked.append(name)
        return self.path


def at(day: str, time: str) -> datetime:
    """A time of November 2026."""
    hour, minute = time.split(":")
    return datetime(2026, 11, int(day), int(hour), int(minute), tzinfo=IST)


class CaseRoom:
    """Writes the records as the centre and the hub would; `context()` for the screens."""

    def __init__(self, folder: Path) -> None:
        self.now = TODAY
        self.key = new_signing_key()
        self.choices = ScreenChoices()
        self.ask = AnsweringAsk()
        self.thread = StoreThread(lambda: open_store(folder / "spoke.db", bytes(32)))
        self.patients: dict[str, str] = {}
        self.call(self._begin)

    def close(self) -> None:
        self.thread.close()

    @cached_property
    def runner(self) -> Runner:
        """Made for the first screen: what has no screen has nothing of Qt's."""
        return Runner(self._submit)

    def context(self) -> UiContext:
        return UiContext(self.runner, self.choices, PLACE, CHO, ask=self.ask, clock=lambda: self.now)

    def call(self, function: Callable[[Store], Any]) -> Any:
        return self.thread.call(function)

    def act(self, action: Callable[..., Any], *args: Any) -> Any:
        """Run an action as the health worker does, and wait for it."""
        return self.call(lambda store: action(self._desk(store), *args))

    def _desk(self, store: Store) -> Desk:
        return Desk(store, CHO, PLACE, lambda: self.now)

    def _submit(self, action: Callable[..., Any], args: tuple[Any, ...]) -> Future[Any]:
        return self.thread.submit(lambda store: action(self._desk(store), *args))

    def _begin(self, store: Store) -> None:
        store.meta_set("device", "0123456789abcdef")
        store.meta_set("post_id", PLACE.id)
        own_chain.start_chain(store, "chain-1", now=at("1", "08:00"))
        doctor = {
            "name": "Nivedita Jha",
            "name_hi": "निवेदिता झा",
            "role": "doctor",
            "posts": [HUB_DESK],
            "active": True,
            "qualification": "MBBS, MD (General Medicine)",
            "registration_no": "BCMR 00000",
            "keys": [b64(public_key(self.key))],
        }
        worker = {"name": CHO.name, "name_hi": CHO.name_hi, "role": "cho", "posts": [PLACE.id], "active": True}
        desk = {"name": "Sadar Hospital, Supaul", "code": "SUP", "district": "223", "specialities": ["medicine"]}
        self._write(store, at("1", "08:00"), DOCTOR, "staff", None, doctor, DOCTOR)
        self._write(store, at("1", "08:00"), DOCTOR, "staff", None, worker, CHO.id)
        self._write(store, at("1", "08:00"), DOCTOR, "desk", None, desk, HUB_DESK)

    def _write(
        self,
        store: Store,
        when: datetime,
        author: str,
        kind: str,
        patient: str | None,
        fields: dict[str, Any],
        record: str | None = None,
    ) -> str:
        new = NewChange(kind, patient, fields, record=record)
        return journal.write(store, [new], author=author, now=when)[0].record

    def write(self, when: datetime, author: str, kind: str, patient: str, fields: dict[str, Any]) -> str:
        return str(self.call(lambda store: self._write(store, when, author, kind, patient, fields)))

    def case(
        self,
        name: str,
        hindi: str,
        who: tuple[int, str, str],
        complaint: str,
        when: datetime,
        *,
        speciality: str = "medicine",
        urgency: str = "routine",
        question: str = "Which treatment?",
        reach: Mapping[str, str] = MappingProxyType({"how": "waits"}),
        **more: Any,
    ) -> str:
        """Register, visit, refer; gives the referral's id."""
        value, gender, village = who
        fields = {
            "name": name,
            "name_other_script": hindi,
            "gender": gender,
            "age": {"value": value, "unit": "years", "as_of": "2026-11-01"},
            "village": village,
            "slip_no": f"B-{1029 + len(self.patients)}",
            "allergies": [],
            **more,
        }
        patient = self.write(when, CHO.id, "patient", "", fields)
        visit_fields = {
            "started": time_text(when),
            "mode": "spoke",
            "complaints": [{"id": new_id(), "text": complaint}],
            "vitals": {"weight_kg": 46},
            "outcome": "referred",
        }
        visit = self.write(when, CHO.id, "visit", patient, visit_fields)
        consent = {"given": "yes", "by": "patient", "how": "spoken", "told_limits": True}
        referral_fields = {
            "visit": visit,
            "desk": HUB_DESK,
            "speciality": speciality,
            "urgency": urgency,
            "question": question,
            "consent": {**consent, "witness": CHO.id, "at": time_text(when)},
            "reach": dict(reach),
        }
        referral = self.write(when, CHO.id, "referral", patient, referral_fields)
        self.patients[referral] = patient
        return referral

    def reached_hub(self, when: datetime) -> None:
        """The hub has acknowledged everything so far."""

        def acknowledge(store: Store) -> None:
            chain = own_chain.current_chain(store)
            assert chain is not None
            head = own_chain.head_at(store, chain.chain, chain.last_n)
            assert head is not None
            own_chain.set_acked(store, chain.chain, chain.last_n, head, now=when)

        self.call(acknowledge)

    def event(self, referral: str, event: str, when: datetime, text: str = "", author: str = DOCTOR) -> str:
        fields = {"referral": referral, "event": event, "at": time_text(when)} | ({"text": text} if text else {})
        return self.write(when, author, "case_event", self.patients[referral], fields)

    def advise(self, referral: str, when: datetime, **changes: Any) -> str:
        fields = {
            "referral": referral,
            "text": ADVICE,
            "consent_confirmed": True,
            "signed": time_text(when),
            "diagnosis": [
                {"id": new_id(), "text": "Moderate anaemia, iron deficiency", "icd10": "D50.9"},
                {"id": new_id(), "text": "Viral fever", "icd10": "B34.9"},
            ],
            "investigations": [{"id": new_id(), "text": "haemoglobin test"}],
            "follow_up": "2026-12-24",
            **changes,
        }
        return self.write(when, DOCTOR, "advice", self.patients[referral], fields)

    def prescribe(
        self,
        referral: str,
        advice: str,
        when: datetime,
        *,
        key: bytes = b"",
        forged: Mapping[str, Any] = MappingProxyType({}),
        **changes: Any,
    ) -> str:
        """`forged` are fields changed after the doctor signed."""
        doctor = {
            "staff": DOCTOR,
            "name": "Nivedita Jha",
            "qualification": "MBBS, MD (General Medicine)",
            "registration_no": "BCMR 00000",
            "hub": "Sadar Hospital, Supaul",
        }
        items = [{**entry, "id": new_id(), "generic": entry["generic"].upper()} for entry in ITEMS[:3]]
        fields: dict[str, Any] = {"referral": referral, "advice": advice, "number": "SUP-2611-K7QF2M", "items": items}
        fields |= {"doctor": doctor, "signed": time_text(when)} | changes
        patient = {"name": "Sunita Devi", "gender": "female", "village": "Barail"}
        slip = slip_text(fields, patient, doctor)
        fields |= {"slip": slip, "signature": b64(sign(key or self.key, slip.encode())), **forged}
        return self.write(when, DOCTOR, "prescription", self.patients[referral], fields)

    def answered(self, when: datetime = TODAY - timedelta(hours=2, minutes=21), **changes: Any) -> str:
        """Sunita Devi's case with the doctor's answer; `changes` go to `prescribe`."""
        referral = self.case(
            "Sunita Devi",
            "सुनीता देवी",
            (27, "female", "Barail"),
            "Weakness, fever",
            at("23", "15:10"),
            question="Hb 8.6, fever 3 days, not pregnant. Which iron dose, and can she be treated at home?",
            relation="husband",
            relative_name="Manoj Yadav",
        )
        self.reached_hub(at("23", "15:42"))
        self.event(referral, "opened", when - timedelta(minutes=16))
        self.prescribe(referral, self.advise(referral, when), when, **changes)
        return referral

    def questioned(self) -> str:
        """Dinesh Mandal's case, where the doctor asks back."""
        person = (46, "male", "Ekma")
        referral = self.case(
            "Dinesh Mandal", "दिनेश मंडल", person, "Stomach pain", at("23", "12:20"), speciality="surgery"
        )
        self.event(referral, "question", at("24", "09:14"), "Where exactly is the pain, and is the belly hard?")
        return referral

    def given(self) -> str:
        """Aarav Kumar's case, finished."""
        child = (2, "male", "Barail")
        referral = self.case(
            "Aarav Kumar", "आरव कुमार", child, "Loose motions", at("21", "11:10"), speciality="paediatrics"
        )
        self.event(referral, "opened", at("21", "13:02"))
        self.prescribe(referral, self.advise(referral, at("21", "13:10")), at("21", "13:10"))
        self.event(referral, "seen", at("23", "09:10"), author=CHO.id)
        self.event(referral, "given", at("23", "10:55"), author=CHO.id)
        return referral

    def full_list(self) -> dict[str, str]:
        """A morning with cases in every state, by the patient's first name."""
        found = {"aarav": self.given(), "dinesh": self.questioned(), "sunita": self.answered()}
        found["bindeshwar"] = self.case(
            "Bindeshwar Yadav",
            "बिंदेश्वर यादव",
            (61, "male", "Malhni"),
            "Breathless at night",
            at("23", "16:05"),
            urgency="urgent",
        )
        self.event(found["bindeshwar"], "opened", at("24", "09:31"))
        found["phulo"] = self.case(
            "Phulo Devi", "फूलो देवी", (58, "female", "Balha"), "Knee pain", at("24", "09:22"), speciality="bones"
        )
        self.reached_hub(at("24", "09:40"))
        found["chandan"] = self.case(
            "Chandan Kumar Mehta", "चंदन कुमार मेहता", (38, "male", "Parsarma"), "Itching of hands", at("24", "10:50"),
            speciality="skin",
        )  # fmt: skip
        found["lalita"] = self.case(
            "Lalita Rishidev", "ललिता ऋषिदेव", (31, "female", "Karihari"), "Cough for 2 weeks", at("24", "11:05")
        )
        return found
