"""No patient's data, no PIN, password, token, key or code in any log, crash report, error or answer to one: marked
data in every field of every kind, failures of many kinds on PC and hub, and a grep over all that was said."""

from __future__ import annotations

import gzip
import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests

from hub_server.context import open_services
from hub_server.services.devices import make_enrol_code
from hub_server.services.places import add_desk, add_facility
from hub_server.services.staff import NewStaff, add_staff
from hub_server.store.writer import HubChange
from spoke_app.access import enrolment
from spoke_app.paths import Profile
from tests.helpers.hub import ROOT, command, init_store, stop
from tests.helpers.peer import Peer, line_of
from tests.hub_server.review_client import Browser
from tests.hub_server.review_sample import PASSWORD, ReviewHub
from tests.trust import failing_hub
from tests.trust.doors import ODD, spoilt
from tests.trust.marked_pc import NAME, PIN, SHAPES, WRONG_PIN
from tests.trust.marks import Marker, all_kinds, encoded, marker, spellings

WORDS = f"{marker(9001)} +919670004711"
WRONG_PASSWORD = "zqkmark-wrong-password"
PLACE = {"code": "HSC1", "name": "Health Sub-Centre 1", "district": "223"}
DESK = {"code": "DH1", "name": "Sadar Hospital 1", "specialities": ["medicine"]}


@dataclass
class Said:
    """Everything that was written or said while things went wrong: what it was -> its bytes."""

    marks: Marker = field(default_factory=Marker)
    secrets: dict[str, bytes] = field(default_factory=dict)
    heard: list[tuple[str, bytes]] = field(default_factory=list)

    def hear(self, what: str, *parts: str | bytes) -> None:
        self.heard += [(what, part.encode() if isinstance(part, str) else part) for part in parts]

    def told_nothing(self) -> None:
        """Fails with what was said, the marks and secrets in it, and the place of the first."""
        told = []
        for what, data in self.heard:
            here = self.marks.found_in(data)
            here += [name for name, secret in self.secrets.items() if any(s in data for s in spellings(secret))]
            here += [pin for pin in (PIN, WRONG_PIN) if re.search(rf"(?<!\w){pin}(?!\w)".encode(), data)]
            if here:
                at = min((data.find(each) for each in (*encoded(), *self.secrets.values()) if each in data), default=0)
                told.append(f"{what}: {here[:6]}\n    …{data[max(0, at - 150) : at + 200]!r}…")
        assert not told, "\n".join(told)


class BrokenHub:
    """A hub process with bugs, whose standard output and error go to a file."""

    def __init__(self, folder: Path) -> None:
        self.store_url = f"sqlite:///{folder / 'hub.db'}"
        self.store = init_store(self.store_url)
        self.services = open_services(self.store)
        self.facility, self.desk = add_facility(self.services, PLACE), add_desk(self.services, DESK)
        self.log = folder / "hub.log"
        line = [sys.executable, "-m", "tests.trust.failing_hub", "serve", "--store", self.store_url, "--port", "0"]
        with self.log.open("wb") as errors:
            pipe = subprocess.PIPE
            self.process = subprocess.Popen(line, cwd=ROOT, stdout=pipe, stderr=errors, text=True)
        assert self.process.stdout is not None
        self.url = str(json.loads(self.process.stdout.readline())["listening"])

    def code(self) -> str:
        return str(make_enrol_code(self.services, self.facility)["code"])

    def close(self) -> None:
        assert stop(self.process) == 0
        self.store.close()


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrokenHub]:
    made = BrokenHub(tmp_path_factory.mktemp("hub"))
    yield made
    made.close()


# -- the PC ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pc(hub: BrokenHub, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Said]:
    """A PC full of marked data, and all that its making said."""
    home, said = tmp_path_factory.mktemp("pc"), Said()
    add_staff(hub.services, NewStaff(NAME, "cho", (hub.facility,), pin=PIN))
    folder, code = home / "profile", hub.code()
    line = [sys.executable, "-m", "tests.trust.marked_pc", str(folder), hub.url, code]
    done = subprocess.run(line, cwd=ROOT, input="\n", capture_output=True, text=True, check=True, timeout=120)
    enrolled, told = done.stdout.splitlines()
    said.marks.where = {int(n): what for n, what in json.loads(told)["marks"].items()}
    said.secrets = {"the store's key": bytes.fromhex(json.loads(told)["key"]), "the code": code.encode()}
    said.secrets["the token"] = enrolment.hub_of(Profile(folder))[1].encode()
    said.hear("while it was filled", enrolled, done.stderr)
    return folder, said


def app(said: Said, folder: Path, *words: str, pin: str = PIN, small: bool = False) -> subprocess.CompletedProcess[str]:
    """One command of the app as a process; `small`: on a disk that is full."""

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, 64 * 1024))

    line = [sys.executable, "-m", "spoke_app", *words, "--profile", str(folder)]
    done = subprocess.run(
        line, cwd=ROOT, input=f"{pin}\n", capture_output=True, text=True, check=False, timeout=60,
        preexec_fn=full if small else None,
    )  # fmt: skip
    said.hear(" ".join(words), done.stdout, done.stderr)
    return done


def log_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted((folder / "log").iterdir()))


def old_registers(folder: Path, marks: Marker) -> list[Path]:
    """Old registers with something wrong in every column, of every sort of wrong."""
    head = "name,gender,age,age_unit,birth_date,village,phone,relative_name,relation,visit_date,complaint,abha,pin_code"
    rows = [",".join(marks.text(f"column {name}") for name in head.split(",")) for _ in range(3)]
    rows += [f"{marks.text('name')},f,34,years,,Barail,{marks.text('phone')},,,99-99-2026,x,{marks.text('abha')},1"]
    contents: dict[str, str | bytes] = {
        "wrong.csv": f"{head}\n" + "\n".join(rows),
        "no-header.csv": "\n".join(rows),
        "latin.csv": f"{head}\n{rows[0]}".encode("utf-16-le") + b"\xff",
        "wrong.json": json.dumps([{"patient": {"name": marks.text("x"), "age": marks.text("y")}}, marks.text("z")]),
        "none.json": "[" + marks.text("no json"),
        "deep.json": "[" * 50_000 + marks.text("deep"),
        f"{marks.text('file name')}.txt": "x",
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return [folder / name for name in contents]


def test_the_commands_of_a_pc_in_trouble(pc: tuple[Path, Said], hub: BrokenHub, tmp_path: Path) -> None:
    folder, said = pc
    who = ("--staff", NAME, "--pin-stdin")
    for file in old_registers(tmp_path, said.marks):
        done = app(said, folder, "import", str(file), *who, *(["--json"] if file.suffix == ".json" else []))
        # A file's own name is said to whoever named it; of what is in it only rows and columns.
        said.heard[-2:] = [(w, data.replace(str(file).encode(), b"FILE")) for w, data in said.heard[-2:]]
        assert done.returncode in (0, 1), done
    for words in (("check",), ("exchange", "--json"), ("status", "--json")):
        app(said, folder, *words, *who)
        app(said, folder, *words, *who, small=True)
    app(said, folder, "enrol", "--hub", hub.url, "--code", "ZQKMARK-WRONG", *who)
    app(said, folder, "enrol", "--hub", "http://127.0.0.1:9", "--code", "ZQKMARK-WRONG", "--json")
    app(said, folder, "bundle", "import", str(folder / "store.db"), *who)
    said.secrets["the passphrase"] = b"zqk river in spring"
    secret = f"{PIN}\nzqk river in spring"
    backup = ("backup", str(tmp_path / "a.spokebackup"), *who, "--passphrase-stdin")
    assert app(said, folder, *backup, pin=secret).returncode == 0
    assert app(said, folder, *backup, pin=secret, small=True).returncode == 1
    for file in (tmp_path / "a.spokebackup", tmp_path / "wrong.csv", folder):
        restore = ("restore", str(file), "--passphrase-stdin")
        assert app(said, tmp_path / "other", *restore, pin="zqk river in autumn").returncode == 1
    app(said, folder, "repair", *who)
    for _ in range(4):
        assert app(said, folder, "status", *who, pin=WRONG_PIN).returncode == 1
    app(said, folder, "log")
    said.hear("the log", log_of(folder))
    said.told_nothing()


def test_bugs_in_the_window(pc: tuple[Path, Said]) -> None:
    folder, said = pc
    # The wrong PINs of the test before cost her a moment: what holds is the time, not the number of tries.
    deadline = time.monotonic() + 30
    while "too-soon" in app(said, folder, "status", "--staff", NAME, "--pin-stdin", "--json").stdout:
        assert time.monotonic() < deadline
    line = [sys.executable, "-m", "tests.trust.failing_window", str(folder), PIN, WORDS]
    places = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(line, cwd=ROOT, env=places, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stdout) == (0, "reached\n"), done.stderr
    log = log_of(folder)
    assert log.count(b"tests.trust.failing_window.Broken") + log.count(b"__main__.Broken") >= 4, log[-3000:]
    said.hear("the window", done.stderr, log)
    said.told_nothing()


# -- the hub --------------------------------------------------------------------------------------------------------


def marked_lines(peer: Peer, author: str, marks: Marker) -> list[dict[str, Any]]:
    """A marked change of every kind, right and wrong, of this device."""
    patient = peer.change("patient", author, marks.record("patient", SHAPES["patient"]))
    marked = all_kinds(SHAPES, marks).items()
    return [patient, *(peer.change(kind, author, fields, patient=patient["record"]) for kind, fields in marked)]


def bad_requests(peer: Peer, author: str, marks: Marker) -> Iterator[list[bytes]]:
    changes = marked_lines(peer, author, marks)
    for bad in list(spoilt(changes[2]))[:: len(ODD) // 2]:
        yield [line_of({"hello": peer.hello(1)}), json.dumps(bad).encode(), line_of({"end": {"marks": 1}})]
    for text in (failing_hub.IN_A_PAGE, failing_hub.IN_A_STATEMENT):
        peer.lines = [line_of(each) for each in changes] + [line_of({"note": f"{marks.text('bug')} {text}"})]
        yield peer.request()
    peer.lines = peer.lines[:-1] + [line_of(changes[1] | {"device": "0" * 16}), marks.text("no JSON").encode()]
    yield peer.request()
    yield peer.request(request=failing_hub.IN_AN_ANSWER)
    for name in ("chain", "head", "device", "sent_at"):
        yield [line_of({"hello": peer.hello(1, **{name: marks.text(f"hello {name}")})})]


def test_what_the_hub_says_of_what_goes_wrong(hub: BrokenHub) -> None:
    said = Said()
    cho = add_staff(hub.services, NewStaff("Person", "cho", (hub.facility,)))
    codes = [hub.code() for _ in range(2)]
    peer = Peer(hub.url, codes[0])
    said.secrets = {"token": peer.token.encode(), "code": codes[0].encode(), "unused code": codes[1].encode()}
    headers = {"Authorization": f"Bearer {peer.token}", "Content-Encoding": "gzip"}
    statuses = set()
    for lines in bad_requests(peer, cho, said.marks):
        body = gzip.compress(b"\n".join(lines) + b"\n")
        try:
            answer = requests.post(f"{hub.url}/v1/exchange", data=body, headers=headers, timeout=30)
        except requests.RequestException:
            statuses.add(0)
            continue
        statuses.add(answer.status_code)
        ours = answer.status_code == 200  # the device's own record, and what the hub says of it
        for line in answer.content.splitlines():
            if not ours or not line.startswith((b'{"change"', b'{"early"')):
                said.hear("an answer", line)
    assert statuses >= {0, 200, 400, 500}
    for bad in spoilt({"code": said.marks.text("code"), "token": said.marks.text("token"), "name": "x"}):
        said.hear("an enrolment", requests.post(f"{hub.url}/v1/devices", json=bad, timeout=30).content)
        if len(said.heard) % 40 == 0:
            break  # who guesses codes waits longer and longer
    for path in (f"/v1/attachments/{said.marks.text('sha')}", f"/{said.marks.text('path')}?q={said.marks.text('q')}"):
        said.hear("no page", requests.get(hub.url + path, headers=headers, timeout=30).content)
    for words in (("check",), ("device", "list"), ("quarantine", "list"), ("quarantine", "list", "--json")):
        done = command(*words, store=hub.store_url)
        said.hear(" ".join(words), done.stdout, done.stderr)
    said.hear("the hub's log", hub.log.read_bytes())
    assert b"Broken" in hub.log.read_bytes()
    said.told_nothing()


def test_what_the_pages_say_of_what_goes_wrong(hub: BrokenHub) -> None:
    said, services = Said(), hub.services
    papers = {"qualification": "MBBS", "registration_no": "BCMR 00001"}
    add_staff(services, NewStaff("Dr Jha", "doctor", (hub.desk,), None, "nivedita", PASSWORD, papers))
    cho = add_staff(services, NewStaff("Person", "cho", (hub.facility,)))
    room = ReviewHub(hub.url, services, hub.process, hub.desk, hub.desk, hub.facility, cho)
    marked = all_kinds(SHAPES, said.marks)
    patient = room.person(**{k: v for k, v in marked["patient"].items() if k not in ("same_as", "share")})
    visit = room.visit(patient, **{k: v for k, v in marked["visit"].items() if k != "started"})
    case = room.refer(patient, visit, question=said.marks.text("question"))
    room.write(cho, HubChange("note", None, patient, {"visit": visit, "text": said.marks.text("note")}))
    browser = Browser(hub.url)
    said.hear("a wrong password", browser.sign_in("nivedita", WRONG_PASSWORD).content.replace(b"nivedita", b""))
    assert browser.sign_in("nivedita").status_code == 200
    said.secrets = {"password": PASSWORD.encode(), "wrong password": WRONG_PASSWORD.encode()}
    said.secrets |= {f"cookie {cookie.name}": str(cookie.value).encode() for cookie in browser.session.cookies}
    for path in (f"/review/cases/{case}", f"/review/cases/{case}?x={said.marks.text('q')}"):
        answer = browser.get(path)
        assert answer.status_code == 500
        said.hear("a case's page", answer.content)
    for n, bad in enumerate(("a", "b" * 300_000)):
        words = said.marks.text(f"typed {n}") + bad
        for action in ("answer", "claim", "forward", "nothing"):
            answer = browser.post(f"/review/cases/{case}/{action}", {"csrf": words, "text": words}, follow=False)
            said.hear(f"a form {action}", answer.content if answer.status_code >= 400 else b"")
    said.hear("the hub's log", hub.log.read_bytes())
    said.told_nothing()
    browser.session.close()
