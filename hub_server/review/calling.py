"""The call to a case's meeting room: that a doctor opened it is noted, and proposes her tick *seen live*.

The room itself is the meeting server's; who came, and what was said, is known to those who were there. So the tick
stays the doctor's own word, and a call that nobody took unlocks no medicine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar import Response, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, RawBody

from care_record.ids import is_id
from hub_server.review import answer
from hub_server.review.desk_web import DeskWeb
from hub_server.review.doctor import Doctor
from hub_server.review.holding import at_desk
from hub_server.store import audit, sessions
from hub_server.times import IST
from hub_server.web.http import AnyRequest

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from hub_server.context import Services


def handlers(services: Services, web: DeskWeb) -> list[HTTPRouteHandler]:
    """Where the page says that the room was opened."""

    @post("/cases/{referral:str}/call", sync_to_thread=True)
    def called(request: AnyRequest, referral: FromPath[str], body: RawBody) -> Response[str]:
        def work(doctor: Doctor, form: dict[str, str]) -> Response[str]:
            at = note_call(services, doctor, referral)
            if at is None:
                return web.error(request, 404)
            return web.page(request, "_seen_live.html", {"form": answer.read_form(form) | {"called": at}})

        return web.for_form(request, body, work)

    return [called]


def note_call(services: Services, doctor: Doctor, referral: str) -> str | None:
    """Note that this doctor opened the room of a case at her desk; when, as `14:05`. None if it is not hers."""

    def work(conn: Connection) -> str | None:
        if not at_desk(conn, referral, doctor):
            return None
        now = services.now()
        audit.note(conn, now, doctor.id, "call-opened", subject=referral)
        at = now.astimezone(IST).strftime("%H:%M")
        draft = sessions.draft_of(conn, referral, doctor.id)
        if draft is not None:
            sessions.keep_draft(conn, referral, doctor.id, draft.values | {"called": at}, now)
        return at

    return services.store.run(work) if is_id(referral) else None
