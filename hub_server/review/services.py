"""What a doctor does on the hub's pages: look, claim, write, ask back, sign.

Plain calls without HTTP and without words. Passwords are tried outside every transaction: that is slow on purpose.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from care_record.clock import time_text
from care_record.credential import BadSeal, WrongPin, unwrap
from care_record.ids import is_id
from care_record.kinds import tidy
from hub_server.review import answer
from hub_server.review.doctor import Doctor, OpenCase, Signing
from hub_server.review.flaw import Flaw
from hub_server.review.holding import at_desk, current_advice, hold, is_over
from hub_server.review.lists import PickLists, load_lists
from hub_server.review.reading import note_reading
from hub_server.review.signing import corrects_of, heads, news_for, record_flaws, signed_changes
from hub_server.review.taker import known_of
from hub_server.store import attachments, audit, cases, records, sessions
from hub_server.store.attachments import Stored
from hub_server.store.cases import CaseFile
from hub_server.store.sessions import AnswerDraft, Claim
from hub_server.store.writer import HubChange
from hub_server.times import IST
from hub_server.web.accounts import Person

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from care_record.fold import Folded
    from hub_server.context import Services

T = TypeVar("T")


class Review:
    """The review pages' use cases upon one hub process's services."""

    def __init__(self, services: Services, lists: PickLists | None = None) -> None:
        self.services = services
        self.store = services.store
        self.now = services.now
        self.lists = lists or load_lists()
        self._writer = services.writer

    def today(self) -> date:
        """The day in India."""
        return self.now().astimezone(IST).date()

    def doctor(self, person: Person) -> Doctor | None:
        """Who is signed in as a doctor, with her desks; None in another role."""
        if person.role != "doctor":
            return None
        with self.store.read() as conn:
            posts = sorted(cases.posts_on(person.staff, self.today()))
            desks = {p: desk for p in posts if (desk := records.folded(conn, p)) is not None and desk.kind == "desk"}
        return Doctor(person.staff, person.session, desks)

    def person(self, staff: str) -> Folded | None:
        """The staff record of a colleague."""
        with self.store.read() as conn:
            return records.folded(conn, staff)

    def desks_of_hub(self) -> list[Folded]:
        """Every desk of the hub, to forward a case to."""
        with self.store.read() as conn:
            return records.all_of(conn, "desk")

    # ---- looking ----------------------------------------------------------------------------------------------

    def may_read(self, doctor: Doctor, referral: str) -> bool:
        """Whether the case's patient was ever referred to a desk of hers."""
        if not is_id(referral) or not doctor.desks:
            return False
        with self.store.read() as conn:
            return cases.may_read(conn, referral, doctor.desks)

    def open_case(self, doctor: Doctor, referral: str, *, whole: bool) -> OpenCase | None:
        """The case, or None if it is not hers to see. `whole`: the page shows everything, so all of it is now seen.

        The first doctor of the desk who opens it leaves an `opened` event: the centre sees it on the receipt.
        """
        if not self.may_read(doctor, referral):
            return None

        def work(conn: Connection) -> OpenCase | None:
            file = cases.case(conn, referral)
            if file is None:
                return None
            at_her_desk = file.referral.fields.get("desk") in doctor.desks
            if at_her_desk and self._note_opened(conn, doctor, file):
                file = cases.case(conn, referral) or file
            claim = sessions.claim_of(conn, referral, self.now())
            draft = sessions.draft_of(conn, referral, doctor.id)
            news: tuple[Folded, ...] = ()
            answered = current_advice(file)
            writes = answered is None or corrects_of(draft) == answered.record
            if claim is not None and claim.staff == doctor.id and writes:
                news = news_for(file, draft, doctor.id)
                if whole and (draft is None or news):
                    draft = self._look(conn, file, draft, doctor.id)
            note_reading(conn, self.now(), doctor.id, referral)
            pictures = attachments.shown(conn, file.patient.record)
            return OpenCase(file, claim, draft, at_her_desk, news, pictures)

        return self.store.run(work)

    def attachment(self, doctor: Doctor, referral: str, record: str) -> Stored | None:
        """A photo or PDF of the case's patient, if the case is hers to read and its bytes have come."""
        if not is_id(record) or not self.may_read(doctor, referral):
            return None
        with self.store.read() as conn:
            head, named = records.folded(conn, referral), records.folded(conn, record)
            if head is None or named is None or named.kind != "attachment" or named.patient != head.patient:
                return None
            return attachments.of_patient(conn, str(named.fields.get("sha256")), str(head.patient))

    def _note_opened(self, conn: Connection, doctor: Doctor, file: CaseFile) -> bool:
        known = {"opened", "question"} & {str(e.fields.get("event")) for e in file.own["case_event"]}
        if known or file.own["advice"] or file.referral.fields.get("withdrawn"):
            return False
        self._event(conn, doctor, file, "opened")
        return True

    def _event(self, conn: Connection, doctor: Doctor, file: CaseFile, event: str, text: str = "") -> None:
        fields = {"referral": file.referral.record, "event": event, "at": self._at()} | ({"text": text} if text else {})
        self._writer.write(conn, doctor.id, [HubChange("case_event", None, file.patient.record, fields)])

    def _at(self) -> str:
        return time_text(self.now().astimezone(IST))

    def _look(self, conn: Connection, file: CaseFile, draft: AnswerDraft | None, staff: str) -> AnswerDraft:
        """Remember what stands on her screen, so that she can be shown what came after it."""
        values = dict(draft.values) if draft else answer.empty_values()
        values["saw"] = heads(file, staff)
        saved_at = sessions.keep_draft(conn, file.referral.record, staff, values, self.now())
        return AnswerDraft(values, draft.saved_at if draft else saved_at)

    # ---- claiming and writing ---------------------------------------------------------------------------------

    def claim(self, doctor: Doctor, referral: str, *, take_over: bool = False) -> Claim | None:
        """Take the case in hand; whose it is then. None if it is not at a desk of hers."""

        def work(conn: Connection) -> Claim | None:
            if not at_desk(conn, referral, doctor):
                return None
            held = sessions.claim(conn, referral, doctor.id, self.now(), take_over=take_over)
            if held.staff == doctor.id:
                what = "case-taken-over" if take_over else "case-claimed"
                audit.note(conn, self.now(), doctor.id, what, referral)
            return held

        return self.store.run(work) if is_id(referral) else None

    def release(self, doctor: Doctor, referral: str) -> None:
        """Give the case back; the draft stays."""
        self.store.run(lambda conn: sessions.release(conn, referral, doctor.id))

    def keep(self, doctor: Doctor, referral: str, values: dict[str, Any], *, by_itself: bool = False) -> str | None:
        """Keep the form as typed; when. None if nothing was kept: not hers, or `by_itself` and already outdated.

        The form's buttons count up `rev`: what was sent by itself before a button, but comes after it, is old. A form
        that was left open when the case was answered or forwarded is old, too: it keeps nothing and claims nothing.
        """

        def work(conn: Connection) -> str | None:
            if not at_desk(conn, referral, doctor):
                return None
            before = sessions.draft_of(conn, referral, doctor.id)
            rev = int(before.values.get("rev", 0)) if before else 0
            if by_itself and values.get("rev", 0) < rev:
                return None
            corrects = corrects_of(before)
            if values["corrects"] != corrects or is_over(conn, referral, corrects):
                return None if by_itself else ""
            kept = dict(values, rev=rev if by_itself else rev + 1, typed=True)
            kept["saw"] = before.values.get("saw", []) if before else []
            # Whoever writes keeps the case; a claim that ran out and was taken by another is not taken back.
            sessions.claim(conn, referral, doctor.id, self.now())
            return sessions.keep_draft(conn, referral, doctor.id, kept, self.now())

        return self.store.run(work) if is_id(referral) else None

    def ask_back(self, doctor: Doctor, referral: str, text: str) -> Signing:
        """Send a question to the centre and put the case down until the reply."""

        def work(conn: Connection) -> Signing:
            file, refusal = hold(conn, self.now(), doctor, referral)
            if file is None or refusal is not None:
                return refusal or Signing(withdrawn=True)
            self._event(conn, doctor, file, "question", tidy("case_event", {"text": text})["text"])
            before = sessions.draft_of(conn, referral, doctor.id)
            if before:
                values = dict(before.values, question="")
                sessions.keep_draft(conn, referral, doctor.id, values, self.now())
            sessions.release(conn, referral, doctor.id)
            return Signing(done=True)

        return self.store.run(work)

    # ---- signing ----------------------------------------------------------------------------------------------

    def sign(self, doctor: Doctor, referral: str, values: dict[str, Any], password: str) -> Signing:
        """Advice and prescription in one transaction, or nothing at all and why. `values` are kept before."""
        with self.store.read() as conn:
            draft = sessions.draft_of(conn, referral, doctor.id)
        corrects = corrects_of(draft)
        file, refusal = self.store.run(lambda conn: hold(conn, self.now(), doctor, referral, corrects))
        if file is None or refusal is not None:
            return refusal or Signing(withdrawn=True)
        if values["corrects"] != corrects:
            return Signing(answered=True)  # a form of before the correction was begun, or of one that was left
        found = answer.flaws(values, self.lists, known_of(file, self.lists, self.today()), self.today())
        found += record_flaws(values, self.lists, referral)
        if values["medicines"] and not doctor.staff.fields.get("registration_no"):
            found.append(Flaw("medicine_q", "problem.no_registration"))
        if found:
            return Signing(flaws=tuple(found))
        if news_for(file, draft, doctor.id):
            return Signing(news=True)
        key = self._signing_key(doctor.id, password)
        if isinstance(key, Flaw):
            return Signing(flaws=(key,))

        def work(conn: Connection) -> Signing:
            held, refusal = hold(conn, self.now(), doctor, referral, corrects)
            if held is None or refusal is not None:
                return refusal or Signing(withdrawn=True)
            if news_for(held, sessions.draft_of(conn, referral, doctor.id), doctor.id):
                return Signing(news=True)
            at = self.now().astimezone(IST)
            self._writer.write(conn, doctor.id, signed_changes(doctor, held, values, self.lists, key, at))
            audit.note(conn, at, doctor.id, "answer-corrected" if corrects else "answer-signed", referral)
            sessions.drop_draft(conn, referral, doctor.id)
            sessions.release(conn, referral, doctor.id)
            return Signing(done=True)

        return self.store.run(work)

    def _signing_key(self, staff: str, password: str) -> bytes | Flaw:
        if not password:
            return Flaw("sign_password", "problem.password_empty")
        begun = self.store.run(lambda conn: sessions.begin_try(conn, staff, self.now()))
        if begun is None:
            return Flaw("sign_password", "problem.no_key")
        if begun.login.wait_s:
            return _wrong_password(begun.login.wait_s)
        try:
            key = unwrap(begun.login.signing_key or {}, password)
        except WrongPin:
            return _wrong_password(begun.wait_s)
        except BadSeal:
            self.store.run(lambda conn: sessions.take_back(conn, begun))
            return Flaw("sign_password", "problem.no_key")
        self.store.run(lambda conn: sessions.clear_failures(conn, staff))
        return key


def _wrong_password(wait_s: int) -> Flaw:
    if wait_s:
        return Flaw("sign_password", "problem.password_slow", {"wait": str(wait_s)})
    return Flaw("sign_password", "problem.password")
