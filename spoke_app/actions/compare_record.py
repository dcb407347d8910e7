"""Reading a record with all its versions: what is in conflict, what agrees, what is odd, and everything ever written.

Every value that someone typed can be found here: as the state of now, as one side of a conflict, or in the history.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from care_record.change import Change
from care_record.fold import SIGNED_AT_ONCE, Candidate, Conflict, Folded, canonical
from care_record.ids import is_id
from care_record.kinds import may_write
from spoke_app.actions.desk import Desk
from spoke_app.actions.patient_rows import local_time, person, row_of
from spoke_app.actions.refused import refuse
from spoke_app.actions.views import PatientRow, Person
from spoke_app.store import exchange_book, journal, records
from spoke_app.store.values import text

MOST_HISTORY = 200
"""So many changes of one record are listed, the newest; no record of a patient comes near it."""

Standing = Literal["counted", "after_signing", "quarantined", "elsewhere"]
Decidable = Literal["yes", "role", "signed"]
Where = Literal["here", "centre", "other_centre", "hub"]


@dataclass(frozen=True)
class Origin:
    """Who wrote a change, when, and on which machine. `tz_ok` False: that PC's clock was wrong."""

    change: str
    author: Person | None
    at: datetime
    where: Where
    place: str
    place_hi: str
    tz_ok: bool = True


@dataclass(frozen=True)
class Version:
    """One of the values in conflict, with everyone who wrote it so. `value` None means that it was emptied."""

    value: Any
    origins: tuple[Origin, ...]
    shown: bool
    """This is what the screens show meanwhile."""


@dataclass(frozen=True)
class Question:
    """One place of the record with several values: this PC's first, then in the order in which they were written."""

    path: str
    versions: tuple[Version, ...]

    @property
    def changes(self) -> frozenset[str]:
        """The changes whose values a person sees here."""
        return frozenset(origin.change for version in self.versions for origin in version.origins)


@dataclass(frozen=True)
class Flagged:
    """A value that breaks a rule of its kind, or one that is missing."""

    path: str
    code: str
    detail: str
    value: Any


@dataclass(frozen=True)
class Entry:
    """One change of the history: who, when, and what it set."""

    origin: Origin
    fields: dict[str, Any]
    standing: Standing
    code: str = ""
    """Why the hub keeps it aside, if it does."""


@dataclass(frozen=True)
class Named:
    """What another record that is named here is called."""

    kind: str
    name: str
    name_hi: str
    at: datetime | None = None


@dataclass(frozen=True)
class ComparedRecord:
    """A record, opened with all its versions."""

    record: str
    kind: str
    patient: PatientRow | None
    fields: dict[str, Any]
    heads: tuple[str, ...]
    """What the person has seen: the `base` of what she decides."""
    questions: tuple[Question, ...]
    flagged: tuple[Flagged, ...]
    history: tuple[Entry, ...]
    """Newest first."""
    decidable: Decidable
    """`role`: not for somebody in this role; `signed`: a correction is a new record."""
    started: datetime | None
    """When the visit was, for a visit."""
    names: dict[str, Named]


def compare_record(desk: Desk, record: str) -> ComparedRecord:
    """Raises Refused if nothing of this record is known, or all of it is kept aside by the hub."""
    found = records.as_written(desk.store, record)
    changes = journal.changes_of(desk.store, record)
    if not changes:
        raise refuse("record", "unknown", record)
    kind, patient = (found.kind, found.patient) if found else (changes[0].kind, changes[0].patient)
    origins = _Origins(desk)
    by_id = {change.id: change for change in changes}
    now = desk.now()
    return ComparedRecord(
        record=record,
        kind=kind,
        patient=row_of(desk.store, patient, now.date()) if patient else None,
        fields=found.fields if found else {},
        heads=found.heads if found else (),
        questions=questions_of(found, by_id, origins.of) if found else (),
        flagged=_flagged(desk, found) if found else (),
        history=_history(desk, found, changes, origins),
        decidable=decidable(desk, found) if found else "role",
        started=local_time(text(found.fields.get("started")), now) if found else None,
        names=_names(desk, changes),
    )


def questions_of(
    found: Folded, by_id: dict[str, Change], origin_of: Callable[[Change], Origin]
) -> tuple[Question, ...]:
    """The record's conflicts; equal values of several branches are one version with several authors."""
    return tuple(_question(found, conflict, by_id, origin_of) for conflict in found.conflicts)


def _question(
    found: Folded, conflict: Conflict, by_id: dict[str, Change], origin_of: Callable[[Change], Origin]
) -> Question:
    shown = canonical(value_at(found.fields, conflict.path))
    groups: dict[bytes, list[Candidate]] = {}
    for candidate in conflict.candidates:
        groups.setdefault(canonical(candidate.value), []).append(candidate)
    versions = tuple(
        Version(
            value=group[0].value,
            origins=tuple(origin_of(by_id[candidate.change]) for candidate in group if candidate.change in by_id),
            shown=canonical(_as_shown(group[0].value)) == shown,
        )
        for group in groups.values()
    )
    return Question(conflict.path, tuple(sorted(versions, key=_elsewhere)))


def _elsewhere(version: Version) -> bool:
    return all(origin.where != "here" for origin in version.origins)


def _as_shown(value: Any) -> Any:
    """An entry that was taken out is not shown at all."""
    return None if isinstance(value, dict) and value.get("removed") is True else value


def value_at(fields: dict[str, Any], path: str) -> Any:
    """The value at a path of the fold: `field`, `field.key`, `field.<entry id>` or `field.<place>.<key>`."""
    name, _, rest = path.partition(".")
    value: Any = fields.get(name)
    while rest and value is not None:
        part, _, rest = rest.partition(".")
        if isinstance(value, list):
            value = _in_list(value, part)
        else:
            value = value.get(part) if isinstance(value, dict) else None
    return value


def _in_list(values: list[Any], part: str) -> Any:
    if part.isdecimal() and int(part) < len(values):
        return values[int(part)]
    return next((value for value in values if isinstance(value, dict) and value.get("id") == part), None)


def decidable(desk: Desk, found: Folded) -> Decidable:
    """Whether the person signed in may close this record's conflicts."""
    signed = found.kind in SIGNED_AT_ONCE or (found.kind == "note" and found.fields.get("signed"))
    if signed:
        return "signed"
    names = [conflict.path.partition(".")[0] for conflict in found.conflicts]
    return "yes" if may_write(desk.staff.role, found.kind, names) else "role"


def _flagged(desk: Desk, found: Folded) -> tuple[Flagged, ...]:
    return tuple(
        Flagged(path, code, detail, value_at(found.fields, path))
        for path, code, detail in records.flagged(desk.store, found.record)
    )


def _history(desk: Desk, found: Folded | None, changes: Sequence[Change], origins: _Origins) -> tuple[Entry, ...]:
    aside = {one.id: one.code for one in exchange_book.quarantined(desk.store) if one.code != "device-revoked"}
    late = set(found.after_signing) if found else set()
    foreign = set(found.foreign) if found else set()

    def standing(change: Change) -> Standing:
        if change.id in aside:
            return "quarantined"
        if change.id in late:
            return "after_signing"
        return "elsewhere" if change.id in foreign else "counted"

    newest = list(reversed(changes))[:MOST_HISTORY]
    return tuple(
        Entry(origins.of(change), dict(change.set), standing(change), aside.get(change.id, "")) for change in newest
    )


class _Origins:
    """Who and where, asked of the store once per author. No line says in which place a device stands: its author's
    posts do, and whoever has none at a health centre wrote on the hub's pages."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._here = desk.store.meta_get("device")
        self._people: dict[str, Person | None] = {}
        self._places: dict[str, tuple[Where, str, str]] = {}

    def of(self, change: Change) -> Origin:
        desk = self._desk
        if change.author not in self._people:
            self._people[change.author] = person(desk.store, change.author)
            self._places[change.author] = self._place(change.author)
        where, place, place_hi = self._places[change.author]
        if change.device == self._here:
            where, place, place_hi = "here", desk.place.name, desk.place.name_hi
        at = local_time(change.at, desk.now()) or desk.now()
        return Origin(change.id, self._people[change.author], at, where, place, place_hi, change.tz_ok)

    def _place(self, author: str) -> tuple[Where, str, str]:
        desk = self._desk
        staff = records.folded(desk.store, author)
        posts = _posts(staff.fields.get("posts") if staff else None)
        if desk.place.id in posts:
            return "centre", desk.place.name, desk.place.name_hi
        for post in reversed(posts):
            place = records.folded(desk.store, post)
            if place is not None:
                where: Where = "other_centre" if place.kind == "facility" else "hub"
                return where, text(place.fields.get("name")), text(place.fields.get("name_hi"))
        return "hub", "", ""


def _posts(value: Any) -> list[str]:
    """The ids of someone's posts: each an id alone, or an object with it."""
    listed = value if isinstance(value, list) else []
    return [text(post.get("id")) if isinstance(post, dict) else text(post) for post in listed]


def _names(desk: Desk, changes: Iterable[Change]) -> dict[str, Named]:
    """The other records that these changes name, in words."""
    wanted: set[str] = set()
    for change in changes:
        _collect_ids(change.set, wanted)
    names: dict[str, Named] = {}
    for one in sorted(wanted):
        found = records.folded(desk.store, one)
        if found is not None:
            fields = found.fields
            other = text(fields.get("name_hi")) or text(fields.get("name_other_script"))
            at = local_time(text(fields.get("started")) or found.created_at, desk.now())
            names[one] = Named(found.kind, text(fields.get("name")), other, at)
    return names


def _collect_ids(value: Any, into: set[str]) -> None:
    if isinstance(value, str) and is_id(value):
        into.add(value)
    elif isinstance(value, dict):
        for inner in value.values():
            _collect_ids(inner, into)
    elif isinstance(value, list):
        for inner in value:
            _collect_ids(inner, into)
