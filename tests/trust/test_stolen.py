"""Somebody else at the PC's keyboard, or with its files on another machine: guessing gets slower and never further."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from care_record.credential import WrongPin
from spoke_app.access.keys import MachineKeyLost
from spoke_app.access.sign_in import TooSoon, before_first_sign_in, people, sign_in
from spoke_app.paths import Profile
from spoke_app.store.database import WrongKey, open_store
from tests.spoke_app.access.conftest import Pc, pc
from tests.spoke_app.access.test_sign_in import ready

__all__ = ["pc"]

RIGHT = "000000"
"""What `ready` gives the first of the people."""


def guess(profile: Profile, pc: Pc, staff: str, pin: str) -> float:
    """Seconds that whoever tries this PIN has to wait before it is looked at; 0 where it was, and was wrong."""
    try:
        sign_in(profile, staff, pin, now=pc.clock())
    except WrongPin:
        return 0.0
    except TooSoon as soon:
        return soon.seconds
    raise AssertionError("let in")


def test_wrong_pins_twenty_times_take_longer_and_longer_and_the_right_one_still_opens(pc: Pc) -> None:
    store, key, [asha] = ready(pc, "Asha")
    store.close()
    waited, waits = timedelta(), []
    for n in range(20):
        # Each try is a start of its own: nothing but the file beside the store knows of those before.
        wait = guess(Profile(pc.profile.dir), pc, asha, f"9{n:05d}")
        if wait:
            assert guess(pc.profile, pc, asha, RIGHT) > 0, "not even the right one is looked at before its time"
            pc.clock.forward(seconds=wait + 0.1)
            waited += timedelta(seconds=wait)
            waits.append(wait)
            assert guess(pc.profile, pc, asha, f"9{n:05d}") == 0.0
    assert waits == sorted(waits) and len(waits) >= 15
    assert waited > timedelta(minutes=15), "a day brings a few hundred of a million"
    assert guess(pc.profile, pc, asha, "1") > 0
    pc.clock.forward(hours=1)
    assert sign_in(pc.profile, asha, RIGHT, now=pc.clock()).store_key == key
    open_store(pc.profile.store_path, key, create=False).close()


def test_setting_the_clock_forward_saves_a_guesser_nothing_and_back_locks_nobody_out(pc: Pc) -> None:
    store, _, [asha] = ready(pc, "Asha")
    store.close()
    for n in range(12):
        wait = guess(pc.profile, pc, asha, f"9{n:05d}")
        pc.clock.forward(seconds=wait + 0.1)
    pc.clock.now -= timedelta(days=900)
    wait = guess(pc.profile, pc, asha, RIGHT)
    assert 0 < wait <= 300
    pc.clock.forward(seconds=wait - 1)
    assert 0 < guess(pc.profile, pc, asha, RIGHT) <= 1.1
    pc.clock.forward(seconds=2)
    assert sign_in(pc.profile, asha, RIGHT, now=pc.clock()).staff == asha


def test_the_files_without_the_machines_secret_open_with_no_pin(pc: Pc, tmp_path: Path) -> None:
    """The disk in another machine: on Windows its DPAPI key is not there, elsewhere the 0600 file was not copied."""
    store, key, [asha] = ready(pc, "Asha")
    store.close()
    sign_in(pc.profile, asha, RIGHT, now=pc.clock())
    stolen = Profile(tmp_path / "stolen")
    shutil.copytree(pc.profile.dir, stolen.dir, ignore=shutil.ignore_patterns("machine.key"))
    for secret in (None, bytes(32)):
        if secret is not None:
            stolen.machine_key_path.write_bytes(secret)
        with pytest.raises(MachineKeyLost):
            people(stolen)
        with pytest.raises(MachineKeyLost):
            sign_in(stolen, asha, RIGHT, now=pc.clock())
        with pytest.raises(MachineKeyLost):
            before_first_sign_in(stolen)
    for wrong in (bytes(32), key[::-1]):
        with pytest.raises(WrongKey):
            open_store(stolen.store_path, wrong, create=False)
