"""A case in words: what the doctor reads, in the order in which she needs it."""

from __future__ import annotations

from typing import Any

from hub_server.review import case_doubts, case_history, case_papers, case_vitals
from hub_server.review.case_strip import strip
from hub_server.review.case_words import CaseWords, entries
from hub_server.review.queue_view import complaint_text, flag_mark
from hub_server.review.trend import charts
from hub_server.store.cases import case_flags

__all__ = ["CaseWords", "case_view", "entries"]


def case_view(c: CaseWords) -> dict[str, Any]:
    """The values of the case pane's template."""
    file, words = c.file, c.words
    visit = file.visit.fields if file.visit else {}
    flags = case_flags(file.patient, file.visit)
    return {
        "referral": file.referral.record,
        "strip": strip(c),
        "question": file.referral.fields.get("question"),
        "talk": case_papers.talk(c),
        "complaint": complaint_text(entries(visit, "complaints"), words, c.lists) or words("complaint.none"),
        "danger": [flag_mark(vars(f), words, c.lists).text for f in flags if f.vital == "danger_signs"],
        "visit_when": words.moment(visit.get("started"), c.now),
        "entered_late": case_papers.entered_late(c),
        "vitals": case_vitals.vital_rows(c, flags),
        "pregnancy": case_vitals.pregnancy(c),
        "growth": case_vitals.growth(c),
        "screening": case_vitals.screening(c),
        "charts": charts(c),
        "notes": case_papers.notes(c),
        "examination": visit.get("examination"),
        "provisional": ", ".join(str(p.get("text") or "") for p in entries(visit, "provisional")),
        "background": case_history.background(c),
        "given": case_papers.given(c, file.own["dispense"]),
        "results": case_papers.results(c),
        "follow_ups": case_papers.follow_ups(c),
        "stock": case_papers.stock(c),
        "pictures": case_papers.pictures(c),
        "consent": case_papers.consent(c),
        "reach": case_papers.reach(c),
        "joined": case_history.joined(c),
        "earlier": case_history.earlier_cases(c),
        "earlier_visits": case_history.earlier_visits(c),
        "conflicts": case_doubts.conflicts(c),
        "odd": case_doubts.odd(c),
        "withdrawn": case_papers.withdrawn(c),
        "steps": [
            {"state": s.state, "name": words(f"step.{s.name}"), "when": words.moment(s.at, c.now) if s.at else ""}
            for s in file.receipt.steps
        ],
    }
