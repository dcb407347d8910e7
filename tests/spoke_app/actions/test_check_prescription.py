"""A prescription's code is checked without a line: genuine, forged in every way, replaced, cancelled, unknown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from care_record.clock import time_text
from care_record.ids import new_id
from care_record.signature import b64, new_signing_key, public_key, qr_text, read_slip, sign, slip_text
from spoke_app.actions.check_prescription import Checked, check_prescription
from tests.spoke_app.ui.case_room import DOCTOR, HUB_DESK, TODAY, CaseRoom, at

ELSEWHERE = {"name": "Ramesh Paswan", "gender": "male", "village": "Kataiya"}
ITEM = {
    "generic": "AMOXICILLIN",
    "form": "capsule",
    "strength": "500 mg",
    "dose": "1",
    "frequency": "TDS",
    "duration": {"value": 5, "unit": "days"},
}


@pytest.fixture
def room(tmp_path: Path) -> Iterator[CaseRoom]:
    room = CaseRoom(tmp_path)
    yield room
    room.close()


def check(room: CaseRoom, text: str) -> Checked:
    checked: Checked = room.act(check_prescription, text)
    return checked


def doctor_joins(room: CaseRoom, **changes: Any) -> tuple[str, bytes]:
    """A doctor of another hospital, as her staff record comes to every PC."""
    staff, key = new_id(), new_signing_key()
    fields = {
        "name": "Farida Anjum",
        "name_hi": "फ़रीदा अंजुम",
        "role": "doctor",
        "posts": [new_id()],
        "active": True,
        "registration_no": "BCMR 41177",
        "keys": [b64(public_key(key))],
        **changes,
    }
    room.call(lambda store: room._write(store, at("1", "08:00"), DOCTOR, "staff", None, fields, staff))
    return staff, key


def paper(staff: str, key: bytes, *, signed: str = "2026-11-20T10:15:00+05:30", **doctor: Any) -> str:
    """The code of a prescription of another centre, of which this PC has no record."""
    who = {"staff": staff, "name": "Farida Anjum", "registration_no": "BCMR 41177", **doctor}
    slip = slip_text({"number": "MDB-20261120-QX7KLM", "signed": signed, "items": [ITEM]}, ELSEWHERE, who)
    return qr_text(slip, b64(sign(key, slip.encode())))


def own_code(room: CaseRoom) -> str:
    """The code on the paper of Sunita Devi's prescription, which this PC has."""
    from spoke_app.store.records import of_kind

    fields = room.call(lambda store: of_kind(store, "prescription")[0].fields)
    return qr_text(fields["slip"], fields["signature"])


def test_one_of_this_pc_is_genuine_and_leads_to_its_case(room: CaseRoom) -> None:
    referral = room.answered()
    checked = check(room, own_code(room))
    assert (checked.verdict, checked.doctor, checked.doctor_hi) == ("genuine", "Nivedita Jha", "निवेदिता झा")
    assert checked.referral == referral and checked.notes == ()
    assert checked.slip is not None
    assert checked.slip.items[0].medicine == "PARACETAMOL tablet 500 mg"
    assert (checked.slip.patient, checked.slip.registration_no) == ("Sunita Devi", "BCMR 00000")


def test_one_of_another_centre_is_genuine_by_the_doctors_key_alone(room: CaseRoom) -> None:
    checked = check(room, paper(*doctor_joins(room)))
    assert (checked.verdict, checked.doctor, checked.referral) == ("genuine", "Farida Anjum", "")
    assert checked.slip is not None and checked.slip.items[0].duration == "5 days"


def test_an_old_key_of_the_doctor_still_holds(room: CaseRoom) -> None:
    old, new = new_signing_key(), new_signing_key()
    staff, _ = doctor_joins(room, keys=[b64(public_key(old)), b64(public_key(new))])
    assert [check(room, paper(staff, key)).verdict for key in (old, new)] == ["genuine", "genuine"]


def test_a_changed_medicine_a_changed_dose_and_a_changed_name_are_noticed(room: CaseRoom) -> None:
    room.answered()
    code = own_code(room)
    for was, forged in (
        ("PARACETAMOL", "TRAMADOL"),
        ("|TDS|", "|QID|"),
        ("Sunita Devi", "Sunita Kumari"),
        ("3 days", "30 days"),
    ):
        assert was in code
        checked = check(room, code.replace(was, forged))
        assert (checked.verdict, checked.referral) == ("changed", ""), forged


def test_a_changed_signature_is_noticed(room: CaseRoom) -> None:
    room.answered()
    code = own_code(room)
    at_ = code.index("\n~") + 10
    other = "A" if code[at_] != "A" else "B"
    assert check(room, code[:at_] + other + code[at_ + 1 :]).verdict == "changed"
    for broken in (code[:-4], code + "AAAA", code[: code.index("\n~") + 2] + "!!!!"):
        assert check(room, broken).verdict == "changed"


def test_another_doctors_key_is_noticed_either_way(room: CaseRoom) -> None:
    """Farida signs as Nivedita: under Nivedita's id her key does not fit; under her own id the name is another's."""
    staff, key = doctor_joins(room)
    as_nivedita = {"name": "Nivedita Jha", "registration_no": "BCMR 00000"}
    assert check(room, paper(DOCTOR, key, **as_nivedita)).verdict == "changed"
    borrowed = check(room, paper(staff, key, **as_nivedita))
    assert (borrowed.verdict, borrowed.doctor) == ("other_doctor", "Farida Anjum")


def test_a_health_workers_key_signs_no_prescription(room: CaseRoom) -> None:
    staff, key = doctor_joins(room, role="cho", registration_no=None)
    assert check(room, paper(staff, key)).verdict == "other_doctor"


def test_a_key_that_has_not_come_yet_is_said_and_known_after_the_exchange(room: CaseRoom) -> None:
    staff, key = new_id(), new_signing_key()
    code = paper(staff, key)
    checked = check(room, code)
    assert checked.verdict == "unknown_doctor" and checked.slip is not None
    without_keys, _ = doctor_joins(room, keys=[])
    assert check(room, paper(without_keys, key)).verdict == "unknown_doctor"
    fields = {"name": "Farida Anjum", "role": "doctor", "posts": [HUB_DESK], "active": True,
              "registration_no": "BCMR 41177", "keys": [b64(public_key(key))]}  # fmt: skip
    room.call(lambda store: room._write(store, TODAY, DOCTOR, "staff", None, fields, staff))
    assert check(room, code).verdict == "genuine"


def test_the_record_knows_of_a_newer_one_and_of_a_cancelled_one(room: CaseRoom) -> None:
    from spoke_app.store.records import of_kind

    referral = room.answered()
    code = own_code(room)
    first = room.call(lambda store: of_kind(store, "prescription")[0])
    later = TODAY - timedelta(minutes=30)
    room.prescribe(referral, str(first.fields["advice"]), later, number="SUP-2611-ZZZZZZ", amends=first.record)
    checked = check(room, code)
    assert (checked.verdict, checked.found, checked.referral) == ("replaced", "SUP-2611-ZZZZZZ", referral)
    room.prescribe(referral, str(first.fields["advice"]), later, number="SUP-2611-YYYYYY", cancelled=first.record)
    assert check(room, code).verdict == "cancelled"


@pytest.mark.parametrize(
    ("changes", "signed", "notes"),
    [
        ({"active": False}, "2026-11-20T10:15:00+05:30", ("left",)),
        ({"posts": [{"id": HUB_DESK, "to": "2025-12-31"}]}, "2026-11-20T10:15:00+05:30", ("not_in_post",)),
        ({"posts": [{"id": HUB_DESK, "from": "2026-01-01"}]}, "2026-11-20T10:15:00+05:30", ()),
        ({}, "2027-03-01T10:15:00+05:30", ("future",)),
        ({}, "no time at all", ()),
        ({}, "0001-01-01T00:00:00+00:00", ()),
        ({}, "9999-12-31T23:59:00+00:00", ("future",)),
    ],
)  # fmt: skip
def test_what_is_worth_a_look_is_said_beside_a_signature_that_holds(
    room: CaseRoom, changes: dict[str, Any], signed: str, notes: tuple[str, ...]
) -> None:
    checked = check(room, paper(*doctor_joins(room, **changes), signed=signed))
    assert (checked.verdict, checked.notes) == ("genuine", notes)


def test_scanners_may_write_line_ends_as_they_like(room: CaseRoom) -> None:
    room.answered()
    code = own_code(room)
    for typed in (code.replace("\n", "\r\n"), code.replace("\n", "\r"), f"\n {code}\r\n\t"):
        assert check(room, typed).verdict == "genuine"


def test_a_patients_slip_is_told_from_a_prescription_in_either_script(room: CaseRoom) -> None:
    for typed in ("B-1042", "b-1042\r\n", "B-१०४२"):
        checked = check(room, typed)
        assert (checked.verdict, checked.found) == ("patient_slip", "B-1042")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00",
        "https://example.org/?q=SPOKE1|",
        "<html><script>alert(1)</script>",
        "SPOKE1",
        "SPOKE1|",
        "SPOKE1|a|b\n~",
        "SPOKE1||\n~\n~\n~",
        "SPOKE1|१|२\nसुनीता\n~====",
        "SPOKE1|" + "|" * 4000 + "\n~x",
        "SPOKE1|a|b\nx|y|z\n" + "m|1|OD|1 days\n" * 300 + "d|r|\udc80\ud800\n~AAAA",
        "9" * 8_000,
        "SPOKE1|x|2026-11-20T10:15\n" + "\n" * 8000 + "~",
        "x" * 2_000_000,
        "'; DROP TABLE records; --",
    ],
    ids=lambda text: f"{len(text)}",
)
def test_no_text_does_any_harm(room: CaseRoom, text: str) -> None:
    assert check(room, text).verdict in ("foreign", "unknown_doctor", "changed")


def test_a_code_of_a_later_version_is_not_called_forged(room: CaseRoom) -> None:
    assert check(room, "SPOKE2|whatever\n~AAAA").verdict == "newer"


def test_a_slip_reads_back_as_it_was_written() -> None:
    doctor = {"staff": new_id(), "name": "A | B", "registration_no": "1~2"}
    written = slip_text(
        {"number": "N", "signed": time_text(TODAY), "items": [ITEM, ITEM]},
        {**ELSEWHERE, "age": {"value": 44, "unit": "years", "as_of": "2026-11-01"}},
        doctor,
    )
    slip = read_slip(written)
    assert slip is not None
    assert (slip.number, slip.signed, slip.patient, slip.age_sex, slip.place) == (
        "N", "2026-11-24T11:42", "Ramesh Paswan", "44y M", "Kataiya",
    )  # fmt: skip
    assert (slip.doctor, slip.registration_no, slip.staff) == ("A / B", "1-2", doctor["staff"])
    assert len(slip.items) == 2 and slip.items[0].frequency == "TDS"
    assert read_slip("SPOKE1|a|b") is None and read_slip("SPOKE9|a|b\nx|y|z\nd|r|s") is None
