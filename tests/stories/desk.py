"""A health centre's PC as the story sees it: a running app that a person types into, or kills."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent


def numbered(folder: Path, title: str) -> Path:
    """The next picture's file: all pictures of a story stand in its order, whoever took them."""
    return folder / f"{len(list(folder.glob('*.png'))) + 1:02d}-{title}.png"


class DeskError(AssertionError):
    """What the person at the desk could not do, and what stood on the screen instead."""


class Desk:
    """One app process on one profile. Every method waits until the screen allows it, at most `within` seconds."""

    def __init__(self, profile: Path, lang: str = "en", shots: Path | None = None) -> None:
        self.profile = profile
        self._shots = shots
        self._lang = lang
        self._process: subprocess.Popen[str] | None = None

    def open(self) -> None:
        """Start the app."""
        log = self.profile.parent / f"{self.profile.name}.stderr"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a") as stderr:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.stories.desk_player", "--profile", self.profile, "--lang", self._lang],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
                env=os.environ | {"PYTHONFAULTHANDLER": "1", "TZ": "Asia/Kolkata"},
            )

    def ask(self, do: str, **arguments: Any) -> Any:
        """Send one command of `desk_player` and wait for its answer."""
        assert self._process is not None and self._process.stdin and self._process.stdout, "the app is not open"
        self._process.stdin.write(json.dumps({"do": do, **arguments}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            log = (self.profile.parent / f"{self.profile.name}.stderr").read_text()
            raise DeskError(f"the app ended at {do} {arguments}: {log[-2000:]}")
        answer = json.loads(line)
        if "error" in answer:
            raise DeskError(f"{do} {arguments}: {answer['error']}")
        return answer["ok"]

    def type(self, name: str, text: str, **more: Any) -> None:
        self.ask("type", name=name, text=text, **more)

    def fill(self, screen: str, **fields: str) -> None:
        """Type into several fields of a screen, in order."""
        for name, text in fields.items():
            self.type(f"{screen}.{name}", text)

    def click(self, name: str) -> None:
        self.ask("click", name=name)

    def tick(self, name: str) -> None:
        self.ask("tick", name=name)

    def choose(self, name: str, text: str) -> None:
        self.ask("choose", name=name, text=text)

    def pick(self, name: str, text: str, *, open: bool = False) -> None:
        self.ask("pick", name=name, text=text, open=open)

    def press(self, keys: str, name: str = "") -> None:
        self.ask("press", keys=keys, name=name)

    def see(self, text: str, name: str = "", within: float = 15) -> None:
        self.ask("see", text=text, name=name, within=within)

    def there(self, name: str, within: float = 15) -> None:
        self.ask("there", name=name, within=within)

    def value(self, name: str) -> str:
        return str(self.ask("value", name=name))

    def focused(self, name: str) -> None:
        """Wait until the cursor is in this field."""
        self.ask("focused", name=name)

    def read(self) -> list[str]:
        said: list[str] = self.ask("read")
        return said

    def says(self, text: str) -> bool:
        """Whether this can be read on the screen now."""
        return any(text in said for said in self.read())

    def shot(self, title: str) -> Path | None:
        """A picture of the window into the story's folder, numbered; None where the story keeps none."""
        if self._shots is None:
            return None
        path = numbered(self._shots, title)
        self.ask("shot", path=str(path))
        return path

    def kill(self) -> None:
        """SIGKILL: as the power goes."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._release()

    def close(self) -> None:
        """End the app as its user would, by closing it."""
        if self._process is None:
            return
        if self._process.stdin:
            self._process.stdin.close()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._release()

    def _release(self) -> None:
        assert self._process is not None
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        self._process = None
