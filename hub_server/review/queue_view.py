"""The queue's rows in words: groups by urgency, flags as chips, waiting time, and whose case it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from care_record.case import LIMITS
from care_record.rules.names import search_key
from hub_server.review.doctor import Doctor, Lists
from hub_server.review.lists import PickLists
from hub_server.store.cases import QueueRow, person_name
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
    """Rows under one heading."""

    title: str
    tone: str
    icon: str
    rows: Sequence[Row]


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
    row: QueueRow, cases: Lists, doctor: Doctor, words: Words, lists: PickLists, now: datetime, *, waiting: bool = True
) -> Row:
    """A row in words. `waiting`: it may be claimed, and its waiting time counts."""
    claim = cases.claims.get(row.referral)
    mine = claim is not None and claim.staff == doctor.id
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
        words=list(_marks(row, cases, doctor, words)),
        wait=words.wait(row.waiting_since, now) if waiting else words.moment(row.answered_at, now),
        late=waiting and late(row, now),
        can_claim=waiting and (claim is None or mine) and not mine,
        prominent=False,
    )


def _marks(row: QueueRow, cases: Lists, doctor: Doctor, words: Words) -> Iterable[Mark]:
    claim = cases.claims.get(row.referral)
    if row.state == "question":
        yield Mark("amber", "message-2-question", words("queue.asked"))
    elif row.summary.get("replied") and not row.answered_by:
        yield Mark("", "message-2-check", words("queue.replied"))
    if doctor.id in (row.summary.get("doctors") or ()):
        yield Mark("", "user-check", words("queue.your_patient"))
    if claim is not None and claim.staff == doctor.id:
        yield Mark("", "pencil", words("queue.claimed_me"))
    elif claim is not None:
        yield Mark("amber", "lock", words("queue.claimed_by", name=person_name(cases.people, claim.staff, words.lang)))
    elif row.referral in cases.drafted:
        yield Mark("", "device-floppy", words("queue.draft"))


def matching(rows: Iterable[QueueRow], desk: str, speciality: str, typed: str) -> list[QueueRow]:
    """The rows of this desk, speciality and name; an empty choice is any."""
    wanted = search_key(typed).split() if typed.strip() else []
    found = []
    for row in rows:
        keys = search_key(f"{row.name} {row.summary.get('other_name') or ''}").split()
        if (
            (not desk or row.desk == desk)
            and (not speciality or row.speciality == speciality)
            and all(any(key.startswith(part) for key in keys) for part in wanted)
        ):
            found.append(row)
    return found


def urgency_groups(rows: Sequence[Row], words: Words) -> list[Group]:
    """The rows by urgency, the gravest first; the first emergency that is free stands out."""
    groups = []
    for urgency, icon in URGENCY_ICON.items():
        own = [row for row in rows if row.urgency.tone == urgency]
        if own:
            groups.append(Group(words(f"urgency.{urgency}"), urgency, icon, own))
    return groups
