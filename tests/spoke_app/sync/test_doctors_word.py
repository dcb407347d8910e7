"""A doctor's word on a note, and the room of a call: from the app through a real hub and back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from care_record.call import room_address
from hub_server.review.countersign import Countersign
from hub_server.review.doctor import Doctor
from hub_server.services.places import add_desk
from hub_server.store import records as at_hub
from hub_server.store.sessions import Session
from hub_server.store.writer import HubChange
from spoke_app.actions.case_page import case_page
from spoke_app.actions.countersigned import mark_comments_read, unread_comments
from spoke_app.actions.desk import Desk
from spoke_app.actions.finish_visit import VisitForm, finish_visit
from spoke_app.actions.open_visit import open_visit
from spoke_app.actions.register_patient import register_patient
from spoke_app.actions.views import Person, Place
from spoke_app.actions.write_note import correct_note
from spoke_app.sync.engine import DONE
from tests.helpers.fault_proxy import Fault
from tests.helpers.hub import HubProcess, served_hub
from tests.helpers.spoke import patient_fields
from tests.spoke_app.sync.test_with_hub import Pc, Town

BASE = "https://meet.example.org/"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    with served_hub(f"sqlite:///{tmp_path / 'hub.db'}") as served:
        yield served


@pytest.fixture
def town(hub: HubProcess, tmp_path: Path) -> Iterator[Town]:
    town = Town(hub, tmp_path)
    yield town
    for pc in town.pcs:
        pc.close()
    town.line.close()


def _at_the_desk(town: Town, pc: Pc) -> Desk:
    person, place = Person(town.cho, "Asha Devi", "", "cho"), Place(town.facility, "Health Sub-Centre", "", "223", "")
    return Desk(pc.store, person, place, lambda: datetime.now().astimezone())


def _doctor(town: Town, fields: dict[str, object]) -> Doctor:
    """A doctor of a new desk, as the pages know her once she has signed in."""
    services = town.hub.services
    desk = add_desk(services, {"code": "MED", "name": "Medicine", "specialities": ["medicine"], **fields})
    staff = town.hub.person(desk, "doctor")
    with services.store.read() as conn:
        person, place = at_hub.folded(conn, staff), at_hub.folded(conn, desk)
    assert person is not None and place is not None
    return Doctor(person, Session("", staff, ""), {desk: place})


def _visit(desk: Desk, to: str) -> tuple[str, str, str]:
    """A patient who is seen, noted and referred; (patient, visit, referral)."""
    _, patient = register_patient(desk, patient_fields())
    refer = {
        "desk": to,
        "speciality": "medicine",
        "urgency": "urgent",
        "question": "Fever for five days. What now?",
        "consent": {"given": "yes", "by": "patient", "how": "spoken", "told_limits": True},
        "reach": {"how": "waits"},
    }
    fields = {"complaints": [{"id": "c1", "text": "Fever"}], "vitals": {"pulse": 104}}
    form = VisitForm(patient, desk.now(), fields=fields, note="Looks ill.", sign_note=True, refer=refer)
    _, visit = finish_visit(desk, form)
    return patient, visit, str(desk.store.value("SELECT referral FROM cases WHERE visit = ?", (visit,)))


def test_a_comment_comes_back_stands_beside_its_note_and_is_news_once(town: Town) -> None:
    doctor = _doctor(town, {"countersign_percent": 100})
    pc = town.pc()
    assert pc.exchange().outcome == DONE
    desk, review = _at_the_desk(town, pc), Countersign(town.hub.services)
    _, visit, _ = _visit(desk, next(iter(doctor.desks)))
    assert pc.exchange().outcome == DONE
    [drawn] = review.sample(doctor).waiting
    assert drawn.note.fields["text"] == "Looks ill."
    signed = review.sign(doctor, drawn.row.note, "comment", "Count the breaths as well.")
    assert signed is not None and signed.done
    assert unread_comments(desk) == ()
    assert pc.exchange().outcome == DONE
    [comment] = unread_comments(desk)
    assert (comment.visit, comment.said.text, comment.said.verdict) == (visit, "Count the breaths as well.", "comment")
    [note] = open_visit(desk, visit).notes
    assert note.countersigned == comment.said
    colleague = replace(desk, staff=replace(desk.staff, id=town.hub.person(town.facility)))
    assert unread_comments(colleague) == ()
    mark_comments_read(colleague, visit)
    assert unread_comments(desk) == (comment,)
    assert mark_comments_read(desk, visit).ids == {comment.note}
    assert unread_comments(desk) == ()
    # Her correction is a new note, and takes the old one's place in the sample.
    correct_note(desk, note.id, "Looks ill. 44 breaths a minute.")
    assert pc.exchange().outcome == DONE
    [drawn] = review.sample(doctor).waiting
    agreed = review.sign(doctor, drawn.row.note, "agrees", "")
    assert agreed is not None and agreed.done
    assert pc.exchange().outcome == DONE
    first, second = open_visit(desk, visit).notes
    assert first.countersigned == comment.said
    assert second.countersigned is not None
    assert (second.countersigned.verdict, second.countersigned.text) == ("agrees", "")
    assert unread_comments(desk) == ()


def test_what_a_colleague_writes_is_no_doctors_word(town: Town) -> None:
    doctor = _doctor(town, {"countersign_percent": 100})
    pc = town.pc()
    pc.exchange()
    desk, services = _at_the_desk(town, pc), town.hub.services
    patient, visit, _ = _visit(desk, next(iter(doctor.desks)))
    pc.exchange()
    [note] = open_visit(desk, visit).notes
    said = {"visit": visit, "text": "Well done.", "signed": "2026-11-23T10:00:00+05:30", "countersigns": note.id}
    other = town.hub.person(town.facility)
    written = [HubChange("note", None, patient, said | {"verdict": "comment"})]
    services.store.run(lambda conn: services.writer.write(conn, other, written))
    pc.exchange()
    notes = open_visit(desk, visit).notes
    assert [one.countersigned for one in notes] == [None, None]
    assert unread_comments(desk) == ()


def test_both_sides_find_the_same_room_and_only_while_the_hub_answers(town: Town) -> None:
    doctor = _doctor(town, {"call_base_url": BASE})
    pc = town.pc()
    pc.exchange()
    desk = _at_the_desk(town, pc)
    patient, _, referral = _visit(desk, next(iter(doctor.desks)))
    assert case_page(desk, referral).call == ""  # not at the hub yet
    assert pc.exchange().outcome == DONE
    room = room_address(BASE, referral, patient)
    assert room is not None
    assert case_page(desk, referral).call == room
    later = replace(desk, clock=lambda: datetime.now().astimezone() + timedelta(hours=2))
    assert case_page(later, referral).call == ""
    assert pc.exchange(Fault(refuse=True)).outcome != DONE
    assert case_page(desk, referral).call == ""
    assert pc.exchange().outcome == DONE
    assert case_page(desk, referral).call == room
