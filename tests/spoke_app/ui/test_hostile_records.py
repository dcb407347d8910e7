"""Whatever a faulty, newer or malicious peer writes, every screen opens, paints, and shows what is right beside it.

Each field of each kind of record, and each part of it, takes values that it must never have; all of them belong to a
patient, a visit and a case that the screens of `every_screen` show. All people are invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel
from pytestqt.qtbot import QtBot

from care_record.change import decode, encode
from care_record.clock import time_text
from care_record.ids import new_id
from care_record.kinds import KINDS, check_record, readable
from spoke_app.actions.register_rows import REGISTERS, MedicineLine, given_out, totals
from spoke_app.actions.registers import read_register
from spoke_app.documents.paper import Both
from spoke_app.documents.register_csv import csv_bytes
from spoke_app.documents.register_table import file_table, paper_table
from spoke_app.documents.registers import Printed, build
from spoke_app.documents.typeface import load_typeface
from spoke_app.store import journal
from spoke_app.store.database import Store
from tests.helpers.spoke import Elsewhere, new_spoke
from tests.spoke_app.ui.case_room import CHO, DOCTOR, HUB_DESK, TODAY
from tests.spoke_app.ui.every_screen import State, WholeDesk, every_state

OF_NO_PATIENT = frozenset(
    {"patient", "staff", "desk", "facility", "notice", "device", "credential", "stock", "recovery"}
)
NOTHING = frozenset({"None"})
ONE_IN = 41
"""So many of the spoilt records are written for the screens; a prime, so that each value meets each field in turn."""

ODD: tuple[Any, ...] = (
    None,
    0,
    -1,
    7,
    True,
    False,
    1.5,
    1e308,
    -1e308,
    10**18,
    2**63,
    10**25,
    10**400,
    "",
    " ",
    "x" * 10_000,
    "w " * 5_000,
    "<b>bold</b><img src='file:///etc/passwd'>&amp;",
    '=HYPERLINK("http://x";"y")',
    "\u202e\u200f\u2067abc",
    "a\x00b\x1b[31m",
    "one\ntwo\r\n\tthree",
    "😀👩‍👩‍👧",
    "२७",
    "%s %n {0} {x} {",
    "\uffff\u2028",
    [],
    {},
    [[]],
    [None],
    [1, "a", {}],
    [{"id": "a"}],
    [{"id": 1}],
    [{"id": "a", "text": 5, "generic": [], "substance": {}, "code": 3, "quantity": "x"}],
    {"value": "x", "unit": 4, "as_of": {}},
    {"value": 10**20, "unit": "years", "as_of": "9999-12-31"},
    {"value": -5, "unit": "days", "as_of": "0001-01-01"},
    {"how": [], "by": {}, "at": 5, "reason": ["x"]},
    "1800-01-01",
    "2999-12-31",
    "0001-01-01",
    "9999-12-31",
    "2027-02-29",
    "2026-11-24",
    "-0001-01-01",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00",
    "2026-11-24T09:00:00",
    "2026-11-24T09:00:00Z",
    "2026-11-24T10:00:00+05:30",
    "nan",
    "inf",
    "1e999",
)


def _shapes(cases: dict[str, str], patient_id: str, visit_id: str) -> dict[str, dict[str, Any]]:
    """A right record of each kind, about this patient, visit and cases."""
    referral, other, when = cases["sunita"], cases["chandan"], time_text(TODAY - timedelta(hours=1))
    entry = {"id": "e1", "text": "fever", "code": "fever", "icd10": "A97", "duration": {"value": 3, "unit": "days"}}
    item = {
        "id": "i1",
        "generic": "PARACETAMOL",
        "form": "tablet",
        "strength": "500 mg",
        "dose": "1",
        "frequency": "TDS",
        "route": "oral",
        "duration": {"value": 3, "unit": "days"},
        "instruction": "a",
        "instruction_hi": "b",
        "list": "O",
        "quantity": 10,
        "unit": "tablet",
    }
    phone = {"id": "p1", "number": "+919431024471", "whose": "son"}
    patient = {
        "name": "Rekha Devi",
        "name_other_script": "रेखा देवी",
        "gender": "female",
        "birth_date": "1999-01-01",
        "age": {"value": 27, "unit": "years", "as_of": "2026-11-01"},
        "village": "Barail",
        "address": "x",
        "relative_name": "Manoj",
        "relation": "husband",
        "phone": "+919431024471",
        "other_phones": [phone],
        "abha": "12345678901234",
        "abha_address": "a@abdm",
        "district": "223",
        "subdistrict": "1278",
        "pin_code": "852131",
        "slip_no": "B-0001",
        "blood_group": "A+",
        "photo": "0" * 64,
        "allergies": [{"id": "a1", "substance": "penicillin", "reaction": "rash", "severity": "severe"}],
        "conditions": [{"id": "c1", "text": "diabetes", "code": "E11", "since": "2020"}],
        "medicines": [{"id": "m1", "text": "metformin"}],
        "guardian": {"name": "Sita", "relation": "mother", "phone": "+919431024471"},
        "deceased": "2026-11-01",
        "same_as": patient_id,
        "share": [{"id": "s1", "facility": HUB_DESK, "by": CHO.id, "at": when}],
    }
    visit = {
        "started": when,
        "mode": "spoke",
        "reason": "new",
        "complaints": [entry],
        "vitals": {
            "temperature_f": 101,
            "pulse": 90,
            "respiratory_rate": 20,
            "spo2": 97,
            "bp_systolic": 120,
            "bp_diastolic": 80,
            "height_cm": 150,
            "weight_kg": 50,
            "waist_cm": 80,
            "sugar_mg_dl": 140,
            "sugar_kind": "random",
            "muac_cm": 13,
            "haemoglobin_g_dl": 9,
            "lmp": "2026-08-01",
            "pregnant": "yes",
        },
        "danger_signs": ["convulsions"],
        "history": {
            "past": "a",
            "surgical": "b",
            "family": "c",
            "tobacco": "no",
            "alcohol": "no",
            "obstetric": "d",
            "immunisation": "e",
        },
        "examination": "x",
        "provisional": [entry],
        "entered_late": True,
        "outcome": "treated",
        "outcome_reason": "y",
    }
    consent = {"given": "yes", "by": "patient", "how": "spoken", "told_limits": True, "witness": CHO.id, "at": when}
    doctor = {"staff": DOCTOR, "name": "N Jha", "qualification": "MBBS", "registration_no": "0", "hub": "Supaul"}
    return {
        "patient": patient,
        "visit": visit,
        "note": {"visit": visit_id, "text": "a note", "signed": when, "amends": new_id()},
        "referral": {"visit": visit_id, "desk": HUB_DESK, "speciality": "medicine", "urgency": "urgent",
            "question": "?", "consent": consent, "reach": {"how": "phone", "when": "evening"}, "answers": other,
            "forwards": other, "withdrawn": {"reason": "r", "at": when}},
        "case_event": {"referral": other, "event": "question", "at": when, "text": "?", "to": DOCTOR},
        "advice": {"referral": referral, "text": "rest", "consent_confirmed": True, "signed": when,
            "diagnosis": [entry], "investigations": [{"id": "t1", "text": "Hb"}], "follow_up": "2026-12-01",
            "refer_onward": {"to": "DH", "urgency": "urgent", "reason": "x"}, "seen_live": "video",
            "saw": [new_id()], "amends": new_id()},
        "prescription": {"referral": referral, "advice": new_id(), "number": "SUP-1", "items": [item],
            "doctor": doctor, "signed": when, "slip": "x", "signature": "A" * 86 + "==", "amends": new_id(),
            "cancelled": new_id()},
        "dispense": {"visit": visit_id, "prescription": new_id(), "items": [item], "at": when,
            "standing_order": "yes"},
        "follow_up": {"due": "2026-11-24", "reason": "bandage", "visit": visit_id, "done": visit_id},
        "attachment": {"sha256": "0" * 64, "bytes": 10, "media": "image/jpeg", "label": "wound", "visit": visit_id,
            "referral": referral, "taken": when},
        "result": {"text": "9 g", "value": 9, "unit": "g/dl", "at": when, "investigation": "t1",
            "referral": referral, "attachment": "0" * 64},
        "stock": {"facility": HUB_DESK, "items": [item]},
        "screening": {"form": "cbac", "answers": {"age": 1, "smoke": 2}, "score": 5, "at": when},
        "staff": {"name": "A B", "name_hi": "a", "role": "doctor", "posts": [HUB_DESK], "active": True,
            "qualification": "MBBS", "registration_no": "1", "keys": ["A" * 43 + "="]},
        "credential": {"staff": CHO.id, "public_key": "A" * 43 + "=", "sealed": {"a": 1}},
        "device": {"post": HUB_DESK, "name": "PC", "revoked": True},
        "facility": {"name": "F", "code": "c", "district": "223", "name_hi": "f", "subdistrict": "1", "type": "hsc",
            "desks": [HUB_DESK], "contact": "x", "call_base_url": "https://x"},
        "desk": {"name": "F", "code": "c", "district": "223", "specialities": ["medicine"], "hours": "9-5",
            "name_hi": "f", "contact": "x", "call_base_url": "https://x"},
        "recovery": {"key": "A" * 43 + "=", "since": when},
        "notice": {"text": "hello", "until": "2026-12-31", "text_hi": "नमस्ते"},
    }  # fmt: skip


def spoilt(value: Any, odd: Any) -> Iterator[Any]:
    """The odd one in the place of the value, or of one of its parts."""
    yield odd
    if isinstance(value, dict):
        for key in value:
            yield from ({**value, key: inner} for inner in spoilt(value[key], odd))
    elif isinstance(value, list) and value:
        yield from ([inner, *value[1:]] for inner in spoilt(value[0], odd))


def _leaves(value: Any) -> Iterator[str]:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    yield repr(value)
    for part in parts:
        yield from _leaves(part)


def hostile(right: dict[str, dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every right record with everything wrong, one thing at a time."""
    for kind, fields in right.items():
        for name in fields:
            for odd in ODD:
                for value in spoilt(fields[name], odd):
                    yield kind, {**fields, name: value}


def lines_of(desk: WholeDesk) -> list[bytes]:
    """As a peer sends them: some with a date that is none, some by nobody."""
    peer, found = Elsewhere(), []
    for at, (kind, fields) in enumerate(list(hostile(_shapes(desk.cases, desk.patient, desk.visit)))[::ONE_IN]):
        of = desk.room.patients[desk.cases["chandan"]] if kind == "case_event" else desk.patient
        line = peer.line(kind, fields, now=TODAY - timedelta(minutes=at), patient=None if kind in OF_NO_PATIENT else of)
        if at % 5 == 0:
            line = encode(msgspec.structs.replace(decode(line), at="yesterday\u202e", author="<b>\x00"))
        found.append(line)
    circle = [new_id(), new_id(), new_id()]
    for at, note in enumerate(circle):
        fields = {"visit": desk.visit, "text": f"round {at}", "amends": circle[at - 1], "signed": time_text(TODAY)}
        found.append(peer.line("note", fields, now=TODAY, record=note, patient=desk.patient))
    return found


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[WholeDesk]:
    made = WholeDesk(tmp_path, qapp, qtbot)
    yield made
    made.close()


def receive(desk: WholeDesk) -> None:
    lines = lines_of(desk)

    def take(store: Store) -> int:
        return len(journal.receive(store, lines, now=TODAY))

    assert desk.room.call(take) == len(lines) > 300


def see_all(desk: WholeDesk) -> str:
    """Every row of every list in front is painted; gives the words of the labels."""
    for view in desk.window.findChildren(QAbstractItemView):
        if view.isVisible() and view.model() is not None:
            bar = view.verticalScrollBar()
            for top in range(bar.minimum(), bar.maximum() + 1, max(bar.pageStep(), 1)):
                bar.setValue(top)
                view.viewport().grab()
    desk.window.grab()
    return "\n".join(label.text() for label in desk.window.findChildren(QLabel) if label.isVisible())


def test_every_screen_stands_over_hostile_records(desk: WholeDesk, qtbot: QtBot) -> None:
    receive(desk)
    more = State("case", "with hostile events", lambda desk: {"referral": desk.cases["chandan"]})
    for state in (*every_state(), more):
        with qtbot.captureExceptions() as wrong:
            desk.go(state)
            words = see_all(desk)
        assert not wrong, (str(state), wrong)
        if "patient" in state.args(desk) and state.screen in ("patients", "visit"):
            assert "Sunita Devi" in words, str(state)


def test_the_registers_become_paper_and_files(desk: WholeDesk) -> None:
    receive(desk)
    load_typeface()
    day = TODAY.date()
    for which in REGISTERS:
        view = desk.room.act(read_register, which, day)
        assert view.lines, which
        rows = file_table(which, view.lines, "hi", day)
        assert len(csv_bytes(rows)) > len(view.lines)
        given = given_out(view.lines)
        place = Both("A", "अ")
        table = paper_table(which, view.lines, totals(view.lines), given, "", place, "en", day)
        built = build(table, Printed(place, TODAY), lambda done, all_: True)
        assert built.pages


def test_nothing_in_a_record_holds_up_what_arrived_with_it(tmp_path: Path) -> None:
    """Numbers that no column takes, dates in no calendar: each line is stored, and the projection with it."""
    spoke = new_spoke(tmp_path)
    known = dict.fromkeys(("sunita", "chandan"), new_id())
    every = list(hostile(_shapes(known, new_id(), new_id())))
    some = [one for one in every if one[0] in ("patient", "follow_up", "attachment")][::7] + every[::53]
    lines = [
        spoke.hub.line(kind, fields, now=spoke.clock(), patient=None if kind in OF_NO_PATIENT else new_id())
        for kind, fields in some
    ]
    assert len(spoke.receive(*lines)) == len(lines)
    good = spoke.hub.line("patient", {"name": "Rekha Devi"}, now=spoke.clock())
    [change] = spoke.receive(good)
    assert spoke.store.value("SELECT name FROM patients WHERE record = ?", (change.record,)) == "Rekha Devi"
    with spoke.store.transaction():
        journal.rebuild(spoke.store)


def test_what_is_read_is_of_its_type_and_nothing_more_is_taken_away() -> None:
    right = _shapes(dict.fromkeys(("sunita", "chandan"), new_id()), new_id(), new_id())
    assert set(right) == set(KINDS) - {"audit"}
    for kind, fields in right.items():
        assert readable(kind, fields) == fields, kind
    for kind, fields in hostile(right):
        read = readable(kind, fields)
        assert readable(kind, read) == read
        wrong = [p for p in check_record(kind, read) if p.code == "wrong-type"]
        assert not wrong, (kind, fields, wrong)
        flagged = {problem.field.partition(".")[0] for problem in check_record(kind, fields)}
        kept = [name for name, value in fields.items() if name not in flagged and NOTHING.isdisjoint(_leaves(value))]
        assert all(read[name] == fields[name] for name in kept), (kind, fields)


def test_a_quantity_without_end_hides_no_other_medicine(tmp_path: Path) -> None:
    spoke = new_spoke(tmp_path)
    given = [{"id": "1", "generic": "ORS", "quantity": 10**400}, {"id": "2", "generic": "ZINC", "quantity": 14}]
    fields = {"visit": new_id(), "items": given, "at": time_text(spoke.clock())}
    spoke.receive(spoke.hub.line("dispense", fields, now=spoke.clock(), patient=new_id()))
    lines = read_register(spoke.desk, "medicines", spoke.clock().date()).lines
    assert [(line.generic, line.quantity) for line in lines if isinstance(line, MedicineLine)] == [
        ("ORS", ""),
        ("ZINC", "14"),
    ]
