"""What the office's pages do to a health centre's PC: the app's own commands on the other side of a real exchange."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hub_server.services.staff import NewStaff, add_staff
from hub_server.store import devices, quarantine
from spoke_app.__main__ import main
from tests.hub_server.review_client import Browser, fields_of
from tests.hub_server.review_sample import PASSWORD, ReviewHub, review_hub


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReviewHub]:
    with review_hub(tmp_path_factory.mktemp("office")) as served:
        add_staff(served.services, NewStaff("Farida Khatoon", "admin", (), None, "office", PASSWORD))
        yield served


@pytest.fixture
def office(hub: ReviewHub) -> Iterator[Browser]:
    browser = Browser(hub.url)
    browser.sign_in("office")
    with browser.session:
        yield browser


@dataclass(frozen=True)
class Pc:
    """`spoke-app` on a profile of its own, in this process."""

    name: str
    """Of who uses it."""
    profile: Path
    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    def __call__(self, *arguments: str, pin: str = "") -> tuple[int, Any]:
        """A command's exit code, and its JSON or what it says instead."""
        who = ("--staff", self.name, "--pin-stdin") if pin else ()
        self.monkeypatch.setattr("sys.stdin", io.StringIO(f"{pin}\n"))
        code = main([*arguments, *who, "--json", "--profile", str(self.profile)])
        said = self.capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return code, json.loads(said.out) if said.out else said.err


@pytest.fixture
def pc(
    request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Pc:
    return Pc(f"Rekha {request.node.name}"[:60], tmp_path / "pc", capsys, monkeypatch)


def _after(page: str, mark: str) -> str:
    return page.split(mark)[1].split("<")[0]


def _enrolled(hub: ReviewHub, office: Browser, pc: Pc) -> tuple[str, str]:
    """A PC enrolled with a printed card, by someone who got her PIN at the office: where her page is, and the PIN."""
    form = fields_of(office.get("/admin/staff/new?role=cho&post=HSC1").text)
    shown = office.post("/admin/staff/new", form | {"name": pc.name, "role": "cho", "posts": "HSC1"}).text
    where = "/admin/staff/" + shown.split('href="/admin/staff/')[-1].split('"')[0]
    card = office.post(f"/admin/places/facility/{hub.centre}/code", form).text
    code = _after(card, 'id="code">')
    assert pc("enrol", "--hub", hub.url, "--code", code.lower(), "--name", "Front desk")[0] == 0
    return where, _after(shown, 'id="secret">')


def test_a_new_pin_opens_the_pc_after_its_next_exchange_and_the_old_one_does_not(
    hub: ReviewHub, office: Browser, pc: Pc
) -> None:
    where, old = _enrolled(hub, office, pc)
    assert pc("status", pin=old)[0] == 0
    page = office.post(f"{where}/pin", fields_of(office.get(where).text)).text
    new = _after(page, 'id="secret">')
    assert new != old and pc("status", pin=new)[0] != 0  # the PC has not heard of it
    assert pc("exchange", pin=old)[0] == 0
    assert pc("status", pin=old)[1]["error"] == "wrong-pin"
    assert pc("status", pin=new)[0] == 0


def test_someone_who_left_opens_the_pc_no_more(hub: ReviewHub, office: Browser, pc: Pc) -> None:
    where, pin = _enrolled(hub, office, pc)
    assert pc("exchange", pin=pin)[0] == 0
    office.post(f"{where}/end", fields_of(office.get(where).text) | {"sure": "yes"})
    pc("exchange", pin=pin)
    assert pc("status", pin=pin)[0] != 0


def test_a_pc_is_revoked_and_wiped_from_its_page(hub: ReviewHub, office: Browser, pc: Pc, tmp_path: Path) -> None:
    _, pin = _enrolled(hub, office, pc)
    device = pc("status", pin=pin)[1]["device"]
    register = tmp_path / "register.csv"
    register.write_text("name,gender,age,village\nSunita Devi,f,34,Parsarma\n", "utf-8")
    assert pc("import", str(register), pin=pin)[0] == 0
    path = f"/admin/devices/{device}"
    form = fields_of(office.get(path).text) | {"sure": "yes", "name": "Front desk"}
    assert "Front desk" in office.post(f"{path}/revoke", form).text
    pc("exchange", pin=pin)
    assert (pc.profile / "store.db").exists()
    with hub.services.store.read() as conn:
        held = [each.code for each in quarantine.listed(conn, device)]
        revoked = devices.by_id(conn, device)
    assert held == ["device-revoked"] and revoked is not None and revoked.revoked
    office.post(f"{path}/wipe", form)
    assert pc("exchange", pin=pin)[0] == 4
    assert not (pc.profile / "store.db").exists()
    assert "device_revoked" not in office.get(f"/admin/quarantine?device={device}").text
