"""The office's use cases on both databases: forms upon heads, passwords given anew, lists brought twice."""

from __future__ import annotations

import pytest

from hub_server.context import Services
from hub_server.services.acting import Acting
from hub_server.services.errors import ChangedMeanwhile, FieldError
from hub_server.services.importing import harmless, run_import
from hub_server.services.people import change_person, person_view, reinstate, reset_password
from hub_server.services.places import add_desk, add_facility, change_place, list_places, place_of
from hub_server.services.staff import NewStaff, add_staff, list_staff, revoke_staff
from hub_server.store import sessions
from hub_server.web.accounts import Accounts, SignedIn

ADMIN = Acting("", "127.0.0.1")
PAPERS = {"qualification": "MBBS", "registration_no": "BCMR-1"}


def test_a_form_upon_older_heads_changes_nothing(services: Services) -> None:
    centre = add_facility(services, {"code": "A", "name": "HSC A", "district": "217"})
    known = place_of(services, "facility", centre)
    assert known is not None
    fields = {"code": "A", "name": "HSC A", "district": "Supaul", "contact": "1", "desks": []}
    with pytest.raises(FieldError):  # Supaul's code is another
        change_place(services, "facility", centre, fields | {"district": "Nowhere"}, known.heads, ADMIN)
    change_place(services, "facility", centre, fields, known.heads, ADMIN)
    with pytest.raises(ChangedMeanwhile):
        change_place(services, "facility", centre, fields | {"contact": "2"}, known.heads, ADMIN)
    now = place_of(services, "facility", centre)
    assert now is not None
    assert (now.fields["contact"], now.conflicts) == ("1", ())
    change_place(services, "facility", centre, fields, now.heads, ADMIN)
    same = place_of(services, "facility", centre)
    assert same is not None
    assert same.heads == now.heads  # nothing was changed, so nothing was written


def test_a_login_ends_comes_back_and_its_sessions_end_with_its_password(services: Services) -> None:
    desk = add_desk(services, {"code": "D", "name": "Desk", "specialities": ["medicine"]})
    doctor = add_staff(services, NewStaff("Dr A", "doctor", (desk,), extra=PAPERS))
    accounts = Accounts(services)
    with pytest.raises(FieldError) as error:
        reset_password(services, doctor, " ", ADMIN)
    assert (error.value.field, error.value.code) == ("login", "required")
    first = reset_password(services, doctor, "dra", ADMIN)
    assert isinstance(accounts.sign_in("dra", first), SignedIn)
    token = services.store.run(lambda conn: sessions.open_session(conn, doctor, services.now()))[0]
    second = reset_password(services, doctor, "", ADMIN)
    with services.store.read() as conn:
        assert sessions.find_session(conn, token, services.now(), touch=False) is None
    assert not isinstance(accounts.sign_in("dra", first), SignedIn)
    assert isinstance(accounts.sign_in("dra", second), SignedIn)
    revoke_staff(services, doctor, ADMIN)
    reinstate(services, doctor, ADMIN)
    assert not isinstance(accounts.sign_in("dra", second), SignedIn)  # until a new one is given
    third = reset_password(services, doctor, "", ADMIN)
    assert isinstance(accounts.sign_in("dra", third), SignedIn)
    view = person_view(services, doctor)
    assert view is not None
    assert len(view.staff.fields["keys"]) == len(set(view.staff.fields["keys"])) == 3


def test_a_doctor_keeps_what_stands_on_prescriptions_and_no_other_role(services: Services) -> None:
    desk = add_desk(services, {"code": "D", "name": "Desk", "specialities": ["medicine"]})
    doctor = add_staff(services, NewStaff("Dr A", "doctor", (desk,), extra=PAPERS))
    view = person_view(services, doctor)
    assert view is not None
    heads = view.staff.heads
    with pytest.raises(FieldError, match="registration_no"):
        change_person(services, doctor, {"name": "Dr A", **PAPERS, "registration_no": ""}, (), (), heads, ADMIN)
    with pytest.raises(FieldError, match="name"):
        change_person(services, doctor, {"name": " ", **PAPERS}, (), (), heads, ADMIN)
    centre = add_facility(services, {"code": "A", "name": "HSC A", "district": "217"})
    with pytest.raises(FieldError, match="desk"):
        change_person(services, doctor, {"name": "Dr A", **PAPERS}, (), (centre,), heads, ADMIN)


def test_the_same_list_twice_makes_nothing_twice(services: Services) -> None:
    centres = "code,name,district\n" + "".join(f"C{n},HSC {n},217\n" for n in range(230))
    assert run_import(services, "facility", centres, ADMIN, dry=False).count("new") == 230
    again = run_import(services, "facility", centres, ADMIN, dry=False)
    assert (again.count("new"), again.count("there")) == (0, 230)
    assert len(list_places(services, "facility")) == 230
    people = "name,role,posts\nSabita,anm,C1\n sabita ,ANM,C1\nSabita,anm,C2\n"
    assert run_import(services, "staff", people, ADMIN, dry=False).count("new") == 2
    assert run_import(services, "staff", people, ADMIN, dry=False).count("there") == 3
    assert len(list_staff(services)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "code,name,district\rMAC1,HSC,217\r",
        "sep=;\ncode;name;district\nMAC1;HSC;217\n",
        '"sep=,",,\r\ncode,name,district\r\nMAC1,HSC,217\r\n',
        '\n\n"Code"\t"Name"\t"District"\n"MAC1"\t"HSC"\t"217"',
    ],
)
def test_a_list_is_read_as_spreadsheets_write_it(services: Services, text: str) -> None:
    desk = {"code": "MAC1", "name": "A desk of the same code", "district": "217", "specialities": ["medicine"]}
    add_desk(services, desk)
    assert run_import(services, "facility", text, ADMIN, dry=False).count("new") == 1
    people = "name,role,posts\nSabita,anm,MAC1\n"
    assert run_import(services, "staff", people, ADMIN, dry=False).count("new") == 1


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1"])
def test_a_cell_that_begins_a_formula_is_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert harmless("HSC Balua") == "HSC Balua"


def test_the_last_administrator_who_can_sign_in_stays(services: Services) -> None:
    one, other = (add_staff(services, NewStaff(n, "admin", (), None, n, f"{n} and a long password")) for n in "ab")
    add_staff(services, NewStaff("No login", "admin"))
    revoke_staff(services, other, Acting(one))
    with pytest.raises(FieldError) as refused:
        revoke_staff(services, one, Acting(other))  # her page was open still
    assert refused.value.code == "last-admin"
    assert [p["name"] for p in list_staff(services) if p["active"]] == ["a", "No login"]
    revoke_staff(services, one)  # whoever has the command line can add another
