"""A health centre's real store after years of work: every change written as it would be, day by day, in one file.

Ten patients and thirty visits for each of a few thousand working days, with signed notes, medicines given, referrals
that doctors answered, follow-ups that were kept and some that were not. Own lines stand on the PC's chain and all
lines in the feed; only the last day's work still waits for the hub. Seeded; the people are invented.

A built store stays in `out/bench`, under a name that changes with whatever decides what is in it.
"""

from __future__ import annotations

import hashlib
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from bench.people import people
from bench.work import visit, words
from care_record.chain import feed_extend, mark_bytes
from care_record.change import Change
from care_record.clock import time_text
from care_record.ids import new_id
from care_record.signature import b64, new_signing_key, public_key, sign, slip_text
from spoke_app.actions.desk import Desk
from spoke_app.actions.views import Person, Place
from spoke_app.store import exchange_book, journal, own_chain
from spoke_app.store.database import Store, open_store
from spoke_app.store.exchange_book import FeedPlace, SignedMark
from spoke_app.store.journal import NewChange
from tests.helpers.spoke import Elsewhere

ROOT = Path(__file__).parent.parent
BUILT = ROOT / "out" / "bench"
KEY = bytes(range(32))
IST = timezone(timedelta(hours=5, minutes=30))
NOW = datetime(2026, 11, 23, 13, 0, tzinfo=IST)
A_DAY = 96
"""Visits of a working day; a third as many people come for the first time."""
VISITS_OF_THE_CHRONIC, CHRONIC_COMES = 60, 5
"""One patient comes so often, each so many days."""
FOLLOW_UP_AFTER, KEPT = 7, 0.98
"""Days until a follow-up is due, and how many of them are kept."""
REFERRED = 0.12
FORGOTTEN, NOT_GIVEN_UP = 0.001, 200
"""So many cases nobody answered; after so many days the centre has sent the patient elsewhere, and closed the case."""
WRITTEN_AT_ONCE = 25
"""Days in one transaction: a page that many of them touch is encrypted once."""
STILL_WAITING = 1
"""Days that the hub has not acknowledged yet."""
MEDICINES = ["PARACETAMOL", "ORS", "ZINC SULPHATE", "IRON AND FOLIC ACID", "ALBENDAZOLE", "CETIRIZINE", "IBUPROFEN"]
DECIDES = ("ten_years.py", "people.py", "work.py")
"""Files of the making; what the store's own code changes in it, its migrations do."""


@dataclass(frozen=True)
class Years:
    """A built store, and whom to look for in it."""

    store: Store
    chronic: str
    """The patient with many visits."""
    ordinary: tuple[str, ...]
    """Patients taken from the whole time."""

    def desk(self) -> Desk:
        post = self.store.meta_get("post_id")
        staff = Person(self.store.meta_get("bench_cho"), "Kumari Anjali", "कुमारी अंजलि", "cho")
        place = Place(post, "Health Sub-Centre Parsarma", "स्वास्थ्य उपकेंद्र परसरमा", "223", "1278")
        return Desk(self.store, staff, place, lambda: NOW)


def years(patients: int, visits: int) -> Years:
    """The store of so many, built now if it is not there yet."""
    path = built(patients, visits)
    store = open_store(path, KEY)
    for copy in path.parent.glob(f"{path.name}.before-*"):
        copy.unlink()
    chronic = store.meta_get("bench_chronic")
    step = max(1, patients // 200)
    rows = store.rows("SELECT record FROM patients ORDER BY n")[::step]
    return Years(store, chronic, tuple(row["record"] for row in rows))


def built(patients: int, visits: int) -> Path:
    """The file of such a store."""
    digest = hashlib.sha256(b"".join((Path(__file__).parent / name).read_bytes() for name in DECIDES)).hexdigest()[:12]
    path = BUILT / f"{patients}-{visits}-{digest}.db"
    if path.exists():
        return path
    BUILT.mkdir(parents=True, exist_ok=True)
    for old in BUILT.glob(f"{patients}-{visits}-*"):
        old.unlink()
    partial = path.with_name(path.name + ".part")
    began = time.monotonic()
    print(f"building {path.relative_to(ROOT)} ...", file=sys.stderr, flush=True)
    Builder(partial, patients, visits).build()
    partial.rename(path)
    print(f"built in {time.monotonic() - began:.0f} s, {path.stat().st_size >> 20} MiB", file=sys.stderr, flush=True)
    return path


class Builder:
    """Writes the years."""

    def __init__(self, path: Path, patients: int, visits: int) -> None:
        self._store = open_store(path, KEY)
        # A file that is thrown away when its making breaks off needs no log, and need not wait for the disk.
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -800000"):
            self._store.db.conn.execute(f"PRAGMA {pragma}").fetchall()
        self._chance = random.Random(patients)
        self._people = people(patients)
        self._days = _working_days(round(visits / A_DAY))
        self._new = _shared(patients, len(self._days))
        self._came = _shared(visits, len(self._days))
        self._known: list[Change] = []
        self._due: dict[int, list[Change]] = {}
        self._hub, self._hub_key, self._slip_key = Elsewhere(), new_signing_key(), new_signing_key()
        self._cho, self._doctor, self._post, self._desk = (new_id() for _ in range(4))
        self._feed = FeedPlace()

    def build(self) -> None:
        with self._store.transaction():
            self._enrol()
        for first in range(0, len(self._days), WRITTEN_AT_ONCE):
            with self._store.transaction():
                for at in range(first, min(first + WRITTEN_AT_ONCE, len(self._days))):
                    self._day(at)
        self._store.meta_set("bench_cho", self._cho)
        self._store.meta_set("bench_chronic", self._known[0].record)
        self._store.db.conn.execute("PRAGMA journal_mode = WAL").fetchone()
        self._store.close()

    def _enrol(self) -> None:
        at = self._days[0]
        for key, value in {
            "device": "9f3a61c2aabbccdd",
            "hub": new_id(),
            "hub_url": "https://hub.example",
            "sign_key": b64(public_key(self._hub_key)),
            "post_kind": "facility",
            "post_id": self._post,
            "slip_letter": "B",
        }.items():
            self._store.meta_set(key, value)
        own_chain.start_chain(self._store, new_id(), now=at)
        desk = {"name": "Sadar Hospital Supaul", "code": "SUP", "district": "223", "specialities": ["medicine"]}
        place = {"name": "Health Sub-Centre Parsarma", "code": "BR-SUP-01", "district": "223", "desks": [self._desk]}
        cho = {"name": "Kumari Anjali", "role": "cho", "posts": [self._post], "active": True}
        keys = [b64(public_key(self._slip_key))]
        doctor = {"name": "Dr Meera Sinha", "role": "doctor", "posts": [self._desk], "active": True, "keys": keys}
        told = (
            ("desk", self._desk, desk),
            ("facility", self._post, place),
            ("staff", self._cho, cho),
            ("staff", self._doctor, doctor),
        )
        lines = [self._hub.line(kind, fields, now=at, record=record) for kind, record, fields in told]
        self._into_feed(journal.receive(self._store, lines, now=at), at)

    # -- a day -----------------------------------------------------------------------------------------------------

    def _day(self, at: int) -> None:
        """Who came, what was done for them, and what the doctors answered."""
        day, left = self._days[at], len(self._days) - 1 - at
        written = self._write(day, [NewChange("patient", None, next(self._people)) for _ in range(self._new[at])])
        self._known += written
        who = [patient.record for patient in written]
        who += [self._chance.choice(self._known).record for _ in range(self._came[at] - len(who))]
        if left % CHRONIC_COMES == 0 and left < CHRONIC_COMES * VISITS_OF_THE_CHRONIC:
            who[-1] = self._known[0].record
        self._chance.shuffle(who)
        minutes = 240 / len(who)
        began = [day + timedelta(minutes=minutes * place) for place in range(len(who))]
        visits = self._write(
            day,
            [
                NewChange("visit", patient, visit(started, self._chance) | {"outcome": self._outcome()})
                for patient, started in zip(who, began, strict=True)
            ],
        )
        follows = self._write(day, [more for one in visits for more in self._follow(one, at)])
        written += [*visits, *follows, *self._kept(at, visits[0].record)]
        for one in follows:
            if one.kind == "follow_up" and self._chance.random() < KEPT:
                self._due.setdefault(at + FOLLOW_UP_AFTER, []).append(one)
            if one.kind == "referral":
                written += self._answer(one, at)
        if left < STILL_WAITING:
            return
        self._into_feed(written, day)
        chain = own_chain.current_chain(self._store)
        head = own_chain.head_at(self._store, chain.chain, chain.last_n) if chain else None
        if chain is not None and head is not None:
            own_chain.set_acked(self._store, chain.chain, chain.last_n, head, now=day)

    def _outcome(self) -> str:
        return "referred" if self._chance.random() < REFERRED else "treated"

    def _write(self, now: datetime, changes: Sequence[NewChange]) -> list[Change]:
        return journal.write(self._store, changes, author=self._cho, now=now) if changes else []

    def _follow(self, seen: Change, at: int) -> Iterator[NewChange]:
        """What a visit brings with it."""
        chance, now = self._chance, time_text(self._days[at])
        patient, of = seen.patient, {"visit": seen.record}
        if chance.random() < 0.6:
            yield NewChange("note", patient, {**of, "text": words(chance, chance.randint(80, 300)), "signed": now})
        if seen.set["outcome"] == "referred":
            urgency = chance.choices(["routine", "urgent", "emergency"], [6, 3, 1])[0]
            yield NewChange(
                "referral",
                patient,
                {
                    **of,
                    "desk": self._desk,
                    "speciality": "medicine",
                    "urgency": urgency,
                    "question": words(chance, 80),
                    "consent": {
                        "given": "yes", "by": "patient", "how": "spoken", "told_limits": True, "witness": self._cho,
                        "at": now,
                    },
                    "reach": {"how": chance.choice(["waits", "returns", "phone"])},
                },
            )  # fmt: skip
        else:
            items = [
                {"id": new_id(), "generic": generic, "quantity": 10, "unit": "tablet"}
                for generic in chance.sample(MEDICINES, chance.randint(1, 3))
            ]
            yield NewChange("dispense", patient, {**of, "items": items, "at": now, "standing_order": "yes"})
        if chance.random() < 0.2:
            due = self._days[0].date() + timedelta(days=(self._days[at] - self._days[0]).days + FOLLOW_UP_AFTER)
            yield NewChange("follow_up", patient, {**of, "due": due.isoformat(), "reason": "Look again"})

    def _kept(self, at: int, visit_of_today: str) -> list[Change]:
        """Follow-ups that were due today and were kept."""
        done = [
            NewChange("follow_up", one.patient, {"done": visit_of_today}, record=one.record, base=(one.id,))
            for one in self._due.pop(at, ())
        ]
        return self._write(self._days[at], done)

    def _answer(self, referral: Change, at: int) -> list[Change]:
        """The doctor's answer, most on the same day, and what the centre did with it; a few are still awaited."""
        left = len(self._days) - 1 - at
        unanswered = 0.5 if not left else 0.05 if left < 3 else FORGOTTEN
        if left < NOT_GIVEN_UP and self._chance.random() < unanswered:
            return []
        now, patient = self._days[at] + timedelta(hours=1), referral.patient or ""
        of: dict[str, Any] = {"referral": referral.record}
        moment = time_text(now)
        opened = self._from_doctor("case_event", patient, {**of, "event": "opened", "at": moment}, now)
        told = {**of, "text": words(self._chance, 160), "consent_confirmed": True, "signed": moment}
        answer = {
            **told,
            "diagnosis": [{"id": new_id(), "text": "Fever", "icd10": "R50.9"}],
            "seen_live": "none",
            "saw": [referral.id],
        }
        advice = self._from_doctor("advice", patient, answer, now)
        paper = self._from_doctor("prescription", patient, self._paper(of, advice, moment), now)
        came = journal.receive(self._store, [opened[1], advice[1], paper[1]], now=now)
        if left < 2 and self._chance.random() < 0.5:
            return came
        events = [NewChange("case_event", patient, {**of, "event": event, "at": moment}) for event in ("seen", "given")]
        return [*came, *self._write(now, events)]

    def _from_doctor(self, kind: str, patient: str, fields: dict[str, Any], now: datetime) -> tuple[str, bytes]:
        record = new_id(round(now.timestamp() * 1000))
        return record, self._hub.line(kind, fields, now=now, record=record, patient=patient, author=self._doctor)

    def _paper(self, of: dict[str, Any], advice: tuple[str, bytes], moment: str) -> dict[str, Any]:
        items = [
            {
                "id": new_id(), "generic": generic, "form": "tablet", "strength": "500 mg", "dose": "1", "list": "O",
                "frequency": "BD", "route": "oral", "duration": {"value": 5, "unit": "days"},
                "instruction": "After food", "instruction_hi": "खाने के बाद",
            }
            for generic in self._chance.sample(MEDICINES, 2)
        ]  # fmt: skip
        doctor = {
            "staff": self._doctor, "name": "Dr Meera Sinha", "qualification": "MD", "registration_no": "BMC-40213",
            "hub": "Sadar Hospital Supaul",
        }  # fmt: skip
        paper = {**of, "advice": advice[0], "number": f"SUP-{advice[0][-6:]}", "items": items, "signed": moment}
        slip = slip_text(paper, {"name": "Sunita Devi", "gender": "female", "village": "Barail"}, doctor)
        return {**paper, "doctor": doctor, "slip": slip, "signature": b64(sign(self._slip_key, slip.encode()))}

    def _into_feed(self, changes: Sequence[Change], now: datetime) -> None:
        """The hub has these lines, and its signed mark over them came back."""
        feed = f"facility:{self._post}"
        seq, head = self._feed.seq, self._feed.head
        ids: list[tuple[int, str]] = []
        for change in changes:
            seq, head = seq + 1, feed_extend(head, exchange_book.line_sha(self._store, change.id) or b"")
            ids.append((seq, change.id))
        signature = sign(self._hub_key, mark_bytes(self._store.meta_get("hub"), feed, seq, head))
        exchange_book.add_to_feed(self._store, ids, SignedMark(feed, seq, head, signature), now=now)
        self._feed = FeedPlace(seq, head)


def _working_days(count: int) -> list[datetime]:
    """Nine in the morning of the last so many days but Sundays, today's the last."""
    days: list[datetime] = []
    day = NOW.replace(hour=9)
    while len(days) < count:
        if day.weekday() != 6:
            days.append(day)
        day -= timedelta(days=1)
    return days[::-1]


def _shared(whole: int, days: int) -> list[int]:
    """So many, shared evenly among the days."""
    return [whole * (day + 1) // days - whole * day // days for day in range(days)]
