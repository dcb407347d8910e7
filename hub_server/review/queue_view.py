"""The queue's rows in words: groups by urgency, flags as chips, waiting time, and whose case it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from care_record.case import LIMITS
from hub_server.review.doctor import Doctor
from hub_server.review.lists import PickLists
from hub_server.review.waiting import Shown
from hub_server.store.cases import person_name
from hub_server.store.queue import DOCTOR, MOST_COUNTED, URGENCY_RANK, QueueRow
from hub_server.web.marks import Mark
from hub_server.web.wording import Words, initials, parse

URGENCY_ICON = {"emergency": "alert-octagon", "urgent": "flag", "routine": "clock"}


@dataclass(frozen=True)
class Row:
    """One case as the queue shows it."""

    referral: str
    name: str
    initials: str
    age_gender: str
    complaint: str
    place: str
    urgency: Mark
    flags: Sequence[Mark]
    words: Sequence[Mark]
    wait: str
    late: bool
    can_claim: bool
    prominent: bool


@dataclass(frozen=True)
class Group:
    """Rows under one heading; `count` says how many there are of them, which may be more than are shown."""

    title: str
    tone: str
    icon: str
    rows: Sequence[Row]
    count: str


def urgency_mark(urgency: str, words: Words) -> Mark:
    """`Emergency`, `Urgent`, `Routine`, each with its icon."""
    known = urgency if urgency in URGENCY_ICON else "routine"
    return Mark(known, URGENCY_ICON[known], words(f"urgency.{known}"))


def flag_mark(flag: Mapping[str, Any], words: Words, lists: PickLists) -> Mark:
    """`SpO2 88` in red, `BP 172/104` in amber; a danger sign by its name."""
    value = str(flag.get("value") or "")
    level = str(flag.get("level"))
    icon = "alert-octagon" if level == "critical" else "alert-triangle"
    if flag.get("vital") == "danger_signs":
        sign = lists.danger_signs.get(value)
        return Mark("critical", icon, sign.name(words.lang) if sign else value)
    return Mark(level, icon, words.known(f"chip.{flag.get('vital')}", value, v=value))


def complaint_text(complaints: Iterable[Mapping[str, Any]], words: Words, lists: PickLists) -> str:
    """`Fever for 3 days; cough`; the list's word in the page's language where the complaint has a code."""
    said = []
    for complaint in complaints:
        entry = lists.complaints.get(str(complaint.get("code") or ""))
        what = entry.name(words.lang) if entry else str(complaint.get("text") or "")
        time = words.amount(complaint.get("duration"))
        said.append(words("complaint.for", what=what, time=time) if time else what)
    return "; ".join(text for text in said if text)


def late(row: QueueRow, now: datetime) -> bool:
    """Whether the case waits beyond the limit of its urgency."""
    since = parse(row.waiting_since)
    return since is not None and now - since > LIMITS.get(row.urgency, timedelta(hours=48))


def row_view(
    row: QueueRow, shown: Shown, doctor: Doctor, words: Words, lists: PickLists, now: datetime, *, waiting: bool = True
) -> Row:
    """A row in words. `waiting`: it may be claimed, and its waiting time counts."""
    claim = shown.claims.get(row.referral)
    complaint = complaint_text(row.summary.get("complaints") or (), words, lists)
    gender = row.gender
    return Row(
        referral=row.referral,
        name=row.name,
        initials=initials(row.name),
        age_gender=words.age_gender(row.summary.get("age"), gender),
        complaint=complaint or str(row.summary.get("question") or "") or words("complaint.none"),
        place=words.named(row.summary.get("facility")),
        urgency=urgency_mark(row.urgency, words),
        flags=[flag_mark(f, words, lists) for f in row.flags[:4]],
        words=list(_marks(row, shown, doctor, words, late=waiting and row.turn == DOCTOR and late(row, now))),
        wait=words.wait(row.waiting_since, now) if waiting else words.moment(row.answered_at, now),
        late=waiting and row.turn == DOCTOR and late(row, now),
        can_claim=waiting and row.turn == DOCTOR and claim is None,
        prominent=False,
    )


def _marks(row: QueueRow, shown: Shown, doctor: Doctor, words: Words, *, late: bool) -> Iterable[Mark]:
    claim = shown.claims.get(row.referral)
    if late:
        yield Mark("red", "hourglass", words("queue.overdue"))
    if row.state == "question":
        yield Mark("amber", "message-2-question", words("queue.asked"))
    elif row.replied and row.turn == DOCTOR:
        yield Mark("", "message-2-check", words("queue.replied"))
    if doctor.id in (row.summary.get("doctors") or ()):
        yield Mark("", "user-check", words("queue.your_patient"))
    if claim is not None and claim.staff == doctor.id:
        yield Mark("", "pencil", words("queue.claimed_me"))
    elif claim is not None:
        yield Mark("amber", "lock", words("queue.claimed_by", name=person_name(shown.people, claim.staff, words.lang)))
    elif row.referral in shown.drafted:
        yield Mark("", "device-floppy", words("queue.draft"))


def closed_mark(row: QueueRow, words: Words) -> Mark | None:
    """How a case ended that is not open any more."""
    if row.turn:
        return None
    if row.state == "withdrawn":
        return Mark("", "ban", words("search.withdrawn"))
    return Mark("", "circle-check", words("queue.answered" if row.answered_by else "search.ended"))


def count_text(n: int) -> str:
    """`12`, `1000+`."""
    return str(n) if n <= MOST_COUNTED else f"{MOST_COUNTED}+"


def urgency_groups(rows: Sequence[Row], counts: Sequence[int], words: Words) -> list[Group]:
    """The rows by urgency, the gravest first; `counts` says how many there are of each, by rank."""
    groups = []
    for urgency, icon in URGENCY_ICON.items():
        own = [row for row in rows if row.urgency.tone == urgency]
        if own:
            n = max(counts[URGENCY_RANK[urgency]], len(own))
            groups.append(Group(words(f"urgency.{urgency}"), urgency, icon, own, count_text(n)))
    return groups
