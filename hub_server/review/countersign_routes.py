"""Countersigning over HTTP: the sample as a list, a note to read, and the doctor's word to it."""

from __future__ import annotations

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, RawBody

from hub_server.context import Services
from hub_server.review.countersign import Countersign
from hub_server.review.countersign_view import note_view, sample_view
from hub_server.review.desk_web import DeskWeb
from hub_server.review.doctor import Doctor
from hub_server.web.http import AnyRequest, redirect
from hub_server.web.marks import Mark

LIST = "/review/countersign"


def handlers(services: Services, web: DeskWeb) -> list[HTTPRouteHandler]:
    """`/review/countersign` and a page for each note below it."""
    notes = Countersign(services)

    @get("/countersign", sync_to_thread=True)
    def listed(request: AnyRequest) -> Response[str]:
        def work(doctor: Doctor) -> Response[str]:
            words = web.words(request)
            values = sample_view(notes.sample(doctor), words, web.review.lists, web.review.now())
            values |= web.lists.bar(doctor, words, "countersign", LIST) | _said(web, request)
            return web.page(request, "countersign.html", values)

        return web.for_doctor(request, work)

    @get("/countersign/{note:str}", sync_to_thread=True)
    def read(request: AnyRequest, note: FromPath[str]) -> Response[str]:
        return web.for_doctor(request, lambda doctor: _note(web, notes, request, doctor, note))

    @post("/countersign/{note:str}", sync_to_thread=True)
    def sign(request: AnyRequest, note: FromPath[str], body: RawBody) -> Response[str]:
        def work(doctor: Doctor, form: dict[str, str]) -> Response[str]:
            signed = notes.sign(doctor, note, form.get("verdict", ""), form.get("words", ""))
            if signed is None:
                return web.error(request, 404)
            if signed.flaw:
                return _note(web, notes, request, doctor, note, flaw=signed.flaw, typed=form.get("words", ""))
            if signed.taken:
                return redirect(f"{LIST}/{note}?done=taken")
            return redirect(f"{LIST}/{signed.next}?done=signed" if signed.next else f"{LIST}?done=signed")

        return web.for_form(request, body, work)

    return [listed, read, sign]


def _said(web: DeskWeb, request: AnyRequest) -> dict[str, Mark]:
    words, done = web.words(request), request.query_params.get("done")
    if done == "signed":
        return {"message": Mark("green", "circle-check", words("counter.done"))}
    return {"message": Mark("amber", "lock", words("counter.taken"))} if done == "taken" else {}


def _note(
    web: DeskWeb, notes: Countersign, request: AnyRequest, doctor: Doctor, note: str, flaw: str = "", typed: str = ""
) -> Response[str]:
    """The note's page; with a `flaw` as it was typed, and what to do."""
    opened = notes.open(doctor, note)
    if opened is None:
        return web.error(request, 404)
    words = web.words(request)
    values = note_view(opened, words, web.review.lists, web.review.now())
    values |= {"note": note, "typed": typed, "flaw": words(f"counter.{flaw}_missing") if flaw else ""}
    values |= web.lists.bar(doctor, words, "countersign", f"{LIST}/{note}") | _said(web, request)
    return web.page(request, "countersign_note.html", values, 422 if flaw else 200)
