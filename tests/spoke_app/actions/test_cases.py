"""Cases from saving to giving, as Today, Cases and the opened case show them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from care_record.ids import new_id
from care_record.signature import b64, new_signing_key, public_key, sign
from spoke_app.actions.desks import list_desks
from spoke_app.actions.drafts import save_draft
from spoke_app.actions.finish_visit import VisitForm, finish_visit
from spoke_app.actions.give_prescription import give_prescription
from spoke_app.actions.list_cases import list_cases
from spoke_app.actions.open_case import mark_seen, open_case
from spoke_app.actions.refused import Refused
from spoke_app.actions.register_patient import register_patient
from spoke_app.actions.reply_to_doctor import reply_to_doctor
from spoke_app.actions.today import today
from spoke_app.store import journal, own_chain
from spoke_app.store.journal import NewChange
from tests.helpers.spoke import Spoke, patient_fields, refer


class Doctor:
    """Writes as the hub's pages do."""

    def __init__(self, spoke: Spoke, patient: str, referral: str) -> None:
        self.spoke, self.patient, self.referral = spoke, patient, referral
        self.key = new_signing_key()

    def _send(self, kind: str, fields: dict[str, Any]) -> str:
        now = self.spoke.clock.forward(minutes=1)
        line = self.spoke.hub.line(kind, {"referral": self.referral, **fields}, now=now, patient=self.patient,
                                   author=self.spoke.doctor)  # fmt: skip
        [change] = self.spoke.receive(line)
        return change.record

    def event(self, event: str, text: str = "") -> None:
        at = self.spoke.clock().isoformat()
        self._send("case_event", {"event": event, "at": at, **({"text": text} if text else {})})

    def advise(self, text: str = "Rest and fluids", **more: Any) -> str:
        signed = self.spoke.clock().isoformat()
        return self._send("advice", {"text": text, "consent_confirmed": True, "signed": signed, **more})

    def prescribe(self, advice: str, **more: Any) -> str:
        slip = "1|PAT-1|2026-11-23T10:00\nSunita\nPARACETAMOL\nDr"
        fields = {
            "advice": advice,
            "number": "PAT-1",
            "items": [{"id": "1", "generic": "PARACETAMOL"}],
            "doctor": {"staff": self.spoke.doctor, "name": "Dr Meera Sinha"},
            "signed": self.spoke.clock().isoformat(),
            "slip": slip,
            "signature": b64(sign(self.key, slip.encode())),
            **more,
        }
        return self._send("prescription", fields)

    def publish_key(self) -> None:
        now = self.spoke.clock.forward(minutes=1)
        keys = {"keys": [b64(public_key(self.key))]}
        base = [change.id for change in journal.changes_of(self.spoke.store, self.spoke.doctor)]
        self.spoke.receive(self.spoke.hub.line("staff", keys, now=now, record=self.spoke.doctor, base=base))


@pytest.fixture
def doctor(spoke: Spoke, patient: str) -> Doctor:
    return Doctor(spoke, patient, refer(spoke, patient))


def state(spoke: Spoke) -> str:
    return list_cases(spoke.desk, "current").rows[0].receipt.state


def test_the_whole_way(spoke: Spoke, doctor: Doctor) -> None:
    referral = doctor.referral
    assert state(spoke) == "saved"
    chain = own_chain.current_chain(spoke.store)
    assert chain is not None
    head = own_chain.head_at(spoke.store, chain.chain, chain.last_n)
    own_chain.set_acked(spoke.store, chain.chain, chain.last_n, head or b"", now=spoke.clock.forward(minutes=2))
    assert state(spoke) == "at_hub"
    doctor.event("opened")
    assert state(spoke) == "opened"
    doctor.event("question", "Since when?")
    view = list_cases(spoke.desk, "to_do")
    assert (view.rows[0].receipt.state, view.rows[0].last_word, view.to_do) == ("question", "Since when?", 1)
    spoke.clock.forward(minutes=1)
    reply_to_doctor(spoke.desk, referral, "Five days.")
    assert list_cases(spoke.desk, "to_do").rows == ()
    advice = doctor.advise(saw=[])
    doctor.prescribe(advice)
    row = list_cases(spoke.desk, "to_do").rows[0]
    assert (row.receipt.state, row.doctor, row.last_word) == ("answered", "Dr Meera Sinha", "Rest and fluids")
    assert today(spoke.desk).from_doctor == (row,)
    spoke.clock.forward(minutes=1)
    assert mark_seen(spoke.desk, referral).kinds == {"case_event"}
    assert mark_seen(spoke.desk, referral).kinds == frozenset()
    assert state(spoke) == "seen"
    spoke.clock.forward(minutes=1)
    give_prescription(spoke.desk, referral)
    assert give_prescription(spoke.desk, referral).kinds == frozenset()
    cases = list_cases(spoke.desk, "closed")
    assert (cases.current, cases.to_do, cases.closed) == (0, 0, 1)
    assert [step.state for step in cases.rows[0].receipt.steps] == ["done"] * 6
    view2 = open_case(spoke.desk, referral)
    assert [words for _, words, _ in view2.conversation] == ["Since when?", "Five days."]
    assert [who for who, _, _ in view2.conversation] == ["Dr Meera Sinha", "Asha Devi"]
    assert today(spoke.desk).visits[0].state == "given"


def test_an_amended_answer_opens_the_case_again(spoke: Spoke, doctor: Doctor) -> None:
    first = doctor.prescribe(doctor.advise())
    give_prescription(spoke.desk, doctor.referral)
    assert list_cases(spoke.desk).current == 0
    second = doctor.prescribe(doctor.advise("Stop that"), amends=first)
    view = open_case(spoke.desk, doctor.referral)
    assert view.row.receipt.state == "answered"
    assert view.advice is not None
    assert view.advice["text"] == "Stop that"
    assert view.prescription is not None
    assert view.prescription.id == second


def test_a_cancelled_prescription_says_so(spoke: Spoke, doctor: Doctor) -> None:
    first = doctor.prescribe(doctor.advise())
    doctor.prescribe(new_id(), cancelled=first)
    view = open_case(spoke.desk, doctor.referral)
    assert view.prescription is not None
    assert (view.prescription.id, view.prescription.cancelled) == (first, True)


def test_the_signature_is_checked_against_the_doctors_published_keys(spoke: Spoke, doctor: Doctor) -> None:
    def signature() -> str:
        found = open_case(spoke.desk, doctor.referral).prescription
        assert found is not None
        return found.signature

    doctor.prescribe(doctor.advise())
    assert signature() == "unknown_key"
    doctor.publish_key()
    assert signature() == "valid"
    doctor.prescribe(new_id(), slip="1|another slip")
    assert signature() == "invalid"


def test_what_the_doctor_had_not_seen_is_counted(spoke: Spoke, doctor: Doctor) -> None:
    heads = [row["id"] for row in spoke.store.rows("SELECT id FROM journal WHERE patient = ?", (doctor.patient,))]
    spoke.clock.forward(minutes=1)
    allergy = {"allergies": [{"id": "1", "substance": "penicillin"}]}
    base = tuple(c.id for c in journal.changes_of(spoke.store, doctor.patient))
    spoke.desk.write([NewChange("patient", doctor.patient, allergy, record=doctor.patient, base=base)])
    doctor.advise(saw=heads)
    assert open_case(spoke.desk, doctor.referral).late_news == 1


def test_giving_before_an_answer_is_refused(spoke: Spoke, doctor: Doctor) -> None:
    with pytest.raises(Refused):
        give_prescription(spoke.desk, doctor.referral)
    with pytest.raises(Refused):
        reply_to_doctor(spoke.desk, doctor.referral, "  ")
    for action in (open_case, mark_seen, give_prescription):
        with pytest.raises(Refused):
            action(spoke.desk, new_id())
    with pytest.raises(Refused):
        reply_to_doctor(spoke.desk, new_id(), "x")


@pytest.mark.parametrize(("urgency", "limit"), [("emergency", 0.5), ("urgent", 4), ("routine", 48)])
def test_unanswered_beyond_its_limit(spoke: Spoke, patient: str, urgency: str, limit: float) -> None:
    refer(spoke, patient, urgency=urgency)
    spoke.clock.forward(hours=limit - 0.1)
    assert today(spoke.desk).unanswered == ()
    spoke.clock.forward(hours=0.2)
    [row] = today(spoke.desk).unanswered
    assert row.overdue
    assert list_cases(spoke.desk, "to_do").to_do == 1


def test_what_is_to_be_done_comes_first_then_by_urgency(spoke: Spoke, patient: str) -> None:
    routine, emergency = refer(spoke, patient, urgency="routine"), refer(spoke, patient, urgency="emergency")
    assert [row.referral for row in list_cases(spoke.desk).rows] == [emergency, routine]
    Doctor(spoke, patient, routine).event("question", "Which?")
    assert [row.referral for row in list_cases(spoke.desk).rows] == [routine, emergency]


def test_a_case_from_elsewhere_without_its_patient(spoke: Spoke) -> None:
    patient, referral = new_id(), new_id()
    fields = {"urgency": "urgent", "question": "?"}
    spoke.receive(spoke.hub.line("referral", fields, now=spoke.clock(), record=referral, patient=patient))
    [row] = list_cases(spoke.desk).rows
    assert (row.patient.id, row.patient.name) == (patient, "")


def test_the_first_day_and_the_days_after(spoke: Spoke) -> None:
    assert today(spoke.desk).first_day
    _, patient = register_patient(spoke.desk, patient_fields())
    save_draft(spoke.desk, "visit", None, patient, "Sunita Devi", "pulse",
               {"complaint": [{"id": "1", "text": "Cough"}], "started": spoke.clock().isoformat()})  # fmt: skip
    spoke.clock.forward(minutes=1)
    save_draft(spoke.desk, "visit", None, None, "No patient yet", "complaint", {})
    save_draft(spoke.desk, "patient", None, None, "Someone new", "name", {})
    view = today(spoke.desk)
    assert not view.first_day
    assert [(visit.state, visit.patient.name, visit.complaint) for visit in view.visits] == [
        ("not_finished", "No patient yet", ""),
        ("not_finished", "Sunita Devi", "Cough"),
    ]
    assert len(view.drafts) == 3


def test_the_days_visits_and_who_should_come(spoke: Spoke, patient: str) -> None:
    fields = {"complaints": [{"id": "1", "text": "Cough"}], "outcome": "treated"}
    form = VisitForm(patient, spoke.clock(), fields=fields, follow_up={"due": "2026-11-25", "reason": "Cough"})
    finish_visit(spoke.desk, form)
    view = today(spoke.desk)
    assert [(visit.state, visit.complaint, visit.referral) for visit in view.visits] == [("treated", "Cough", None)]
    assert view.follow_ups == ()
    spoke.clock.forward(days=3)
    view = today(spoke.desk)
    assert view.visits == ()
    [due] = view.follow_ups
    assert (due.patient.id, due.due, due.reason) == (patient, (spoke.clock() - timedelta(days=1)).date(), "Cough")


def test_desks_that_this_centre_may_refer_to(spoke: Spoke) -> None:
    other = new_id()
    spoke.receive(
        spoke.hub.line("desk", {"name": "Elsewhere", "specialities": ["eye"]}, now=spoke.clock(), record=other)
    )
    assert [(choice.desk, choice.speciality) for choice in list_desks(spoke.desk)] == [
        (spoke.desk_id, "general"),
        (spoke.desk_id, "obstetrics"),
    ]
    base = [change.id for change in journal.changes_of(spoke.store, spoke.facility)]
    spoke.receive(spoke.hub.line("facility", {"desks": None}, now=spoke.clock(), record=spoke.facility, base=base))
    assert {choice.desk_name for choice in list_desks(spoke.desk)} == {"Sadar Hospital Patna", "Elsewhere"}


def test_a_forwarded_case_says_where_it_went_and_keeps_what_was_asked(spoke: Spoke, doctor: Doctor) -> None:
    now = spoke.clock.forward(minutes=1)
    names = {"name": "Surgery, Supaul", "name_hi": "सर्जरी, सुपौल", "code": "SUR", "specialities": ["surgery"]}
    [desk] = spoke.receive(spoke.hub.line("desk", names, now=now))
    asked = open_case(spoke.desk, doctor.referral).question
    word = {"desk": desk.record, "speciality": "surgery", "question": "A lump, please look.", "urgency": "urgent"}
    line = spoke.hub.line("referral", word | {"forwards": doctor.referral}, now=spoke.clock.forward(minutes=1),
                          patient=doctor.patient, author=spoke.doctor)  # fmt: skip
    [new] = spoke.receive(line)
    doctor.event("closed", "A lump, please look.")
    [away] = open_case(spoke.desk, doctor.referral).forwarded
    assert (away.away, away.desk, away.desk_hi, away.word) == (True, *list(names.values())[:2], "A lump, please look.")
    there = open_case(spoke.desk, new.record)
    assert asked and there.question == asked
    [step] = there.forwarded
    assert (step.away, step.doctor and step.doctor.name) == (False, "Dr Meera Sinha")
    assert [row.referral for row in list_cases(spoke.desk, "current").rows] == [new.record]
