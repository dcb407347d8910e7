"""The bar of the doctors' pages, and their lists: the queue, her own cases, cases that were searched for."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from hub_server.review.districts import district_name
from hub_server.review.doctor import Doctor
from hub_server.review.queue_view import Group, Row, closed_mark, count_text, row_view, urgency_groups
from hub_server.review.services import Review
from hub_server.review.waiting import BarCounts, Queue, Shown, Waiting
from hub_server.store.queue import Counts, Place, QueueRow, Wish
from hub_server.web.marks import MenuItem
from hub_server.web.wording import Words, initials

CHOICES = ("desk", "speciality", "district", "show", "sort")
SHOW = ("mine", "replied", "late")
SORTS = ("urgency", "waiting", "newest")


class QueuePages:
    """What the lists show, as plain values. Made once for a hub process."""

    def __init__(self, review: Review, waiting: Waiting) -> None:
        self._review, self._waiting = review, waiting

    def bar(self, doctor: Doctor, words: Words, here: str, url: str, counts: BarCounts | None = None) -> dict[str, Any]:
        """What every page of the doctors shows: who is signed in, the menu with its counts, the search box."""
        name, counts = words.named(doctor.staff.fields), counts or self._waiting.bar(doctor)
        waiting = sum(counts.waiting.by_rank)
        return {
            "me": {
                "name": name,
                "initials": initials(name),
                "role": " · ".join(words.named(d.fields) for d in doctor.desks.values()),
            },
            "csrf": doctor.session.csrf,
            "home": "/review/queue",
            "menu": [
                MenuItem("/review/queue", "inbox", words("nav.queue"), waiting, here == "queue", "count_queue"),
                MenuItem("/review/mine", "user", words("nav.mine"), counts.in_hand, here == "mine"),
                MenuItem(
                    "/review/countersign", "message-2-check", words("nav.countersign"), here=here == "countersign"
                ),
            ],
            "here_url": url,
            "search": {"url": "/review/search", "here": here == "search", "label": words("queue.search"), "q": ""},
        }

    # ---- the queue --------------------------------------------------------------------------------------------

    def queue_values(self, doctor: Doctor, words: Words, choice: Mapping[str, str]) -> dict[str, Any]:
        """A page of the waiting cases of her desks, as far as the filters let them through."""
        chosen = {name: choice[name] for name in CHOICES if choice.get(name)}
        found = self._waiting.queue(doctor, _wish(doctor, chosen), place_of(choice), mine=chosen.get("show") == "mine")
        rows = self._rows(found.shown, doctor, words)
        free = next((r for r in rows if r.urgency.tone == "emergency" and r.can_claim), None)
        rows = [dataclasses.replace(r, prominent=True) if r is free else r for r in rows]
        sort = chosen.get("sort", SORTS[0])
        beside = {name: choice[name] for name in ("after", "before") if choice.get(name)}
        filtered = any(name != "sort" for name in chosen)
        return {
            **self.bar(doctor, words, "queue", _url("/review/queue", chosen), found.bar),
            "groups": self._groups(rows, found.counts, words, by_urgency=sort == SORTS[0]),
            "live_url": _url("/review/queue/rows", chosen | beside),
            "live_count": sum(found.bar.waiting.by_rank),
            "title": words("queue.title"),
            "lead": self._lead(found.counts, words),
            "late": self._late(found.bar.waiting, chosen, words),
            "notice_text": "" if doctor.desks else words("error.no_desk"),
            "empty": self._empty(words, filtered=filtered),
            "pager": _pager(found, chosen),
            "filters": self._filters(doctor, words, chosen, found.districts),
        }

    def _groups(self, rows: Sequence[Row], counts: Counts, words: Words, *, by_urgency: bool) -> list[Group]:
        if by_urgency:
            return urgency_groups(rows, counts.by_rank, words)
        title = words("queue.in_order")
        return [Group(title, "", "clock", rows, count_text(sum(counts.by_rank)))] if rows else []

    def _rows(self, shown: Shown, doctor: Doctor, words: Words, waiting: bool = True) -> list[Row]:
        now, lists = self._review.now(), self._review.lists
        return [row_view(row, shown, doctor, words, lists, now, waiting=waiting) for row in shown.rows]

    def _lead(self, counts: Counts, words: Words) -> str:
        n = sum(counts.by_rank)
        if not n:
            return words("queue.none_waiting")
        return words("queue.waiting", n=count_text(n), wait=words.wait(counts.oldest, self._review.now()))

    def _late(self, counts: Counts, chosen: Mapping[str, str], words: Words) -> dict[str, str] | None:
        """How many of all wait too long, with the way to them."""
        if not counts.late:
            return None
        url = _url("/review/queue", {name: chosen[name] for name in ("desk",) if name in chosen} | {"show": "late"})
        return {"url": url, "text": words("queue.late", n=count_text(counts.late))}

    def _empty(self, words: Words, *, filtered: bool) -> dict[str, str]:
        if filtered:
            return {"text": words("queue.empty_filtered"), "url": "/review/queue", "button": words("queue.show_all")}
        return {"text": words("queue.empty"), "url": "", "button": ""}

    def _filters(
        self, doctor: Doctor, words: Words, chosen: Mapping[str, str], districts: Sequence[str]
    ) -> dict[str, Any]:
        desks = {id_: words.named(d.fields) for id_, d in doctor.desks.items()}
        known = self._review.lists.specialities
        codes = sorted({str(code) for d in doctor.desks.values() for code in d.fields.get("specialities") or ()})
        named = {code: known[code].name(words.lang) if code in known else code for code in codes}
        places = {code: district_name(code, words.lang) for code in {*districts, chosen.get("district", "")} - {""}}
        parts = (
            ("desk", desks, len(desks) > 1),
            ("speciality", named, len(named) > 1),
            ("district", dict(sorted(places.items(), key=lambda pair: pair[1])), True),
            ("show", {code: words(f"queue.show_{code}") for code in SHOW}, True),
        )
        fields: list[dict[str, Any]] = [
            {"name": name, "label": words(f"queue.{name}"), "options": options, "value": chosen.get(name, "")}
            for name, options, shown in parts
            if shown
        ]
        sorts = {code: words(f"queue.sort_{code}") for code in SORTS}
        return {
            "fields": fields,
            "sorts": sorts,
            "sort": chosen.get("sort", SORTS[0]),
            "said": [str(f["options"].get(f["value"], f["value"])) for f in fields if f["value"]],
        }

    # ---- her own cases, and the search ------------------------------------------------------------------------

    def mine_values(self, doctor: Doctor, words: Words) -> dict[str, Any]:
        """What this doctor has in hand, has asked, and has answered lately."""
        mine = self._waiting.mine(doctor)
        parts = (
            ("mine.in_hand", "pencil", "", mine.in_hand, True),
            ("mine.asked", "message-2-question", "urgent", mine.asked, True),
            ("mine.answered", "circle-check", "", mine.answered, False),
        )
        return {
            **self.bar(doctor, words, "mine", "/review/mine"),
            **_plain_list(words("mine.title")),
            "groups": [
                Group(words(key), tone, icon, rows, str(len(rows)))
                for key, icon, tone, shown, waiting in parts
                if (rows := self._rows(shown, doctor, words, waiting))
            ],
            "empty": {"text": words("mine.empty"), "url": "/review/queue", "button": words("mine.to_queue")},
        }

    def search_values(self, doctor: Doctor, words: Words, typed: str) -> dict[str, Any]:
        """Cases of her desks by name or number; nothing typed is an empty list that says what can be typed."""
        bar = self.bar(doctor, words, "search", _url("/review/search", {"q": typed} if typed else {}))
        values = {**bar, **_plain_list(words("search.title")), "search": bar["search"] | {"q": typed}, "groups": []}
        if not typed.strip():
            return values | {"empty": {"text": words("search.how"), "url": "", "button": ""}}
        found = self._waiting.find(doctor, typed)
        for key, icon, rows in (
            ("search.open", "inbox", [r for r in found.shown.rows if r.turn]),
            ("search.closed", "circle-check", [r for r in found.shown.rows if not r.turn]),
        ):
            if rows:
                values["groups"].append(self._found_group(words(key), icon, rows, found.shown, doctor, words))
        said = words("search.more", n=len(found.shown.rows)) if found.more else ""
        none = words("search.none", typed=typed.strip())
        return values | {"lead": said, "empty": {"text": none, "url": "", "button": ""}, "n": len(found.shown.rows)}

    def _found_group(
        self, title: str, icon: str, rows: Sequence[QueueRow], shown: Shown, doctor: Doctor, words: Words
    ) -> Group:
        part = dataclasses.replace(shown, rows=tuple(rows))
        views = self._rows(part, doctor, words, waiting=bool(rows[0].turn))
        marked = [
            dataclasses.replace(view, words=[*view.words, mark]) if (mark := closed_mark(row, words)) else view
            for row, view in zip(rows, views, strict=True)
        ]
        return Group(title, "", icon, marked, str(len(marked)))


def _plain_list(title: str) -> dict[str, Any]:
    """A list that is no page of the queue."""
    return {"title": title, "lead": "", "late": None, "live_url": "", "live_count": 0, "filters": None, "pager": None}


def _wish(doctor: Doctor, chosen: Mapping[str, str]) -> Wish:
    desk = chosen.get("desk", "")
    show = chosen.get("show", "")
    return Wish(
        tuple(doctor.desks) if not desk else (desk,) if desk in doctor.desks else (),
        district=chosen.get("district", ""),
        speciality=chosen.get("speciality", ""),
        replied=show == "replied",
        late=show == "late",
        order=chosen["sort"] if chosen.get("sort") in SORTS else SORTS[0],
    )


def place_of(choice: Mapping[str, str]) -> Place | None:
    """The place that an address names, if it names one: `after` or `before` a case."""
    for name in ("after", "before"):
        parts = choice.get(name, "").split("_")
        if len(parts) == 3 and parts[0] in ("0", "1", "2"):
            return Place(int(parts[0]), parts[1], parts[2], back=name == "before")
    return None


def _pager(found: Queue, chosen: Mapping[str, str]) -> dict[str, str] | None:
    """The ways to the pages on either side."""

    def beside(row: QueueRow, name: str) -> str:
        return _url("/review/queue", {**chosen, name: f"{row.urgency_rank}_{row.waiting_since}_{row.referral}"})

    rows = found.page.rows
    if not rows or not (found.page.more_before or found.page.more_after):
        return None
    return {
        "first": _url("/review/queue", chosen) if found.page.more_before else "",
        "before": beside(rows[0], "before") if found.page.more_before else "",
        "after": beside(rows[-1], "after") if found.page.more_after else "",
    }


def _url(path: str, query: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(query)}" if query else path
