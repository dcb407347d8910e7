"""What a doctor does on the hub's pages: sign in, look, claim, write, ask back, sign.

Plain calls without HTTP and without words. Passwords are tried outside every transaction: that is slow on purpose.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from care_record.clock import time_text
from care_record.credential import BadSeal, WrongPin, unwrap
from care_record.ids import is_id, new_id
from care_record.kinds import check_record, tidy
from care_record.signature import b64, sign, slip_text
from hub_server.review import answer
from hub_server.review.answer import Flaw
from hub_server.review.lists import PickLists, load_lists
from hub_server.review.wording import IST
from hub_server.store import cases, records, sessions
from hub_server.store.cases import CaseFile, QueueRow
from hub_server.store.sessions import AnswerDraft, Claim, Session
from hub_server.store.writer import HubChange

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from care_record.fold import Folded
    from hub_server.context import Services

T = TypeVar("T")

MOST_SAW = 200
"""Heads recorded in `saw`, the newest: a change has 64 KiB, and a 2G line carries it."""


@dataclass(frozen=True)
class Doctor:
    """Who is signed in, and the desks that are hers today, by id."""

    staff: Folded
    desks: dict[str, Folded]
    session: Session

    @property
    def id(self) -> str:
        return self.staff.record

    @property
    def name(self) -> str:
        return str(self.staff.fields.get("name") or "")


@dataclass(frozen=True)
class SignedIn:
    """The right password: the new session's secret."""

    token: str


@dataclass(frozen=True)
class NotSignedIn:
    """The wrong login or password; `wait_s` seconds until the next try is looked at."""

    wait_s: int = 0


@dataclass(frozen=True)
class OpenCase:
    """A case on the doctor's screen. `news`: what came in since she last saw it, as records."""

    file: CaseFile
    claim: Claim | None
    draft: AnswerDraft | None
    may_answer: bool
    news: tuple[Folded, ...] = ()


@dataclass(frozen=True)
class Signing:
    """How a try to sign ended: `done`, or why nothing was sent."""

    done: bool = False
    flaws: tuple[Flaw, ...] = ()
    news: bool = False
    lost_to: Claim | None = None
    answered: bool = False
    withdrawn: bool = False


@dataclass(frozen=True)
class Lists:
    """The doctor's two lists of cases, with who has what in hand."""

    waiting: list[QueueRow]
    asked: list[QueueRow]
    answered: list[QueueRow]
    claims: dict[str, Claim]
    drafted: set[str]
    people: dict[str, Folded] = field(default_factory=dict)

    def in_hand(self, staff: str) -> list[QueueRow]:
        """Waiting cases that this doctor has claimed or has begun to answer."""
        return [
            row
            for row in self.waiting
            if (row.referral in self.claims and self.claims[row.referral].staff == staff)
            or (row.referral in self.drafted and row.referral not in self.claims)
        ]

    def asked_by(self, staff: str) -> list[QueueRow]:
        """Cases that wait for the centre's reply to this doctor."""
        return [row for row in self.asked if staff in row.summary.get("asked_by", ())]


class Review:
    """The review pages' use cases upon one hub process's services."""

    def __init__(self, services: Services, lists: PickLists | None = None) -> None:
        self.store = services.store
        self.now = services.now
        self.lists = lists or load_lists()
        self._writer = services.writer
        self._hasher = PasswordHasher()
        # An unknown login takes as long as a known one.
        self._nobody = self._hasher.hash("nobody has this password")

    def today(self) -> date:
        """The day in India."""
        return self.now().astimezone(IST).date()

    # ---- sign in ----------------------------------------------------------------------------------------------

    def sign_in(self, login: str, password: str) -> SignedIn | NotSignedIn:
        """A new session for the right password of a doctor; slowed after some wrong ones."""
        now = self.now()
        with self.store.read() as conn:
            found = sessions.login_named(conn, login.strip(), now)
        if found is not None and found.wait_s:
            return NotSignedIn(found.wait_s)
        right = self._right(found.password_hash if found else self._nobody, password)
        if found is None or not right or found.role != "doctor":
            return NotSignedIn(self._failed(found.staff) if found and not right else 0)

        def welcome(conn: Connection) -> str:
            sessions.clear_failures(conn, found.staff)
            return sessions.open_session(conn, found.staff, now)[0]

        return SignedIn(self.store.run(welcome))

    def _right(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (Argon2Error, InvalidHashError):
            return False

    def _failed(self, staff: str) -> int:
        return self.store.run(lambda conn: sessions.note_failure(conn, staff, self.now()))

    def sign_out(self, token: str) -> None:
        """The session ends on the hub, not only in the browser."""
        self.store.run(lambda conn: sessions.close_session(conn, token))

    def doctor(self, token: str, *, touch: bool = True) -> Doctor | None:
        """Who this session's secret belongs to, while it lasts and she is an active doctor."""
        if not token:
            return None
        now = self.now()

        def find(conn: Connection) -> Session | None:
            return sessions.find_session(conn, token, now, touch=touch)

        session = self.store.run(find) if touch else self._read(find)
        if session is None:
            return None
        with self.store.read() as conn:
            staff = records.folded(conn, session.staff)
            if staff is None or staff.fields.get("active") is False or staff.fields.get("role") != "doctor":
                return None
            posts = sorted(cases.posts_on(staff, self.today()))
            desks = {p: desk for p in posts if (desk := records.folded(conn, p)) is not None and desk.kind == "desk"}
        return Doctor(staff, desks, session)

    def _read(self, work: Callable[[Connection], T]) -> T:
        with self.store.read() as conn:
            return work(conn)

    def person(self, staff: str) -> Folded | None:
        """The staff record of a colleague."""
        with self.store.read() as conn:
            return records.folded(conn, staff)

    # ---- looking ----------------------------------------------------------------------------------------------

    def case_lists(self, doctor: Doctor) -> Lists:
        """All that waits at her desks, and what she has asked or answered."""
        with self.store.read() as conn:
            claims = sessions.claims_of(conn, self.now())
            open_rows = cases.queue(conn, doctor.desks, cases.OPEN)
            holders = {c.staff for c in claims.values()}
            return Lists(
                waiting=[r for r in open_rows if r.state != "question"],
                asked=[r for r in open_rows if r.state == "question"],
                answered=cases.answered_lately(conn, doctor.desks, doctor.id),
                claims=claims,
                drafted=sessions.drafted(conn, doctor.id),
                people={s: f for s in sorted(holders) if (f := records.folded(conn, s)) is not None},
            )

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
            if claim is not None and claim.staff == doctor.id and not file.own["advice"]:
                news = _news(file, draft, doctor.id)
                if whole and (draft is None or news):
                    draft = self._look(conn, file, draft, doctor.id)
            return OpenCase(file, claim, draft, at_her_desk, news)

        return self.store.run(work)

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
        values["saw"] = _heads(file, staff)
        saved_at = sessions.keep_draft(conn, file.referral.record, staff, values, self.now())
        return AnswerDraft(values, draft.saved_at if draft else saved_at)

    # ---- claiming and writing ---------------------------------------------------------------------------------

    def claim(self, doctor: Doctor, referral: str, *, take_over: bool = False) -> Claim | None:
        """Take the case in hand; whose it is then. None if it is not at a desk of hers."""

        def work(conn: Connection) -> Claim | None:
            if not _at_desk(conn, referral, doctor):
                return None
            return sessions.claim(conn, referral, doctor.id, self.now(), take_over=take_over)

        return self.store.run(work) if is_id(referral) else None

    def release(self, doctor: Doctor, referral: str) -> None:
        """Give the case back; the draft stays."""
        self.store.run(lambda conn: sessions.release(conn, referral, doctor.id))

    def keep(self, doctor: Doctor, referral: str, values: dict[str, Any], *, by_itself: bool = False) -> str | None:
        """Keep the form as typed; when. None if nothing was kept: not hers, or `by_itself` and already outdated.

        The form's buttons count up `rev`: what was sent by itself before a button, but comes after it, is old.
        """

        def work(conn: Connection) -> str | None:
            if not _at_desk(conn, referral, doctor):
                return None
            before = sessions.draft_of(conn, referral, doctor.id)
            rev = int(before.values.get("rev", 0)) if before else 0
            if by_itself and values.get("rev", 0) < rev:
                return None
            kept = dict(values, rev=rev if by_itself else rev + 1, typed=True)
            kept["saw"] = before.values.get("saw", []) if before else []
            # Whoever writes keeps the case; a claim that ran out and was taken by another is not taken back.
            sessions.claim(conn, referral, doctor.id, self.now())
            return sessions.keep_draft(conn, referral, doctor.id, kept, self.now())

        return self.store.run(work) if is_id(referral) else None

    def ask_back(self, doctor: Doctor, referral: str, text: str) -> Signing:
        """Send a question to the centre and put the case down until the reply."""

        def work(conn: Connection) -> Signing:
            file, refusal = self._hold(conn, doctor, referral)
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

    def _hold(self, conn: Connection, doctor: Doctor, referral: str) -> tuple[CaseFile | None, Signing | None]:
        """The case with this doctor's claim on it, or why it cannot be answered. Locks the claim's row."""
        if not _at_desk(conn, referral, doctor):
            return None, None
        claim = sessions.claim(conn, referral, doctor.id, self.now())
        file = cases.case(conn, referral)
        if file is None:
            return None, None
        if file.own["advice"] or file.referral.fields.get("withdrawn"):
            sessions.release(conn, referral, doctor.id)
            return file, Signing(answered=bool(file.own["advice"]), withdrawn=not file.own["advice"])
        if claim.staff != doctor.id:
            return file, Signing(lost_to=claim)
        return file, None

    # ---- signing ----------------------------------------------------------------------------------------------

    def sign(self, doctor: Doctor, referral: str, values: dict[str, Any], password: str) -> Signing:
        """Advice and prescription in one transaction, or nothing at all and why. `values` are kept before."""
        file, refusal = self.store.run(lambda conn: self._hold(conn, doctor, referral))
        if file is None or refusal is not None:
            return refusal or Signing(withdrawn=True)
        with self.store.read() as conn:
            draft = sessions.draft_of(conn, referral, doctor.id)
        follow_up = isinstance(file.referral.fields.get("answers"), str)
        found = answer.flaws(values, self.lists, follow_up=follow_up, today=self.today())
        found += _too_long(values, self.lists, referral)
        if found:
            return Signing(flaws=tuple(found))
        if _news(file, draft, doctor.id):
            return Signing(news=True)
        key = self._signing_key(doctor.id, password)
        if isinstance(key, Flaw):
            return Signing(flaws=(key,))

        def work(conn: Connection) -> Signing:
            held, refusal = self._hold(conn, doctor, referral)
            if held is None or refusal is not None:
                return refusal or Signing(withdrawn=True)
            if _news(held, sessions.draft_of(conn, referral, doctor.id), doctor.id):
                return Signing(news=True)
            self._writer.write(conn, doctor.id, self._signed(doctor, held, values, key))
            sessions.drop_draft(conn, referral, doctor.id)
            sessions.release(conn, referral, doctor.id)
            return Signing(done=True)

        return self.store.run(work)

    def _signing_key(self, staff: str, password: str) -> bytes | Flaw:
        if not password:
            return Flaw("sign_password", "problem.password_empty")
        with self.store.read() as conn:
            login = sessions.login_of(conn, staff, self.now())
        if login is None or not login.signing_key:
            return Flaw("sign_password", "problem.no_key")
        if login.wait_s:
            return Flaw("sign_password", "problem.password_slow", {"wait": str(login.wait_s)})
        try:
            key = unwrap(login.signing_key, password)
        except WrongPin:
            wait = self._failed(staff)
            if wait:
                return Flaw("sign_password", "problem.password_slow", {"wait": str(wait)})
            return Flaw("sign_password", "problem.password")
        except BadSeal:
            return Flaw("sign_password", "problem.no_key")
        if login.failures:
            self.store.run(lambda conn: sessions.clear_failures(conn, staff))
        return key

    def _signed(self, doctor: Doctor, file: CaseFile, values: dict[str, Any], key: bytes) -> list[HubChange]:
        """The changes of an answer: the advice, and the prescription if medicines stand in it."""
        referral, patient, signed = file.referral.record, file.patient.record, self._at()
        saw = _heads(file, doctor.id)[-MOST_SAW:]
        advice = new_id()
        fields = answer.advice_fields(values, self.lists, referral=referral, signed=signed, saw=saw)
        changes = [HubChange("advice", advice, patient, tidy("advice", fields))]
        if items := answer.items(values, self.lists):
            prescription = new_id()
            code = str(file.desk.fields.get("code") or "HUB") if file.desk else "HUB"
            rx = tidy(
                "prescription",
                {
                    "referral": referral,
                    "advice": advice,
                    "number": answer.prescription_number(code, self.today(), prescription),
                    "items": items,
                    "doctor": _doctor_block(doctor, file),
                    "signed": signed,
                },
            )
            rx["slip"] = slip_text(rx, file.patient.fields, rx["doctor"])
            rx["signature"] = b64(sign(key, rx["slip"].encode()))
            changes.append(HubChange("prescription", prescription, patient, rx))
        return changes


def _at_desk(conn: Connection, referral: str, doctor: Doctor) -> bool:
    head = records.folded(conn, referral)
    return head is not None and head.kind == "referral" and head.fields.get("desk") in doctor.desks


def _doctor_block(doctor: Doctor, file: CaseFile) -> dict[str, Any]:
    fields = doctor.staff.fields
    return {
        "staff": doctor.id,
        "name": doctor.name,
        "qualification": str(fields.get("qualification") or ""),
        "registration_no": str(fields.get("registration_no") or ""),
        "hub": str(file.desk.fields.get("name") or "") if file.desk else "",
    }


def _foreign(file: CaseFile, staff: str) -> list[Folded]:
    """The records that others wrote, in the order of time. What she wrote herself is no news to her."""
    return [r for r in file.records if not (r.author == staff and r.kind in ("case_event", "advice", "prescription"))]


def _heads(file: CaseFile, staff: str) -> list[str]:
    return [head for r in _foreign(file, staff) for head in r.heads]


def _news(file: CaseFile, draft: AnswerDraft | None, staff: str) -> tuple[Folded, ...]:
    """Records with a head that was not there when the page was shown to her."""
    if draft is None:
        return ()
    saw = set(draft.values.get("saw", ()))
    return tuple(r for r in _foreign(file, staff) if not saw.issuperset(r.heads))


def _too_long(values: dict[str, Any], lists: PickLists, referral: str) -> list[Flaw]:
    """What the record's own rules say about the advice as it would be written."""
    fields = answer.advice_fields(values, lists, referral=referral, signed="2026-01-01T00:00:00+05:30", saw=[])
    found = check_record("advice", tidy("advice", fields))
    return [Flaw(p.field, "problem.refused", {"what": p.field, "why": p.code}) for p in found if p.field != "text"]
