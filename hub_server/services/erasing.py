"""Erasing a patient's record at the hub, on somebody's word and with a reason, as the law may ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from hub_server.context import Services
from hub_server.services.acting import COMMAND, Acting
from hub_server.services.errors import AdminError
from hub_server.store import erasing, records
from hub_server.store.database import Connection
from hub_server.store.erasing import Held
from hub_server.store.writer import HubChange
from hub_server.times import ist_day

_TOLD_DAYS = 30
MOST_REASON = 200


@dataclass(frozen=True)
class Erased:
    """What was erased. `told`: the centres that a notice was written for; their PCs hold what they hold."""

    patient: str
    held: Held
    told: tuple[str, ...]


def plan(services: Services, patient: str) -> Held:
    """What there is to erase. AdminError if there is no such patient."""
    with services.store.read() as conn:
        return _held(conn, patient)


def erase(services: Services, patient: str, reason: str, by: Acting = COMMAND) -> Erased:
    """Erase it, with a line of the trail. Doing it again erases what came since. AdminError if there is no such
    patient, or no reason."""
    reason = " ".join(reason.split())
    if not reason or len(reason) > MOST_REASON:
        raise AdminError(f"a reason is needed, of at most {MOST_REASON} letters and without the patient's name")

    def work(conn: Connection) -> Erased:
        there = _held(conn, patient)
        erasing.erase(conn, patient, services.now())
        by.note(conn, services, "patient-erased", patient, reason)
        told = _tell(conn, services, there, by) if there.changes else ()
        return Erased(patient, there, told)

    done = services.store.run(work)
    erasing.sweep(services.store.engine)
    return done


def _held(conn: Connection, patient: str) -> Held:
    found = erasing.held(conn, patient)
    if found is None:
        raise AdminError(f"there is no patient {patient!r}")
    return found


def _tell(conn: Connection, services: Services, there: Held, by: Acting) -> tuple[str, ...]:
    """Their PCs keep their own journals: the health workers are told, without a name, that the office will ask them."""
    centres = [record for centre in there.centres if (record := records.folded(conn, centre)) is not None]
    names = tuple(str(centre.fields.get("name") or centre.record) for centre in centres)
    if not names:
        return ()
    fields = {
        "text": f"A patient's record was erased at the hub ({', '.join(names)}). The district's office will tell you "
        "whose, and what to do about it on your PC.",
        "text_hi": f"हब पर एक मरीज़ का रिकॉर्ड मिटा दिया गया है ({', '.join(names)})। किसका है और आपके कंप्यूटर पर क्या करना है, "
        "यह ज़िला कार्यालय बताएगा।",
        "until": (ist_day(services.now()) + timedelta(days=_TOLD_DAYS)).isoformat(),
    }
    services.writer.write(conn, by.author(services), [HubChange("notice", None, None, fields)])
    return names
