"""Records that two people wrote without knowing of each other, in a clinic's real store. All people are invented."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from care_record.ids import new_id
from spoke_app.actions.compare_record import ComparedRecord, compare_record
from spoke_app.store import journal
from spoke_app.store.journal import NewChange
from tests.helpers.spoke import Elsewhere
from tests.spoke_app.ui.clinic import CHO, PLACE, Clinic

PENICILLIN = {"id": "a1", "substance": "Penicillin", "reaction": "rash"}
PHC = new_id(71)


class Meeting:
    """A patient of the clinic, changed here by the CHO and elsewhere by an ANM of the same centre."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic = clinic
        self.other = Elsewhere(author=new_id(72))
        self.far = Elsewhere(author=new_id(73))
        self.patient = clinic.register(
            name="Bindeshwar Yadav",
            name_other_script="बिंदेश्वर यादव",
            gender="male",
            age={"value": 61, "unit": "years", "as_of": "2026-11-24"},
            village="Malhni",
            phone="+919431022471",
            allergies=[PENICILLIN],
        )
        hub = Elsewhere()
        anm = {"name": "Rekha Kumari", "name_hi": "रेखा कुमारी", "role": "anm", "posts": [PLACE.id], "active": True}
        cho = {"name": "Md. Naushad", "name_hi": "मो. नौशाद", "role": "cho", "posts": [PHC], "active": True}
        place = {"name": "PHC Basantpur", "name_hi": "प्रा. स्वा. केंद्र बसंतपुर", "code": "B", "district": "223"}
        self.receive(
            hub.line("facility", place, now=self.now, record=PHC),
            hub.line("staff", anm, now=self.now, record=self.other.author),
            hub.line("staff", cho, now=self.now, record=self.far.author),
        )

    @property
    def now(self) -> datetime:
        return self.clinic.now

    def receive(self, *lines: bytes) -> None:
        self.clinic.thread.call(lambda store: journal.receive(store, lines, now=self.now))

    def heads(self, record: str) -> tuple[str, ...]:
        return self.read(record).heads

    def read(self, record: str) -> ComparedRecord:
        found: ComparedRecord = self.clinic.act(compare_record, record)
        return found

    def differ(self, here: dict[str, Any], there: dict[str, Any], record: str = "", *, far: bool = False) -> None:
        """The CHO here and somebody elsewhere change the record, each without the other's change."""
        of = record or self.patient
        base = self.heads(of)
        kind = "visit" if record else "patient"
        who, days = (self.far, 3) if far else (self.other, 0)
        when = self.now - timedelta(days=days, hours=1)
        line = who.line(kind, there, now=when, record=of, patient=self.patient, base=base)
        self.clinic.write(NewChange(kind, self.patient, here, record=of, base=base))
        self.receive(line)

    def author(self) -> str:
        return CHO.name
