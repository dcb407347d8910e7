"""Enrolment and sign-in: offline, by PIN, and safe to break off anywhere."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from care_record.credential import WrongPin, change_pin, make_credential
from care_record.ids import new_id
from spoke_app.access import enrolment
from spoke_app.access.enrolment import AlreadyEnrolled, Enrolment, enrol, enrol_again, hub_of, is_enrolled
from spoke_app.access.keys import MachineKeyLost
from spoke_app.access.seals import read_seals
from spoke_app.access.sign_in import NotHere, TooSoon, before_first_sign_in, people, refresh_seals, sign_in
from spoke_app.paths import Profile
from spoke_app.store import exchange_book, journal, own_chain
from spoke_app.store.database import Store, WrongKey, open_store
from spoke_app.store.exchange_book import HistoryRow
from spoke_app.store.journal import NewChange
from spoke_app.sync.transport import NoConnection
from tests.helpers.spoke import CHEAP, Clock, patient_fields
from tests.spoke_app.access.conftest import WANTED, HubDesk, Pc


def test_enrolling_makes_an_empty_store_with_its_chain(pc: Pc) -> None:
    [answer] = pc.hub.given.values()
    assert is_enrolled(pc.profile)
    assert hub_of(pc.profile) == ("http://hub.example", pc.hub.asked[0][1])
    store = pc.open()
    assert store.meta_get("device") == answer.device
    assert store.meta_get("slip_letter") == "C"
    assert store.meta_get("post_id") == pc.hub.facility
    chain = own_chain.current_chain(store)
    assert chain is not None
    assert chain.chain == answer.chain
    store.close()
    with pytest.raises(AlreadyEnrolled):
        enrol(pc.profile, pc.hub, WANTED, now=pc.clock())


def test_a_lost_answer_is_asked_for_again_with_the_same_code_and_token(tmp_path: Path) -> None:
    profile, hub, clock = Profile(tmp_path), HubDesk(lose_answers=2), Clock()
    for _ in range(2):
        with pytest.raises(NoConnection):
            enrol(profile, hub, WANTED, now=clock())
        assert not is_enrolled(profile)
    enrol(profile, hub, WANTED, now=clock())
    assert len(set(hub.asked)) == 1
    assert len(hub.given) == 1
    assert is_enrolled(profile)


def test_a_store_whose_keys_are_lost_is_left_alone_and_the_code_is_not_spent(pc: Pc) -> None:
    pc.profile.seals_path.unlink()
    before, asked = pc.profile.store_path.read_bytes(), len(pc.hub.asked)
    with pytest.raises(WrongKey):
        enrol(pc.profile, pc.hub, WANTED, now=pc.clock())
    assert pc.profile.store_path.read_bytes() == before
    assert len(pc.hub.asked) == asked


def test_another_code_gets_another_token(tmp_path: Path) -> None:
    profile, hub, clock = Profile(tmp_path), HubDesk(lose_answers=1), Clock()
    with pytest.raises(NoConnection):
        enrol(profile, hub, WANTED, now=clock())
    other = Enrolment("http://hub.example", "CODE-2", "PC 1", "0.1", "Linux")
    enrol(profile, hub, other, now=clock())
    assert hub.asked[0][1] != hub.asked[1][1]


@pytest.mark.parametrize("broken", ["open_store", "_note", "_finish"])
def test_a_power_cut_after_the_answer_is_mended_by_trying_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    profile, hub, clock = Profile(tmp_path), HubDesk(), Clock()

    def cut(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(enrolment, broken, cut)
        with pytest.raises(KeyboardInterrupt):
            enrol(profile, hub, WANTED, now=clock())
    enrol(profile, hub, WANTED, now=clock())
    assert len(hub.given) == 1
    store = open_store(profile.store_path, before_first_sign_in(profile) or b"")
    assert store.value("SELECT count(*) FROM chains") == 1
    store.close()


def test_enrolling_again_keeps_the_store_and_sends_everything_again(pc: Pc) -> None:
    store = pc.open()
    journal.write(store, [NewChange("patient", None, patient_fields())], author="a", now=pc.clock())
    journal.write(store, [NewChange("patient", None, patient_fields())], author="a", now=pc.clock())
    first = own_chain.current_chain(store)
    assert first is not None
    own_chain.set_acked(store, first.chain, 1, own_chain.head_at(store, first.chain, 1) or b"", now=pc.clock())
    again = Enrolment("http://hub.example", "CODE-2", "PC 1", "0.1", "Linux")
    with pytest.raises(AlreadyEnrolled):
        enrol_again(pc.profile, lambda act: act(store), pc.hub, again, now=pc.clock())
    exchange_book.add_history(store, HistoryRow("2026-11-23T10:00:00+05:30", "device-unknown", 0, 0, 0, 0.0))
    answer = enrol_again(pc.profile, lambda act: act(store), pc.hub, again, now=pc.clock())
    assert (store.meta_get("device"), hub_of(pc.profile)[1]) == (answer.device, pc.hub.asked[-1][1])
    second = own_chain.current_chain(store)
    assert second is not None
    assert (second.chain, second.last_n) == (answer.chain, 2)
    store.close()


def test_people_sign_in_offline_and_the_machine_alone_no_longer_opens_it(pc: Pc) -> None:
    store = pc.open()
    asha, lines = pc.staff("Asha", "123456")
    journal.receive(store, lines, now=pc.clock())
    key = before_first_sign_in(pc.profile) or b""
    refresh_seals(pc.profile, store, key)
    store.close()
    assert [(one.id, one.name, one.role, one.last_sign_in) for one in people(pc.profile)] == [
        (asha, "Asha", "cho", None)
    ]
    assert before_first_sign_in(pc.profile) == key
    session = sign_in(pc.profile, asha, "१२३४५६", now=pc.clock())
    assert session.store_key == key
    assert key.hex() not in repr(session)
    assert before_first_sign_in(pc.profile) is None
    assert people(pc.profile)[0].last_sign_in == pc.clock()
    open_store(pc.profile.store_path, session.store_key).close()


def ready(pc: Pc, *names: str) -> tuple[Store, bytes, list[str]]:
    store, key = pc.open(), before_first_sign_in(pc.profile) or b""
    ids = []
    for n, name in enumerate(names):
        staff, lines = pc.staff(name, f"00000{n}")
        journal.receive(store, lines, now=pc.clock())
        ids.append(staff)
    refresh_seals(pc.profile, store, key)
    return store, key, ids


def test_wrong_pins_are_refused_and_slowed_down_over_restarts(pc: Pc) -> None:
    store, _, [asha, bela] = ready(pc, "Asha", "Bela")
    store.close()
    for _ in range(3):
        with pytest.raises(WrongPin):
            sign_in(pc.profile, asha, "999999", now=pc.clock())
    with pytest.raises(TooSoon) as caught:
        sign_in(pc.profile, asha, "000000", now=pc.clock())
    assert 0 < caught.value.seconds <= 5
    assert sign_in(pc.profile, bela, "000001", now=pc.clock()).staff == bela
    pc.clock.forward(seconds=6)
    with pytest.raises(WrongPin):
        sign_in(pc.profile, asha, "999999", now=pc.clock())
    with pytest.raises(TooSoon) as caught:
        sign_in(pc.profile, asha, "000000", now=pc.clock())
    assert 5 < caught.value.seconds <= 10
    with pytest.raises(TooSoon) as caught:
        sign_in(pc.profile, asha, "000000", now=pc.clock() - timedelta(days=400))
    assert caught.value.seconds <= 10
    pc.clock.forward(seconds=11)
    assert sign_in(pc.profile, asha, "000000", now=pc.clock()).staff == asha
    with pytest.raises(WrongPin):
        sign_in(pc.profile, asha, "1", now=pc.clock())


def test_where_nothing_can_be_written_the_right_pin_still_opens(pc: Pc) -> None:
    store, key, [asha] = ready(pc, "Asha")
    store.close()
    pc.profile.seals_path.with_name(pc.profile.seals_path.name + ".part").mkdir()
    assert sign_in(pc.profile, asha, "000000", now=pc.clock()).store_key == key
    with pytest.raises(OSError, match="Is a directory"):
        sign_in(pc.profile, asha, "999999", now=pc.clock())


def test_someone_unknown_cannot_sign_in(pc: Pc) -> None:
    with pytest.raises(NotHere):
        sign_in(pc.profile, new_id(), "1", now=pc.clock())


def test_a_removed_colleagues_seal_goes_and_the_others_stay(pc: Pc) -> None:
    store, key, [asha, bela] = ready(pc, "Asha", "Bela")
    base = [change.id for change in journal.changes_of(store, asha)]
    gone = pc.admin.line("staff", {"active": False}, now=pc.clock.forward(minutes=1), record=asha, base=base)
    journal.receive(store, [gone], now=pc.clock())
    refresh_seals(pc.profile, store, key)
    store.close()
    assert [one.id for one in people(pc.profile)] == [bela]
    with pytest.raises(NotHere):
        sign_in(pc.profile, asha, "000000", now=pc.clock())


def test_when_nobody_is_left_the_machine_keeps_the_key(pc: Pc) -> None:
    store, key, [asha] = ready(pc, "Asha")
    sign_in(pc.profile, asha, "000000", now=pc.clock())
    assert before_first_sign_in(pc.profile) is None
    base = [change.id for change in journal.changes_of(store, asha)]
    gone = pc.admin.line("staff", {"active": False}, now=pc.clock.forward(minutes=1), record=asha, base=base)
    journal.receive(store, [gone], now=pc.clock())
    refresh_seals(pc.profile, store, key)
    store.close()
    assert people(pc.profile) == ()
    assert before_first_sign_in(pc.profile) == key


def test_a_new_pin_opens_the_same_seal(pc: Pc) -> None:
    store, key, [asha] = ready(pc, "Asha")
    record = store.value("SELECT record FROM records WHERE kind = 'credential'")
    sealed = change_pin(pc.credentials[asha], "000000", "777777", CHEAP)
    base = [change.id for change in journal.changes_of(store, record)]
    line = pc.admin.line("credential", {"sealed": sealed}, now=pc.clock.forward(minutes=1), record=record, base=base,
                         author=asha)  # fmt: skip
    journal.receive(store, [line], now=pc.clock())
    refresh_seals(pc.profile, store, key)
    store.close()
    with pytest.raises(WrongPin):
        sign_in(pc.profile, asha, "000000", now=pc.clock())
    assert sign_in(pc.profile, asha, "777777", now=pc.clock()).store_key == key


def test_nobody_makes_a_credential_in_a_colleagues_name(pc: Pc) -> None:
    store, key, [asha, bela] = ready(pc, "Asha", "Bela")
    public, sealed = make_credential("666666", CHEAP)
    forged = {"staff": asha, "public_key": public, "sealed": sealed}
    journal.write(store, [NewChange("credential", None, forged)], author=bela, now=pc.clock.forward(minutes=1))
    refresh_seals(pc.profile, store, key)
    store.close()
    with pytest.raises(WrongPin):
        sign_in(pc.profile, asha, "666666", now=pc.clock())
    assert sign_in(pc.profile, asha, "000000", now=pc.clock()).staff == asha


@pytest.mark.parametrize("post", ["elsewhere", {"id": "elsewhere"}, 7])
def test_someone_of_another_post_gets_no_seal(pc: Pc, post: object) -> None:
    store, key = pc.open(), before_first_sign_in(pc.profile) or b""
    _, lines = pc.staff("Chanda", "1", post=post)
    journal.receive(store, lines, now=pc.clock())
    refresh_seals(pc.profile, store, key)
    store.close()
    assert people(pc.profile) == ()


def test_a_faulty_credential_harms_nobody_else(pc: Pc) -> None:
    store, key, [asha] = ready(pc, "Asha")
    for fields in ({"staff": new_id()}, {"staff": 4, "sealed": []}, {"public_key": "x"}):
        journal.receive(store, [pc.admin.line("credential", fields, now=pc.clock())], now=pc.clock())
    bad, lines = pc.staff("Bad", "1")
    broken = pc.admin.line("credential", {"staff": bad, "public_key": "x", "sealed": {"a": 1}}, now=pc.clock())
    journal.receive(store, [lines[0], broken], now=pc.clock())
    refresh_seals(pc.profile, store, key)
    store.close()
    assert [one.id for one in people(pc.profile)] == [asha]


def test_what_lies_beside_the_store_tells_nothing(pc: Pc) -> None:
    store, key, [asha] = ready(pc, "Asha")
    store.close()
    files = b"".join(file.read_bytes() for file in pc.profile.dir.iterdir() if file.is_file())
    for secret in (b"Asha", asha.encode(), key, key.hex().encode(), pc.hub.asked[0][1].encode()):
        assert secret not in files
    for path in (pc.profile.seals_path, pc.profile.machine_key_path):
        assert path.stat().st_mode & 0o077 == 0


def test_seals_of_another_machine_do_not_open(pc: Pc) -> None:
    pc.profile.machine_key_path.write_bytes(os.urandom(32))
    with pytest.raises(MachineKeyLost):
        people(pc.profile)
    pc.profile.seals_path.write_bytes(b"{}")
    with pytest.raises(MachineKeyLost):
        read_seals(pc.profile)


def test_sign_in_and_exchange_may_change_the_seals_at_once(pc: Pc) -> None:
    store, key, [asha] = ready(pc, "Asha")
    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(sign_in, pc.profile, asha, "000000", now=pc.clock()) for _ in range(8)]
        for _ in range(20):
            refresh_seals(pc.profile, store, key)
        assert {job.result().store_key for job in jobs} == {key}
    store.close()
    assert before_first_sign_in(pc.profile) is None
    assert [one.id for one in people(pc.profile)] == [asha]
