"""A small district: a hub, two centres, a desk with three specialities, their people. Made by the commands alone."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
SUPAUL = "223"
"""LGD code of Supaul district."""

CHO, ANM, CHO_2 = "Kumari Anjali", "Rekha Kumari", "Naushad Alam"
PIN, PIN_ANM, PIN_2 = "246810", "135791", "864209"
DOCTOR, DOCTOR_2 = "Dr Nivedita Jha", "Dr R. K. Sinha"
LOGIN, LOGIN_2 = "nivedita", "rksinha"
PASSWORD, PASSWORD_2 = "rain on tin roofs 7", "slow river evening 4"
ADMIN, LOGIN_ADMIN, PASSWORD_ADMIN = "Farida Khatoon", "farida", "brass lamp on the shelf 3"


@dataclass
class Hub:
    """A hub on this machine: its store, its commands, and its server, which can be stopped and started again."""

    store: str
    folder: Path
    port: int = 0
    ids: dict[str, str] = field(default_factory=dict)
    _process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self, *arguments: str, stdin: str = "") -> Any:
        """Run one `hub-server` command and give its JSON."""
        done = subprocess.run(
            [sys.executable, "-m", "hub_server", *arguments, "--store", self.store, "--json"],
            cwd=ROOT,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise AssertionError(f"hub-server {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return json.loads(done.stdout or "null")

    def furnish(self) -> None:
        """`init`, and everybody who works here."""
        self.command("init")
        for key, code, name, hindi, block in (
            ("parsarma", "PARSARMA", "Health Sub-Centre Parsarma", "स्वास्थ्य उपकेंद्र परसरमा", "Supaul"),
            ("basantpur", "BASANTPUR", "PHC Basantpur", "प्राथमिक स्वास्थ्य केंद्र बसंतपुर", "Basantpur"),
        ):
            place = ("--district", SUPAUL, "--subdistrict", block)
            self.ids[key] = self.command("facility", "add", "--code", code, "--name", name, "--name-hi", hindi, *place)[
                "id"
            ]
        desk = ("desk", "add", "--code", "SUP", "--name", "Sadar Hospital, Supaul", "--name-hi", "सदर अस्पताल, सुपौल")
        self.ids["desk"] = self.command(*desk, "--speciality", "medicine,gynaecology,paediatrics")["id"]
        for name, hindi, role, post, pin in (
            (CHO, "कुमारी अंजलि", "cho", "parsarma", PIN),
            (ANM, "रेखा कुमारी", "anm", "parsarma", PIN_ANM),
            (CHO_2, "नौशाद आलम", "cho", "basantpur", PIN_2),
        ):
            person = ("staff", "add", "--name", name, "--name-hi", hindi, "--role", role, "--post", self.ids[post])
            self.ids[name] = self.command(*person, "--pin-stdin", stdin=pin + "\n")["id"]
        for name, hindi, login, password, number in (
            (DOCTOR, "डॉ. निवेदिता झा", LOGIN, PASSWORD, "BCMR 00001"),
            (DOCTOR_2, "डॉ. आर. के. सिन्हा", LOGIN_2, PASSWORD_2, "BCMR 00002"),
        ):
            person = (
                "staff",
                "add",
                "--name",
                name,
                "--name-hi",
                hindi,
                "--role",
                "doctor",
                "--post",
                self.ids["desk"],
            )
            papers = ("--login", login, "--qualification", "MBBS, MD (General Medicine)", "--registration-no", number)
            self.ids[name] = self.command(*person, *papers, "--password-stdin", stdin=password + "\n")["id"]

        person = ("staff", "add", "--name", ADMIN, "--name-hi", "फ़रीदा ख़ातून", "--role", "admin")
        secret = ("--login", LOGIN_ADMIN, "--password-stdin")
        self.ids[ADMIN] = self.command(*person, *secret, stdin=PASSWORD_ADMIN + "\n")["id"]

    def enrol_code(self, facility: str) -> str:
        return str(self.command("enrol-code", "--post", self.ids[facility])["code"])

    def start(self) -> None:
        """Serve; the first time on any free port, later on the same one."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "hub.log").open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "hub_server", "serve", "--store", self.store]
                + ["--host", "127.0.0.1", "--port", str(self.port)],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise AssertionError((self.folder / "hub.log").read_text()[-2000:])
        self.port = int(json.loads(line)["listening"].rsplit(":", 1)[1])

    def stop(self) -> None:
        """End the server; the store stays."""
        if self._process is None:
            return
        self._process.terminate()
        self._process.wait(timeout=30)
        if self._process.stdout:
            self._process.stdout.close()
        self._process = None
