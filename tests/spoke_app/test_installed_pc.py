"""A PC that was installed with the hub's address and a code: it joins once, in silence, when there is a line."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hub_server.services.staff import NewStaff, add_staff
from hub_server.store import devices
from spoke_app import __main__, commands, installed
from spoke_app.access import wipe
from spoke_app.access.roster import is_enrolled
from spoke_app.access.seals import read_seals
from spoke_app.installed import Installed
from spoke_app.paths import Profile
from tests.helpers.fault_proxy import Fault, FaultProxy
from tests.helpers.hub import ROOT, HubProcess, served_hub
from tests.spoke_app.test_cli import Commands

Give = Callable[..., None]


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with served_hub(f"sqlite:///{tmp_path_factory.mktemp('hub') / 'hub.db'}") as served:
        yield served


@pytest.fixture
def facility(hub: HubProcess) -> str:
    place = hub.facility()
    add_staff(hub.services, NewStaff("Kumari Anjali", "cho", (place,), pin="246810"))
    return place


@pytest.fixture
def app(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Commands:
    return Commands(tmp_path / "profile", capsys, monkeypatch)


@pytest.fixture
def give(monkeypatch: pytest.MonkeyPatch) -> Give:
    """What the installer is to have written."""

    def written(hub_url: str = "", enrol_code: str = "", **more: object) -> None:
        found = Installed(hub_url, enrol_code, **more)  # type: ignore[arg-type]
        monkeypatch.setattr(installed, "read", lambda: found)

    written()
    return written


def device_count(hub: HubProcess) -> int:
    with hub.services.store.read() as conn:
        return len(devices.all_devices(conn))


def test_it_enrols_with_what_was_given_and_then_never_again(
    app: Commands, hub: HubProcess, facility: str, give: Give
) -> None:
    give(hub.url, hub.code(facility))
    said = app("enrol", "--installed")
    assert (said.code, said.err) == (0, "")
    assert is_enrolled(Profile(app.folder))
    before = device_count(hub)
    give(hub.url, hub.code(facility))
    assert app("enrol", "--installed") == type(said)(0, "", "")
    assert device_count(hub) == before


@pytest.mark.parametrize("given", [{}, {"hub_url": "https://hub.example.in"}, {"enrol_code": "K7QM-3ZTX-9PVA"}])
def test_half_or_nothing_given_is_nothing_to_do(app: Commands, give: Give, given: dict[str, str]) -> None:
    give(**given)
    said = app("enrol", "--installed")
    assert (said.code, said.out, said.err) == (0, "", "")
    assert not app.folder.exists()


def test_without_a_line_it_is_3_and_the_next_try_uses_the_same_code(
    app: Commands, hub: HubProcess, facility: str, give: Give
) -> None:
    with FaultProxy(hub.url) as line:
        give(line.url, hub.code(facility))
        line.fault = Fault(refuse=True)
        assert app("enrol", "--installed").code == 3
        line.fault = Fault(cut_down=40)  # the hub has spent the code; its answer was lost
        assert app("enrol", "--installed").code == 3
        line.fault = Fault()
        assert app("enrol", "--installed").code == 0


def test_a_used_code_is_a_sentence_and_1(app: Commands, hub: HubProcess, give: Give) -> None:
    give(hub.url, "K7QM-3ZTX-9PVA")
    said = app("enrol", "--installed")
    assert said.code == 1
    assert said.err == "This enrolment code is wrong, used or expired: ask for a new one.\n"


def test_a_pc_that_the_hub_wiped_does_not_come_back_by_itself(
    app: Commands, hub: HubProcess, facility: str, give: Give
) -> None:
    profile = Profile(app.folder)
    profile.make()
    profile.wiped_path.write_text('{"at": "2026-11-23T10:00:00+05:30", "hub_url": "", "delivered": 2, "drafts": 0}')
    assert wipe.finished(profile) is not None
    give(hub.url, hub.code(facility))
    assert app("enrol", "--installed").code == 0
    assert not is_enrolled(profile)


def test_what_is_not_said_is_taken_from_the_installer(
    app: Commands, hub: HubProcess, facility: str, give: Give
) -> None:
    give(hub_url=hub.url)
    assert app("enrol", "--code", hub.code(facility)).code == 0
    assert read_seals(Profile(app.folder)).hub_url == hub.url


def test_where_nobody_said_anything_it_is_wrong_usage(app: Commands, give: Give) -> None:
    said = app("enrol", "--hub", "http://127.0.0.1:1")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("Say where to and with what: `spoke-app enrol --hub URL --code CODE`.")
    assert not app.folder.exists()


def test_the_installer_and_the_window_at_once_make_one_device(
    hub: HubProcess, facility: str, tmp_path: Path, give: Give
) -> None:
    profile = Profile(tmp_path / "pc")
    given = Installed(hub.url, hub.code(facility))
    before = device_count(hub)

    def join(_: int) -> str:
        from spoke_app import entry

        standing, until = entry.join(profile, given.hub_url, given.enrol_code), time.monotonic() + 20
        while not standing.people and time.monotonic() < until:  # another one is just bringing them
            standing = entry.fetch_people(profile)
        return standing.people[0].name

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(join, range(4))) == ["Kumari Anjali"] * 4
    assert device_count(hub) == before + 1
    assert commands.enrol_installed(profile, given, None).code == 0


def test_values_that_make_no_sense_are_named_in_the_log(app: Commands, give: Give) -> None:
    app.folder.mkdir()
    give(ignored=("HubUrl", "Lang"))
    assert app("enrol", "--installed").code == 0
    log = (app.folder / "log" / "spoke.log").read_text()
    assert "what the installer wrote makes no sense: HubUrl Lang" in log


# Starting by itself


@pytest.mark.parametrize("wanted", [True, False])
def test_autostart_opens_the_window_only_where_it_is_wanted(
    give: Give, monkeypatch: pytest.MonkeyPatch, wanted: bool
) -> None:
    opened = []
    monkeypatch.setattr(__main__, "_window", lambda profile, lang: opened.append(lang) or 5)
    give(autostart=wanted)
    assert __main__.main(["--autostart", "--lang", "hi"]) == (5 if wanted else 0)
    assert opened == (["hi"] if wanted else [])
    assert __main__.main(["--lang", "hi"]) == 5


def test_whether_to_start_by_itself_is_asked_before_anything_is_loaded() -> None:
    probe = """
import sys
from spoke_app.__main__ import main
code = main(["--autostart"])
print(code, sorted({"PySide6", "cryptography", "sqlcipher3", "msgspec", "argparse", "logging"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "0 []\n"


# Without a console


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["status"], 1),
        (["status", "--json"], 1),
        (["enrol", "--installed"], 0),
        (["enrol"], 2),
        (["data", "remove"], 2),
        (["status", "--staff", "A", "--pin-stdin"], 1),
        (["nonsense"], 2),
        (["--help"], 0),
    ],
)
def test_a_command_of_the_windowed_launcher_has_no_streams_and_ends_all_the_same(
    tmp_path: Path, arguments: list[str], code: int
) -> None:
    probe = f"""
import sys
sys.stdin = sys.stdout = sys.stderr = None
from spoke_app.__main__ import main
sys.exit(main({["--profile", str(tmp_path / "pc"), *arguments]!r}))
"""
    done = subprocess.run([sys.executable, "-W", "error", "-c", probe], cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (code, b"", b"")
