"""The public keys of every desk come to every PC: any centre can check any hospital's prescription."""

from __future__ import annotations

from datetime import datetime

from care_record.signature import b64, new_signing_key, public_key, qr_text, sign, slip_text
from hub_server.services.staff import NewStaff, add_staff
from spoke_app.actions.check_prescription import Checked, check_prescription
from spoke_app.actions.desk import Desk
from spoke_app.actions.views import Person, Place
from spoke_app.sync.engine import DONE
from tests.helpers.hub import HubProcess
from tests.spoke_app.sync.test_with_hub import Pc, Town, hub, town

__all__ = ["hub", "town"]

ITEM = {"generic": "AMOXICILLIN", "form": "capsule", "strength": "500 mg", "dose": "1", "frequency": "TDS"}


def check(pc: Pc, code: str) -> Checked:
    who, where = Person(pc.cho, "Asha Devi", "", "cho"), Place("", "", "", "", "")
    return check_prescription(Desk(pc.store, who, where, lambda: datetime.now().astimezone()), code)


def prescription_of(staff: str, key: bytes, registration_no: str) -> str:
    doctor = {"staff": staff, "name": "Farida Anjum", "registration_no": registration_no}
    patient = {"name": "Ramesh Paswan", "gender": "male", "village": "Kataiya"}
    signed = datetime.now().astimezone().isoformat(timespec="seconds")
    slip = slip_text({"number": "MDB-20261120-QX7KLM", "signed": signed, "items": [ITEM]}, patient, doctor)
    return qr_text(slip, b64(sign(key, slip.encode())))


def test_a_doctor_of_a_desk_to_which_this_centre_never_refers_is_known_after_the_exchange(
    hub: HubProcess, town: Town
) -> None:
    pc, key = town.pc(), new_signing_key()
    assert pc.exchange().outcome == DONE
    papers = {"qualification": "MBBS", "registration_no": "BCMR 41177", "keys": [b64(public_key(key))]}
    staff = add_staff(hub.services, NewStaff("Farida Anjum", "doctor", (hub.desk(),), extra=papers))
    code = prescription_of(staff, key, "BCMR 41177")
    assert check(pc, code).verdict == "unknown_doctor"
    assert pc.exchange().outcome == DONE
    checked = check(pc, code)
    assert (checked.verdict, checked.doctor, checked.referral) == ("genuine", "Farida Anjum", "")
    assert check(pc, code.replace("AMOXICILLIN", "TRAMADOL")).verdict == "changed"
