"""Two records of one person: which stays, found once under every name, in any order of arrival, and apart again."""

from __future__ import annotations

import random

from care_record.ids import new_id
from spoke_app.actions.register_patient import register_patient
from spoke_app.store import migrations, records, same_person, soundness
from spoke_app.store.journal import NewChange
from spoke_app.store.search import find, with_number
from tests.helpers.spoke import Spoke, patient_fields


def register(spoke: Spoke, name: str, **more: str) -> str:
    spoke.clock.forward(minutes=1)
    return register_patient(spoke.desk, patient_fields(name, **more))[1]


def say_same(spoke: Spoke, record: str, other: str | None) -> None:
    base = records.heads(spoke.store, record)
    spoke.desk.write([NewChange("patient", record, {"same_as": other}, record=record, base=base)])


def test_a_chain_ends_at_the_last_and_comes_apart(spoke: Spoke) -> None:
    first, second, third = (register(spoke, name) for name in ("Sunita Devi", "Suneeta Devi", "सुनीता देवी"))
    say_same(spoke, first, second)
    say_same(spoke, second, third)
    assert same_person.group(spoke.store, first) == (third, first, second)
    say_same(spoke, second, None)
    assert same_person.group(spoke.store, first) == (second, first)
    assert same_person.group(spoke.store, third) == (third,)


def test_two_pcs_that_join_in_opposite_directions_agree_on_the_one_registered_first(spoke: Spoke) -> None:
    older, younger = register(spoke, "Sunita Devi"), register(spoke, "Sunita Kumari")
    base = records.heads(spoke.store, older)
    say_same(spoke, younger, older)
    elsewhere = spoke.hub.line("patient", {"same_as": younger}, now=spoke.clock(), record=older, base=base)
    spoke.receive(elsewhere)
    assert same_person.root(spoke.store, younger) == same_person.root(spoke.store, older) == older
    assert [row["record"] for row in find(spoke.store, "sunita").rows] == [older]
    assert find(spoke.store, "").total == 1
    assert same_person.path(spoke.store, younger) == (younger, older)


def test_a_record_that_has_not_come_yet_hides_nobody(spoke: Spoke) -> None:
    here, unknown = register(spoke, "Sunita Devi"), new_id()
    say_same(spoke, here, unknown)
    assert [row["record"] for row in find(spoke.store, "sunita").rows] == [here]
    spoke.receive(spoke.hub.line("patient", patient_fields("Geeta Devi"), now=spoke.clock(), record=unknown))
    assert [row["record"] for row in find(spoke.store, "sunita").rows] == [unknown]


def test_the_one_that_stays_is_found_by_the_others_name_and_phone_and_was_seen_when_they_were(spoke: Spoke) -> None:
    stays = register(spoke, "Sunita Devi", phone="+919431022471")
    goes = register(spoke, "Rukhsana Bano", phone="+919431099999")
    spoke.clock.forward(days=3)
    started = spoke.clock().isoformat()
    spoke.desk.write([NewChange("visit", goes, {"started": started, "mode": "spoke"})])
    say_same(spoke, goes, stays)
    for typed in ("rukhsana", "9431099999", "sunita", ""):
        [row] = find(spoke.store, typed).rows
        assert (row["record"], row["last_seen"]) == (stays, started[:10])
        assert find(spoke.store, typed).total == 1
    assert [row["record"] for row in with_number(spoke.store, "phone", "+919431099999")] == [stays]


def test_any_history_gives_what_a_replay_and_the_migration_give(spoke: Spoke) -> None:
    dice = random.Random(4)
    people = [register(spoke, f"Sunita {n}") for n in range(6)]
    fill = next(sql for sql in migrations.MIGRATIONS[5] if sql.startswith("INSERT INTO joined"))
    for _ in range(60):
        say_same(spoke, dice.choice(people), dice.choice([*people, None, new_id()]))
        shown = spoke.store.rows("SELECT record, root FROM joined ORDER BY record")
        filled = spoke.store.rows(fill.removeprefix("INSERT INTO joined") + " ORDER BY record")
        assert [tuple(row.values()) for row in shown] == [tuple(row.values()) for row in filled]
    assert soundness.check(spoke.store).problems == []
