"""`check` says that a whole store is whole, and finds each way in which one is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from care_record.signature import b64, new_signing_key, public_key
from spoke_app.store import exchange_book as book
from spoke_app.store import soundness
from spoke_app.store.journal import NewChange, write
from tests.helpers.spoke import Spoke, new_spoke, patient_fields
from tests.spoke_app.sync.rig import ScriptedHub, foreign
from tests.spoke_app.sync.rig import Spoke as EnrolledSpoke


@pytest.fixture
def spoke(tmp_path: Path) -> Iterator[Spoke]:
    spoke = new_spoke(tmp_path)
    for name in ("Sunita Devi", "Ramesh", "सुनीता देवी"):
        write(
            spoke.store,
            [NewChange("patient", None, patient_fields(name))],
            author=spoke.desk.staff.id,
            now=spoke.clock.forward(minutes=1),
        )
    yield spoke
    spoke.store.close()


def test_a_whole_store_is_whole_and_stays_as_it_was(spoke: Spoke) -> None:
    before = spoke.store.rows("SELECT * FROM records ORDER BY record")
    found = soundness.check(spoke.store)
    assert found.problems == []
    assert (found.changes, found.records) == (7, 7)
    assert spoke.store.rows("SELECT * FROM records ORDER BY record") == before


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        ("UPDATE records SET fields = '{}' WHERE kind = 'patient'", "projection"),
        ("DELETE FROM patients", "projection"),
        ("UPDATE chain_lines SET head = zeroblob(32) WHERE n = 2", "chain"),
        ("DELETE FROM chain_lines WHERE n = 2", "chain"),
        ("UPDATE chains SET acked_n = 9", "chain"),
        ("INSERT INTO feed_places(feed, seq, head) VALUES('all', 4, zeroblob(32))", "feed"),
        ("DROP TRIGGER journal_unaltered; UPDATE journal SET line = CAST(line || ' ' AS BLOB)", "line"),
        ("DROP TRIGGER journal_unaltered; UPDATE journal SET record = 'x' WHERE kind = 'patient'", "line"),
    ],
)
def test_each_damage_is_found(spoke: Spoke, damage: str, code: str) -> None:
    with spoke.store.transaction():
        for statement in damage.split("; "):
            spoke.store.execute(statement)
    found = soundness.check(spoke.store)
    assert not found.whole
    assert code in {known for known, _ in found.problems}


def test_feeds_are_proved_by_the_marks_that_the_hub_signed(tmp_path: Path) -> None:
    hub = ScriptedHub()
    spoke = EnrolledSpoke(tmp_path, hub)
    hub.feed.lines += [foreign("Asha"), foreign("Meena")]
    hub.script = hub.news
    spoke.exchange()
    assert soundness.check(spoke.store).whole
    with spoke.store.transaction():
        spoke.store.meta_set("sign_key", b64(public_key(new_signing_key())))
    assert soundness.check(spoke.store).problems == [("feed", f"{book.feeds(spoke.store)[0]} at 2")]
    spoke.store.close()
