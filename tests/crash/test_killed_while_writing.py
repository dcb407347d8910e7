"""What is written in several records at once is there whole or not at all, at whichever statement the PC dies."""

from __future__ import annotations

import os
import shutil
import signal
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from care_record.attachment import Prepared
from spoke_app.actions.attach_file import take_in
from spoke_app.actions.desk import Desk
from spoke_app.actions.finish_visit import finish_visit
from spoke_app.actions.give_prescription import Handed, give_prescription
from spoke_app.actions.join_patients import join_patients
from spoke_app.actions.open_patient import open_patient
from spoke_app.actions.register_patient import register_patient
from spoke_app.actions.results import ResultForm, add_result
from spoke_app.store import soundness
from spoke_app.store.database import open_store
from tests.helpers.spoke import KEY, Spoke, new_spoke, patient_fields, refer, referral_form
from tests.spoke_app.actions.test_cases import Doctor

Deed = Callable[[Desk], object]
CHILD = {"age": {"value": 6, "unit": "years", "as_of": "2026-11-23"}, "gender": "male"}
DEATHS = 8


def join(spoke: Spoke) -> Deed:
    _, stays = register_patient(spoke.desk, patient_fields())
    allergic = patient_fields("Suneeta", allergies=[{"id": "a", "substance": "sulfa"}])
    _, goes = register_patient(spoke.desk, allergic)
    return lambda desk: join_patients(desk, stays, goes)


def give_out(spoke: Spoke) -> Deed:
    _, patient = register_patient(spoke.desk, patient_fields())
    doctor = Doctor(spoke, patient, refer(spoke, patient))
    doctor.prescribe(doctor.advise(follow_up="2026-12-24"))
    return lambda desk: give_prescription(desk, doctor.referral, [Handed("PARACETAMOL", 9, "tablet")])


def finish(spoke: Spoke) -> Deed:
    _, child = register_patient(spoke.desk, patient_fields("Golu", **CHILD))
    form = replace(
        referral_form(spoke, child, consent={"given": "yes", "by": "guardian", "how": "spoken", "told_limits": True}),
        guardian={"name": "Savitri Devi", "relation": "mother"},
        heads=open_patient(spoke.desk, child).heads,
        screening={"form": "cbac", "answers": {"tobacco": "daily"}, "score": 6},
    )
    return lambda desk: finish_visit(desk, form)


def result_with_photo(spoke: Spoke) -> Deed:
    _, patient = register_patient(spoke.desk, patient_fields())
    photo = take_in(spoke.desk, "report", lambda: Prepared(b"\xff\xd8 a picture", "image/jpeg"))
    form = ResultForm(patient, spoke.clock().date(), value=9.2, unit="g/dL", text="Hb", attachment=photo)
    return lambda desk: add_result(desk, form)


@pytest.mark.parametrize(("prepare", "least"), [(join, 2), (give_out, 3), (finish, 5), (result_with_photo, 2)])
def test_it_is_there_whole_or_not_at_all(tmp_path: Path, prepare: Callable[[Spoke], Deed], least: int) -> None:
    spoke = new_spoke(tmp_path)
    deed = prepare(spoke)
    spoke.store.close()
    before = what_is_there(tmp_path / "store.db")
    statements = die(tmp_path, tmp_path / "whole", spoke, deed, at=0)
    after = what_is_there(tmp_path / "whole" / "store.db")
    assert (after - before).total() >= least
    seen = set()
    for at in {*range(1, statements, max(1, statements // DEATHS)), statements}:
        there = tmp_path / f"dead{at}"
        assert die(tmp_path, there, spoke, deed, at=at) == -1
        found = what_is_there(there / "store.db")
        assert found in (before, after), at
        seen.add(found == after)
    assert False in seen


def die(here: Path, there: Path, spoke: Spoke, deed: Deed, *, at: int) -> int:
    """The deed on a copy of the PC, by a process that is killed at that statement (0: never). Gives how many
    statements it took, -1 if it was killed."""
    there.mkdir()
    for file in here.glob("store.db*"):
        shutil.copy(file, there)
    reads, writes = os.pipe()
    child = os.fork()
    if not child:
        _go(there, spoke, deed, at, writes)
    os.close(writes)
    told = os.read(reads, 20)
    os.close(reads)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return -1
    return int(told)


def _go(there: Path, spoke: Spoke, deed: Deed, at: int, writes: int) -> None:
    count = 0

    def one_more(statement: str) -> None:
        nonlocal count
        count += 1
        if count == at:
            os.kill(os.getpid(), signal.SIGKILL)

    try:
        store = open_store(there / "store.db", KEY)
        store.db.conn.set_trace_callback(one_more)
        deed(replace(spoke.desk, store=store))
        os.write(writes, str(count).encode())
    finally:
        os._exit(0)


def what_is_there(path: Path) -> Counter[str]:
    """The kinds of the changes that a store holds, which must be sound."""
    store = open_store(path, KEY)
    assert soundness.check(store).problems == []
    found = Counter(row["kind"] for row in store.rows("SELECT kind FROM journal"))
    projected = Counter(row["kind"] for row in store.rows("SELECT kind FROM records"))
    assert set(found) == set(projected)
    store.close()
    return found
