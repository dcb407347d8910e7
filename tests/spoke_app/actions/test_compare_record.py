"""Two PCs of one centre write the same record offline: both versions are read, and one change settles it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from care_record.ids import new_id
from spoke_app.actions.compare_record import ComparedRecord, Question, Version, compare_record
from spoke_app.actions.desk import Desk
from spoke_app.actions.edit_patient import edit_patient
from spoke_app.actions.open_patient import open_patient
from spoke_app.actions.refused import Refused
from spoke_app.actions.register_patient import register_patient
from spoke_app.actions.resolve_conflict import Decision, resolve_conflict
from spoke_app.actions.views import Person
from spoke_app.store import exchange_book, journal
from spoke_app.store.journal import NewChange
from tests.helpers.spoke import Clock, Spoke, new_spoke, new_store, patient_fields

PENICILLIN = {"id": "a1", "substance": "Penicillin", "reaction": "rash"}


@dataclass
class Pair:
    """Two PCs of one centre, each with its own store; `trade` hands every line over, as the exchange does."""

    a: Spoke
    b: Spoke
    patient: str

    def trade(self) -> None:
        lines = {
            spoke.store: [r["line"] for r in spoke.store.rows("SELECT line FROM journal")] for spoke in (self.a, self.b)
        }
        self.a.receive(*lines[self.b.store])
        self.b.receive(*lines[self.a.store])

    def both(self, at_a: dict[str, Any], at_b: dict[str, Any]) -> None:
        """Each PC writes without knowing of the other, then they meet."""
        for spoke, fields in ((self.a, at_a), (self.b, at_b)):
            spoke.clock.forward(minutes=5)
            edit_patient(spoke.desk, self.patient, fields, open_patient(spoke.desk, self.patient).heads)
        self.trade()


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    (tmp_path / "a").mkdir()
    a = new_spoke(tmp_path / "a")
    store = new_store(tmp_path / "b.db", facility=a.facility, letter="C")
    clock = Clock(a.clock.now + timedelta(minutes=1))
    anm = Person(new_id(), "Rekha Kumari", "रेखा कुमारी", "anm")
    staff = {"name": anm.name, "name_hi": anm.name_hi, "role": "anm", "posts": [a.facility], "active": True}
    a.receive(a.hub.line("staff", staff, now=a.clock(), record=anm.id))
    b = Spoke(Desk(store, anm, a.desk.place, clock), clock, a.hub, a.facility, a.desk_id, a.doctor)
    _, patient = register_patient(a.desk, patient_fields(allergies=[PENICILLIN], phone="+919431022471"))
    made = Pair(a, b, patient)
    made.trade()
    yield made
    a.store.close()
    store.close()


def view(spoke: Spoke, record: str) -> ComparedRecord:
    return compare_record(spoke.desk, record)


def question(compared: ComparedRecord, path: str) -> Question:
    return next(one for one in compared.questions if one.path == path)


def of_value(asked: Question, value: Any) -> Version:
    return next(version for version in asked.versions if version.value == value)


def decide(asked: Question, value: Any, **more: Any) -> Decision:
    return Decision(asked.path, value, asked.changes, **more)


def test_both_versions_with_who_when_and_where(pair: Pair) -> None:
    pair.both({"phone": "+919431055278"}, {"phone": "+919431055728", "village": "Maner"})
    for spoke, mine in ((pair.a, "+919431055278"), (pair.b, "+919431055728")):
        compared = view(spoke, pair.patient)
        [asked] = compared.questions
        assert asked.path == "phone"
        here = of_value(asked, mine).origins[0]
        [other] = [v for v in asked.versions if v.value != mine]
        assert here.where == "here" and other.origins[0].where == "centre"
        assert asked.versions[0].value == mine  # this PC stands first
        assert [v.value for v in asked.versions if v.shown] == ["+919431055728"]  # the newer one, on both PCs
        assert compared.fields["village"] == "Maner"
    [asked] = view(pair.a, pair.patient).questions
    written = of_value(asked, "+919431055728").origins[0]
    assert written.author is not None
    assert (written.author.name, written.author.role, written.at) == ("Rekha Kumari", "anm", pair.b.clock())


def test_one_change_over_all_heads_settles_it_on_both_pcs(pair: Pair) -> None:
    pair.both({"phone": "+919431055278"}, {"phone": "+919431055728"})
    compared = view(pair.a, pair.patient)
    assert len(compared.heads) == 2
    resolve_conflict(pair.a.desk, pair.patient, compared.heads, [decide(compared.questions[0], "+919431055278")])
    last = journal.changes_of(pair.a.store, pair.patient)[-1]
    assert set(last.base) == set(compared.heads)
    assert last.set == {"phone": "+919431055278"}
    pair.trade()
    for spoke in (pair.a, pair.b):
        settled = view(spoke, pair.patient)
        assert (settled.questions, settled.fields["phone"]) == ((), "+919431055278")
        history = [entry.fields.get("phone") for entry in settled.history]
        assert "+919431055728" in history  # C4: what was not chosen is still there


def test_only_what_is_named_is_closed(pair: Pair) -> None:
    pair.both({"phone": "+919431055278", "village": "Maner"}, {"phone": "+919431055728", "village": "Bihta"})
    compared = view(pair.a, pair.patient)
    assert [asked.path for asked in compared.questions] == ["phone", "village"]
    resolve_conflict(pair.a.desk, pair.patient, compared.heads, [decide(question(compared, "village"), "Bihta")])
    assert [asked.path for asked in view(pair.a, pair.patient).questions] == ["phone"]


def test_a_further_branch_is_refused_and_a_change_elsewhere_is_not(pair: Pair) -> None:
    pair.both({"phone": "+919431055278"}, {"phone": "+919431055728"})
    compared = view(pair.a, pair.patient)
    asked = compared.questions[0]
    late = {"phone": "+919431099999"}
    first = journal.changes_of(pair.a.store, pair.patient)[0].id
    pair.a.receive(
        pair.a.hub.line("patient", late, now=pair.a.clock.forward(minutes=9), record=pair.patient, base=[first])
    )
    with pytest.raises(Refused) as refused:
        resolve_conflict(pair.a.desk, pair.patient, compared.heads, [decide(asked, "+919431055278")])
    assert [(p.field, p.code) for p in refused.value.problems] == [("phone", "news")]
    again = view(pair.a, pair.patient)
    assert len(again.questions[0].versions) == 3
    heads = again.heads
    pair.a.receive(
        pair.a.hub.line("patient", {"village": "Sonpur"}, now=pair.a.clock(), record=pair.patient, base=[first])
    )
    resolve_conflict(pair.a.desk, pair.patient, heads, [decide(again.questions[0], "+919431099999")])
    after = view(pair.a, pair.patient)
    assert (after.questions, after.fields["village"]) == ((), "Sonpur")
    assert set(journal.changes_of(pair.a.store, pair.patient)[-1].base) == set(heads)  # as seen, not as it is by now
    with pytest.raises(Refused, match="settled"):
        resolve_conflict(pair.a.desk, pair.patient, heads, [decide(asked, "+919431055278")])


def test_an_allergy_is_dropped_only_on_purpose(pair: Pair) -> None:
    worse = {**PENICILLIN, "reaction": "swelling of the face"}
    pair.both({"allergies": [worse]}, {"allergies": [{"id": "a1", "removed": True}]})
    compared = view(pair.a, pair.patient)
    [asked] = compared.questions
    assert asked.path == "allergies.a1"
    assert of_value(asked, worse).shown
    gone = decide(asked, {"id": "a1", "removed": True})
    with pytest.raises(Refused, match="not-sure"):
        resolve_conflict(pair.a.desk, pair.patient, compared.heads, [gone])
    sure = Decision(gone.path, gone.value, gone.seen, sure=True)
    resolve_conflict(pair.a.desk, pair.patient, compared.heads, [sure])
    assert view(pair.a, pair.patient).fields.get("allergies") is None


def test_both_phones_are_kept(pair: Pair) -> None:
    pair.both({"phone": "+919431055278"}, {"phone": "+919431055728"})
    compared = view(pair.b, pair.patient)
    beside = {"other_phones": [{"id": new_id(), "number": "+919431055278"}]}
    chosen = decide(compared.questions[0], "+919431055728", beside=beside)
    resolve_conflict(pair.b.desk, pair.patient, compared.heads, [chosen])
    fields = view(pair.b, pair.patient).fields
    assert (fields["phone"], fields["other_phones"][0]["number"]) == ("+919431055728", "+919431055278")


def test_a_key_of_a_visit_and_a_value_that_cannot_be(pair: Pair) -> None:
    [visit] = pair.a.desk.write(
        [
            NewChange(
                "visit",
                pair.patient,
                {"started": "2026-11-23T10:00:00+05:30", "mode": "spoke", "vitals": {"pulse": 80}},
            )
        ]
    )
    pair.trade()
    for spoke, pulse in ((pair.a, 92), (pair.b, 29)):
        spoke.clock.forward(minutes=5)
        spoke.desk.write([NewChange("visit", pair.patient, {"vitals": {"pulse": pulse}}, visit.record, (visit.id,))])
    pair.trade()
    compared = view(pair.a, visit.record)
    [asked] = compared.questions
    assert (asked.path, [v.value for v in asked.versions]) == ("vitals.pulse", [92, 29])
    with pytest.raises(Refused, match="impossible"):
        resolve_conflict(pair.a.desk, visit.record, compared.heads, [decide(asked, 9000)])
    assert len(view(pair.a, visit.record).history) == 3  # nothing was written
    resolve_conflict(pair.a.desk, visit.record, compared.heads, [decide(asked, 92)])
    assert view(pair.a, visit.record).fields["vitals"] == {"pulse": 92}


def test_what_came_after_signing_what_is_flagged_and_what_the_hub_keeps_aside(pair: Pair) -> None:
    fields = {"visit": new_id(), "text": "Looks ill.", "signed": "2026-11-23T10:00:00+05:30"}
    [note] = pair.a.desk.write([NewChange("note", pair.patient, fields)])
    pair.a.desk.write([NewChange("note", pair.patient, {"text": "Looks well."}, note.record, (note.id,))])
    compared = view(pair.a, note.record)
    assert (compared.decidable, compared.fields["text"]) == ("signed", "Looks ill.")
    assert [(e.standing, e.fields["text"]) for e in compared.history] == [
        ("after_signing", "Looks well."),
        ("counted", "Looks ill."),
    ]
    odd = pair.a.hub.line("visit", {"vitals": {"pulse": 9000}}, now=pair.a.clock(), patient=pair.patient)
    [faulty] = pair.a.receive(odd)
    flagged = {(one.path, one.code): one.value for one in view(pair.a, faulty.record).flagged}
    assert flagged["vitals.pulse", "impossible"] == 9000
    [mine] = pair.a.desk.write([NewChange("patient", None, patient_fields("Asha"))])
    exchange_book.set_quarantined(pair.a.store, [(mine.id, "foreign", "")], count=1, now=pair.a.clock())
    journal.reproject(pair.a.store, [mine.record])
    aside = view(pair.a, mine.record)
    assert (aside.history[0].standing, aside.history[0].code, aside.fields) == ("quarantined", "foreign", {})


def test_a_role_that_may_not_write_may_read(pair: Pair) -> None:
    pair.both({"phone": "+919431055278"}, {"phone": "+919431055728"})
    desk = pair.a.as_person(role="it")
    compared = compare_record(desk, pair.patient)
    assert compared.decidable == "role"
    with pytest.raises(Refused, match="not-allowed"):
        resolve_conflict(desk, pair.patient, compared.heads, [decide(compared.questions[0], "+919431055278")])
    with pytest.raises(Refused, match="unknown"):
        compare_record(desk, new_id())
