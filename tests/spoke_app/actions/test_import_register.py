"""Old registers: what is read, what is refused and why, and that repeating makes nothing twice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from spoke_app.actions.find_patients import find_patients
from spoke_app.actions.import_register import ImportReport, import_register
from spoke_app.actions.open_patient import open_patient
from spoke_app.actions.read_register import BadFile
from tests.helpers.spoke import Spoke, new_spoke, patient_fields

HEADER = (
    "name,gender,age,age_unit,birth_date,village,phone,relative_name,relation,visit_date,complaint,pulse,bp_systolic"
)


def csv(tmp_path: Path, *rows: str, header: str = HEADER) -> Path:
    path = tmp_path / "register.csv"
    path.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return path


def counts(report: ImportReport) -> tuple[int, int, int]:
    return report.added_patients, report.added_visits, report.already


def lines(spoke: Spoke) -> int:
    return int(spoke.store.value("SELECT count(*) FROM journal"))


def test_a_row_becomes_a_patient_and_a_visit(spoke: Spoke, tmp_path: Path) -> None:
    path = csv(tmp_path, "सुनीता देवी,F,३४,,,Rampur,094310-22471,Ramesh,husband,03/02/2024,बुखार,88,")
    assert counts(import_register(spoke.desk, path)) == (1, 1, 0)
    [row] = find_patients(spoke.desk, "sunita").rows
    assert (row.gender, row.phone, row.relative, row.age) == ("female", "+919431022471", "Ramesh", "36 years")
    view = open_patient(spoke.desk, row.id)
    assert view.fields["age"] == {"value": 34, "unit": "years", "as_of": "2024-02-03"}
    [visit] = view.visits
    assert (visit.started.date().isoformat(), visit.title, visit.vitals) == ("2024-02-03", "बुखार", {"pulse": 88})
    assert view.flagged == ()


def test_repeating_is_a_no_op(spoke: Spoke, tmp_path: Path) -> None:
    rows = [f"Patient {'abcdefghij'[n]},F,{20 + n},,,Rampur,,,,2024-02-03,fever,," for n in range(10)]
    path = csv(tmp_path, *rows, rows[0])
    assert counts(import_register(spoke.desk, path)) == (11, 11, 0)
    before = lines(spoke)
    spoke.clock.forward(days=30)
    assert counts(import_register(spoke.desk, path)) == (0, 0, 11)
    assert lines(spoke) == before
    assert counts(import_register(spoke.desk, csv(tmp_path, *rows[5:], "New,M,40,,,Maner,,,,,,,"))) == (1, 0, 5)


def test_a_colleagues_pc_makes_the_same_records(spoke: Spoke, tmp_path: Path) -> None:
    path = csv(tmp_path, "Sunita,F,34,,,Rampur,,,,2024-02-03,fever,,")
    import_register(spoke.desk, path)
    (tmp_path / "two").mkdir()
    other = new_spoke(tmp_path / "two")
    other.store.meta_set("post_id", spoke.facility)
    desk = other.as_person()
    import_register(type(desk)(desk.store, desk.staff, spoke.desk.place, desk.clock), path)
    others = [
        bytes(row["line"]) for row in other.store.rows("SELECT line FROM journal WHERE kind IN ('patient','visit')")
    ]
    spoke.receive(*others)
    assert find_patients(spoke.desk, "sunita").total == 1
    assert len(open_patient(spoke.desk, find_patients(spoke.desk, "sunita").rows[0].id).visits) == 1
    assert spoke.store.value("SELECT count(*) FROM records WHERE conflicts != '[]'") == 0
    other.store.close()


def test_one_person_only_where_that_is_sure(spoke: Spoke, tmp_path: Path) -> None:
    path = csv(
        tmp_path,
        "Sunita,F,34,,,Rampur,9431022471,Ram,husband,2024-02-03,fever,,",
        "Sunita,F,34,,,Rampur,9431022471,Ram,husband,2024-03-03,cough,,",
        "Sunita,F,34,,,Rampur,,,,2024-02-03,fever,,",
        "Sunita,F,34,,,Rampur,,,,2024-03-03,fever,,",
    )
    assert counts(import_register(spoke.desk, path)) == (3, 4, 0)


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        (",F,34,,,Rampur,,,,2024-02-03,x,,", "name", "required"),
        ("A,,34,,,Rampur,,,,2024-02-03,x,,", "gender", "required"),
        ("A,robot,34,,,Rampur,,,,2024-02-03,x,,", "gender", "not-in-list"),
        ("A,F,,,,Rampur,,,,2024-02-03,x,,", "birth_date", "required"),
        ("A,F,old,,,Rampur,,,,2024-02-03,x,,", "age", "wrong-type"),
        ("A,F,34,moons,,Rampur,,,,2024-02-03,x,,", "age_unit", "not-in-list"),
        ("A,F,34,,,,,,,2024-02-03,x,,", "village", "required"),
        ("A,F,34,,,Rampur,12345,,,2024-02-03,x,,", "phone", "bad-phone"),
        ("A,F,,,31/02/1990,Rampur,,,,2024-02-03,x,,", "birth_date", "bad-date"),
        ("A,F,,,2030-01-01,Rampur,,,,2024-02-03,x,,", "birth_date", "in-future"),
        ("A,F,34,,,Rampur,,,,someday,x,,", "visit_date", "bad-date"),
        ("A,F,34,,,Rampur,,,,2030-01-01,x,,", "visit_date", "in-future"),
        ("A,F,34,,,Rampur,,,,,x,,", "visit_date", "required"),
        ("A,F,34,,,Rampur,,,,2024-02-03,x,880,", "vitals.pulse", "impossible"),
        ("A,F,34,,,Rampur,,,,2024-02-03,x,fast,", "vitals.pulse", "wrong-type"),
    ],
)
def test_a_refused_row_names_its_number_field_and_reason(
    spoke: Spoke, tmp_path: Path, row: str, field: str, code: str
) -> None:
    good = "Good,F,34,,,Rampur,,,,2024-02-03,fever,,"
    report = import_register(spoke.desk, csv(tmp_path, good, row, good.replace("Good", "Fine")))
    assert counts(report) == (2, 2, 0)
    assert [(one.row, one.field, one.code) for one in report.refused] == [(3, field, code)]


def json_file(tmp_path: Path, content: Any) -> Path:
    path = tmp_path / "register.json"
    path.write_text(json.dumps(content), "utf-8")
    return path


def test_json_with_whole_records(spoke: Spoke, tmp_path: Path) -> None:
    visit = {"started": "2024-02-03T10:15:00+05:30", "mode": "field", "complaints": [{"id": "a", "text": "Fever"}],
             "vitals": {"pulse": 90}, "outcome": "treated"}  # fmt: skip
    rows: list[Any] = [
        {"patient": patient_fields("Rina", allergies=[{"id": "1", "substance": "sulfa"}]), "visit": visit},
        {"patient": patient_fields("Mina")},
        {"name": "Tina", "gender": "f", "age": 5, "age_unit": "months", "village": "Maner", "visit_date": "2026-11-01",
         "complaint": "Cough"},
        {"patient": patient_fields("Bad"), "visit": {**visit, "started": "soon"}},
        {"patient": 3},
        17,
    ]  # fmt: skip
    report = import_register(spoke.desk, json_file(tmp_path, rows))
    assert counts(report) == (3, 2, 0)
    assert [one.row for one in report.refused] == [4, 5, 6]
    view = open_patient(spoke.desk, find_patients(spoke.desk, "rina").rows[0].id)
    assert view.fields["allergies"] == [{"id": "1", "substance": "sulfa"}]
    assert view.visits[0].started.isoformat() == "2024-02-03T10:15:00+05:30"
    assert find_patients(spoke.desk, "tina").rows[0].age == "5 months"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("r.json", b"{", "not-json"),
        ("r.json", b"{}", "not-json"),
        ("r.csv", b"a,b\n1,2\n", "no-header"),
        ("r.csv", b"", "no-header"),
        ("r.csv", "name\nसुनीता".encode("utf-16-le"), "no-header"),
        ("r.csv", b"name\nJos\xe9", "not-utf8"),
        ("r.xls", b"name", "unknown-format"),
    ],
)
def test_a_file_that_is_no_register(spoke: Spoke, tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadFile) as caught:
        import_register(spoke.desk, tmp_path / name)
    assert caught.value.code == code
    with pytest.raises(BadFile):
        import_register(spoke.desk, tmp_path / "missing.csv")


def test_two_thousand_patients_in_one_go_with_progress(spoke: Spoke, tmp_path: Path) -> None:
    rows = [f"Patient {n % 97},F,{20 + n % 60},,,Rampur,,,,2024-02-03,fever,," for n in range(2000)]
    seen: list[tuple[int, int]] = []
    report = import_register(spoke.desk, csv(tmp_path, *rows), lambda done, of: seen.append((done, of)))
    assert counts(report) == (2000, 2000, 0)
    assert seen[-1] == (2000, 2000)
    assert len(seen) == 20
    assert spoke.store.value("SELECT count(*) FROM chain_lines") == 4000


def test_quoted_cells_and_a_byte_order_mark(spoke: Spoke, tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    row = '"Devi, Sunita",F,34,,,"Ram\npur",,,,2024-02-03,"fever, cough",,'
    path.write_bytes(f"\ufeff{HEADER}\r\n{row}\r\n".encode())
    assert counts(import_register(spoke.desk, path)) == (1, 1, 0)
    [found] = find_patients(spoke.desk, "sunita").rows
    assert (found.name, found.village) == ("Devi, Sunita", "Ram pur")


@pytest.mark.parametrize(("between", "encoding"), [(";", "utf-8-sig"), ("\t", "utf-16"), (",", "utf-16")])
def test_what_a_spreadsheet_of_another_region_writes_is_read(
    spoke: Spoke, tmp_path: Path, between: str, encoding: str
) -> None:
    path = tmp_path / "register.csv"
    path.write_text("name,gender,age,village\nसुनीता देवी,F,34,Rampur\n".replace(",", between), encoding)
    assert counts(import_register(spoke.desk, path)) == (1, 0, 0)
    assert find_patients(spoke.desk, "sunita").rows[0].village == "Rampur"
