"""Her own new PIN: at once here, on her other PCs with the exchange, and against what the office gives meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from care_record.credential import WrongPin, make_credential
from care_record.credential import change_pin as rewrapped
from care_record.ids import new_id
from spoke_app.access import change_pin as changing
from spoke_app.access.change_pin import WeakPin, change_pin
from spoke_app.access.seals import read_seals
from spoke_app.access.sign_in import FREE_TRIES, NotHere, TooSoon, note_sign_in, people, refresh_seals, sign_in
from spoke_app.store import journal, records, trail
from spoke_app.store.database import Store
from tests.helpers.spoke import CHEAP
from tests.spoke_app.access.conftest import Pc

OLD, NEW, THIRD = "482913", "730164", "619372"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """One pass of Argon2 in place of three over 64 MiB."""
    wrap = changing.wrap
    monkeypatch.setattr(changing, "wrap", lambda secret, pin: wrap(secret, pin, CHEAP))


class Anjali:
    def __init__(self, pc: Pc) -> None:
        self.pc, self.store = pc, pc.open()
        self.staff, lines = pc.staff("Kumari Anjali", OLD)
        journal.receive(self.store, lines, now=pc.clock())
        refresh_seals(pc.profile, self.store, self.key)
        self.session = sign_in(pc.profile, self.staff, OLD, now=pc.clock())

    @property
    def key(self) -> bytes:
        held = read_seals(self.pc.profile).store_key
        return bytes.fromhex(held) if held else self.session.store_key

    def call(self, function: Callable[[Store], Any]) -> Any:
        return function(self.store)

    def change(self, old: str, new: str) -> None:
        change_pin(self.pc.profile, self.call, self.staff, old, new, now=self.pc.clock())

    def opens(self, pin: str) -> bool:
        try:
            return sign_in(self.pc.profile, self.staff, pin, now=self.pc.clock()).store_key == self.session.store_key
        except WrongPin:
            return False

    def credential(self) -> Any:
        return next(c for c in records.of_no_patient(self.store, "credential") if c.fields["staff"] == self.staff)


@pytest.fixture
def anjali(pc: Pc) -> Any:
    made = Anjali(pc)
    yield made
    made.store.close()


def test_at_once_the_new_pin_opens_and_the_old_one_does_not(anjali: Anjali) -> None:
    public = anjali.credential().fields["public_key"]
    anjali.change(OLD, NEW)
    assert (anjali.opens(NEW), anjali.opens(OLD)) == (True, False)
    refresh_seals(anjali.pc.profile, anjali.store, anjali.session.store_key)
    assert (anjali.opens(NEW), anjali.opens(OLD)) == (True, False)
    credential = anjali.credential()
    by = journal.changes_of(anjali.store, credential.record)[-1].author
    assert (by, credential.fields["public_key"], len(credential.heads)) == (anjali.staff, public, 1)
    assert [row["what"] for row in anjali.store.rows("SELECT what FROM trail")] == ["pin-changed"]


@pytest.mark.parametrize("new", ["123456", "4829", OLD])
def test_a_weak_pin_changes_nothing(anjali: Anjali, new: str) -> None:
    before = journal.changes_of(anjali.store, anjali.credential().record)
    with pytest.raises(WeakPin):
        anjali.change(OLD, new)
    assert journal.changes_of(anjali.store, anjali.credential().record) == before
    assert anjali.opens(OLD)


def test_a_wrong_old_pin_counts_as_at_the_sign_in(anjali: Anjali) -> None:
    for _ in range(FREE_TRIES):
        with pytest.raises(WrongPin):
            anjali.change(THIRD, NEW)
    with pytest.raises(TooSoon):
        anjali.change(OLD, NEW)
    with pytest.raises(TooSoon):
        sign_in(anjali.pc.profile, anjali.staff, OLD, now=anjali.pc.clock())


@pytest.mark.parametrize("when", ["before the journal", "between"])
def test_cut_off_anywhere_she_signs_in_with_a_pin_that_she_knows(
    anjali: Anjali, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    def power(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(changing, "change_seals" if when == "between" else "_write", power)
    with pytest.raises(KeyboardInterrupt):
        anjali.change(OLD, NEW)
    assert (anjali.opens(OLD), anjali.opens(NEW)) == (True, False)
    refresh_seals(anjali.pc.profile, anjali.store, anjali.session.store_key)  # the next exchange
    assert (anjali.opens(OLD), anjali.opens(NEW)) == ((False, True) if when == "between" else (True, False))


def test_two_pcs_changed_at_once_agree_on_one(anjali: Anjali) -> None:
    credential = anjali.credential()
    line = anjali.pc.admin.line(
        "credential",
        {"sealed": rewrapped(anjali.pc.credentials[anjali.staff], OLD, THIRD, CHEAP)},
        now=anjali.pc.clock(),
        record=credential.record,
        base=list(credential.heads),
        author=anjali.staff,
    )
    anjali.change(OLD, NEW)
    journal.receive(anjali.store, [line], now=anjali.pc.clock())
    refresh_seals(anjali.pc.profile, anjali.store, anjali.session.store_key)
    assert sorted([anjali.opens(NEW), anjali.opens(THIRD)]) == [False, True]
    assert not anjali.opens(OLD)


def test_what_the_office_gave_counts_over_a_later_change_of_the_old_one(anjali: Anjali) -> None:
    """The office gives a new PIN because somebody else knows hers; that one may be changing it just now."""
    public, sealed = make_credential(THIRD, CHEAP)
    given = {"staff": anjali.staff, "public_key": public, "sealed": sealed}
    anjali.change(OLD, NEW)
    anjali.pc.clock.forward(minutes=1)
    line = anjali.pc.admin.line("credential", given, now=anjali.pc.clock())
    anjali.pc.clock.forward(hours=1)
    anjali.change(NEW, OLD)
    journal.receive(anjali.store, [line], now=anjali.pc.clock())
    refresh_seals(anjali.pc.profile, anjali.store, anjali.session.store_key)
    assert (anjali.opens(THIRD), anjali.opens(NEW), anjali.opens(OLD)) == (True, False, False)


def test_a_credential_that_she_made_herself_stands_against_no_pin_of_the_office(anjali: Anjali) -> None:
    """Somebody who knows her PIN could write one with tools of his own, with an id of the far future."""
    public, sealed = make_credential(NEW, CHEAP)
    own = {"staff": anjali.staff, "public_key": public, "sealed": sealed}
    far = "7fffffff-ffff-7fff-bfff-ffffffffffff"
    now = anjali.pc.clock()
    line = anjali.pc.admin.line("credential", own, now=now, record=far, author=anjali.staff)
    journal.receive(anjali.store, [line], now=now)
    refresh_seals(anjali.pc.profile, anjali.store, anjali.session.store_key)
    assert (anjali.opens(OLD), anjali.opens(NEW)) == (True, False)


def test_wrong_pins_reach_the_trail_with_the_next_sign_in(anjali: Anjali) -> None:
    for pin in (NEW, THIRD):
        assert not anjali.opens(pin)
    note_sign_in(anjali.pc.profile, anjali.store, anjali.staff, anjali.pc.clock())
    note_sign_in(anjali.pc.profile, anjali.store, anjali.staff, anjali.pc.clock())
    whats = [row["what"] for row in anjali.store.rows("SELECT what FROM trail ORDER BY n")]
    assert whats == ["sign-in-failed", "sign-in-failed", "signed-in", "signed-in"]
    assert (trail.problems(anjali.store), read_seals(anjali.pc.profile).failed) == ([], ())


def test_nobody_whose_role_sees_no_patients_gets_a_key(anjali: Anjali) -> None:
    """A programme officer with a post at the centre."""
    staff, (person, credential) = anjali.pc.staff("Salma Begum", THIRD)
    officer = person.replace(b'"cho"', b'"programme"')
    journal.receive(anjali.store, [officer, credential], now=anjali.pc.clock())
    refresh_seals(anjali.pc.profile, anjali.store, anjali.session.store_key)
    assert [one.name for one in people(anjali.pc.profile)] == ["Kumari Anjali"]
    with pytest.raises(NotHere):
        sign_in(anjali.pc.profile, staff, THIRD, now=anjali.pc.clock())


def test_a_stranger_changes_nobodys_pin(anjali: Anjali) -> None:
    with pytest.raises(NotHere):
        change_pin(anjali.pc.profile, anjali.call, new_id(), OLD, NEW, now=anjali.pc.clock())
