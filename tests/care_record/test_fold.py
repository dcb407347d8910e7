"""The fold: any order, any duplication, the same state; nobody's words are lost."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care_record.change import Change
from care_record.fold import Folded, fold
from care_record.ids import new_id

RECORD = new_id()


def clock(n: int) -> str:
    return f"{1764053110000 + n:013d}-0000-9f3a61c2"


def write(n: int, set_: dict[str, Any], *base: Change, kind: str = "patient", patient: str = RECORD) -> Change:
    return Change(
        id=f"00000000-0000-7000-8000-{n:012x}",
        device="9f3a61c2",
        author=f"staff{n}",
        kind=kind,
        record=RECORD,
        patient=patient,
        clock=clock(n),
        at=f"t{n}",
        base=tuple(b.id for b in base),
        set=set_,
    )


VALUES = st.one_of(st.none(), st.sampled_from(["a", "b", 1, 2.5, True]))
OBJECTS = st.dictionaries(st.sampled_from(["pulse", "spo2", "pregnant"]), VALUES, max_size=3)
ENTRIES = st.lists(
    st.fixed_dictionaries({"id": st.sampled_from(["e1", "e2"])}, optional={"text": VALUES, "removed": st.booleans()}),
    max_size=2,
)
SETS = st.fixed_dictionaries(
    {},
    optional={
        "name": VALUES,
        "vitals": st.one_of(st.none(), OBJECTS, st.just("scrawl")),
        "allergies": st.one_of(st.none(), ENTRIES, st.just(["bare"])),
        "blood_group": VALUES,
        "signed": st.sampled_from(["t", None]),
        "age": st.one_of(st.none(), st.just({"value": 2, "unit": "years"})),
    },
)


@st.composite
def histories(draw: st.DrawFn) -> list[Change]:
    kind = draw(st.sampled_from(["patient", "note", "advice", "spirometry"]))
    changes: list[Change] = []
    for n in range(draw(st.integers(1, 8))):
        # Bases may name what comes later or never arrived: a peer's history is not ours to trust.
        known = [f"00000000-0000-7000-8000-{i:012x}" for i in draw(st.lists(st.integers(0, 10), max_size=3))]
        one = write(n, draw(SETS), kind=draw(st.sampled_from([kind, kind, kind, "visit"])))
        changes.append(Change(**{f: getattr(one, f) for f in one.__struct_fields__} | {"base": tuple(known)}))
    return changes


@given(histories(), st.randoms(use_true_random=False))
def test_any_order_and_any_duplication_give_the_same_state(changes: list[Change], chance: random.Random) -> None:
    state = fold(changes)
    again = changes + chance.choices(changes, k=chance.randrange(4))
    chance.shuffle(again)
    assert fold(again) == state


@given(histories())
def test_every_value_typed_can_be_found(changes: list[Change]) -> None:
    """C4: shown, a candidate, superseded by a change that knew it, or listed as after signing or foreign."""
    state = fold(changes)
    listed = {c.change for conflict in state.conflicts for c in conflict.candidates}
    set_aside = set(state.after_signing) | set(state.foreign)
    for one in changes:
        superseded = {b for other in changes for b in other.base}
        if one.id in set_aside or one.id in listed or one.id in superseded:
            continue
        name = one.set.get("name")
        rivals = {c.set["name"] for c in changes if "name" in c.set and c.id not in set_aside}
        if name is not None and len(rivals) == 1:
            assert state.fields["name"] == name


@given(SETS)
def test_a_change_alone_says_what_it_says_among_others(written: dict[str, Any]) -> None:
    """The short way for one change gives what the general way gives where a second one says nothing."""
    first = write(0, written)
    assert fold([first]).fields == fold([first, write(1, {}, first)]).fields


@given(histories())
def test_there_is_always_a_head(changes: list[Change]) -> None:
    assert fold(changes).heads


def test_a_field_that_only_one_branch_changed_is_taken() -> None:
    first = write(0, {"name": "Sunita", "phone": "1", "vitals": {"pulse": 80, "spo2": 97}})
    left = write(1, {"phone": "2", "vitals": {"pulse": 90}}, first)
    right = write(2, {"village": "Barail", "vitals": {"spo2": 91}}, first)
    state = fold([first, left, right])
    assert state.fields == {
        "name": "Sunita",
        "phone": "2",
        "village": "Barail",
        "vitals": {"pulse": 90, "spo2": 91},
    }
    assert state.conflicts == () and state.heads == (left.id, right.id)


def test_two_phones_are_a_conflict_with_both_readable() -> None:
    first = write(0, {"phone": "1"})
    left, right = write(1, {"phone": "278"}, first), write(2, {"phone": "728"}, first)
    state = fold([first, left, right])
    assert state.fields["phone"] == "728"
    (conflict,) = state.conflicts
    assert conflict.path == "phone"
    assert [(c.value, c.author, c.at) for c in conflict.candidates] == [
        ("278", "staff1", "t1"),
        ("728", "staff2", "t2"),
    ]


def test_the_same_value_twice_is_no_conflict() -> None:
    first = write(0, {"phone": "1"})
    assert fold([first, write(1, {"phone": "2"}, first), write(2, {"phone": "2"}, first)]).conflicts == ()


def test_resolving_closes_exactly_what_it_names() -> None:
    first = write(0, {"phone": "1", "village": "A"})
    left = write(1, {"phone": "2", "village": "B"}, first)
    right = write(2, {"phone": "3", "village": "C"}, first)
    resolved = write(3, {"phone": "2"}, left, right)
    state = fold([first, left, right, resolved])
    assert state.heads == (resolved.id,)
    assert state.fields["phone"] == "2"
    assert [c.path for c in state.conflicts] == ["village"]


def test_clearing_against_editing_is_a_conflict() -> None:
    first = write(0, {"phone": "1"})
    state = fold([first, write(1, {"phone": None}, first), write(2, {"phone": "2"}, first)])
    assert state.fields["phone"] == "2" and [c.path for c in state.conflicts] == ["phone"]


def test_entries_merge_by_their_id() -> None:
    first = write(0, {"conditions": [{"id": "a", "text": "TB"}, {"id": "b", "text": "DM"}]})
    left = write(1, {"conditions": [{"id": "a", "removed": True}]}, first)
    right = write(2, {"conditions": [{"id": "c", "text": "HT"}]}, first)
    state = fold([first, left, right])
    assert [e["id"] for e in state.fields["conditions"]] == ["b", "c"]
    assert state.conflicts == ()


def test_an_allergy_stays_visible_until_someone_decides() -> None:
    first = write(0, {"allergies": [{"id": "a", "substance": "sulfa"}]})
    left = write(1, {"allergies": [{"id": "a", "substance": "sulfa", "severity": "high"}]}, first)
    gone = write(2, {"allergies": [{"id": "a", "removed": True}]}, first)
    state = fold([first, left, gone])
    assert state.fields["allergies"] == [{"id": "a", "substance": "sulfa", "severity": "high"}]
    assert [c.path for c in state.conflicts] == ["allergies.a"]


def test_pregnant_yes_wins_over_a_later_no() -> None:
    first = write(0, {"reason": "new"})
    yes, no = write(1, {"vitals": {"pregnant": "yes"}}, first), write(2, {"vitals": {"pregnant": "no"}}, first)
    assert fold([first, yes, no]).fields["vitals"] == {"pregnant": "yes"}


def test_an_age_is_one_value_never_a_mixture() -> None:
    first = write(0, {"age": {"value": 2, "unit": "years", "as_of": "2026-01-01"}})
    months = write(1, {"age": {"value": 24, "unit": "months", "as_of": "2026-01-01"}}, first)
    weeks = write(2, {"age": {"value": 9, "unit": "weeks"}}, first)
    assert fold([first, months, weeks]).fields["age"] == {"value": 9, "unit": "weeks"}


def test_after_signing_a_note_stands() -> None:
    first = write(0, {"text": "Fever"}, kind="note")
    signed = write(1, {"signed": "t1"}, first, kind="note")
    late = write(2, {"text": "No fever"}, signed, kind="note")
    concurrent = write(3, {"text": "Cough"}, first, kind="note")
    state = fold([first, signed, late, concurrent])
    assert state.fields["text"] == "Fever"
    assert state.after_signing == (late.id, concurrent.id)


@pytest.mark.parametrize("kind", ["advice", "prescription", "dispense", "case_event"])
def test_a_kind_that_is_signed_at_once_takes_no_second_change(kind: str) -> None:
    first = write(0, {"text": "Rest"}, kind=kind)
    second = write(1, {"text": "Run"}, first, kind=kind)
    state = fold([first, second])
    assert state.fields == {"text": "Rest"} and state.after_signing == (second.id,)


def test_kind_and_patient_are_those_of_the_first_change() -> None:
    first = write(0, {"text": "x"}, kind="note")
    other = write(1, {"text": "y"}, first, kind="note", patient=new_id())
    state: Folded = fold([other, first])
    assert state.fields == {"text": "x"} and state.foreign == (other.id,)


def test_an_empty_record_is_an_error() -> None:
    with pytest.raises(ValueError, match="without changes"):
        fold([])
