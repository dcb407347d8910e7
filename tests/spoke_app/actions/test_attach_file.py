"""Attaching a file: bytes and change together or not at all, and plain reasons when it cannot be done."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from care_record.attachment import BadAttachment, Prepared
from care_record.rules.problem import Problem
from spoke_app.actions.attach_file import attach_file, open_attachment, take_file
from spoke_app.actions.exchange_overview import exchange_overview
from spoke_app.actions.finish_visit import finish_visit
from spoke_app.actions.refused import Refused
from spoke_app.store import attachments, journal, migrations, soundness
from spoke_app.store.database import open_store
from tests.helpers.spoke import KEY, Spoke, referral_form

FILE = Path("IMG 234567890124.jpg")


def plain(path: Path) -> Prepared:
    return Prepared(b"the bytes of a picture", "image/jpeg")


def named(spoke: Spoke) -> list[dict[str, object]]:
    return spoke.store.rows("SELECT sha, bytes, media, patient, visit, label FROM attachment_records")


def test_the_change_names_what_was_kept(spoke: Spoke, patient: str) -> None:
    changed = attach_file(spoke.desk, patient, FILE, plain, label="Wound, left hand")
    assert changed.kinds == {"attachment"}
    [row] = named(spoke)
    assert (row["bytes"], row["media"], row["patient"], row["label"]) == (22, "image/jpeg", patient, "Wound, left hand")
    assert open_attachment(spoke.desk, str(row["sha"])) == b"the bytes of a picture"
    assert soundness.check(spoke.store).whole
    view = exchange_overview(spoke.desk)
    assert (view.pictures, view.picture_bytes, view.pictures_missing) == (1, 22, 0)


def test_a_files_name_with_an_aadhaar_number_is_not_kept(spoke: Spoke, patient: str) -> None:
    attach_file(spoke.desk, patient, FILE, plain)
    [row] = named(spoke)
    assert row["label"] == "IMG XXXX-XXXX-0124"


def test_a_visit_takes_its_photos_along_in_one_save(spoke: Spoke, patient: str) -> None:
    taken = take_file(spoke.desk, Path("wound.jpg"), plain)
    assert named(spoke) == []
    assert exchange_overview(spoke.desk).pictures == 0  # nothing names it yet
    form = referral_form(spoke, patient)
    _, visit = finish_visit(spoke.desk, type(form)(**{**form.__dict__, "attachments": (taken,)}))
    [row] = named(spoke)
    assert (row["visit"], row["label"], row["sha"]) == (visit, "wound", taken.sha)
    assert exchange_overview(spoke.desk).pictures == 1


def test_a_photo_whose_bytes_are_gone_is_said_before_anything_is_written(spoke: Spoke, patient: str) -> None:
    taken = take_file(spoke.desk, Path("wound.jpg"), plain)
    attachments.discard(spoke.store, taken.sha)
    form = referral_form(spoke, patient)
    with pytest.raises(Refused) as caught:
        finish_visit(spoke.desk, type(form)(**{**form.__dict__, "attachments": (taken,)}))
    assert caught.value.problems == (Problem("attachments", "missing", taken.sha[:12]),)
    assert spoke.store.value("SELECT count(*) FROM visits") == 0


@pytest.mark.parametrize("code", BadAttachment.CODES)
def test_what_cannot_be_attached_says_why_and_writes_nothing(spoke: Spoke, patient: str, code: str) -> None:
    def bad(path: Path) -> Prepared:
        raise BadAttachment(code)

    with pytest.raises(Refused) as caught:
        attach_file(spoke.desk, patient, FILE, bad)
    assert [(p.field, p.code) for p in caught.value.problems] == [("attachment", code)]
    assert spoke.store.value("SELECT count(*) FROM attachments") == 0


def test_bytes_and_change_are_there_together_or_not_at_all(spoke: Spoke, patient: str) -> None:
    spoke.store.execute("CREATE TRIGGER full BEFORE INSERT ON chain_lines BEGIN SELECT RAISE(ABORT, 'full'); END")
    with pytest.raises(Exception, match="full"):
        attach_file(spoke.desk, patient, FILE, plain)
    assert spoke.store.value("SELECT count(*) FROM attachment_pieces") == 0
    assert named(spoke) == []


def test_a_stranger_and_a_role_that_may_not(spoke: Spoke, patient: str) -> None:
    with pytest.raises(Refused):
        attach_file(spoke.desk, "nobody", FILE, plain)
    with pytest.raises(Refused):
        attach_file(spoke.as_person(role="it"), patient, FILE, plain)
    assert spoke.store.value("SELECT count(*) FROM attachments") == 0


def test_what_no_form_came_to_name_is_swept_away_after_a_month(spoke: Spoke, patient: str) -> None:
    def other(path: Path) -> Prepared:
        return Prepared(path.name.encode(), "image/jpeg")

    orphan, drafted = (take_file(spoke.desk, Path(f"{name}.jpg"), other) for name in ("orphan", "drafted"))
    values = json.dumps({"attachments": [{"id": drafted.sha}]})
    spoke.store.execute(
        'INSERT INTO drafts(id, form, title, author, focus, saved_at, "values", heads)'
        " VALUES('d', 'visit', '', '', '', '', ?, '{}')",
        (values,),
    )
    attach_file(spoke.desk, patient, Path("named.jpg"), other)
    spoke.clock.forward(days=29)
    take_file(spoke.desk, Path("later.jpg"), other)
    assert attachments.holds(spoke.store, orphan.sha)
    spoke.clock.now += timedelta(days=2)
    take_file(spoke.desk, Path("latest.jpg"), other)
    assert not attachments.holds(spoke.store, orphan.sha)
    assert attachments.holds(spoke.store, drafted.sha)
    assert spoke.store.value("SELECT count(*) FROM attachments") == 4


def test_nothing_of_it_lies_plain_on_the_disk(spoke: Spoke, patient: str) -> None:
    attach_file(spoke.desk, patient, FILE, plain)
    for path in spoke.store.path.parent.iterdir():
        assert b"the bytes of a picture" not in path.read_bytes()


def test_a_store_of_before_gets_the_names_of_its_attachments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [at] = [n for n, step in enumerate(migrations.MIGRATIONS) if any("attachment_records(" in sql for sql in step)]
    monkeypatch.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:at])
    monkeypatch.setattr(migrations, "NEWEST", at)
    old = open_store(tmp_path / "store.db", KEY)
    fields = json.dumps({"sha256": "a" * 64, "bytes": 9, "media": "image/png", "label": "X-ray", "visit": "v"})
    old.execute(
        "INSERT INTO records(record, kind, patient, fields, heads, conflicts, flagged, after_signing, foreign_changes,"
        " created_at, updated_at, author, device, last_clock)"
        " VALUES('r', 'attachment', 'p', ?, '[]', '[]', '[]', '[]', '[]', '', '', '', '', 'c')",
        (fields,),
    )
    old.close()
    monkeypatch.undo()
    store = open_store(tmp_path / "store.db", KEY)
    assert store.rows("SELECT record, sha, bytes, patient, visit, label FROM attachment_records") == [
        {"record": "r", "sha": "a" * 64, "bytes": 9, "patient": "p", "visit": "v", "label": "X-ray"}
    ]
    journal.rebuild(store)  # the record has no change behind it
    assert store.rows("SELECT record FROM attachment_records") == []
    store.close()
