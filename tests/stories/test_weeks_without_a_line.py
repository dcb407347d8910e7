"""Weeks without a line, told by its commands: a PC that was enrolled in town and now only a USB stick travels."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.helpers.hub import ROOT, command, start_serving, stop

PIN = "246810"
NAME = "Kumari Anjali"


def hub(store: str, *arguments: str, stdin: str = "") -> Any:
    done = command(*arguments, "--json", store=store, stdin=stdin)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def spoke(profile: Path, *arguments: str, code: int = 0) -> Any:
    line = [sys.executable, "-m", "spoke_app", *arguments, "--profile", str(profile), "--json"]
    if arguments[0] != "enrol":
        line += ["--staff", NAME, "--pin-stdin"]
    done = subprocess.run(line, cwd=ROOT, input=f"{PIN}\n", capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return json.loads(done.stdout)


def test_weeks_without_a_line(tmp_path: Path) -> None:
    store, first, second = f"sqlite:///{tmp_path / 'hub.db'}", tmp_path / "first", tmp_path / "second"
    hub(store, "init")
    place = hub(store, "facility", "add", "--code", "PAR", "--name", "HSC Parsarma", "--district", "223")["id"]
    hub(store, "staff", "add", "--name", NAME, "--role", "cho", "--post", place, "--pin-stdin", stdin=f"{PIN}\n")
    process, url = start_serving(store)
    try:
        for profile in (first, second):
            spoke(profile, "enrol", "--hub", url, "--code", hub(store, "enrol-code", "--post", place)["code"])
    finally:
        assert stop(process) == 0  # from here on there is no line

    register = tmp_path / "register.csv"
    register.write_text(
        "name,gender,age,village\nSunita Devi,female,30,Barail\nRajesh Paswan,male,41,Parsarma\n", "utf-8"
    )
    assert spoke(first, "import", str(register))["added_patients"] == 2
    spoke(first, "exchange", code=3)

    stick, reply = tmp_path / "stick.spoke", tmp_path / "reply.spoke"
    exported = spoke(first, "bundle", "export", str(stick))
    assert exported["changes"] >= 2
    assert exported["waiting"] == exported["changes"], "until the reply is here it all waits"
    assert b"Sunita" not in stick.read_bytes()
    taken = hub(store, "bundle", "import", str(stick), "--reply", str(reply))
    assert taken["changes"] == exported["changes"]
    back = spoke(first, "bundle", "import", str(reply))
    assert (back["outcome"], back["sent"], back["waiting"], back["all_sent"]) == ("done", exported["changes"], 0, True)
    assert spoke(first, "bundle", "import", str(reply), code=1)["error"] == "bundle-known"
    assert spoke(second, "bundle", "import", str(reply), code=1)["error"] == "bundle-unknown"

    spoke(second, "bundle", "export", str(stick))
    hub(store, "bundle", "import", str(stick), "--reply", str(reply))
    damaged = tmp_path / "damaged.spoke"
    damaged.write_bytes(reply.read_bytes()[:-1])
    assert spoke(second, "bundle", "import", str(damaged), code=1)["outcome"] == "bundle-damaged"
    assert spoke(second, "bundle", "import", str(reply))["outcome"] == "done"
    checked = [spoke(profile, "check") for profile in (first, second)]
    assert [each["whole"] for each in checked] == [True, True]
    assert checked[0]["records"] == checked[1]["records"]
    assert hub(store, "check")["wrong"] == []

    process, url = start_serving(store, "--port", url.rsplit(":", 1)[1])  # the line is back
    try:
        again = spoke(first, "exchange")
        assert (again["sent"], again["received"], again["all_sent"]) == (0, 0, True)
    finally:
        assert stop(process) == 0
