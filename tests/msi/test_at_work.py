"""The installed program among what happens to PCs: ended in the middle, started twice, behind a proxy, on the state's
own certificates."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from hub_server.store import tables as t
from tests.helpers.fault_proxy import Fault, FaultProxy
from tests.helpers.hub import HubProcess
from tests.msi.offices_network import TRUST, Authority, authority, https, proxy
from tests.msi.pc import COMMANDS, NAME, PIN, ClinicPc
from tests.msi.wine import wait_for
from tests.packaging.builds import Installer

pytestmark = pytest.mark.msi

INTERNET = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Internet Settings"
MANY = 1500


@pytest.fixture(scope="module")
def line(hub: HubProcess) -> Iterator[FaultProxy]:
    """The line between this PC and its hub."""
    with FaultProxy(hub.url) as broken:
        yield broken


@pytest.fixture(scope="module", autouse=True)
def installed(pc: ClinicPc, older: Installer, line: FaultProxy) -> None:
    pc.install(older.msi, f"HUB_URL={line.url}", f"ENROL_CODE={pc.code()}")
    pc.enrolled()


@contextmanager
def cut_short(pc: ClinicPc, *arguments: str) -> Iterator[None]:
    """A command of the CHO that is under way, and afterwards ended without a warning, as a power cut does."""
    process = pc.wine.start(COMMANDS, *arguments, "--staff", NAME, "--pin-stdin")
    assert process.stdin is not None
    process.stdin.write(f"{PIN}\n")
    process.stdin.flush()
    try:
        yield
        assert process.poll() is None, "it had ended before"
    finally:
        process.kill()
        process.communicate(timeout=30)


def patients_at(hub: HubProcess) -> int:
    with hub.services.store.read() as conn:
        query = sa.select(sa.func.count()).select_from(t.changes).where(t.changes.c.kind == "patient")
        return int(conn.execute(query).scalar_one())


def test_ended_while_it_takes_a_register_over_the_record_is_whole(pc: ClinicPc) -> None:
    rows = [f"Patient {number},male,40,Parsarma,2026-11-21,Cough" for number in range(MANY)]
    register = pc.register(*rows)
    log = pc.data / "store.db-wal"
    with cut_short(pc, "import", register):
        wait_for(lambda: log.exists() and log.stat().st_size > 200_000, "the import to be under way")
    assert pc.as_cho("check", "--json").data["whole"] is True
    again = pc.as_cho("import", register)
    assert again.code == 0, again
    assert pc.as_cho("check", "--json").data["whole"] is True


def test_two_exchanges_at_once_are_one(pc: ClinicPc, line: FaultProxy) -> None:
    line.fault = Fault(mute=True)
    with cut_short(pc, "exchange", "--once"):
        wait_for(lambda: line.up, "the exchange to be under way")
        other = pc.as_cho("exchange", "--once", "--json")
    assert (other.code, other.data["outcome"]) == (1, "elsewhere")


def test_ended_in_an_exchange_nothing_is_lost_or_doubled(pc: ClinicPc, line: FaultProxy, hub: HubProcess) -> None:
    line.fault = Fault(lost_down=0)  # the hub has taken it, and nobody hears of that
    with cut_short(pc, "exchange", "--once"):
        wait_for(lambda: patients_at(hub), "the hub to have something")
    line.fault = Fault()
    assert pc.as_cho("check", "--json").data["whole"] is True
    done = pc.as_cho("exchange", "--json")
    assert (done.code, done.data["all_sent"]) == (0, True)
    assert patients_at(hub) == MANY


def test_what_the_systems_protection_does_not_open_is_one_sentence(pc: ClinicPc) -> None:
    """Windows closes the seals by the machine. Wine closes them by the user's name, so another name is another PC."""
    said = pc.as_cho("status", "--json", env={"USER": "rekha"})
    assert (said.code, said.data["error"]) == (1, "machine-key")
    assert pc.as_cho("status", "--json").data["all_sent"] is True


# The office's network


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return authority(tmp_path_factory.mktemp("authority"))


def enrol(pc: ClinicPc, url: str, profile: str) -> int:
    """A PC of its own for each case, in a folder of its own."""
    return pc.app("--profile", rf"C:\{profile}", "enrol", "--hub", url, "--code", pc.code(), "--json").code


def test_windows_certificates_are_believed_and_others_not(
    pc: ClinicPc, hub: HubProcess, state: Authority, tmp_path: Path
) -> None:
    script, certificate = tmp_path / "trust.py", tmp_path / "state.cer"
    script.write_text(TRUST)
    certificate.write_bytes(state.certificate)
    with https(hub.url, state) as url:
        said = pc.app("--profile", r"C:\tls", "enrol", "--hub", url, "--code", pc.code(), "--json")
        assert (said.code, said.data["error"]) == (3, "certificate")
        assert pc.python(script, pc.wine.path(certificate)).code == 0
        assert enrol(pc, url, "tls") == 0


def test_windows_proxy_is_used_for_http_and_https(pc: ClinicPc, hub: HubProcess, state: Authority) -> None:
    with proxy() as office, https(hub.url, state) as url:
        pc.wine.set_registry(INTERNET, "ProxyServer", office.address)
        pc.wine.set_registry(INTERNET, "ProxyEnable", "1", "REG_DWORD")
        try:
            assert enrol(pc, hub.url, "proxied") == 0
            assert {asked.split()[1].startswith(hub.url) for asked in office.asked} == {True}
            office.asked.clear()
            assert enrol(pc, url, "proxied-tls") == 0
            assert {asked.split()[0] for asked in office.asked} == {"CONNECT"}
        finally:
            pc.wine.set_registry(INTERNET, "ProxyEnable", "0", "REG_DWORD")
