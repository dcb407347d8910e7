"""A case's photos and PDFs for the doctor whose case it is: as what they are named, never as a page."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Stream

from hub_server.attachments import pieces
from hub_server.context import Services
from hub_server.review.desk_web import DeskWeb
from hub_server.review.doctor import Doctor
from hub_server.review.pictures import picture_values
from hub_server.store.attachments import Stored
from hub_server.web.http import HEADERS, AnyRequest

_HEADERS = HEADERS | {"Content-Security-Policy": "default-src 'none'; sandbox", "Cache-Control": "private, no-store"}


def handlers(services: Services, web: DeskWeb) -> list[HTTPRouteHandler]:
    """`/review/cases/<referral>/attachments/<record>`, and the page round it, `…/pictures/<record>`."""

    @get("/cases/{referral:str}/attachments/{record:str}", sync_to_thread=True)
    def attachment(request: AnyRequest, referral: FromPath[str], record: FromPath[str]) -> Response[Any] | Stream:
        def work(doctor: Doctor) -> Response[Any]:
            stored = web.review.attachment(doctor, referral, record)
            return web.error(request, 404) if stored is None else _sent(services, stored)

        return web.for_doctor(request, work, touch=False)

    @get("/cases/{referral:str}/pictures/{record:str}", sync_to_thread=True)
    def picture(request: AnyRequest, referral: FromPath[str], record: FromPath[str]) -> Response[str]:
        def work(doctor: Doctor) -> Response[str]:
            size = request.query_params.get("size", "")
            values = picture_values(web.review, doctor, web.words(request), referral, record, size)
            return web.error(request, 404) if values is None else web.page(request, "picture.html", values)

        return web.for_doctor(request, work)

    return [attachment, picture]


def _sent(services: Services, stored: Stored) -> Stream:
    """A picture to be shown; a PDF to be kept and opened by what the doctor's PC trusts with it."""
    place = "inline" if stored.media.startswith("image/") else 'attachment; filename="report.pdf"'
    headers = _HEADERS | {"Content-Disposition": place, "Content-Length": str(stored.bytes)}
    return Stream(pieces(services, stored, 0, stored.bytes), media_type=stored.media, headers=headers)
