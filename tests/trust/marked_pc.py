"""A PC whose every field holds marked data: `python -m tests.trust.marked_pc FOLDER URL CODE`.

Enrols as `spoke-app` does, signs in, writes marked records of each kind through the app's actions and as they come from
elsewhere, keeps drafts and pictures, exchanges, exports to a stick - and provokes the errors that happen on a PC.
Prints one JSON object, then waits to be killed.
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from care_record.attachment import Prepared
from care_record.ids import new_id
from spoke_app.__main__ import main as spoke_app
from spoke_app.actions.attach_file import attach_file
from spoke_app.actions.drafts import save_draft
from spoke_app.actions.edit_patient import edit_patient
from spoke_app.actions.finish_visit import VisitForm, finish_visit
from spoke_app.actions.refused import Refused
from spoke_app.actions.register_patient import register_patient
from spoke_app.actions.reply_to_doctor import reply_to_doctor
from spoke_app.actions.withdraw_referral import withdraw_referral
from spoke_app.actions.write_note import add_note
from spoke_app.back_up import daily_copy
from spoke_app.headless import Opened, open_profile
from spoke_app.log import start_log, stop_log
from spoke_app.paths import Profile
from spoke_app.store import journal
from spoke_app.store.database import Store
from spoke_app.store.journal import NewChange
from tests.helpers.spoke import Elsewhere
from tests.spoke_app.ui.test_hostile_records import _shapes
from tests.trust.marks import Marker, all_kinds

NAME, PIN = "Kumari Anjali", "730519"
WRONG_PIN = "730528"
SHAPES: dict[str, dict[str, Any]] = {
    **_shapes(dict.fromkeys(("sunita", "chandan"), new_id()), new_id(), new_id()),
    "audit": {"what": "record-opened", "who": new_id(), "record": new_id(), "at": "2026-11-24T09:00:00+05:30"},
    "recovery": {"key": "A" * 43 + "=", "since": "2026-11-24T09:00:00+05:30"},
}


class MarkedPc:
    """One opened profile, and what was written to it."""

    def __init__(self, folder: Path, opened: Opened, marks: Marker) -> None:
        self.folder, self.opened, self.marks = folder, opened, marks

    def act(self, action: Callable[..., Any], *args: Any, **more: Any) -> Any:
        return self.opened.store.call(lambda store: action(self.opened.desk(store), *args, **more))

    def refused(self, action: Callable[..., Any], *args: Any) -> None:
        """What someone typed and a form refused may stand nowhere, either."""
        with contextlib.suppress(Refused):
            self.act(action, *args)

    def patient(self) -> str:
        fields = self.marks.record("patient", SHAPES["patient"])
        kept = {
            name: value for name, value in fields.items() if name not in ("same_as", "share", "deceased", "slip_no")
        }
        return str(self.act(register_patient, kept)[1])

    def visit(self, patient: str) -> None:
        marked = all_kinds(SHAPES, self.marks)
        treated, referral = marked["visit"], marked["referral"]
        treated = {name: value for name, value in treated.items() if name not in ("started", "mode", "entered_late")}
        desk = self.opened.store.call(lambda store: store.value("SELECT record FROM records WHERE kind = 'desk'"))
        form = VisitForm(patient, self.opened.now() - timedelta(hours=1), fields=treated | {"outcome": "treated"})
        for more in (
            {"note": self.marks.text("note.text"), "sign_note": True},
            {"refer": {name: referral[name] for name in ("question", "consent", "reach", "urgency", "speciality")}},
            {"follow_up": {"due": "2099-01-01", "reason": self.marks.text("follow_up.reason")}},
        ):
            given = {**vars(form), **more}
            if "refer" in more:
                given["refer"] |= {"desk": desk, "speciality": "medicine"}
            self.visit_of = self.act(finish_visit, VisitForm(**given))[1]
        self.act(add_note, self.visit_of, self.marks.text("note added"))

    def papers(self, patient: str) -> None:
        """Pictures, drafts, what came from elsewhere, and what nobody may write."""
        data = b"%PDF-1.4 " + self.marks.text("attachment").encode()
        named = self.folder.parent / f"{self.marks.text('file name')}.pdf"
        self.act(attach_file, patient, named, lambda _: Prepared(data, "application/pdf"))
        for form in ("patient", "visit"):
            title = self.marks.text(f"draft of {form}")
            values = {name: self.marks.text(f"draft {name}") for name in ("name", "note", "question")}
            self.act(save_draft, form, None, patient if form == "visit" else None, title, "name", values)
        self.opened.store.call(lambda store: self._elsewhere(store, patient))

    def _elsewhere(self, store: Store, patient: str) -> None:
        peer, now = Elsewhere(), self.opened.now()
        marked = all_kinds(SHAPES, self.marks)
        of_none = (
            "patient",
            "staff",
            "desk",
            "facility",
            "notice",
            "device",
            "credential",
            "stock",
            "audit",
            "recovery",
        )
        own = [NewChange(k, None if k in of_none else patient, f) for k, f in marked.items() if k != "patient"]
        journal.write(store, own, author=self.opened.session.staff, now=now)
        marked = all_kinds(SHAPES, self.marks)
        lines = [peer.line(k, f, now=now, patient=None if k in of_none else patient) for k, f in marked.items()]
        journal.receive(store, lines, now=now)

    def wrong_forms(self, patient: str) -> None:
        long = self.marks.text("too long") * 400
        self.refused(register_patient, {"name": long, "gender": self.marks.text("gender")})
        self.refused(edit_patient, patient, {"phone": self.marks.text("phone"), "village": long}, ())
        self.refused(add_note, self.marks.text("an id"), long)
        self.refused(reply_to_doctor, self.marks.text("an id"), long)
        self.refused(withdraw_referral, self.marks.text("an id"), long)
        self.refused(finish_visit, VisitForm(self.marks.text("an id"), self.opened.now()))

    def stick(self) -> Path:
        exchanger = self.opened.exchanger()
        file = self.folder.parent / "stick.spoke"
        try:
            exchanger.put_on_stick(file, lambda: False, lambda progress: None)
            exchanger.now()
        finally:
            exchanger.close()
        return file


def main(folder: Path, url: str, code: str) -> None:
    marks, profile = Marker(), Profile(folder)
    assert spoke_app(["enrol", "--hub", url, "--code", code, "--profile", str(folder), "--json"]) == 0
    handler = start_log(profile.log_path)
    with open_profile(profile, NAME, PIN) as opened:
        pc = MarkedPc(folder, opened, marks)
        patient = pc.patient()
        pc.visit(patient)
        pc.papers(patient)
        pc.wrong_forms(patient)
        stick = pc.stick()
        assert daily_copy(profile, opened.store, opened.session.store_key, today=opened.now().date()) == ""
        pc.visit(pc.patient())  # the tail of the journal has what no copy has yet
        print(
            json.dumps({"key": opened.session.store_key.hex(), "stick": str(stick), "marks": marks.where}), flush=True
        )
        sys.stdin.readline()
    stop_log(handler)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
