"""Notes after the visit: added later, signed, and corrected - a signed one by another that names it."""

from __future__ import annotations

from care_record.clock import time_text
from care_record.fold import Folded
from care_record.kinds import check_record
from care_record.rules.problem import Problem
from spoke_app.actions.desk import Desk, changed
from spoke_app.actions.refused import refuse, refuse_if
from spoke_app.actions.typed import filled, tidied
from spoke_app.actions.views import Changed
from spoke_app.store import records
from spoke_app.store.journal import NewChange
from spoke_app.store.values import text


def add_note(desk: Desk, visit: str, words: str, *, sign: bool = True) -> Changed:
    """A note added to a visit of any day. Raises Refused, naming `text`."""
    found = records.folded(desk.store, visit)
    if found is None or found.kind != "visit":
        raise refuse("visit", "unknown", visit)
    return _write(desk, found.patient, {"visit": visit, "text": words}, sign)


def correct_note(desk: Desk, note: str, words: str) -> Changed:
    """A new, signed note that corrects this one; both are shown from now on. Of one that was never signed only the
    text is changed. Raises Refused, naming `text`: also for a note that says the same."""
    found = _note(desk, note)
    if words.strip() == text(found.fields.get("text")):
        raise refuse("text", "same")
    if not text(found.fields.get("signed")):
        clean, masked = tidied("note", {"text": words})
        refuse_if([] if clean.get("text") else [Problem("text", "required")])
        change = NewChange("note", found.patient, clean, record=note, base=found.heads)
        return changed(desk.write([change]), masked=masked)
    fields = {"visit": text(found.fields.get("visit")), "text": words, "amends": note}
    return _write(desk, found.patient, fields, True)


def sign_note(desk: Desk, note: str) -> Changed:
    """Signs a note as it stands; one that is signed already stays as it is. Raises Refused if it is unknown."""
    found = _note(desk, note)
    if text(found.fields.get("signed")):
        return Changed(frozenset())
    signed = {"signed": time_text(desk.now())}
    return changed(desk.write([NewChange("note", found.patient, signed, record=note, base=found.heads)]))


def _note(desk: Desk, note: str) -> Folded:
    found = records.folded(desk.store, note)
    if found is None or found.kind != "note":
        raise refuse("note", "unknown", note)
    return found


def _write(desk: Desk, patient: str | None, fields: dict[str, str], sign: bool) -> Changed:
    clean, masked = tidied("note", filled(fields | ({"signed": time_text(desk.now())} if sign else {})))
    refuse_if(check_record("note", clean))
    return changed(desk.write([NewChange("note", patient, clean)]), masked=masked)
