"""The paper of a prescription over HTTP: as it would look, from the form, and as it was signed."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, RawBody
from markupsafe import Markup

from care_record.clock import time_text
from hub_server.review import answer
from hub_server.review.desk_web import DeskWeb
from hub_server.review.doctor import Doctor
from hub_server.review.paper_view import Both, paper_view, preview, signed
from hub_server.store import cases
from hub_server.store.cases import CaseFile
from hub_server.times import IST
from hub_server.web.http import AnyRequest


def handlers(web: DeskWeb) -> list[HTTPRouteHandler]:
    """`/review/cases/<referral>/preview` and `/review/cases/<referral>/prescriptions/<record>`."""

    @post("/cases/{referral:str}/preview", status_code=200, sync_to_thread=True)
    def shown(request: AnyRequest, referral: FromPath[str], body: RawBody) -> Response[str]:
        def work(doctor: Doctor, form: dict[str, str]) -> Response[str]:
            file = _file(web, doctor, referral)
            if file is None:
                return web.error(request, 404)
            # In a tab of its own: the form stays open beside it, so what it keeps by itself must not count as old.
            values = answer.read_form(form)
            web.review.keep(doctor, referral, values, by_itself=True)
            at = time_text(web.review.now().astimezone(IST))
            return _paper(web, request, file, preview(file, doctor, values, web.review.lists, at))

        return web.for_form(request, body, work)

    @get("/cases/{referral:str}/prescriptions/{record:str}", sync_to_thread=True)
    def of_record(request: AnyRequest, referral: FromPath[str], record: FromPath[str]) -> Response[str]:
        def work(doctor: Doctor) -> Response[str]:
            file = _file(web, doctor, referral)
            paper = signed(file, record) if file else None
            if file is None or paper is None:
                return web.error(request, 404)
            return _paper(web, request, file, paper)

        return web.for_doctor(request, work)

    return [shown, of_record]


def _file(web: DeskWeb, doctor: Doctor, referral: str) -> CaseFile | None:
    if not web.review.may_read(doctor, referral):
        return None
    with web.review.store.read() as conn:
        return cases.case(conn, referral)


def _paper(web: DeskWeb, request: AnyRequest, file: CaseFile, paper: dict[str, Any]) -> Response[str]:
    both = Both(web.renderer.words("hi"), web.renderer.words("en"))
    values = paper_view(file, paper, web.review.lists, both)
    # Made here out of a code's squares alone.
    values["code"] = Markup(values["code"])
    return web.page(request, "paper.html", {"p": values, "back": f"/review/cases/{file.referral.record}?tab=answer"})
