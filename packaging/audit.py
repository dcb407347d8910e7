"""Asks whether a known weakness is in what this project runs on: what is installed here for app and hub, and what the
installer is pinned to. Exit 0 if none is known or nobody could be asked, 1 if one is."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
EXTRAS = ("desktop", "hub")
_LONGEST_S = 300


class BadIgnore(Exception):
    """An entry of the ignore list is not whole, or its day has come."""


@dataclass(frozen=True)
class Known:
    """A known weakness of a version that is used."""

    package: str
    version: str
    advisory: str
    aliases: tuple[str, ...]
    mended_in: tuple[str, ...]

    def __str__(self) -> str:
        mended = f", mended in {' or '.join(self.mended_in)}" if self.mended_in else ", not mended yet"
        return f"{self.package} {self.version}: {self.advisory}{mended}"


def main() -> int:
    """Ask, and say what came of it."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    try:
        ignored = ignore_list(settings, datetime.now(UTC).date())
    except BadIgnore as error:
        return _say(f"audit: {error}", 1)
    used = installed() | pinned()
    answer, why = ask(used)
    if answer is None:
        return _say(f"audit: could not ask ({why}). Nothing is known of {len(used)} packages", 0)
    found, skipped = read(answer)
    wrong = [each for each in found if not {each.advisory, *each.aliases} & ignored.keys()]
    for each in wrong:
        _say(f"audit: {each}", 1)
    if skipped:
        _say(f"audit: could not ask about {len(skipped)} of {len(used)}: {', '.join(sorted(skipped)[:5])} …", 0)
    return _say(
        f"audit: {len(used) - len(skipped)} packages asked about, {len(wrong)} with a known weakness", bool(wrong)
    )


def ignore_list(settings: Mapping[str, Any], today: date) -> dict[str, str]:
    """Advisory -> reason. Each entry says why, and until when: that day it is looked at again. BadIgnore."""
    found = {}
    for entry in settings.get("tool", {}).get("spoke", {}).get("audit", {}).get("ignore", []):
        advisory, reason, until = (entry.get(name) for name in ("id", "reason", "until"))
        if not (advisory and reason and isinstance(until, date)):
            raise BadIgnore(
                f"tool.spoke.audit.ignore: {advisory or 'an entry'} needs an id, a reason and until = a day"
            )
        if until < today:
            raise BadIgnore(f"{advisory} was ignored until {until} ({reason}): look at it again")
        found[str(advisory)] = str(reason)
    return found


def installed() -> set[tuple[str, str]]:
    """(name, version) of what app and hub need, as it is installed here, with what that needs in turn."""
    found: dict[str, str] = {}
    ahead: list[tuple[str, tuple[str, ...]]] = [("spoke", EXTRAS)]
    while ahead:
        name, extras = ahead.pop()
        try:
            there = distribution(name)
        except PackageNotFoundError:
            continue  # for another system, say
        ahead += [each for each in _needs(there.requires or (), extras) if each[0] not in found]
        found[_plain(name)] = there.version
    del found["spoke"]
    return set(found.items())


def _needs(requires: Iterable[str], extras: Iterable[str]) -> list[tuple[str, tuple[str, ...]]]:
    from packaging.requirements import Requirement

    wanted = []
    for text in requires:
        need = Requirement(text)
        if need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            wanted.append((_plain(need.name), tuple(need.extras)))
    return wanted


def pinned() -> set[tuple[str, str]]:
    """(name, version) of the wheels in the installer."""
    pins = json.loads((ROOT / "packaging" / "windows" / "pins.json").read_text())
    return {(_plain(wheel["name"]), wheel["version"]) for wheel in pins["wheels"] if not wheel["only_for_building"]}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def ask(used: set[tuple[str, str]]) -> tuple[Any, str]:
    """pip-audit's answer; None, and why, if it could not ask. It takes each package once in a list."""
    merged: dict[str, Any] = {"dependencies": []}
    rounds: list[list[str]] = []
    for name, version in sorted(used):
        room = next((each for each in rounds if not any(line.startswith(f"{name}==") for line in each)), None)
        if room is None:
            rounds.append(room := [])
        room.append(f"{name}=={version}")
    for lines in rounds:
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
            file.write("\n".join(lines) + "\n")
            file.flush()
            command = [sys.executable, "-m", "pip_audit", "--no-deps", "--disable-pip", "--requirement", file.name]
            command += ["--format", "json", "--progress-spinner", "off"]
            try:
                done = subprocess.run(command, capture_output=True, text=True, timeout=_LONGEST_S, check=False)
                merged["dependencies"] += json.loads(done.stdout)["dependencies"]
            except subprocess.TimeoutExpired:
                return None, "no answer"
            except (ValueError, KeyError):
                return None, (done.stderr.strip().splitlines() or ["no answer"])[-1][:200]
    return merged, ""


def read(answer: Any) -> tuple[list[Known], set[str]]:
    """The known weaknesses, and the packages that nobody could be asked about."""
    found, skipped = [], set()
    for each in answer["dependencies"]:
        if "skip_reason" in each:
            skipped.add(each["name"])
        for weakness in each.get("vulns", ()):
            aliases, mended = tuple(weakness.get("aliases", ())), tuple(weakness.get("fix_versions", ()))
            found.append(Known(each["name"], each["version"], weakness["id"], aliases, mended))
    return found, skipped


def _say(line: str, code: int) -> int:
    sys.stdout.write(line + "\n")
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
