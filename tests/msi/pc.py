"""A health centre's PC on which the installer is tried: what IT staff, colleagues and Windows itself do there."""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass, field
from pathlib import Path

from hub_server.services.staff import NewStaff, add_staff
from tests.helpers.hub import HubProcess
from tests.msi.wine import Said, Screen, Wine, wait_for

FOLDER = r"C:\Program Files\Spoke"
WINDOW = rf"{FOLDER}\Spoke.exe"
COMMANDS = rf"{FOLDER}\spoke-app.exe"
DATA = r"C:\ProgramData\Spoke"
SETTINGS = r"HKLM\Software\Spoke"
RUN = r"HKLM\Software\Microsoft\Windows\CurrentVersion\Run"
APPS = r"HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall"
MENU = r"AppData\Roaming\Microsoft\Windows\Start Menu\Programs\Spoke\Spoke.lnk"
"""In the user's own folder: Wine knows none that all users share."""
REFUSED = 1603 % 256
"""Windows Installer's exit code for an installation that did not happen, as far as it gets through."""

NAME, PIN = "Kumari Anjali", "246810"


@dataclass(frozen=True)
class Installation:
    """What became of one call of Windows Installer."""

    code: int
    log: str


@dataclass
class ClinicPc:
    """A PC of one health centre of a real hub."""

    wine: Wine
    screen: Screen
    hub: HubProcess
    facility: str = ""
    _logs: itertools.count[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self.facility = self.hub.facility()
        add_staff(self.hub.services, NewStaff(NAME, "cho", (self.facility,), pin=PIN))

    # ---- what IT staff do

    def msiexec(self, how: str, msi: Path, *properties: str) -> Installation:
        """Silently, with a log: /i installs or upgrades, /x removes."""
        name = f"msi-{next(self._logs)}.log"
        said = self.wine.run(
            "msiexec", how, self.wine.path(msi), "/qn", "/norestart", "/l*v", rf"C:\{name}", *properties, timeout=180
        )
        return Installation(said.code, (self.wine.drive / name).read_text("utf-8", "replace"))

    def install(self, msi: Path, *properties: str) -> Installation:
        """An installation that has to succeed."""
        done = self.msiexec("/i", msi, *properties)
        assert done.code == 0, done.log[-4000:]
        return done

    def code(self) -> str:
        """A new enrolment code of this centre."""
        return self.hub.code(self.facility)

    def enrolled(self) -> None:
        """Wait until whoever enrols this PC has done so, and its people can sign in."""
        wait_for(lambda: self.app("status").code == 0, "the enrolment")

    # ---- what colleagues do

    def app(self, *arguments: object, pin: str = "", env: dict[str, str] | None = None) -> Said:
        """One command of the installed program."""
        said = self.wine.run(COMMANDS, *arguments, stdin=f"{pin}\n", env=env or {})
        assert "Traceback" not in said.out + said.err, said
        return said

    def as_cho(self, *arguments: object, pin: str = PIN, env: dict[str, str] | None = None) -> Said:
        """One command, signed in."""
        return self.app(*arguments, "--staff", NAME, "--pin-stdin", pin=pin, env=env)

    def python(self, script: Path, *arguments: str) -> Said:
        """A script run by the installed program's own Python."""
        python = self.wine.path(self.wine.tools / "python.exe")
        return self.wine.run(python, self.wine.path(script), *arguments, env={"SPOKE_FOLDER": FOLDER})

    def register(self, *rows: str) -> str:
        """An old register in a file of this PC; its Windows path."""
        lines = ["name,gender,age,village,visit_date,complaint", *rows]
        (self.wine.drive / "old.csv").write_text("\n".join(lines) + "\n", "utf-8")
        return r"C:\old.csv"

    # ---- what lies there

    @property
    def folder(self) -> Path:
        return self.wine.file(FOLDER)

    @property
    def data(self) -> Path:
        return self.wine.file(DATA)

    @property
    def shortcuts(self) -> list[Path]:
        """Those in the Start menu and on the desktop."""
        user = self.wine.drive / "users" / self.wine.user
        return [path for path in (user / MENU.replace("\\", "/"), user / "Desktop" / "Spoke.lnk") if path.exists()]

    def apps_entries(self) -> list[dict[str, str]]:
        """What Windows' Settings > Apps lists of us."""
        keys = self.wine.run("reg", "query", APPS, "/reg:64").out.split("\n")
        entries = [self.wine.registry(key.strip()) for key in keys if "\\Uninstall\\" in key]
        return [entry for entry in entries if entry.get("DisplayName") == "Spoke"]


def files(folder: Path) -> dict[str, str]:
    """Every file below with its hash."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
