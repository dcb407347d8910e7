"""Countersigning: a doctor reads a sample of the notes that the health workers of her desk's centres have signed, and
says that she agrees, or a word to the health worker.

Plain calls without HTTP and without words. What a doctor may see here beside her cases is the visit of a drawn note,
and no more of the patient than belongs to it.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from care_record.clock import time_text
from care_record.ids import is_id
from care_record.kinds import readable, tidy
from care_record.kinds.visit import AGREED
from hub_server.review.doctor import Doctor
from hub_server.store import audit, feeds, note_sample, records
from hub_server.store.note_sample import Sampled
from hub_server.store.writer import HubChange
from hub_server.times import IST

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from care_record.fold import Folded
    from hub_server.context import Services

PAGE = 20
"""So many notes are listed; those behind them come up as these are read."""
DONE_SHOWN = 10
MOST_TEXT = 4000
BESIDE = frozenset({"note", "dispense", "follow_up", "referral"})


@dataclass(frozen=True)
class Drawn:
    """A drawn note with what its row shows."""

    row: Sampled
    note: Folded
    visit: Folded
    patient: Folded


@dataclass(frozen=True)
class Sample:
    """What is to be read, whether there is more behind it, and what this doctor read last. `people` are the authors
    and centres, by id."""

    waiting: list[Drawn]
    more: bool
    done: list[Drawn]
    percent: int
    people: dict[str, Folded] = field(default_factory=dict)


@dataclass(frozen=True)
class OpenNote:
    """A drawn note opened: its visit, what was given and planned at it, the note that it corrects, and the
    countersignature if there is one."""

    drawn: Drawn
    corrects: Folded | None
    beside: dict[str, list[Folded]]
    answer: Folded | None
    people: dict[str, Folded]


@dataclass(frozen=True)
class Signed:
    """How a countersigning ended: `done`, or why not. `next` is the next note that waits."""

    done: bool = False
    flaw: str = ""
    taken: bool = False
    next: str = ""


class _TakenError(Exception):
    """A colleague was quicker."""


class Countersign:
    """The use cases upon one hub process's services."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._centres: tuple[int, list[Folded]] = (-1, [])
        self._guard = threading.Lock()

    def sample(self, doctor: Doctor) -> Sample:
        """What this doctor is asked to read."""
        with self._services.store.read() as conn:
            share = self._share(conn, doctor)
            rows = note_sample.waiting(conn, share, self._services.now(), PAGE + 1)
            done = note_sample.lately_done(conn, doctor.id, DONE_SHOWN)
            shown = self._drawn(conn, [*rows[:PAGE], *done])
            waiting, read = shown[: len(rows[:PAGE])], shown[len(rows[:PAGE]) :]
            wanted = {d.note.author for d in shown if d} | {d.row.facility for d in shown if d}
            return Sample(
                waiting=[d for d in waiting if d],
                more=len(rows) > PAGE,
                done=[d for d in read if d],
                percent=max(share.values(), default=0),
                people=records.several(conn, sorted(wanted)),
            )

    def open(self, doctor: Doctor, note: str) -> OpenNote | None:
        """A note of the sample; None if it is not hers to read. That she read it is noted in the trail."""

        def work(conn: Connection) -> OpenNote | None:
            row = self._hers(conn, doctor, note)
            (drawn,) = self._drawn(conn, [row]) if row else [None]
            if drawn is None:
                return None
            audit.note(conn, self._services.now(), doctor.id, "note-read", subject=note)
            found = records.records_of(conn, drawn.row.patient, BESIDE)
            of_visit = [_read(r) for r in found if r.fields.get("visit") == drawn.row.visit]
            by_id = {r.record: r for r in of_visit}
            answer = by_id.get(drawn.row.done_note or "")
            wanted = {drawn.note.author, drawn.row.facility, drawn.row.done_by or ""}
            return OpenNote(
                drawn=drawn,
                corrects=by_id.get(str(drawn.note.fields.get("amends"))),
                beside={kind: [r for r in of_visit if r.kind == kind] for kind in BESIDE},
                answer=answer,
                people=records.several(conn, sorted(wanted - {""})),
            )

        return self._services.store.run(work)

    def sign(self, doctor: Doctor, note: str, verdict: str, text: str) -> Signed | None:
        """Countersign: `verdict` is `agrees` or `comment`, which needs words. None if it is not hers to do."""
        words = str(tidy("note", {"text": text[:MOST_TEXT]})["text"])
        if verdict == "comment" and not words:
            return Signed(flaw="text")
        if verdict not in ("agrees", "comment"):
            return Signed(flaw="verdict")

        def work(conn: Connection) -> Signed | None:
            row = self._hers(conn, doctor, note)
            if row is None:
                return None
            if row.done_note is not None:
                return Signed(taken=True)
            fields = {
                "visit": row.visit,
                "text": words or AGREED,
                "signed": time_text(self._services.now().astimezone(IST)),
                "countersigns": note,
                "verdict": verdict,
            }
            [written] = self._services.writer.write(conn, doctor.id, [HubChange("note", None, row.patient, fields)])
            kept = note_sample.of_note(conn, note)
            if kept is None or kept.done_note != written.record:
                raise _TakenError
            audit.note(conn, self._services.now(), doctor.id, "note-countersigned", subject=note, detail=verdict)
            left = note_sample.waiting(conn, self._share(conn, doctor), self._services.now(), 1)
            return Signed(done=True, next=left[0].note if left else "")

        try:
            return self._services.store.run(work)
        except _TakenError:
            return Signed(taken=True)

    # ---- whose notes ------------------------------------------------------------------------------------------

    def _hers(self, conn: Connection, doctor: Doctor, note: str) -> Sampled | None:
        """The row of a note that this doctor is asked to read, or that she or a colleague has read."""
        row = note_sample.of_note(conn, note) if is_id(note) else None
        share = self._share(conn, doctor)
        return row if row is not None and row.percent < share.get(row.facility, 0) else None

    def _share(self, conn: Connection, doctor: Doctor) -> dict[str, int]:
        """The centres that may refer to one of her desks, each with how many per cent of its notes are read.

        A centre that names no desks may refer to all (as its app lets it); its notes are read in its own district.
        """
        found: dict[str, int] = {}
        for centre in self._all_centres(conn):
            for desk, record in doctor.desks.items():
                if _serves(desk, record.fields, centre.fields):
                    percent = _percent(record.fields)
                    found[centre.record] = max(found.get(centre.record, 0), percent)
        return {centre: percent for centre, percent in found.items() if percent}

    def _all_centres(self, conn: Connection) -> list[Folded]:
        """All centres; read anew only when something was written that goes to every device."""
        place = feeds.newest(conn, feeds.ALL).seq
        with self._guard:
            if self._centres[0] == place:
                return self._centres[1]
        centres = records.all_of(conn, "facility")
        with self._guard:
            self._centres = (place, centres)
        return centres

    def _drawn(self, conn: Connection, rows: list[Sampled]) -> list[Drawn | None]:
        wanted = {record for row in rows for record in (row.note, row.visit, row.patient)}
        found = {record: _read(folded) for record, folded in records.several(conn, sorted(wanted)).items()}
        return [
            Drawn(row, found[row.note], found[row.visit], found[row.patient])
            if {row.note, row.visit, row.patient} <= found.keys()
            else None
            for row in rows
        ]


def _serves(desk: str, fields: Mapping[str, object], centre: Mapping[str, object]) -> bool:
    named = centre.get("desks")
    if isinstance(named, list) and named:
        return desk in named
    return not fields.get("district") or fields.get("district") == centre.get("district")


def _percent(desk: Mapping[str, object]) -> int:
    asked = desk.get("countersign_percent")
    if isinstance(asked, int) and not isinstance(asked, bool) and 0 <= asked <= 100:
        return asked
    return note_sample.USUAL_PERCENT


def _read(folded: Folded) -> Folded:
    """What of it can be read as what it says it is: a faulty peer's record breaks no page."""
    return msgspec.structs.replace(folded, fields=readable(folded.kind, folded.fields))
