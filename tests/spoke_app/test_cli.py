"""`spoke-app` as scripts and IT staff use it, against a real hub: words, JSON and exit codes."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from hub_server.services import recovery
from hub_server.services.devices import revoke_device
from hub_server.services.staff import NewStaff, add_staff
from hub_server.services.trail import PCS, trail_page
from hub_server.store import devices, quarantine
from hub_server.store import tables as t
from hub_server.store.audit import Wanted
from spoke_app.__main__ import main
from spoke_app.access.lock import FileLock
from spoke_app.access.seals import change_seals
from spoke_app.headless import open_profile
from spoke_app.local_time import local_now
from spoke_app.paths import Profile
from spoke_app.store import own_chain, trail
from tests.helpers.fault_proxy import Fault, FaultProxy, html_answer
from tests.helpers.hub import ROOT, HubProcess, served_hub

PIN = "246810"
NAME = "Kumari Anjali"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with served_hub(f"sqlite:///{tmp_path_factory.mktemp('hub') / 'hub.db'}") as served:
        yield served


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


class Commands:
    """`spoke-app` on one profile, in this process."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def __call__(self, *arguments: object, pin: str = "") -> Said:
        self._monkeypatch.setattr("sys.stdin", io.StringIO(f"{pin}\n"))
        line = [str(each) for each in arguments]
        code = main([*line, "--profile", str(self.folder)])
        said = self._capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return Said(code, said.out, said.err)

    def as_cho(self, *arguments: object, pin: str = PIN) -> Said:
        return self(*arguments, "--staff", NAME, "--pin-stdin", pin=pin)


@pytest.fixture
def app(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Commands:
    return Commands(tmp_path / "profile", capsys, monkeypatch)


@pytest.fixture
def facility(hub: HubProcess) -> str:
    place = hub.facility()
    add_staff(hub.services, NewStaff(NAME, "cho", (place,), pin=PIN))
    return place


@pytest.fixture
def enrolled(app: Commands, hub: HubProcess, facility: str) -> Commands:
    said = app("enrol", "--hub", hub.url, "--code", hub.code(facility))
    assert said.code == 0, said
    return app


def register(folder: Path, *rows: str) -> Path:
    path = folder / "register.csv"
    path.write_text("\n".join(["name,gender,age,village,visit_date,complaint", *rows]) + "\n", "utf-8")
    return path


def test_enrol_makes_the_pc_a_device_and_brings_its_people(app: Commands, hub: HubProcess, facility: str) -> None:
    said = app("enrol", "--hub", hub.url + "/", "--code", hub.code(facility).lower(), "--name", "PC 1", "--json")
    assert said.code == 0
    assert said.data["post"] == {"kind": "facility", "id": facility}
    assert said.data["slip_letter"] == "A"
    assert (said.data["exchange"]["outcome"], said.data["exchange"]["all_sent"]) == ("done", True)
    status = app("status", "--json").data
    assert (status["waiting"], status["quarantined"], status["hub"]) == (0, [], hub.url)
    assert app.as_cho("status").code == 0


def test_a_used_and_a_wrong_code_are_one_sentence(enrolled: Commands, hub: HubProcess, facility: str) -> None:
    other = Commands(enrolled.folder.parent / "other", enrolled._capsys, enrolled._monkeypatch)
    said = other("enrol", "--hub", hub.url, "--code", "K7QM-3ZTX-9PVA")
    assert (said.code, said.out) == (1, "")
    assert said.err == "This enrolment code is wrong, used or expired: ask for a new one.\n"
    code = hub.code(facility)
    assert other("enrol", "--hub", hub.url, "--code", code).code == 0
    third = Commands(enrolled.folder.parent / "third", enrolled._capsys, enrolled._monkeypatch)
    assert third("enrol", "--hub", hub.url, "--code", code, "--json").data["error"] == "bad-enrolment-code"


def test_it_is_enrolled_once(enrolled: Commands, hub: HubProcess) -> None:
    said = enrolled("enrol", "--hub", hub.url, "--code", "K7QM-3ZTX-9PVA")
    assert (said.code, said.err) == (1, "This PC is enrolled already.\n")


def test_a_pc_that_the_hub_has_lost_enrols_again_and_sends_everything(
    enrolled: Commands, hub: HubProcess, facility: str, tmp_path: Path
) -> None:
    enrolled.as_cho("import", register(tmp_path, "Sunita Devi,f,34,Parsarma,,"))
    assert enrolled.as_cho("exchange").code == 0
    former = enrolled.as_cho("status", "--json").data["device"]
    code = hub.code(facility)
    assert enrolled.as_cho("enrol", "--hub", hub.url, "--code", code).err == "This PC is enrolled already.\n"
    with hub.services.store.begin() as conn:
        conn.execute(sa.delete(t.devices).where(t.devices.c.device == former))
    said = enrolled.as_cho("exchange", "--json")
    assert (said.code, said.data["outcome"]) == (4, "device-unknown")
    said = enrolled.as_cho("enrol", "--hub", hub.url, "--code", hub.code(hub.facility()))
    assert (said.code, said.err.startswith("This code is for another health centre")) == (1, True)
    said = enrolled.as_cho("enrol", "--hub", hub.url, "--code", code, "--json")
    assert (said.code, said.data["device"] != former) == (0, True)
    assert (said.data["exchange"]["outcome"], said.data["exchange"]["sent"]) == ("done", 1)


def test_another_hubs_code_is_refused_unspent(enrolled: Commands, hub: HubProcess, tmp_path: Path) -> None:
    revoke_device(hub.services, enrolled.as_cho("status", "--json").data["device"], wipe=False)
    enrolled.as_cho("exchange")
    with served_hub(f"sqlite:///{tmp_path / 'new-hub.db'}") as other:
        code = other.code(other.facility())
        said = enrolled.as_cho("enrol", "--hub", other.url, "--code", code)
        assert (said.code, said.err.startswith("This address is another hub's")) == (1, True)
        with other.services.store.read() as conn:
            assert devices.all_devices(conn) == []


@pytest.mark.parametrize("command", ["exchange", "status", "check"])
def test_before_the_enrolment_it_says_so(app: Commands, command: str) -> None:
    said = app(command)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("This PC is not enrolled yet")
    assert app(command, "--json").data["error"] == "not-enrolled"


def test_no_hub_there_and_something_else_there(app: Commands, hub: HubProcess, facility: str) -> None:
    with FaultProxy(hub.url) as line:
        line.fault = Fault(answer=html_answer())
        said = app("enrol", "--hub", line.url, "--code", hub.code(facility))
        assert (said.code, said.out) == (3, said.out)
        assert "not our hub" in said.out + said.err
    said = app("enrol", "--hub", "http://127.0.0.1:9", "--code", "X")
    assert said.code == 3
    assert app("enrol", "--hub", "nonsense", "--code", "X").code == 3


def test_a_lost_answer_to_the_enrolment_is_asked_for_again(app: Commands, hub: HubProcess, facility: str) -> None:
    code = hub.code(facility)
    with FaultProxy(hub.url) as line:
        line.fault = Fault(cut_down=20)
        assert app("enrol", "--hub", line.url, "--code", code).code == 3
        line.fault = Fault()
        said = app("enrol", "--hub", line.url, "--code", code, "--json")
        assert said.code == 0
        assert said.data["slip_letter"] == "A"


def test_exchange_says_what_went_and_came(enrolled: Commands, tmp_path: Path) -> None:
    path = register(tmp_path, "Sunita Devi,f,34,Parsarma,2025-01-03,fever", "Ramesh,m,50,Parsarma,,")
    assert enrolled.as_cho("import", path).code == 0
    assert enrolled.as_cho("status", "--json").data["waiting"] == 3
    said = enrolled.as_cho("exchange", "--once", "--json")
    assert said.code == 0
    assert said.data["sent"] == 3
    assert (said.data["waiting"], said.data["all_sent"]) == (0, True)
    said = enrolled.as_cho("exchange", "--once")
    assert said.out.startswith("0 changes sent, 0 changes received")
    assert said.out.endswith("Nothing waits to be sent.\n")


def test_exchange_without_a_hub_is_3_and_loses_nothing(
    app: Commands, hub: HubProcess, facility: str, tmp_path: Path
) -> None:
    with FaultProxy(hub.url) as line:
        assert app("enrol", "--hub", line.url, "--code", hub.code(facility)).code == 0
        assert app.as_cho("import", register(tmp_path, "Sunita Devi,f,34,Parsarma,,")).code == 0
        for fault in (Fault(refuse=True), Fault(answer=html_answer()), Fault(answer=html_answer("302 Found"))):
            line.fault = fault
            said = app.as_cho("exchange", "--json")
            assert (said.code, said.data["waiting"]) == (3, 1)
            assert not app.as_cho("status", "--json").data["all_sent"]
        line.fault = Fault()
        assert app.as_cho("exchange", "--json").data["waiting"] == 0


def test_a_revoked_pc_sends_to_quarantine_and_needs_attention(
    enrolled: Commands, hub: HubProcess, tmp_path: Path
) -> None:
    enrolled.as_cho("import", register(tmp_path, "Sunita Devi,f,34,Parsarma,,"))
    revoke_device(hub.services, enrolled.as_cho("status", "--json").data["device"], wipe=False)
    said = enrolled.as_cho("exchange", "--json")
    assert (said.code, said.data["attention"], said.data["all_sent"]) == (4, 1, False)
    status = enrolled.as_cho("status")
    assert "revoked" in status.out
    assert "1 change set aside by the hub: needs attention." in status.out


def test_a_revoked_pc_is_a_device_again_with_a_new_code_and_its_quarantine_empties(
    enrolled: Commands, hub: HubProcess, facility: str, tmp_path: Path
) -> None:
    former = enrolled.as_cho("status", "--json").data["device"]
    revoke_device(hub.services, former, wipe=False)
    enrolled.as_cho("import", register(tmp_path, "Sunita Devi,f,34,Parsarma,,"))
    assert enrolled.as_cho("exchange", "--json").data["attention"] == 1
    said = enrolled.as_cho("enrol", "--hub", hub.url, "--code", hub.code(facility), "--json")
    assert (said.code, said.data["exchange"]["attention"], said.data["exchange"]["all_sent"]) == (0, 0, True)
    status = enrolled.as_cho("status", "--json").data
    assert (status["device"] != former, status["revoked"]) == (True, False)


def test_a_pc_enrolled_again_still_sees_what_was_refused_under_its_former_id(
    enrolled: Commands, hub: HubProcess, facility: str, tmp_path: Path
) -> None:
    enrolled.as_cho("import", register(tmp_path, "Sunita Devi,f,34,Parsarma,,"))
    enrolled.as_cho("exchange")
    former = enrolled.as_cho("status", "--json").data["device"]
    at = "2026-11-23T09:00:00Z"
    kept = quarantine.Refused("0" * 64, former, "chain", None, "too-large", "70000 bytes", b"x", at)
    with hub.services.store.begin() as conn:
        quarantine.keep(conn, [kept])
    revoke_device(hub.services, former, wipe=False)
    assert enrolled.as_cho("exchange", "--json").data["attention"] == 1
    for _ in range(2):
        enrolled.as_cho("enrol", "--hub", hub.url, "--code", hub.code(facility))
        device = enrolled.as_cho("status", "--json").data["device"]
        assert enrolled.as_cho("exchange", "--json").data["attention"] == 1
        revoke_device(hub.services, device, wipe=False)
        enrolled.as_cho("exchange")


def test_a_pc_ordered_to_wipe_delivers_everything_and_destroys_its_record(
    enrolled: Commands, hub: HubProcess, facility: str, tmp_path: Path
) -> None:
    enrolled.as_cho("import", register(tmp_path, "Sunita Devi,f,34,Parsarma,,"))
    device = enrolled.as_cho("status", "--json").data["device"]
    revoke_device(hub.services, device, wipe=True)
    said = enrolled.as_cho("exchange")
    assert said.code == 4
    assert "By order of the district office the record on this PC was destroyed" in said.out
    assert "delivered to the hub: 1 change." in said.out
    with hub.services.store.read() as conn:
        assert [each.code for each in quarantine.listed(conn, device)] == ["device-revoked"]
    files = {path.name for path in Path(enrolled.folder).iterdir()}
    assert not files & {"store.db", "store.db-wal", "seals.json", "machine.key", "place.json"}
    for command in ("status", "exchange", "check"):
        said = enrolled.as_cho(command)
        assert (said.code, "was destroyed" in said.err) == (1, True)
    assert enrolled("enrol", "--hub", hub.url, "--code", hub.code(facility)).code == 0
    assert enrolled.as_cho("status").code == 0


def test_without_a_line_an_ordered_wipe_waits(enrolled: Commands, hub: HubProcess, tmp_path: Path) -> None:
    enrolled.as_cho("import", register(tmp_path, "Sunita Devi,f,34,Parsarma,,"))
    profile = Profile(enrolled.folder)
    revoke_device(hub.services, enrolled.as_cho("status", "--json").data["device"], wipe=True)
    with FaultProxy(hub.url) as line:
        change_seals(profile, lambda seals: msgspec.structs.replace(seals, hub_url=line.url))
        line.fault = Fault(answer=html_answer("200 OK"))
        assert enrolled.as_cho("exchange").code == 3
    assert enrolled.as_cho("status", "--json").data["waiting"] == 1


def test_a_wrong_pin_a_stranger_and_nobody(enrolled: Commands) -> None:
    assert enrolled.as_cho("status", pin="111111").err == "This PIN is not right.\n"
    said = enrolled("status", "--staff", "Nobody", "--pin-stdin", pin=PIN)
    assert (said.code, said.err) == (1, "Nobody of this name signs in on this PC.\n")
    assert enrolled("status").code == 0
    assert enrolled.as_cho("status").code == 0
    said = enrolled("status")
    assert (said.code, said.err) == (1, "Say who you are: --staff NAME --pin-stdin, with the PIN on standard input.\n")


def test_another_exchange_of_this_pc(enrolled: Commands) -> None:
    with FileLock(Profile(enrolled.folder).exchange_lock_path):
        said = enrolled("exchange")
    assert said.code == 1
    assert "Another exchange of this PC is running." in said.out + said.err
    assert enrolled("exchange").code == 0


def test_check_finds_a_whole_store_whole_and_a_damaged_one_damaged(enrolled: Commands) -> None:
    said = enrolled("check", "--json")
    assert (said.code, said.data["whole"], said.data["problems"]) == (0, True, [])
    path = Profile(enrolled.folder).store_path
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 64] = bytes(64)
    path.write_bytes(content)
    said = enrolled("check")
    assert said.code in (1, 4)
    assert "damaged" in said.out + said.err
    path.write_bytes(b"rubbish" * 1000)
    said = enrolled("check")
    assert (said.code, said.out) == (1, "")
    path.unlink()
    assert enrolled("check").code == 1


def test_seals_of_another_machine_are_one_sentence(enrolled: Commands) -> None:
    Profile(enrolled.folder).machine_key_path.write_bytes(bytes(32))
    said = enrolled("status")
    assert (said.code, said.err.split(". ")[0]) == (1, "What protects this PC's keys cannot be opened here")


def test_import_names_the_rows_that_it_refuses_and_makes_nothing_twice(enrolled: Commands, tmp_path: Path) -> None:
    path = register(tmp_path, "Sunita Devi,f,34,Parsarma,2025-01-03,fever", "Nobody,x,34,Parsarma,,", ",f,3,P,,")
    said = enrolled.as_cho("import", path, "--json")
    assert (said.code, said.data["added_patients"], said.data["added_visits"]) == (0, 1, 1)
    assert [row["row"] for row in said.data["refused"]] == [3, 4]
    again = enrolled.as_cho("import", path)
    assert again.out.startswith("0 patients and 0 visits taken over, 1 rows known already.\n2 rows refused:\n  row 3: ")
    for wrong in ("register.xls", "missing.csv"):
        other = tmp_path / wrong
        if wrong != "missing.csv":
            shutil.copy(path, other)
        assert enrolled.as_cho("import", other).code == 1
    said = enrolled("import", path)
    assert (said.code, said.err.startswith("Say who you are")) == (1, True)


def test_a_store_that_is_gone_or_emptied_is_one_sentence(enrolled: Commands) -> None:
    (enrolled.folder / "store.db").write_bytes(b"")
    said = enrolled("status", "--json")
    assert (said.code, said.data["error"]) == (1, "store-damaged")
    (enrolled.folder / "store.db").unlink()
    said = enrolled("status")
    assert said.code == 1
    assert said.err.startswith("The record's file is gone")


def test_a_profile_that_is_no_folder_is_one_sentence(app: Commands) -> None:
    app.folder.write_text("a file")
    said = app("status", "--json")
    assert (said.code, said.data["error"]) == (1, "file")


def test_the_log_has_nobody_in_it(enrolled: Commands, tmp_path: Path) -> None:
    enrolled.as_cho("import", register(tmp_path, "Sunita Devi,f,34,Parsarma,2025-01-03,fever"))
    said = enrolled("log", "--json")
    assert said.code == 0
    assert "Sunita" not in said.out


def test_as_a_process_it_says_one_object_and_its_exit_code(hub: HubProcess, facility: str, tmp_path: Path) -> None:
    def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-W", "error", "-m", "spoke_app", "--profile", str(tmp_path / "pc"), *arguments]
        return subprocess.run(line, cwd=ROOT, input=stdin, capture_output=True, text=True, timeout=60, check=False)

    done = run("enrol", "--hub", hub.url, "--code", hub.code(facility), "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["device"]
    done = run("exchange", "--once", "--staff", NAME, "--pin-stdin", "--json", stdin=PIN + "\n")
    assert (done.returncode, json.loads(done.stdout)["outcome"]) == (0, "done")
    done = run("exchange", "--once", "--staff", NAME, "--pin-stdin", stdin="000000\n")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "This PIN is not right.\n")
    assert run("nonsense").returncode == 2


def test_a_months_registers_are_written_for_excel(enrolled: Commands, tmp_path: Path) -> None:
    path = register(tmp_path, '"=Sunita, Devi",f,34,Parsarma,2025-01-03,fever', "Ramesh,m,50,Parsarma,2025-01-04,cough")
    enrolled.as_cho("import", path)
    folder = tmp_path / "new" / "registers"
    said = enrolled.as_cho("--lang", "en", "export", "registers", "--to", folder, "--month", "2025-01", "--json")
    assert (said.code, said.data["month"]) == (0, "2025-01")
    assert [(each["register"], each["rows"]) for each in said.data["files"]] == [
        ("opd", 2),
        ("telemedicine", 0),
        ("medicines", 0),
        ("follow_ups", 0),
    ]
    data = (folder / "opd-register-2025-01.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and len(list(folder.iterdir())) == 4
    heads, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert [row[heads.index("Name")] for row in rows] == ["'=Sunita, Devi", "Ramesh"]
    assert [row[heads.index("Entered late")] for row in rows] == ["yes", "yes"]
    assert enrolled.as_cho("--lang", "hi", "export", "registers", "--to", folder).out.count(": 0 rows") == 4
    [empty] = set(folder.glob("opd-*")) - {folder / "opd-register-2025-01.csv"}
    assert "नाम" in empty.read_text("utf-8-sig")
    (folder / "opd-register-2025-01.csv").unlink()
    (folder / "opd-register-2025-01.csv" / "held").mkdir(parents=True)
    said = enrolled.as_cho("export", "registers", "--to", folder, "--month", "2025-01")
    assert (said.code, said.err) == (1, "The file is open in another program: close it there and try again.\n")
    said = enrolled.as_cho("export", "registers", "--to", path)
    assert (said.code, said.err.startswith("A file could not be read or written")) == (1, True)
    assert enrolled("export", "registers", "--to", folder).err.startswith("Say who you are")
    with pytest.raises(SystemExit):
        enrolled.as_cho("export", "registers", "--to", folder, "--month", "November")


def test_a_backup_made_on_one_pc_is_restored_on_another(enrolled: Commands, tmp_path: Path) -> None:
    file = tmp_path / "centre.spokebackup"
    enrolled.as_cho("import", register(tmp_path, "Sunita Devi,f,34,Parsarma,,"))
    said = enrolled.as_cho("backup", file, "--passphrase-stdin", pin=f"{PIN}\nrain on the tin roof")
    assert said.code == 0 and "proved after writing" in said.out
    said = enrolled.as_cho(
        "backup",
        tmp_path / "other",
        "--passphrase-stdin",
        pin=f"{PIN}\nshort",
    )
    assert (said.code, said.err.startswith("A passphrase has at least 8")) == (1, True)
    other = Commands(tmp_path / "other-pc", enrolled._capsys, enrolled._monkeypatch)
    said = other("restore", file, "--passphrase-stdin", pin="another one")
    assert (said.code, said.err) == (1, "This passphrase is not the right one.\n")
    said = other("restore", file, "--passphrase-stdin", "--json", pin="rain on the tin roof")
    assert (said.code, said.data["added"], said.data["aside"]) == (0, 0, "")
    assert other.as_cho("exchange", "--json").data["sent"] == 1
    said = other("restore", file, "--passphrase-stdin", pin="rain on the tin roof")
    assert (said.code, said.err.startswith("This PC has this centre's record already")) == (1, True)
    said = other("restore", file, "--passphrase-stdin", "--replace", pin="rain on the tin roof")
    assert said.code == 0 and "is kept as store.db.before-restore-" in said.out
    assert other("restore", tmp_path / "nothing", "--passphrase-stdin", pin="x").code == 1


def test_a_damaged_record_is_one_sentence_and_one_command(enrolled: Commands, tmp_path: Path) -> None:
    enrolled.as_cho("import", register(tmp_path, "Sunita Devi,f,34,Parsarma,,"))
    store = enrolled.folder / "store.db"
    store.write_bytes(b"noise" * 4000)
    for command in ("check", "status", "exchange"):
        said = enrolled.as_cho(command)
        assert (said.code, said.err.startswith("The record on this PC is damaged.")) == (1, True)
    said = enrolled.as_cho("repair", "--json")
    assert (said.code, said.data["repaired"], said.data["copy"]) == (0, True, "")
    assert (enrolled.folder / said.data["aside"]).read_bytes() == b"noise" * 4000
    assert enrolled.as_cho("exchange", "--json").data["outcome"] == "done"
    assert enrolled.as_cho("check").code == 0
    assert enrolled.as_cho("repair").out == "The record opens: there is nothing to repair.\n"


def test_a_dead_pcs_folder_gives_its_record_to_whoever_has_the_districts_key(
    enrolled: Commands, hub: HubProcess, facility: str, tmp_path: Path
) -> None:
    key_file = tmp_path / "district.key"
    recovery.make(hub.services, key_file, "the district keeps this one")
    assert enrolled.as_cho("exchange").code == 0
    enrolled.as_cho("import", register(tmp_path, "Sunita Devi,f,34,Parsarma,,"))
    dead = tmp_path / "dead-disk"
    dead.mkdir()
    for path in enrolled.folder.iterdir():
        if path.name not in ("seals.json", "machine.key") and path.is_file():
            shutil.copyfile(path, dead / path.name)
    other = Commands(tmp_path / "other-pc", enrolled._capsys, enrolled._monkeypatch)
    said = other("restore", dead, "--recovery-key", key_file, "--passphrase-stdin", pin="not that one")
    assert (said.code, said.err) == (1, "This passphrase is not the right one.\n")
    said = other("restore", dead, "--recovery-key", key_file, "--passphrase-stdin", pin="the district keeps this one")
    assert said.code == 0, said
    assert other.as_cho("exchange", "--json").data["outcome"] == "device-unknown"
    said = other.as_cho("enrol", "--hub", hub.url, "--code", hub.code(facility), "--json")
    assert (said.code, said.data["exchange"]["outcome"], said.data["exchange"]["sent"] >= 1) == (0, "done", True)
    assert other.as_cho("check").code == 0
    enrolled.folder.joinpath("seals.json").write_bytes(b"noise")
    again = ("restore", enrolled.folder, "--recovery-key", key_file, "--passphrase-stdin", "--replace")
    assert enrolled("status").err.startswith("What protects this PC's keys")
    assert enrolled(*again, pin="the district keeps this one").code == 0
    assert enrolled.as_cho("check").code == 0


def test_what_was_looked_at_here_is_seen_at_the_office_behind_the_patients(
    enrolled: Commands, hub: HubProcess, tmp_path: Path
) -> None:
    enrolled.as_cho("import", register(tmp_path, "Sunita Devi,f,34,Parsarma,,"))
    with open_profile(Profile(enrolled.folder), NAME, PIN) as opened:
        staff = opened.session.staff
        exchanger = opened.exchanger()
        try:
            assert exchanger.now().outcome == "done"
            assert opened.store.call(trail.left) > 0  # a few entries are not worth a request
            for at in range(trail.FULL):
                opened.store.call(
                    partial(trail.note, who=staff, what="paper-printed", record=f"r{at}", now=local_now())
                )
            assert exchanger.now().outcome == "done"
            assert opened.store.call(lambda store: (trail.left(store), own_chain.waiting(store))) == (0, 0)
        finally:
            exchanger.close()
    noted = [line.noted for line in trail_page(hub.services, PCS, Wanted(staff=staff), 200).lines]
    whats = [line.what for line in noted]
    assert whats.count("paper-printed") == trail.FULL and {"signed-in", "imported"} <= set(whats)
    assert {line.address for line in noted} == {str(enrolled.as_cho("status", "--json").data["device"])}
