"""A health centre's PC for tests: a real SQLCipher store as an enrolment leaves it, staff, a place and a desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from care_record.chain import ZERO
from care_record.change import Change, encode
from care_record.clock import HybridClock, time_text
from care_record.credential import Cost
from care_record.ids import new_device_id, new_id
from spoke_app.actions.desk import Desk
from spoke_app.actions.finish_visit import VisitForm, finish_visit
from spoke_app.actions.views import Person, Place
from spoke_app.store import journal
from spoke_app.store.database import Store, open_store

CHEAP = Cost(t=1, m_kib=8)
"""Argon2 in no time, for tests only."""

IST = timezone(timedelta(hours=5, minutes=30))
KEY = bytes(range(32))
START = datetime(2026, 11, 23, 10, 0, tzinfo=IST)


@dataclass
class Clock:
    """Time that stands still until it is moved."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **step: float) -> datetime:
        self.now += timedelta(**step)
        return self.now


@dataclass
class Elsewhere:
    """Another device (a hub's page, a colleague's PC) that writes lines which this PC then receives."""

    author: str = field(default_factory=new_id)
    device: str = field(default_factory=new_device_id)
    _clock: HybridClock | None = None

    def line(
        self,
        kind: str,
        fields: dict[str, Any],
        *,
        now: datetime,
        record: str | None = None,
        patient: str | None = None,
        base: Sequence[str] = (),
        author: str | None = None,
    ) -> bytes:
        self._clock = self._clock or HybridClock(self.device)
        now_ms = round(now.timestamp() * 1000)
        made = record or new_id(now_ms)
        return encode(
            Change(
                id=new_id(now_ms),
                device=self.device,
                author=author or self.author,
                kind=kind,
                record=made,
                patient=made if kind == "patient" else patient,
                clock=self._clock.tick(now_ms),
                at=time_text(now),
                base=tuple(base),
                set=fields,
            )
        )


@dataclass
class Spoke:
    """One PC of one health centre."""

    desk: Desk
    clock: Clock
    hub: Elsewhere
    facility: str
    desk_id: str
    doctor: str

    @property
    def store(self) -> Store:
        return self.desk.store

    def receive(self, *lines: bytes) -> list[Change]:
        return journal.receive(self.store, lines, now=self.clock())

    def as_person(self, **changes: Any) -> Desk:
        return replace(self.desk, staff=replace(self.desk.staff, **changes))


def new_store(path: Path, *, facility: str | None = None, letter: str = "B") -> Store:
    """An empty store as it is right after the enrolment."""
    store = open_store(path, KEY)
    with store.transaction():
        for key, value in {
            "device": new_device_id(),
            "hub": new_id(),
            "post_kind": "facility",
            "post_id": facility or new_id(),
            "slip_letter": letter,
            "slip_next": "1",
        }.items():
            store.meta_set(key, value)
        store.execute(
            "INSERT INTO chains(chain, made_at, current, acked_n, acked_head) VALUES(?, ?, 1, 0, ?)",
            (new_id(), time_text(START), ZERO),
        )
    return store


def new_spoke(folder: Path, clock: Clock | None = None) -> Spoke:
    """A PC with two members of staff, a hub desk to refer to and its doctor."""
    moment = clock or Clock()
    hub, facility, desk_id, doctor, cho = Elsewhere(), new_id(), new_id(), new_id(), new_id()
    store = new_store(folder / "store.db", facility=facility)
    place = {"name": "HWC Bihta", "name_hi": "एच डब्ल्यू सी बिहटा", "code": "BR-PAT-01", "district": "212"}
    staff = {"name": "Asha Devi", "name_hi": "आशा देवी", "role": "cho", "posts": [facility], "active": True}
    answering = {"name": "Dr Meera Sinha", "role": "doctor", "posts": [desk_id], "active": True}
    lines = [
        hub.line("desk", {"name": "Sadar Hospital Patna", "code": "PAT", "district": "212",
                          "specialities": ["general", "obstetrics"]}, now=moment(), record=desk_id),
        hub.line("facility", {**place, "subdistrict": "1434", "desks": [desk_id]}, now=moment(), record=facility),
        hub.line("staff", staff, now=moment(), record=cho),
        hub.line("staff", answering, now=moment(), record=doctor),
    ]  # fmt: skip
    journal.receive(store, lines, now=moment())
    desk = Desk(
        store=store,
        staff=Person(cho, "Asha Devi", "आशा देवी", "cho"),
        place=Place(facility, place["name"], place["name_hi"], "212", "1434", "BR-PAT-01"),
        clock=moment,
    )
    return Spoke(desk, moment, hub, facility, desk_id, doctor)


def patient_fields(name: str = "Sunita Devi", **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "gender": "female",
        "age": {"value": 34, "unit": "years", "as_of": "2026-11-23"},
        "village": "Rampur",
        **more,
    }


def referral_form(spoke: Spoke, patient: str, **more: Any) -> VisitForm:
    """A visit that ends in a referral, with everything that it needs."""
    refer = {
        "desk": spoke.desk_id,
        "speciality": "general",
        "urgency": "urgent",
        "question": "Fever for five days. What now?",
        "consent": {"given": "yes", "by": "patient", "how": "spoken", "told_limits": True},
        "reach": {"how": "waits"},
        **more,
    }
    fields = {"complaints": [{"id": "c1", "text": "Fever"}], "vitals": {"pulse": 104, "temperature_f": 101.5}}
    return VisitForm(patient, spoke.clock(), fields=fields, note="Looks ill.", sign_note=True, refer=refer)


def refer(spoke: Spoke, patient: str, **more: Any) -> str:
    """Finishes such a visit; gives the referral's id."""
    _, visit = finish_visit(spoke.desk, referral_form(spoke, patient, **more))
    return str(spoke.store.value("SELECT referral FROM cases WHERE visit = ?", (visit,)))
