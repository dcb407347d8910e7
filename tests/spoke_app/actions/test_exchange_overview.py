"""What waits, what needs attention, and when "all sent" is true."""

from __future__ import annotations

from care_record.ids import new_id
from spoke_app.actions.edit_patient import edit_patient
from spoke_app.actions.exchange_overview import MOST_WAITING, exchange_overview
from spoke_app.actions.make_desk import make_desk
from spoke_app.actions.open_patient import open_patient
from spoke_app.actions.refused import Refused
from spoke_app.settings import Settings
from spoke_app.store import exchange_book, journal, own_chain
from spoke_app.store.exchange_book import HistoryRow
from spoke_app.store.journal import NewChange
from tests.helpers.spoke import Spoke, patient_fields, refer


def acknowledge_all(spoke: Spoke) -> None:
    chain = own_chain.current_chain(spoke.store)
    assert chain is not None
    head = own_chain.head_at(spoke.store, chain.chain, chain.last_n)
    own_chain.set_acked(spoke.store, chain.chain, chain.last_n, head or b"", now=spoke.clock())


def exchanged(spoke: Spoke, outcome: str) -> None:
    started = spoke.clock.forward(minutes=1).isoformat()
    exchange_book.add_history(spoke.store, HistoryRow(started, outcome, 3, 1, 900, 1.5))


def test_what_waits_by_patient(spoke: Spoke, patient: str) -> None:
    refer(spoke, patient)
    view = exchange_overview(spoke.desk)
    [row] = view.waiting_rows
    assert (row.patient_name, row.what, row.count) == ("Sunita Devi", ("patient", "visit", "note", "referral"), 4)
    assert (view.waiting, view.waiting_bytes) == (4, row.bytes)
    assert row.since == spoke.clock()
    assert not view.all_sent
    assert view.last_tried is None
    assert view.clock_offset_s is None


def test_more_wait_than_are_listed(spoke: Spoke) -> None:
    ids = [new_id() for _ in range(MOST_WAITING + 3)]
    spoke.desk.write([NewChange("patient", one, patient_fields(name="Asha"), record=one) for one in ids])
    view = exchange_overview(spoke.desk)
    assert len(view.waiting_rows) == MOST_WAITING
    assert view.waiting_people == view.waiting == len(ids)


def test_all_sent_only_when_nothing_waits_and_the_last_exchange_was_whole(spoke: Spoke, patient: str) -> None:
    exchanged(spoke, "done")
    assert not exchange_overview(spoke.desk).all_sent
    acknowledge_all(spoke)
    view = exchange_overview(spoke.desk)
    assert view.all_sent
    assert (view.waiting, view.waiting_rows, view.last_whole) == (0, (), spoke.clock())
    exchanged(spoke, "unreachable")
    view = exchange_overview(spoke.desk)
    assert not view.all_sent
    assert not view.hub_hears
    assert [row.outcome for row in view.history] == ["no_connection", "whole"]
    assert view.last_whole != view.last_tried


def test_outcomes_as_the_screens_know_them(spoke: Spoke) -> None:
    for word in ("done", "broken", "device-unknown", "not-our-hub", "diverged"):
        exchanged(spoke, word)
    found = [row.outcome for row in exchange_overview(spoke.desk).history]
    assert found == ["attention", "no_connection", "refused", "broken", "whole"]


def test_what_needs_attention(spoke: Spoke, patient: str) -> None:
    heads = open_patient(spoke.desk, patient).heads
    edit_patient(spoke.desk, patient, {"village": "Sonpur"}, heads)
    spoke.clock.forward(minutes=1)
    edit_patient(spoke.desk, patient, {"village": "Maner"}, heads)
    spoke.receive(spoke.hub.line("visit", {"vitals": {"pulse": 9000}}, now=spoke.clock(), patient=patient))
    last = journal.changes_of(spoke.store, patient)[-1]
    found = {(row.reason, row.code, row.detail) for row in exchange_overview(spoke.desk).attention}
    assert {("conflict", "conflict", "village"), ("flagged", "impossible", "vitals.pulse")} <= found
    exchange_book.set_quarantined(spoke.store, [(last.id, "no-authority", "why")], count=1, now=spoke.clock())
    journal.reproject(spoke.store, [patient])
    rows = exchange_overview(spoke.desk).attention
    assert (rows[0].reason, rows[0].code, rows[0].patient_name, rows[0].record) == (
        "quarantine",
        "no-authority",
        "Sunita Devi",
        patient,
    )
    assert not any(row.reason == "conflict" for row in rows)
    assert open_patient(spoke.desk, patient).row.village == "Sonpur"
    assert not exchange_overview(spoke.desk).all_sent


def test_the_desk_is_made_out_of_the_records(spoke: Spoke) -> None:
    made = make_desk(spoke.store, spoke.desk.staff.id, spoke.clock, Settings())
    assert (made.staff, made.place) == (spoke.desk.staff, spoke.desk.place)
    try:
        make_desk(spoke.store, spoke.facility, spoke.clock, Settings())
    except Refused as error:
        assert error.problems[0].field == "staff"
    else:
        raise AssertionError("a facility is nobody")
