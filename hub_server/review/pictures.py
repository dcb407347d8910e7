"""The page of one picture or report of a case: with the one before and after it, and larger."""

from __future__ import annotations

from typing import Any

from care_record.ids import is_id
from hub_server.review.case_papers import pictures
from hub_server.review.case_words import CaseWords
from hub_server.review.doctor import Doctor
from hub_server.review.services import Review
from hub_server.store import attachments, audit, cases
from hub_server.web.wording import Words

SIZES = {"1": "", "2": "100 %", "3": "200 %", "4": "400 %"}
"""How large it is shown: whole on the screen, or so much of the room's width."""


def picture_values(review: Review, doctor: Doctor, words: Words, referral: str, record: str, size: str) -> Any:
    """What the page shows; None if the case is not hers to read, or no picture of it is asked for."""
    if not is_id(record) or not review.may_read(doctor, referral):
        return None
    with review.store.read() as conn:
        file = cases.case(conn, referral)
        there = attachments.shown(conn, file.patient.record) if file else frozenset()
    if file is None:
        return None
    shown = pictures(CaseWords(file, words, review.lists, review.now(), there))
    place = next((i for i, each in enumerate(shown) if each["record"] == record), None)
    if place is None:
        return None
    review.store.run(lambda conn: audit.note(conn, review.now(), doctor.id, "picture-read", record))
    label = shown[place]["label"] or words("case.picture")
    return {
        "csrf": doctor.session.csrf,
        "case_url": f"/review/cases/{referral}",
        "name": str(file.patient.fields.get("name") or ""),
        "picture": shown[place],
        "label": label,
        "title": words("picture.title", label=label, n=place + 1, all=len(shown)),
        "previous": shown[place - 1]["page"] if place else "",
        "next": shown[place + 1]["page"] if place + 1 < len(shown) else "",
        "size": size if size in SIZES else "1",
        "sizes": [{"code": code, "text": text or words("picture.fit")} for code, text in SIZES.items()],
    }
