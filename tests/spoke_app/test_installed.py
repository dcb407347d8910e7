"""What the installer wrote for a PC, and what becomes of values that make no sense."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from spoke_app import installed
from spoke_app.installed import NOTHING, Installed, parse
from spoke_app.settings import Settings, load_settings, save_settings

HUB, CODE = "https://hub.example.in", "K7QM-3ZTX-9PVA"


def test_what_was_given_is_taken() -> None:
    given = parse({"HubUrl": f" {HUB}/ ", "EnrolCode": CODE, "Lang": "en", "Autostart": "1"})
    assert given == Installed(HUB, CODE, "en", True)
    assert given.enrols


@pytest.mark.parametrize("values", [{}, {"HubUrl": "", "EnrolCode": "", "Lang": "", "Autostart": ""}])
def test_nothing_given(values: dict[str, object]) -> None:
    assert parse(values) == NOTHING
    assert not NOTHING.enrols


@pytest.mark.parametrize("values", [{"HubUrl": HUB}, {"EnrolCode": CODE}])
def test_half_of_it_does_not_enrol(values: dict[str, object]) -> None:
    assert not parse(values).enrols


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HubUrl", "hub.example.in"),
        ("HubUrl", "file:///c:/windows"),
        ("HubUrl", "https://"),
        ("HubUrl", "https://a b"),
        ("HubUrl", "https://[::1"),
        ("HubUrl", "https://" + "a" * 3000),
        ("HubUrl", 17),
        ("EnrolCode", "K7QM\n3ZTX"),
        ("EnrolCode", "क" * 12),
        ("EnrolCode", "A" * 65),
        ("EnrolCode", b"K7QM"),
        ("Lang", "fr"),
        ("Autostart", "yes"),
        ("Autostart", 1),
    ],
)
def test_a_value_that_makes_no_sense_counts_as_not_given_and_is_named(name: str, value: object) -> None:
    assert parse({name: value}) == Installed(ignored=(name,))


def test_one_wrong_value_costs_only_itself() -> None:
    given = parse({"HubUrl": HUB, "EnrolCode": CODE, "Lang": "bho", "Autostart": "1"})
    assert given == Installed(HUB, CODE, None, True, ("Lang",))


@pytest.mark.skipif(sys.platform == "win32", reason="there it is the registry's")
def test_without_a_registry_nothing_was_given() -> None:
    assert installed.read() == NOTHING


def test_the_language_is_that_of_a_pc_whose_people_have_chosen_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installed, "read", lambda: Installed(language="en"))
    path = tmp_path / "settings.json"
    assert load_settings(path) == Settings(language="en")
    save_settings(path, Settings(language="hi"))
    assert load_settings(path) == Settings(language="hi")
    path.write_bytes(b"{")
    assert load_settings(path) == Settings()
