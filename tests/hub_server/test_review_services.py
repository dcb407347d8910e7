"""The doctor's use cases on both databases, and the words that the pages use."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from care_record.ids import new_id
from hub_server.app import PAGES
from hub_server.context import Services
from hub_server.review import answer, prescribing
from hub_server.review.doctor import Doctor
from hub_server.review.prescribing import prescription_number
from hub_server.review.services import Review
from hub_server.review.waiting import Waiting
from hub_server.services.places import add_desk
from hub_server.services.staff import NewStaff, add_staff
from hub_server.store import queue, records, sessions
from hub_server.store.queue import Wish
from hub_server.store.writer import HubChange
from hub_server.web.accounts import Accounts, SignedIn
from hub_server.web.rendering import load_strings
from hub_server.web.wording import initials
from tests.helpers.hub import services, store_url

__all__ = ["services", "store_url"]

PASSWORD = "another-long-password"
HUB = Path(answer.__file__).parent.parent
ON_PCS = {
    *("signed-in", "signed-out", "sign-in-failed", "pin-changed", "record-opened", "visit-opened", "case-opened"),
    *("paper-printed", "paper-saved", "register-printed", "register-saved", "exported", "imported"),
    *("backup-made", "restored", "record-repaired"),
}
"""What the health centres' PCs note."""


def _doctor(review: Review, services: Services, login: str, desk: str) -> Doctor:
    papers = {"qualification": "MBBS", "registration_no": "BCMR 1"}
    add_staff(services, NewStaff(f"Dr {login}", "doctor", (desk,), None, login, PASSWORD, papers))
    accounts = Accounts(services)
    signed_in = accounts.sign_in(login, PASSWORD)
    assert isinstance(signed_in, SignedIn)
    person = accounts.person(signed_in.token)
    assert person is not None
    doctor = review.doctor(person)
    assert doctor is not None
    return doctor


def _case(services: Services, desk: str) -> str:
    """A case written by the hub itself, with the least that a referral has."""
    patient, visit, referral = new_id(), new_id(), new_id()
    changes = [
        HubChange("patient", patient, None, {"name": "Ram Sah", "gender": "male", "village": "Balua"}),
        HubChange("visit", visit, patient, {"started": "2026-11-23T10:00:00+05:30", "mode": "spoke"}),
        HubChange("referral", referral, patient, {"visit": visit, "desk": desk, "speciality": "medicine"}),
    ]
    cho = add_staff(services, NewStaff("Kumari Anjali", "cho", ()))
    services.store.run(lambda conn: services.writer.write(conn, cho, changes))
    return referral


def _waiting(services: Services, doctor: Doctor) -> list[str]:
    return [row.referral for row in Waiting(services).queue(doctor, Wish(tuple(doctor.desks))).shown.rows]


def test_a_case_goes_round_on_this_database(services: Services) -> None:
    review = Review(services)
    fields = {"code": "MED", "name": "Medicine", "district": "217", "specialities": ["medicine"]}
    desk = add_desk(services, fields)
    doctor, colleague = (_doctor(review, services, login, desk) for login in ("first", "second"))
    referral = _case(services, desk)
    assert _waiting(services, doctor) == [referral]
    claim = review.claim(doctor, referral)
    assert claim is not None and claim.staff == doctor.id
    held = review.claim(colleague, referral)
    assert held is not None and held.staff == doctor.id
    opened = review.open_case(doctor, referral, whole=True)
    assert opened is not None and opened.draft is not None
    values = answer.empty_values() | {"advice": "Rest.", "consent_confirmed": True}
    added = prescribing.add_medicine(values, "paracetamol-tablet-500-mg", review.lists)
    assert added == 1
    assert review.keep(doctor, referral, values) is not None
    assert review.sign(colleague, referral, values, PASSWORD).lost_to is not None
    assert review.sign(doctor, referral, values, "wrong").flaws[0].key == "problem.password"
    assert review.sign(doctor, referral, values, PASSWORD).done
    assert review.sign(doctor, referral, values, PASSWORD).answered
    with services.store.read() as conn:
        head = records.folded(conn, referral)
        assert head is not None and head.patient is not None
        kinds = [r.kind for r in records.records_of(conn, head.patient)]
        assert (kinds.count("advice"), kinds.count("prescription")) == (1, 1)
        assert queue.counts(conn, Wish((desk,)), services.now()).by_rank == (0, 0, 0)
        assert sessions.draft_of(conn, referral, doctor.id) is None
        assert sessions.claim_of(conn, referral, services.now()) is None


def test_a_desk_that_is_not_hers_is_nothing_to_her(services: Services) -> None:
    review = Review(services)
    desks = [
        add_desk(services, {"code": code, "name": code, "district": "217", "specialities": ["medicine"]})
        for code in ("MED", "SUR")
    ]
    doctor = _doctor(review, services, "only", desks[1])
    referral = _case(services, desks[0])
    assert _waiting(services, doctor) == []
    assert review.open_case(doctor, referral, whole=True) is None
    assert review.claim(doctor, referral) is None
    assert review.keep(doctor, referral, answer.empty_values()) is None


def test_number_of_a_prescription_comes_from_the_record_alone() -> None:
    from datetime import date

    record = "01935c3e-0000-7000-8000-00003fffffff"
    assert prescription_number("MED", date(2026, 11, 23), record) == "MED-20261123-777777"
    record = "01935c3e-0000-7000-8000-000000000000"
    assert prescription_number("MED", date(2026, 11, 23), record) == "MED-20261123-AAAAAA"


def test_both_languages_have_the_same_words_with_the_same_places() -> None:
    strings = load_strings(PAGES)
    assert strings["en"].keys() == strings["hi"].keys()
    for key, english in strings["en"].items():
        places = [
            sorted({name for _, name, _, _ in Formatter().parse(text) if name})
            for text in (english, strings["hi"][key])
        ]
        if not key.endswith(".one"):
            assert places[0] == places[1], key


def test_every_word_that_is_asked_for_is_there_and_none_is_idle() -> None:
    known = set(load_strings(PAGES)["en"])
    source = "\n".join(p.read_text("utf-8") for p in [*HUB.rglob("*.py"), *HUB.rglob("templates/*.html")])
    asked = set(re.findall(r"""["']([a-z_]+(?:\.[a-z_0-9]+)+)["']""", source))
    prefixes = set(re.findall(r"""["']([a-z_]+(?:\.[a-z_]+)*\.)(?:["']|\{)""", source))
    folders = {key.split(".")[0] for key in known}
    missing = {key for key in asked if key.split(".")[0] in folders and key not in known and "." in key}
    assert {key for key in missing if not key.endswith((".html", ".json", ".css", ".js", ".svg"))} == set()
    idle = {
        key
        for key in known
        if key not in asked and not key.endswith((".one", ".short")) and not key.startswith(tuple(prefixes))
    }
    assert idle == set()


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Dr Nivedita Jha", "NJ"), ("Sunita", "S"), ("सुनीता देवी", "सुदे"), ("डॉ निवेदिता झा", "निझा"), ("", "")],
)
def test_letters_of_an_avatar(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_the_strings_are_plain_json_of_texts() -> None:
    for lang in ("en", "hi"):
        assert all(isinstance(text, str) and text for text in load_strings(PAGES)[lang].values())


def test_no_word_stands_twice_in_a_file_and_the_trail_has_one_for_everything_noted() -> None:
    for file in HUB.rglob("strings/*.json"):
        keys = re.findall(r'^ *"([^"]+)": "', file.read_text("utf-8"), re.MULTILINE)
        assert len(keys) == len(set(keys)), file.name
    codes = {code for p in HUB.rglob("*.py") for code in _noted(ast.parse(p.read_text("utf-8")))}
    assert {"signed-in", "desk-changed", "answer-corrected", "case-taken-over", "device-wiped", "pin-reset"} <= codes
    known = load_strings(PAGES)["en"]
    assert {code for code in codes if f"trail.did.{code.replace('-', '_')}" not in known} == set()
    codes |= ON_PCS | {"written"}
    assert {key for key in known if key.startswith("trail.did.")} == {f"trail.did.{c.replace('-', '_')}" for c in codes}


def _noted(source: ast.AST) -> Iterator[str]:
    """The codes that this source writes into the trail: every text of the argument that holds the code."""
    named: dict[str, list[ast.expr]] = {}
    for node in ast.walk(source):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            named.setdefault(node.targets[0].id, []).append(node.value)
    for call in ast.walk(source):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "note":
            for argument in call.args[2:4]:
                for value in named.get(argument.id, []) if isinstance(argument, ast.Name) else [argument]:
                    yield from _codes(value)


def _codes(value: ast.expr) -> Iterator[str]:
    if isinstance(value, ast.JoinedStr):  # of a place: its kind is in the code
        text = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in value.values)
        yield from (text.replace("{}", kind) for kind in ("facility", "desk"))
    elif isinstance(value, ast.IfExp):
        yield from (*_codes(value.body), *_codes(value.orelse))
    elif isinstance(value, ast.Constant) and re.fullmatch(r"[a-z]+(-[a-z]+)+", str(value.value)):
        yield str(value.value)
