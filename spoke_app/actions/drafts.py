"""Forms as typed so far: kept at every pause, opened again after a power cut, discarded with a way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from care_record.clock import time_text
from care_record.rules.identity import find_aadhaar, mask_aadhaar
from spoke_app.actions.desk import Desk
from spoke_app.actions.patient_rows import local_time, person
from spoke_app.actions.refused import refuse
from spoke_app.actions.views import Changed, Draft, FormKind, Person
from spoke_app.store import drafts as stored
from spoke_app.store.drafts import StoredDraft


@dataclass(frozen=True)
class DraftRow:
    """A form that is not finished, and who typed it: None where this PC does not know her any more."""

    draft: Draft
    author: Person | None


@dataclass(frozen=True)
class DraftsView:
    """Newest first; `away` are those that were put away and can be brought back."""

    open: tuple[DraftRow, ...]
    away: tuple[DraftRow, ...]


def save_draft(
    desk: Desk,
    form: FormKind,
    draft_id: str | None,
    patient: str | None,
    title: str,
    focus: str,
    values: Mapping[str, Any],
    heads: Mapping[str, tuple[str, ...]] | None = None,
) -> Draft:
    """Keeps the form as typed. An Aadhaar number is not kept even here, save for its last four digits."""
    draft = StoredDraft(
        id=draft_id or "",
        form=form,
        patient=patient,
        title=mask_aadhaar(title),
        author=desk.staff.id,
        focus=focus,
        saved_at=time_text(desk.now()),
        values={name: _without_aadhaar(name, value) for name, value in values.items()},
        heads=dict(heads or {}),
    )
    return _shown(desk, stored.save(desk.store, draft))


def open_drafts(desk: Desk) -> tuple[Draft, ...]:
    """Every form not finished on this PC, newest first; also a colleague's: the PC is shared."""
    return tuple(_shown(desk, draft) for draft in stored.all_open(desk.store))


def list_drafts(desk: Desk) -> DraftsView:
    """Those that are open, and those put away within the last week, each with whose it is."""
    people: dict[str, Person | None] = {}

    def row(draft: StoredDraft) -> DraftRow:
        if draft.author not in people:
            people[draft.author] = person(desk.store, draft.author)
        return DraftRow(_shown(desk, draft), people[draft.author])

    return DraftsView(
        tuple(map(row, stored.all_open(desk.store))),
        tuple(map(row, stored.all_discarded(desk.store, now=desk.now()))),
    )


def count_put_away(desk: Desk) -> int:
    """How many can be brought back."""
    return stored.count_discarded(desk.store, now=desk.now())


def discard_draft(desk: Desk, draft: str) -> Changed:
    """Puts it out of sight; `restore_draft` brings it back within a week."""
    stored.discard(desk.store, draft, now=desk.now())
    return Changed(frozenset({"draft"}), frozenset({draft}))


def restore_draft(desk: Desk, draft: str) -> Draft:
    """Brings a discarded draft back. Raises Refused if it is gone."""
    found = stored.restore(desk.store, draft)
    if found is None:
        raise refuse("draft", "unknown", draft)
    return _shown(desk, found)


def _without_aadhaar(name: str, value: Any) -> Any:
    if isinstance(value, str):
        # A number that is still being typed in its own field is the form's to judge.
        keep = name in ("phone", "abha", "guardian_phone", "id") or find_aadhaar(value) is None
        return value if keep else mask_aadhaar(value)
    if isinstance(value, dict):
        return {key: _without_aadhaar(key, inner) for key, inner in value.items()}
    return [_without_aadhaar("", inner) for inner in value] if isinstance(value, list | tuple) else value


def _shown(desk: Desk, draft: StoredDraft) -> Draft:
    return Draft(
        id=draft.id,
        form=cast("FormKind", draft.form),
        patient=draft.patient,
        title=draft.title,
        author=draft.author,
        focus=draft.focus,
        saved_at=local_time(draft.saved_at, desk.now()) or desk.now(),
        values=draft.values,
        heads=draft.heads,
    )
