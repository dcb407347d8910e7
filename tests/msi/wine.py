"""A Windows for tests: a Wine prefix of its own in a temporary folder, with a screen, which ends without a trace.

What every caller of Wine has to know, and what is therefore done here once: the first call of a prefix leaves services
running that keep its pipes open for ever, and so does the first one with a window leave a desktop, so these get none;
Python ends at once when its output is a regular file, so programs are run through pipes; exit codes arrive modulo 256;
variables whose names begin with QT_ do not arrive at all.

Wine 8 lacks three DLLs that Qt 6.12 and Rust ask for and that every Windows 10 has. Stand-ins are compiled from
`standins/` into the prefix's own system folder, never into the installer.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath
from typing import Any, TypeVar

T = TypeVar("T")

STANDINS = Path(__file__).parent / "standins"
COMPILER = "x86_64-w64-mingw32-gcc"
TOOLS = {
    "wine": "wine",
    "wineserver": "wine",
    COMPILER: "gcc-mingw-w64-x86-64",
    "Xvfb": "xvfb",
    "import": "imagemagick",
}
"""What is called, and Debian's package that has it."""
OVERRIDES = "mscoree=;mshtml=;winedbg.exe=;winemenubuilder.exe=;mscms=n"
"""No .NET or browser to download, no debugger's window, nothing in the real desktop's menus; our mscms.dll."""
SCREEN = "1366x768"
SYSTEM = "drive_c/windows/system32"
PATIENCE = 60.0
"""Seconds within which whatever a test waits for has come."""


def missing() -> str:
    """What has to be installed for these tests, in words for a skipped test; '' when all is there."""
    packages = sorted({package for tool, package in TOOLS.items() if shutil.which(tool) is None})
    return f"needs Wine and its tools: apt-get install {' '.join(packages)}" if packages else ""


def wait_for(found: Callable[[], T], what: str, seconds: float = PATIENCE) -> T:
    """What `found` gives as soon as that is true. AssertionError with `what` when it is not in time."""
    end = time.monotonic() + seconds
    while not (result := found()):
        if time.monotonic() > end:
            raise AssertionError(f"after {seconds:.0f} s still waiting for {what}")
        time.sleep(0.05)
    return result


@dataclass(frozen=True)
class Said:
    """What became of a program."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


class Screen:
    """An X server without a screen that anybody sees."""

    def __init__(self) -> None:
        reader, writer = os.pipe()
        line = ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{SCREEN}x24", "-nolisten", "tcp", "-noreset"]
        quiet = subprocess.DEVNULL
        self._process = subprocess.Popen(line, pass_fds=[writer], stdin=quiet, stdout=quiet, stderr=quiet)
        os.close(writer)
        with os.fdopen(reader) as told:
            number = told.readline().strip()
        assert number, "Xvfb ended at once"
        self.display = f":{number}"

    def picture(self, path: Path) -> None:
        """All of it as it stands, as PNG."""
        line = ["import", "-display", self.display, "-window", "root", str(path)]
        subprocess.run(line, check=True, timeout=PATIENCE, capture_output=True)

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE)


@dataclass
class Wine:
    """One prefix. Nothing in it is shared with the user's own."""

    folder: Path
    display: str
    user: str = "clinic"
    tools: Path = field(init=False)
    _session: subprocess.Popen[bytes] = field(init=False)

    def __post_init__(self) -> None:
        self.tools = self.folder / "tools"

    @property
    def prefix(self) -> Path:
        return self.folder / "prefix"

    @property
    def drive(self) -> Path:
        return self.prefix / "drive_c"

    def environment(self, more: Mapping[str, str] = {}) -> dict[str, str]:
        """Of every program in it: nothing of the developer's shell but where Wine is."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder / "home"),
            "USER": self.user,
            "LANG": "C.UTF-8",
            "DISPLAY": self.display,
            "WINEPREFIX": str(self.prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": OVERRIDES,
            **more,
        }

    def make(self) -> None:
        """The prefix as Windows 10, with the stand-ins in it."""
        (self.folder / "home").mkdir(parents=True)
        self.tools.mkdir()
        self.prefix.mkdir()
        self._silently("wineserver", "-p")
        self._silently("wine", "wineboot", "--init")
        self._silently("wine", "winecfg", "-v", "win10")
        # Without a window manager Wine draws title bars by itself.
        key = r"HKCU\Software\Wine\X11 Driver"
        self._silently("wine", "reg", "add", key, "/v", "Managed", "/d", "N", "/f")
        for name in ("bcryptprimitives", "icuuc", "mscms"):
            self.build(name, self.prefix / SYSTEM / f"{name}.dll", "-shared", "-ladvapi32")
        # A desktop of its own, with something on it: Wine's installer takes folders away that it leaves empty.
        desktop = self.drive / "users" / self.user / "Desktop"
        desktop.unlink()
        desktop.mkdir()
        (desktop / "Weather.url").write_text("[InternetShortcut]\r\nURL=https://mausam.imd.gov.in\r\n")
        self.build("windows", self.tools / "windows.exe")
        self.build("python", self.tools / "python.exe", "-municode")
        quiet = subprocess.DEVNULL
        windows = self.path(self.tools / "windows.exe")
        self._session = subprocess.Popen(
            ["wine", windows, "stay"], env=self.environment(), stdin=quiet, stdout=quiet, stderr=quiet
        )
        self._silently("wine", windows, "list")

    def build(self, name: str, target: Path, *more: str) -> None:
        """Compile one of the stand-ins."""
        line = [COMPILER, "-O2", "-s", "-Wall", "-Wextra", "-Werror", "-o", str(target), str(STANDINS / f"{name}.c")]
        subprocess.run([*line, *more], check=True, timeout=PATIENCE)

    def end(self) -> None:
        """End every program of the prefix, and wait until they are gone."""
        self._silently("wineserver", "-k")
        self._silently("wineserver", "-w")
        self._session.wait(PATIENCE)

    def _silently(self, *line: str) -> None:
        quiet = subprocess.DEVNULL
        subprocess.run(
            line, env=self.environment(), stdin=quiet, stdout=quiet, stderr=quiet, timeout=2 * PATIENCE, check=True
        )

    # ---- programs

    def start(self, exe: str, *arguments: object, env: Mapping[str, str] = {}) -> subprocess.Popen[str]:
        """Start a program, with pipes. `exe`: a Windows path, or the name of one of Wine's own."""
        pipe = subprocess.PIPE
        line = ["wine", exe, *map(str, arguments)]
        return subprocess.Popen(
            line, env=self.environment(env), stdin=pipe, stdout=pipe, stderr=pipe, text=True, encoding="utf-8"
        )

    def run(
        self, exe: str, *arguments: object, stdin: str = "", timeout: float = PATIENCE, env: Mapping[str, str] = {}
    ) -> Said:
        """Run a program to its end. subprocess.TimeoutExpired if that does not come; the program is ended then."""
        with self.start(exe, *arguments, env=env) as process:
            try:
                out, err = process.communicate(stdin, timeout)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        return Said(process.returncode, out, err)

    # ---- files

    @staticmethod
    def path(unix: Path) -> str:
        """How Windows names a file of this machine."""
        return "Z:" + str(unix.absolute()).replace("/", "\\")

    def file(self, windows: str) -> Path:
        """Where a file of drive C lies on this machine; names count as Windows counts them, in any case."""
        path = self.drive
        for part in PureWindowsPath(windows).parts[1:]:
            exact = path / part
            folded = [each for each in path.iterdir() if each.name.lower() == part.lower()] if path.is_dir() else []
            path = folded[0] if folded and not exact.exists() else exact
        return path

    # ---- registry

    def registry(self, key: str) -> dict[str, str]:
        """The values of a key, the 64-bit view; none where there is no such key."""
        said = self.run("reg", "query", key, "/reg:64")
        values: dict[str, str] = {}
        for line in said.out.splitlines():
            name, kind, value = (line.removeprefix("    ").split("    ", 2) + ["", ""])[:3]
            if line.startswith("    ") and kind.startswith("REG_"):
                values[name] = value
        return values

    def set_registry(self, key: str, name: str, value: str, kind: str = "REG_SZ") -> None:
        said = self.run("reg", "add", key, "/v", name, "/t", kind, "/d", value, "/f", "/reg:64")
        assert said.code == 0, said

    # ---- windows

    def windows(self) -> dict[int, str]:
        """The titles of visible windows by their process."""
        said = self.run(self.path(self.tools / "windows.exe"), "list")
        assert said.code == 0, said
        lines = (line.partition("\t") for line in said.out.splitlines())
        return {int(process): title for process, _, title in lines}

    def close_windows(self, process: int) -> None:
        """Click the cross of a process's windows."""
        said = self.run(self.path(self.tools / "windows.exe"), "close", process)
        assert said.code == 0, said


def processes_of(prefix: Path) -> list[str]:
    """Command lines of processes of this machine that belong to a prefix."""
    wanted = f"WINEPREFIX={prefix}".encode()
    found: list[str] = []
    for entry in Path("/proc").iterdir():
        try:
            if wanted in (entry / "environ").read_bytes().split(b"\0"):
                found.append((entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        except OSError:  # another user's, or gone meanwhile
            continue
    return found


@contextmanager
def wine_prefix(folder: Path, screen: Screen) -> Iterator[Wine]:
    """A new prefix in an empty folder, on this screen; afterwards no process of it is left."""
    wine = Wine(folder, screen.display)
    wine.make()
    try:
        yield wine
    finally:
        wine.end()
        wait_for(lambda: not processes_of(wine.prefix), "the last process of the prefix to end")


@contextmanager
def a_screen() -> Iterator[Screen]:
    screen = Screen()
    try:
        yield screen
    finally:
        screen.close()
