"""Seeded histories of saves, arrivals, quarantine and releases: the projection is always what a replay gives (C3)."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from care_record.change import Change
from care_record.ids import new_id
from spoke_app.store import journal
from spoke_app.store.journal import NewChange
from tests.helpers.spoke import Spoke, new_spoke
from tests.spoke_app.store.test_journal import assert_chain_holds, assert_rebuilt_the_same

NAMES = ("Sunita Devi", "सुनीता देवी", "Bijay Kumar", "लक्ष्मी", "", 7)
KINDS = ("patient", "visit", "referral", "case_event", "advice", "follow_up", "note")


class History:
    """One PC's life, at random."""

    def __init__(self, spoke: Spoke, seed: int) -> None:
        self.spoke, self.dice = spoke, random.Random(seed)
        self.patients = [new_id() for _ in range(3)]
        self.records: dict[str, list[tuple[str, str]]] = {"patient": [(p, p) for p in self.patients]}
        self.changes: list[Change] = []

    def fields(self, kind: str) -> dict[str, Any]:
        dice = self.dice
        day = f"2026-11-{dice.randint(1, 28):02d}"
        referral = dice.choice(self.records.get("referral", [(new_id(), "")]))[0]
        return {
            "patient": {"name": dice.choice(NAMES), "village": dice.choice(("Rampur", "मनेर", None)),
                        "same_as": dice.choice((None, None, None, self.patients[0]))},
            "visit": {"started": dice.choice((f"{day}T10:00:00+05:30", "never", None)), "outcome": "treated"},
            "referral": {"urgency": "urgent", "visit": new_id()},
            "case_event": {"referral": referral, "event": dice.choice(("opened", "question", "given", "closed"))},
            "advice": {"referral": referral, "text": "Rest", "signed": f"{day}T11:00:00+05:30"},
            "follow_up": {"due": day, "done": dice.choice((None, new_id()))},
            "note": {"text": "words", "signed": dice.choice((None, f"{day}T11:00:00+05:30"))},
        }[kind]  # fmt: skip

    def step(self) -> None:
        dice, spoke = self.dice, self.spoke
        now = spoke.clock.forward(minutes=dice.randint(-200, 300))
        if self.changes and dice.random() < 0.15:
            chosen = dice.choice(self.changes)
            if spoke.store.execute("DELETE FROM quarantined WHERE id = ?", (chosen.id,)) == 0:
                spoke.store.execute("INSERT INTO quarantined VALUES(?, 'no-authority', '', '')", (chosen.id,))
            journal.reproject(spoke.store, [chosen.record])
            return
        kind = dice.choice(KINDS)
        known = self.records.setdefault(kind, [])
        if known and dice.random() < 0.5:
            record, patient = dice.choice(known)
        else:
            patient = dice.choice(self.patients)
            record = patient if kind == "patient" else new_id()
            known.append((record, patient))
        earlier = [change.id for change in self.changes if change.record == record]
        base = tuple(dice.sample(earlier, dice.randint(0, min(2, len(earlier)))))
        if dice.random() < 0.5:
            new = NewChange(kind, patient, self.fields(kind), record=record, base=base)
            self.changes += journal.write(spoke.store, [new], author="a", now=now)
        else:
            line = spoke.hub.line(kind, self.fields(kind), now=now, record=record, patient=patient, base=base)
            self.changes += spoke.receive(line)


@pytest.mark.parametrize("seed", range(12))
def test_the_projection_is_what_a_replay_gives(tmp_path: Path, seed: int) -> None:
    spoke = new_spoke(tmp_path)
    history = History(spoke, seed)
    for _ in range(60):
        history.step()
    assert_rebuilt_the_same(spoke.store)
    assert_chain_holds(spoke.store)
    assert spoke.store.value("SELECT count(*) FROM journal") == len(history.changes) + 4
    spoke.store.close()
