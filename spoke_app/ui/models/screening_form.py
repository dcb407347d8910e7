"""The CBAC screening in the visit's form: when it is wanted, what is still to be asked, and its score."""

from __future__ import annotations

from datetime import date
from typing import Any

from care_record.rules import cbac
from spoke_app.actions.begin_visit import Screened
from spoke_app.ui.models.notes import FieldNote, Values
from spoke_app.ui.models.vital_signs import About, to_vitals

FIELDS = {f"screen_{name}": name for name in cbac.CHOICES}
"""The form's fields, and the record's names for them."""


def is_due(before: Screened | None, on: date) -> bool:
    """Nobody asked within the last year."""
    return before is None or (on - before.day).days >= cbac.AGAIN_DAYS


def answers_of(values: Values, about: About) -> dict[str, Any]:
    """What was answered so far; the waist is the one among the vitals."""
    given = {name: values[field] for field, name in FIELDS.items() if values.get(field)}
    waist = to_vitals(values, about).get("waist_cm")
    return given if waist is None else {**given, "waist_cm": waist}


def is_begun(values: Values) -> bool:
    return any(values.get(field) for field in FIELDS)


def score_of(values: Values, about: About) -> int | None:
    """The score once everything is answered."""
    if not about.wants_waist or about.years is None or not is_begun(values):
        return None
    return cbac.score(answers_of(values, about), about.years, about.gender)


def screening_notes(values: Values, about: About) -> tuple[FieldNote, ...]:
    """A screening that was begun is to be finished, or taken out again."""
    if not about.wants_waist or not is_begun(values):
        return ()
    left = cbac.missing(answers_of(values, about))
    field_of = {name: field for field, name in FIELDS.items()}
    return tuple(FieldNote(field_of.get(name, name), "error", "screening_missing") for name in left)


def screening_of(values: Values, about: About) -> dict[str, Any] | None:
    """The record's fields but for its time; None while there is none."""
    points = score_of(values, about)
    return None if points is None else {"form": "cbac", "answers": answers_of(values, about), "score": points}
