"""The store's key sealed to the district: the disk and the key file open the record, either of them alone does not."""

from __future__ import annotations

import pytest

from care_record.credential import BadSeal, new_key_pair
from care_record.signature import b64
from spoke_app.access import recovery, wipe
from spoke_app.access.sign_in import before_first_sign_in, refresh_seals
from spoke_app.store import journal
from spoke_app.store.database import Store, open_store
from tests.spoke_app.access.conftest import Pc


def told(pc: Pc, store: Store, key: str) -> None:
    line = pc.admin.line("recovery", {"key": key, "since": "2026-11-24T10:00:00+05:30"}, now=pc.clock())
    journal.receive(store, [line], now=pc.clock())


def opened(pc: Pc) -> tuple[Store, bytes]:
    key = before_first_sign_in(pc.profile)
    assert key is not None
    return open_store(pc.profile.store_path, key), key


def test_without_a_recovery_key_there_is_no_seal(pc: Pc) -> None:
    store, key = opened(pc)
    refresh_seals(pc.profile, store, key)
    assert recovery.recovery_key(store) == ""
    assert not pc.profile.recovery_path.exists()
    store.close()


def test_the_disk_and_the_key_file_open_the_record_when_the_machine_is_gone(pc: Pc) -> None:
    private, public = new_key_pair()
    store, key = opened(pc)
    told(pc, store, b64(public))
    refresh_seals(pc.profile, store, key)
    store.close()
    pc.profile.machine_key_path.unlink()
    pc.profile.seals_path.unlink()
    kept = pc.profile.recovery_path.read_bytes()
    again = recovery.open_with_recovery_key(private, recovery.read_seal(kept))
    open_store(pc.profile.store_path, again, create=False).close()
    with pytest.raises(BadSeal):
        recovery.open_with_recovery_key(new_key_pair()[0], recovery.read_seal(kept))
    assert key.hex().encode() not in kept and b64(key).encode() not in kept


def test_a_new_recovery_key_takes_the_place_of_the_old_one(pc: Pc) -> None:
    (first, first_public), (second, second_public) = new_key_pair(), new_key_pair()
    store, key = opened(pc)
    told(pc, store, b64(first_public))
    refresh_seals(pc.profile, store, key)
    before = pc.profile.recovery_path.read_bytes()
    refresh_seals(pc.profile, store, key)
    assert pc.profile.recovery_path.read_bytes() == before  # a seal that is right is left as it is
    told(pc, store, b64(second_public))
    refresh_seals(pc.profile, store, key)
    seal = recovery.read_seal(pc.profile.recovery_path.read_bytes())
    assert recovery.open_with_recovery_key(second, seal) == key
    with pytest.raises(BadSeal):
        recovery.open_with_recovery_key(first, seal)
    store.close()


@pytest.mark.parametrize("odd", ["", "no key", b64(bytes(32)), "A" * 44])
def test_an_odd_key_stops_nobody(pc: Pc, odd: str) -> None:
    store, key = opened(pc)
    told(pc, store, odd)
    refresh_seals(pc.profile, store, key)
    assert not pc.profile.recovery_path.exists()
    store.close()


@pytest.mark.parametrize("odd", [b"", b"{", b'{"version":2,"key":"a","seal":"b"}', b'{"version":1}', b"\xff"])
def test_a_damaged_seal_is_made_anew(pc: Pc, odd: bytes) -> None:
    private, public = new_key_pair()
    store, key = opened(pc)
    told(pc, store, b64(public))
    pc.profile.recovery_path.write_bytes(odd)
    with pytest.raises(BadSeal):
        recovery.read_seal(odd)
    refresh_seals(pc.profile, store, key)
    seal = recovery.read_seal(pc.profile.recovery_path.read_bytes())
    assert recovery.open_with_recovery_key(private, seal) == key
    store.close()


def test_a_wipe_takes_it_along(pc: Pc) -> None:
    pc.profile.recovery_path.write_bytes(b"{}")
    wipe.shred_keys(pc.profile)
    assert not pc.profile.recovery_path.exists()
