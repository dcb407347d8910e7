"""The log helps whoever looks for a fault, and tells nothing about anyone."""

from __future__ import annotations

import logging
import logging.handlers
from collections.abc import Iterator
from pathlib import Path

import pytest

from spoke_app import log
from spoke_app.log import read_log, redact, start_log, stop_log

RECORD = "01a206ab-0140-7026-a250-8de56bfb3e78"


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "log" / "spoke.log"
    handler = start_log(place)
    yield place
    stop_log(handler)


def test_what_happened_is_in_it(path: Path) -> None:
    logging.getLogger("spoke.sync").info("exchange done: sent %d received %d record %s", 3, 14, RECORD)
    written = read_log(path)
    assert f"INFO spoke.sync exchange done: sent 3 received 14 record {RECORD}" in written


@pytest.mark.parametrize(
    "secret",
    ["सुनीता देवी", "+91 94310 22471", "9431022471", "234123412346", "91-1234-5678-9012", "a" * 64, "x.y@abdm"],
)
def test_what_names_a_person_or_opens_a_door_is_not(path: Path, secret: str) -> None:
    logging.getLogger("spoke.any").warning("something with %s in it", secret)
    written = read_log(path)
    assert "something with" in written
    assert secret not in written
    assert not any(word in written for word in secret.split() if len(word) > 4)


def test_an_error_is_told_by_its_class_and_place_not_by_its_words(path: Path) -> None:
    def fails() -> None:
        raise ValueError("Sunita Devi, Rampur")

    try:
        try:
            fails()
        except ValueError as error:
            raise KeyError("Ramesh Yadav") from error
    except KeyError:
        logging.getLogger("spoke.any").exception("a save failed")
    written = read_log(path)
    assert "builtins.KeyError" in written
    assert "builtins.ValueError" in written
    assert "test_log.py" in written
    assert not any(word in written for word in ("Sunita", "Rampur", "Ramesh"))


def test_quoted_words_are_hidden_and_ids_stay() -> None:
    assert redact(f"field 'name' is \"Sunita\" in {RECORD}") == f"field … is … in {RECORD}"


def test_it_rotates(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = (h for h in logging.getLogger(log.LOGGER).handlers if isinstance(h, logging.handlers.RotatingFileHandler))
    handler = next(own)
    monkeypatch.setattr(handler, "maxBytes", 2000)
    for n in range(200):
        logging.getLogger("spoke.any").info("line number %d", n)
    files = sorted(path.parent.iterdir())
    assert len(files) == log.FILES_KEPT + 1
    assert read_log(path, 3).splitlines()[-1].endswith("line number 199")
    assert len(read_log(path, 30).splitlines()) == 30


def test_a_file_that_another_process_writes_to_goes_on_growing_and_nothing_is_lost(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = (h for h in logging.getLogger(log.LOGGER).handlers if isinstance(h, logging.handlers.RotatingFileHandler))
    monkeypatch.setattr(next(own), "maxBytes", 2000)
    tries = 0

    def held(source: Path, target: Path) -> Path:
        nonlocal tries
        tries += 1
        raise PermissionError(13, "in use")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", held)
        for n in range(200):
            logging.getLogger("spoke.any").info("line number %d", n)
    assert [each.name for each in path.parent.iterdir()] == ["spoke.log"]
    assert [line.rsplit(" ", 1)[1] for line in read_log(path).splitlines()] == [str(n) for n in range(200)]
    assert 5 < tries < 100  # not for each line
    for n in range(200, 210):
        logging.getLogger("spoke.any").info("line number %d", n)
    assert {each.name for each in path.parent.iterdir()} == {"spoke.log", "spoke.log.1"}
    assert [line.rsplit(" ", 1)[1] for line in read_log(path).splitlines()] == [str(n) for n in range(210)]


def test_no_log_yet(tmp_path: Path) -> None:
    assert read_log(tmp_path / "none.log") == ""


def test_where_nothing_can_be_written_the_app_goes_on_in_silence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "log").write_text("in the way")
    handler = start_log(tmp_path / "log" / "spoke.log")
    logging.getLogger("spoke.any").error("something")
    stop_log(handler)
    assert capsys.readouterr().err == ""


def test_a_disk_that_is_full_at_the_end_keeps_nothing_from_being_closed() -> None:
    handler = start_log(Path("/dev/full"))
    logging.getLogger("spoke.any").error("something")
    stop_log(handler)
    assert handler not in logging.getLogger("spoke").handlers
