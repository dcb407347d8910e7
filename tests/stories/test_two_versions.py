"""Two people wrote different things offline: told on both PCs, settled on one, gone on the other. Real hub and apps."""

from __future__ import annotations

from pathlib import Path

from tests.stories import the_loop, town, two_versions
from tests.stories.desk import Desk


def settled(desk: Desk) -> None:
    """The record has one number and both allergies, and asks nothing any more."""
    desk.press("Alt+P")
    desk.type("patients.search", two_versions.MAN)
    desk.pick("patients.list", two_versions.MAN)
    desk.click("patients.open_record")
    desk.there("patients.record_history")
    desk.see(two_versions.HERE)
    said = " ".join(desk.read())
    assert "Penicillin, rash" in said and "Dust, sneezing" in said
    assert two_versions.THERE not in said and "Two people changed the same thing." not in said
    desk.press("Ctrl+H")
    desk.there("conflict.history")
    desk.see(two_versions.THERE)  # what was not chosen stands in the history


def test_two_pcs_differ_about_a_phone_number_and_one_settles_it(tmp_path: Path) -> None:
    hub = town.Hub(f"sqlite:///{tmp_path / 'hub.db'}", tmp_path)
    hub.furnish()
    desk, other = Desk(tmp_path / "one" / "profile"), Desk(tmp_path / "two" / "profile")
    try:
        hub.start()
        for pc, who, pin in ((desk, town.CHO, town.PIN), (other, town.ANM, town.PIN_ANM)):
            pc.open()
            the_loop.enrol(pc, hub.url, hub.enrol_code("parsarma"))
            the_loop.sign_in(pc, who, pin)
        the_loop.treat_here(desk)
        two_versions.part(hub, desk, other)
        two_versions.compare(other)  # the other PC looks, and leaves it
        other.see("Kumari Anjali, CHO")
        other.press("Esc")
        other.there("exchange.now")
        two_versions.compare(desk)
        desk.see("Rekha Kumari, ANM")
        two_versions.decide(desk)
        two_versions.meet((desk, other), two_versions.is_settled)
        settled(desk)
        settled(other)
        assert hub.command("check")["wrong"] == []
    finally:
        desk.close()
        other.close()
        hub.stop()
