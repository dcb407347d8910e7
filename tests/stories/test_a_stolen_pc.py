"""A health centre's PC is stolen with two days' visits unsent: revoked, wiped when it calls, replaced; nobody loses a
visit and the thief reads nothing. Real hub, real profiles, the office's own pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QColor, QImage

from hub_server.services.devices import list_devices, make_enrol_code
from hub_server.services.quarantine import list_quarantine
from hub_server.services.staff import NewStaff, add_staff
from spoke_app import commands
from spoke_app.access import sign_in
from spoke_app.access.enrolment import is_enrolled
from spoke_app.access.keys import MachineKeyLost
from spoke_app.access.sign_in import TooSoon, WrongPin
from spoke_app.access.wipe import WipedByTheHub
from spoke_app.actions.attach_file import attach_file
from spoke_app.actions.finish_visit import VisitForm, finish_visit
from spoke_app.actions.register_patient import register_patient
from spoke_app.commands import Person
from spoke_app.documents.pictures import read_attachment
from spoke_app.headless import NotEnrolled, open_key, open_profile
from spoke_app.local_time import local_now
from spoke_app.paths import Profile
from spoke_app.store import attachments
from spoke_app.store.records import of_kind
from tests.helpers.fault_proxy import Fault, FaultProxy
from tests.hub_server.review_client import Browser, fields_of
from tests.hub_server.review_sample import PASSWORD, ReviewHub, review_hub

ANJALI, REKHA = Person("Kumari Anjali", "246810"), Person("Rekha Devi", "135790")
MARK = "Zznevgraze"
"""In every name and complaint: nothing that the thief holds may show it."""


@dataclass
class Pc:
    """A PC of the centre. `line`: its way to the hub, which may be down."""

    profile: Profile
    line: FaultProxy

    def exchange(self, who: Person) -> dict[str, Any]:
        return commands.exchange(self.profile, who).data

    def status(self, who: Person) -> dict[str, Any]:
        return commands.status(self.profile, who).data

    def visit(self, who: Person, name: str, photo: Path | None = None) -> None:
        """A patient, her visit and a photo, as the screens save them."""
        with open_profile(self.profile, who.name, who.pin) as opened:

            def work(store: Any) -> None:
                desk = opened.desk(store)
                age = {"value": 34, "unit": "years", "as_of": "2026-11-23"}
                fields = {"name": f"{name} {MARK}", "gender": "female", "age": age, "village": "Parsarma"}
                _, patient = register_patient(desk, fields)
                complaint = {
                    "complaints": [{"id": "c1", "text": f"Fever {MARK}"}],
                    "outcome": "left",
                    "outcome_reason": "no time",
                }
                finish_visit(desk, VisitForm(patient, desk.now(), fields=complaint, note="Looks ill.", sign_note=True))
                if photo is not None:
                    attach_file(desk, patient, photo, read_attachment)

            opened.store.call(work)

    def names(self, who: Person) -> list[str]:
        """The patients that it knows, each with how many visits."""
        with open_profile(self.profile, who.name, who.pin) as opened:

            def look(store: Any) -> list[str]:
                visits = [visit.patient for visit in of_kind(store, "visit")]
                return sorted(
                    f"{str(patient.fields['name']).removesuffix(f' {MARK}')} {visits.count(patient.record)}"
                    for patient in of_kind(store, "patient")
                )

            return opened.store.call(look)

    def photos(self, who: Person) -> int:
        with open_profile(self.profile, who.name, who.pin) as opened:
            return opened.store.call(
                lambda store: sum(
                    bool(attachments.read(store, row["sha"])) for row in store.rows("SELECT sha FROM attachments")
                )
            )


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReviewHub]:
    with review_hub(tmp_path_factory.mktemp("hub")) as served:
        add_staff(served.services, NewStaff("Farida Khatoon", "admin", (), None, "office", PASSWORD))
        add_staff(served.services, NewStaff(str(ANJALI.name), "cho", (served.centre,), pin=ANJALI.pin))
        add_staff(served.services, NewStaff(str(REKHA.name), "anm", (served.centre,), pin=REKHA.pin))
        yield served


@pytest.fixture
def office(hub: ReviewHub) -> Iterator[Browser]:
    browser = Browser(hub.url)
    browser.sign_in("office")
    with browser.session:
        yield browser


def enrolled(hub: ReviewHub, line: FaultProxy, folder: Path, name: str) -> Pc:
    pc = Pc(Profile(folder), line)
    code = str(make_enrol_code(hub.services, hub.centre)["code"])
    assert commands.enrol(pc.profile, line.url, code, name).code == 0
    return pc


def end(office: Browser, device: str, what: str, name: str) -> str:
    """The administrator's page of the PC: revoke or wipe."""
    page = f"/admin/devices/{device}"
    form = fields_of(office.get(page).text) | {"sure": "yes", "name": name}
    return office.post(f"{page}/{what}", form).text


def readable(folder: Path) -> list[str]:
    """Files in which what was written stands for anybody to read."""
    written = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in written if MARK.encode() in path.read_bytes()]


def opens(profile: Profile, who: Person) -> bool:
    """Whether this person's PIN opens the record, at a time when no earlier try stands in the way."""
    try:
        open_key(profile, who.name, who.pin, now=local_now() + timedelta(days=2))
    except (WrongPin, WipedByTheHub, NotEnrolled, MachineKeyLost, sign_in.NotHere):
        return False
    return True


def test_a_stolen_pc(hub: ReviewHub, office: Browser, tmp_path: Path) -> None:
    wound = tmp_path / "wound.png"
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("darkred"))
    assert image.save(str(wound))
    with FaultProxy(hub.url) as line, FaultProxy(hub.url) as road:
        stolen = enrolled(hub, road, tmp_path / "stolen", "Front desk")
        other = enrolled(hub, line, tmp_path / "other", "Back room")
        stolen.visit(ANJALI, "Sunita", wound)
        assert stolen.exchange(ANJALI)["all_sent"]
        device = stolen.status(ANJALI)["device"]

        # Two days without a line; then somebody breaks in.
        road.fault = Fault(refuse=True)
        stolen.visit(ANJALI, "Geeta")
        stolen.visit(REKHA, "Parvati")
        assert stolen.exchange(ANJALI)["outcome"] != "done"
        waiting = stolen.status(ANJALI)["waiting"]
        assert waiting > 0
        assert readable(stolen.profile.dir) == []

        # He copies the folder, tries the birthdays of the village, and is made to wait.
        disk = tmp_path / "disk"
        shutil.copytree(stolen.profile.dir, disk)
        (disk / "machine.key").unlink()  # which stays with the machine: on Windows no file at all
        assert not opens(Profile(disk), ANJALI)
        with pytest.raises(TooSoon):
            for pin in ("010190", "150847", "260150", "112233", "121212", "101010", "202020"):
                with pytest.raises(WrongPin):
                    sign_in.sign_in(stolen.profile, _id_of(stolen.profile, ANJALI), pin, now=local_now())

        # The centre calls the office, which revokes the PC while it is nowhere to be reached.
        assert "Front desk" in end(office, device, "revoke", "Front desk")

        # A colleague's PC goes on; what it sends is nothing for the stolen one any more.
        other.visit(ANJALI, "Lalita")
        assert other.exchange(ANJALI)["all_sent"]

        # A PIN stood on a note under the keyboard: he opens the app, and it finds a line.
        road.fault = Fault()
        told = stolen.exchange(REKHA)
        assert (told["outcome"], told["revoked"], told["received"]) == ("done", True, 0)
        assert stolen.names(REKHA) == ["Geeta 1", "Parvati 1", "Sunita 1"]  # Lalita never came
        held = [entry for entry in list_quarantine(hub.services) if entry["device"] == device]
        assert {entry["code"] for entry in held} == {"device-revoked"}
        assert len(held) >= waiting

        # The office orders the wipe; a form typed on since goes too, a visit is delivered before the keys go.
        stolen.visit(REKHA, "Mamta")
        end(office, device, "wipe", "Front desk")
        wiped = commands.exchange(stolen.profile, REKHA)
        assert (wiped.code, wiped.data["outcome"]) == (commands.ATTENTION, "wiped")
        assert not is_enrolled(stolen.profile)
        assert {"store.db", "seals.json", "machine.key"}.isdisjoint(path.name for path in stolen.profile.dir.iterdir())
        assert not any(opens(stolen.profile, who) for who in (ANJALI, REKHA, Person(ANJALI.name, "000000")))
        assert readable(stolen.profile.dir) == []

        # Nor does the folder as he copied it before: the machine's own key, a file here, was destroyed with the rest.
        # (Windows keeps that key outside; there the PIN alone stands before such a copy, on that machine.)
        shutil.copytree(disk, stolen.profile.dir, dirs_exist_ok=True)
        assert not any(opens(stolen.profile, who) for who in (ANJALI, REKHA))

        # The office looks at what came from the PC after the theft, with the staff, and lets in what they wrote.
        held = [entry for entry in list_quarantine(hub.services) if entry["device"] == device]
        page = office.get(f"/admin/quarantine?device={device}").text
        assert held and "Front desk" in page
        for entry in held:
            office.post(f"/admin/quarantine/{entry['id']}/release?device={device}", fields_of(page) | {"sure": "yes"})
        left = [entry["id"] for entry in list_quarantine(hub.services) if entry["device"] == device]
        assert left == []

        # The replacement: a new code, and everything is back for the same people with the same PINs.
        new = enrolled(hub, line, tmp_path / "new", "Front desk, new")
        assert new.exchange(ANJALI)["all_sent"]
        every = ["Geeta 1", "Lalita 1", "Mamta 1", "Parvati 1", "Sunita 1"]
        assert new.names(ANJALI) == new.names(REKHA) == every
        assert new.photos(ANJALI) == 1
        assert commands.check(new.profile, ANJALI).data["whole"]
        assert other.exchange(REKHA)["all_sent"] and other.names(REKHA) == every
        letters = {pc.status(ANJALI)["slip_letter"] for pc in (new, other)}
        assert len(letters) == 2

        # The office sees all three.
        shown = {found["name"]: (bool(found["revoked"]), found["wipe"]) for found in list_devices(hub.services)}
        assert shown["Front desk"] == (True, True)
        assert shown["Front desk, new"] == shown["Back room"] == (False, False)
        pages = office.get("/admin/devices?show=all").text
        assert "Front desk" in pages and "Front desk, new" in pages
        trail = office.get("/admin/audit").text
        for deed in ("Revoked a PC", "Had a PC wiped"):
            assert deed in trail


def _id_of(profile: Profile, who: Person) -> str:
    return next(person.id for person in sign_in.people(profile) if person.name == who.name)
