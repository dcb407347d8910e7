"""What `packaging/hub` hands out: units, nginx and steps say only what there is; nginx stands before a real hub."""

from __future__ import annotations

import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from hub_server.__main__ import _parser
from tests.helpers.hub import ROOT, HubProcess, served_hub
from tests.hub_server.test_tls import Authority, new_authority

FOLDER = ROOT / "packaging" / "hub"
PROGRAM = "/opt/spoke-hub/bin/hub-server"
WAIT_S = 30


def said_in(text: str) -> list[list[str]]:
    """The hub-server commands in a unit or in the steps, as they are typed; `hub` is the steps' word for it."""
    found = []
    for line in text.splitlines():
        plain = line.split("  #", 1)[0].split("      #", 1)[0].strip().replace("'", "")
        for command in re.findall(rf"(?:{PROGRAM}|^hub|&& hub|`hub-server|`hub) ([a-z][^&`|]*)", plain):
            found.append(shlex.split(command.replace("$$(date +%%u)", "1")))
    return [words for words in found if words[0] != "init" or len(words) == 1]


@pytest.mark.parametrize("name", ["spoke-hub.service", "spoke-hub-backup.service", "README.md"])
def test_every_command_is_one(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPOKE_STORE", "postgresql:///spoke?host=/run/postgresql")
    text = (FOLDER / name).read_text()
    if name == "README.md":  # titles and names in quotes stay whole
        text = text.replace('"District Office"', "District-Office").replace("`hub-1.spokehub`", "")
    commands = said_in(text)
    assert len(commands) >= (8 if name == "README.md" else 1)
    for words in commands:
        parsed = _parser().parse_args(words)  # SystemExit where a flag is none
        assert callable(parsed.run)
        assert parsed.store


def test_the_store_may_be_named_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPOKE_STORE", raising=False)
    with pytest.raises(SystemExit):
        _parser().parse_args(["check"])


def test_the_wrapper_is_a_shell_script_that_says_what_it_runs() -> None:
    wrapper = FOLDER / "hub"
    assert wrapper.stat().st_mode & 0o111
    assert subprocess.run(["sh", "-n", str(wrapper)], check=False).returncode == 0
    assert PROGRAM in wrapper.read_text()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_the_units_are_sound_and_may_do_little(tmp_path: Path) -> None:
    program = tmp_path / "hub-server"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for unit in FOLDER.glob("spoke-hub*"):
        (tmp_path / unit.name).write_text(unit.read_text().replace(PROGRAM, str(program)))
    units = sorted(str(path) for path in tmp_path.glob("spoke-hub*"))
    assert len(units) == 3
    verified = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    said = [line for line in verified.stderr.splitlines() if str(tmp_path) in line or "spoke-hub" in line]
    assert said == []
    for named in units:
        if named.endswith(".service"):
            asked = ["systemd-analyze", "security", "--offline=true", "--threshold=20", named]
            looked = subprocess.run(asked, capture_output=True, text=True, check=False)
            assert looked.returncode == 0, looked.stdout[-300:]


# ---- nginx ------------------------------------------------------------------------------------------------------


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    made = new_authority(tmp_path)
    made.issue()
    return made


@pytest.fixture
def proxied(
    tmp_path: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[HubProcess, str, str]]:
    """The example before a hub: (the hub, its address by https, by http)."""
    unpacked = Path(sys.prefix) / "nginx/usr/sbin/nginx"  # by ./run test, where none is installed
    nginx = shutil.which("nginx") or shutil.which("/usr/sbin/nginx") or shutil.which(unpacked)
    if nginx is None:
        pytest.skip("nginx is not installed")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.file))
    secure, plain = free_port(), free_port()
    url = f"sqlite:///{tmp_path / 'hub.db'}"
    with served_hub(url, "--behind-proxy", "127.0.0.1") as hub:
        site = (FOLDER / "nginx.conf").read_text()
        for old, new in {
            "listen 443": f"listen 127.0.0.1:{secure}",
            "listen 80": f"listen 127.0.0.1:{plain}",
            "127.0.0.1:8470": hub.url.removeprefix("http://"),
            "hub.example.org;": "localhost;",
            "/etc/letsencrypt/live/hub.example.org/fullchain.pem": str(authority.certificate),
            "/etc/letsencrypt/live/hub.example.org/privkey.pem": str(authority.hub_key),
            "/var/log/nginx": str(tmp_path),
        }.items():
            assert old in site
            site = site.replace(old, new)
        site = re.sub(r".*listen \[::\].*\n", "", site)
        paths = "".join(f"{name}_temp_path {tmp_path}/{name};" for name in _TEMPORARY)
        outer = f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/log; events {{}} http {{ {paths} {site} }}"
        config = tmp_path / "outer.conf"
        config.write_text(outer)
        tried = subprocess.run([nginx, "-t", "-c", str(config)], capture_output=True, text=True, check=False)
        assert tried.returncode == 0, tried.stderr
        process = subprocess.Popen([nginx, "-c", str(config)], stderr=subprocess.DEVNULL)
        try:
            _until_it_answers(secure)
            yield hub, f"https://127.0.0.1:{secure}", f"http://127.0.0.1:{plain}"
        finally:
            process.terminate()
            process.wait(timeout=WAIT_S)


_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def _until_it_answers(port: int) -> None:
    end = time.monotonic() + WAIT_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=WAIT_S).close()
            return
        except ConnectionRefusedError:
            assert time.monotonic() < end, "nginx never came"


def test_an_exchange_and_a_page_through_nginx(proxied: tuple[HubProcess, str, str], tmp_path: Path) -> None:
    hub, secure, plain = proxied
    centre = hub.centre()
    centre.peer.url = secure
    for _ in range(30):
        centre.patient(note="x" * 2000)
    assert centre.peer.exchange(page=10).one("ack")["n"] == 30
    page = requests.get(f"{secure}/sign-in?next=Sunita+Devi", timeout=WAIT_S)
    assert page.status_code == 200
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Secure" in page.headers["Set-Cookie"]
    assert "nginx/" not in page.headers.get("Server", "")
    too_long = requests.post(f"{secure}/v1/exchange", data=b"x" * (17 << 20), timeout=WAIT_S)
    assert too_long.status_code == 413
    moved = requests.get(f"{plain}/review/queue", timeout=WAIT_S, allow_redirects=False)
    assert (moved.status_code, moved.headers["Location"][:8]) == (301, "https://")
    for log in tmp_path.glob("*.log"):
        assert "Sunita" not in log.read_text()
    assert "/sign-in" in (tmp_path / "spoke-hub.log").read_text()


def test_a_hub_that_is_gone_is_told_without_a_name(proxied: tuple[HubProcess, str, str], tmp_path: Path) -> None:
    hub, secure, _ = proxied
    hub.process.terminate()
    hub.process.wait(timeout=WAIT_S)
    answer = requests.get(f"{secure}/review/search?q=Sunita", timeout=WAIT_S)
    assert answer.status_code == 502
    assert answer.headers["Strict-Transport-Security"]
    assert "Sunita" not in "".join(log.read_text() for log in tmp_path.glob("*.log"))
