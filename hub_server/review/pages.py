"""Turns what the services say into pages: templates, language, and the values that every page shows."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from hub_server.review.answer import empty_values
from hub_server.review.case_view import CaseWords, case_view
from hub_server.review.doctor import Doctor, Lists, OpenCase
from hub_server.review.flaw import Flaw
from hub_server.review.lists import ROUTES, PickLists
from hub_server.review.queue_view import Group, Row, matching, row_view, urgency_groups
from hub_server.review.sent_view import sent_view
from hub_server.review.services import Review
from hub_server.store.cases import QueueRow, person_name
from hub_server.web.marks import MenuItem
from hub_server.web.wording import Words, initials


class Pages:
    """What each of the doctors' pages shows, as plain values. Made once for a hub process."""

    def __init__(self, review: Review) -> None:
        self._review = review

    def _bar(self, doctor: Doctor, lists: Lists, words: Words, here: str, url: str) -> dict[str, Any]:
        name = words.named(doctor.staff.fields)
        return {
            "me": {
                "name": name,
                "initials": initials(name),
                "role": " · ".join(words.named(d.fields) for d in doctor.desks.values()),
            },
            "csrf": doctor.session.csrf,
            "home": "/review/queue",
            "menu": [
                MenuItem(
                    "/review/queue", "inbox", words("nav.queue"), len(lists.waiting), here == "queue", "count_queue"
                ),
                MenuItem("/review/mine", "user", words("nav.mine"), len(lists.in_hand(doctor.id)), here == "mine"),
            ],
            "here_url": url,
        }

    # ---- the queue --------------------------------------------------------------------------------------------

    def queue_values(self, doctor: Doctor, words: Words, choice: Mapping[str, str]) -> dict[str, Any]:
        """The waiting cases of her desks, by urgency, as far as the filters let them through."""
        cases = self._review.case_lists(doctor)
        desk, speciality, typed = (choice.get(name, "") for name in ("desk", "speciality", "q"))
        rows = self._rows(matching(cases.waiting, desk, speciality, typed), cases, doctor, words)
        free = next((r for r in rows if r.urgency.tone == "emergency" and r.can_claim), None)
        rows = [dataclasses.replace(r, prominent=True) if r is free else r for r in rows]
        chosen = {name: value for name, value in choice.items() if value and name in ("desk", "speciality", "q")}
        return {
            **self._bar(doctor, cases, words, "queue", _url("/review/queue", chosen)),
            "groups": urgency_groups(rows, words),
            "live_url": _url("/review/queue/rows", chosen),
            "title": words("queue.title"),
            "lead": self._lead(cases, words),
            "notice_text": "" if doctor.desks else words("error.no_desk"),
            "empty": self._empty(words, filtered=bool(chosen)),
            "filters": {
                "desk": desk,
                "speciality": speciality,
                "q": typed,
                "desks": [{"id": id_, "name": words.named(d.fields)} for id_, d in doctor.desks.items()],
                "specialities": self._specialities(doctor, words),
            },
        }

    def _rows(
        self, rows: Sequence[QueueRow], cases: Lists, doctor: Doctor, words: Words, waiting: bool = True
    ) -> list[Row]:
        now, lists = self._review.now(), self._review.lists
        return [row_view(row, cases, doctor, words, lists, now, waiting=waiting) for row in rows]

    def _lead(self, cases: Lists, words: Words) -> str:
        if not cases.waiting:
            return words("queue.none_waiting")
        longest = min(row.waiting_since for row in cases.waiting)
        return words("queue.waiting", n=len(cases.waiting), wait=words.wait(longest, self._review.now()))

    def _empty(self, words: Words, *, filtered: bool) -> dict[str, str]:
        if filtered:
            return {"text": words("queue.empty_filtered"), "url": "/review/queue", "button": words("queue.show_all")}
        return {"text": words("queue.empty"), "url": "", "button": ""}

    def _specialities(self, doctor: Doctor, words: Words) -> list[dict[str, str]]:
        codes = {str(code) for d in doctor.desks.values() for code in d.fields.get("specialities") or ()}
        known = self._review.lists.specialities
        return [{"code": c, "name": known[c].name(words.lang) if c in known else c} for c in sorted(codes)]

    def mine_values(self, doctor: Doctor, words: Words) -> dict[str, Any]:
        """What this doctor has in hand, has asked, and has answered lately."""
        cases = self._review.case_lists(doctor)
        parts = (
            ("mine.in_hand", "pencil", "", cases.in_hand(doctor.id), True),
            ("mine.asked", "message-2-question", "urgent", cases.asked_by(doctor.id), True),
            ("mine.answered", "circle-check", "", cases.answered, False),
        )
        groups = [
            Group(words(key), tone, icon, self._rows(rows, cases, doctor, words, waiting))
            for key, icon, tone, rows, waiting in parts
            if rows
        ]
        return {
            **self._bar(doctor, cases, words, "mine", "/review/mine"),
            "groups": groups,
            "live_url": "",
            "title": words("mine.title"),
            "lead": "",
            "empty": {"text": words("mine.empty"), "url": "/review/queue", "button": words("mine.to_queue")},
            "filters": None,
        }

    # ---- a case -----------------------------------------------------------------------------------------------

    def case_values(
        self,
        doctor: Doctor,
        words: Words,
        opened: OpenCase,
        *,
        tab: str = "case",
        typed: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """The case beside the answer form, or beside what was sent, or beside who has it in hand."""
        c = CaseWords(opened.file, words, self._review.lists, self._review.now(), opened.pictures)
        referral = opened.file.referral.record
        values = typed or (opened.draft.values if opened.draft else empty_values())
        claim = self._claim_values(doctor, opened, words)
        here = "mine" if claim["state"] == "mine" or opened.file.own["advice"] else "queue"
        return {
            **self._bar(doctor, self._review.case_lists(doctor), words, here, f"/review/cases/{referral}?tab={tab}"),
            "case": case_view(c),
            "claim": claim,
            "sent": sent_view(c),
            "tab": tab,
            **self.form_values(values, words, opened.draft.saved_at if opened.draft else ""),
            "news": [words.known(f"news.{r.kind}", words("news.other")) for r in opened.news],
        }

    def _claim_values(self, doctor: Doctor, opened: OpenCase, words: Words) -> dict[str, Any]:
        claim, file = opened.claim, opened.file
        may = opened.may_answer and not file.referral.fields.get("withdrawn")
        if claim is None:
            return {"state": "free", "text": words("claim.free") if may else "", "may_answer": may}
        until = words.clock(claim.until)
        if claim.staff == doctor.id:
            return {"state": "mine" if may else "free", "text": words("claim.mine", time=until), "may_answer": may}
        name = person_name(self.people(claim.staff), claim.staff, words.lang)
        return {"state": "other", "text": words("claim.other", name=name, time=until), "may_answer": may}

    def people(self, staff: str) -> dict[str, Any]:
        """The staff record of one person, as the views want it."""
        found = self._review.person(staff)
        return {staff: found} if found else {}

    def form_values(self, values: Mapping[str, Any], words: Words, saved_at: str) -> dict[str, Any]:
        """The answer form's inputs, its lists, and what was found by its two searches."""
        lists, lang = self._review.lists, words.lang
        medicine_q, diagnosis_q = values["medicine_q"].strip(), values["diagnosis"].strip()
        return {
            "form": dict(values, medicines=[self._row(m, lists, words) for m in values["medicines"]]),
            "lists": {
                "frequencies": [{"code": f.code, "name": f"{f.code} – {f.name(lang)}"} for f in lists.frequencies],
                "instructions": [{"code": i.code, "name": i.name(lang)} for i in lists.instructions],
            },
            "medicine_q": medicine_q,
            "medicine_hits": lists.find_medicines(medicine_q),
            "diagnosis_q": diagnosis_q,
            "diagnosis_hits": self._conditions(diagnosis_q, lang),
            "problems": [],
            "problem_lead": "",
            "bad": set(),
            "focus_medicine": None,
            "today": self._review.today().isoformat(),
            "draft_lost": False,
            "draft_text": words("answer.draft_kept", time=words.clock(saved_at))
            if values.get("typed")
            else words("answer.draft_none"),
        }

    def _conditions(self, typed: str, lang: str) -> list[dict[str, str]]:
        found = self._review.lists.find_conditions(typed)
        return [{"code": c.code, "icd10": c.icd10, "name": c.name(lang)} for c in found]

    def search_values(self, what: str, typed: str, words: Words, referral: str) -> dict[str, Any]:
        """What a search finds while she types."""
        if what == "medicines":
            hits: Any = self._review.lists.find_medicines(typed)
            return {"medicine_q": typed.strip(), "medicine_hits": hits, "case": {"referral": referral}}
        hits = self._conditions(typed, words.lang)
        return {"diagnosis_q": typed.strip(), "diagnosis_hits": hits, "case": {"referral": referral}}

    def _row(self, row: Mapping[str, Any], lists: PickLists, words: Words) -> dict[str, Any]:
        medicine = lists.medicine(row["code"])
        routes = [*ROUTES] if row["route"] in ROUTES else [row["route"], *ROUTES]
        return {
            **row,
            "generic": medicine.generic if medicine else row["code"],
            "form": medicine.form if medicine else "",
            "strength": medicine.strength if medicine else "",
            "list": medicine.list if medicine else "prohibited",
            "routes": [{"code": r, "name": words.known(f"route.{r}", r)} for r in routes],
        }

    def flaw_texts(self, flaws: Sequence[Flaw], words: Words) -> dict[str, Any]:
        """What has to be mended, in words, and which inputs are marked."""
        texts = []
        for flaw in flaws:
            values = dict(flaw.values)
            if "wait" in values:
                values["wait"] = words.seconds(int(values["wait"]))
            texts.append(words(flaw.key, **values))
        return {"problems": texts, "bad": {flaw.field for flaw in flaws}}


def _url(path: str, query: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(query)}" if query else path
