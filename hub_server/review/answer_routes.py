"""One case over HTTP: reading it, claiming it, and the answer form with its buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, RawBody

from care_record.ids import is_id
from hub_server.review import answer, correct, forward, prescribing
from hub_server.review.desk_web import DeskWeb
from hub_server.review.doctor import Doctor, OpenCase, Signing
from hub_server.review.flaw import Flaw
from hub_server.review.medicine_view import found_values, pictures
from hub_server.review.typed import number_of
from hub_server.store.cases import person_name
from hub_server.web.http import AnyRequest, is_part, redirect
from hub_server.web.marks import Mark

PLACES_OF = {
    "add_diagnosis": "diagnosis",
    "remove_diagnosis": "diagnosis",
    "add_template": "advice",
    "add_investigation": "investigations",
    "follow_up_in": "follow_up",
}
"""The field that the caret goes to after a button has put something into it."""
PLACES = frozenset(PLACES_OF.values())


def handlers(web: DeskWeb) -> list[HTTPRouteHandler]:
    """Everything below `/review/cases/…`."""

    @get("/cases/{referral:str}", sync_to_thread=True)
    def case(request: AnyRequest, referral: FromPath[str]) -> Response[str]:
        return web.for_doctor(request, lambda doctor: _case(web, request, doctor, referral))

    @post("/cases/{referral:str}/claim", sync_to_thread=True)
    def claim(request: AnyRequest, referral: FromPath[str], body: RawBody) -> Response[str]:
        def work(doctor: Doctor, form: dict[str, str]) -> Response[str]:
            taken = web.review.claim(doctor, referral, take_over=form.get("take_over") == "yes")
            tab = "?tab=answer" if form.get("tab") == "answer" else ""
            return redirect(f"/review/cases/{referral}{tab}") if taken else web.error(request, 404)

        return web.for_form(request, body, work)

    @post("/cases/{referral:str}/answer", sync_to_thread=True)
    def answered(request: AnyRequest, referral: FromPath[str], body: RawBody) -> Response[str]:
        def work(doctor: Doctor, form: dict[str, str]) -> Response[str]:
            if not web.review.may_read(doctor, referral):
                return web.error(request, 404)
            return _button(web, request, doctor, referral, form)

        return web.for_form(request, body, work)

    @post("/cases/{referral:str}/correct", sync_to_thread=True)
    def corrected(request: AnyRequest, referral: FromPath[str], body: RawBody) -> Response[str]:
        def work(doctor: Doctor, _form: dict[str, str]) -> Response[str]:
            if not web.review.may_read(doctor, referral):
                return web.error(request, 404)
            review = web.review
            begun = correct.begin(review.services, review.lists, doctor, referral, review.today())
            return redirect(f"/review/cases/{referral}?tab=answer" + ("#answer" if begun else ""))

        return web.for_form(request, body, work)

    return [case, claim, answered, corrected, _forms_alone(web), *_while_typing(web)]


def _forms_alone(web: DeskWeb) -> HTTPRouteHandler:
    @get(
        [f"/cases/{{referral:str}}/{form}" for form in ("claim", "answer", "correct", "preview")], sync_to_thread=False
    )
    def opened(request: AnyRequest, referral: FromPath[str]) -> Response[str]:
        """A form that came back stands at the address that it was sent to: a browser that opens that without the form
        is shown the case."""
        return redirect(f"/review/cases/{referral}?tab=answer") if is_id(referral) else web.error(request, 404)

    return opened


def _while_typing(web: DeskWeb) -> list[HTTPRouteHandler]:
    @post("/cases/{referral:str}/draft", sync_to_thread=True)
    def draft(request: AnyRequest, referral: FromPath[str], body: RawBody) -> Response[str]:
        words = web.words(request)
        if is_part(request) and web.person(request, due=True) is None:
            # No redirect: what stands in the form would be lost by it.
            text = words("answer.draft_lost")
            return web.again(request, beside="_draft_state.html", draft_lost=True, draft_text=text)

        def work(doctor: Doctor, form: dict[str, str]) -> Response[str]:
            kept = web.review.keep(doctor, referral, answer.read_form(form), by_itself=True)
            if kept is None:
                return web.page(request, "_nothing.html", {}, 204)
            text = words("answer.draft_kept", time=words.clock(kept))
            return web.page(request, "_draft_state.html", {"draft_lost": False, "draft_text": text})

        return web.for_form(request, body, work)

    @get("/cases/{referral:str}/medicines", sync_to_thread=True)
    def medicines(request: AnyRequest, referral: FromPath[str]) -> Response[str]:
        def work(doctor: Doctor) -> Response[str]:
            typed = request.query_params.get("medicine_q", "")[:80]
            values = found_values(web.review, doctor, referral, typed)
            return web.error(request, 404) if values is None else web.page(request, "_medicine_hits.html", values)

        return web.for_doctor(request, work)

    @get("/cases/{referral:str}/diagnoses", sync_to_thread=True)
    def diagnoses(request: AnyRequest, referral: FromPath[str]) -> Response[str]:
        def work(_doctor: Doctor) -> Response[str]:
            typed = request.query_params.get("diagnosis", "")[:80]
            values = web.pages.diagnosis_values(typed, web.words(request), referral)
            return web.page(request, "_diagnosis_hits.html", values)

        return web.for_doctor(request, work)

    @get("/pictures/{n:int}", sync_to_thread=True)
    def day_pictures(request: AnyRequest, n: FromPath[int]) -> Response[str]:
        def work(_doctor: Doctor) -> Response[str]:
            dose, code = (request.query_params.get(f"medicine_{n}_{part}", "")[:80] for part in ("dose", "frequency"))
            shown = pictures(code, dose, web.review.lists, web.words(request))
            return web.page(request, "_day_pictures.html", {"pictures": shown})

        return web.for_doctor(request, work)

    return [draft, medicines, diagnoses, day_pictures]


# ---- the page of a case -----------------------------------------------------------------------------------------


def _case(web: DeskWeb, request: AnyRequest, doctor: Doctor, referral: str) -> Response[str]:
    query = request.query_params
    opened = web.review.open_case(doctor, referral, whole=not is_part(request))
    if opened is None:
        return web.error(request, 404)
    words = web.words(request)
    extra: dict[str, Any] = {}
    if query.get("done") == "sent" and opened.file.own["advice"]:
        extra["message"] = Mark("green", "circle-check", words("sent.just"))
    if refused := web.review.lists.medicine(query.get("refused", "")):
        extra["problems"] = [words("problem.prohibited_add", what=refused.generic)]
        extra["problem_lead"] = words("answer.not_added")
    tab = "answer" if query.get("tab") == "answer" or opened.file.own["advice"] else "case"
    if query.get("at") in PLACES:
        extra["focus"] = query["at"]
    extra["focus_medicine"] = number_of(query.get("row", ""))
    return web.page(request, "case.html", web.pages.case_values(doctor, words, opened, tab=tab) | extra)


def _button(web: DeskWeb, request: AnyRequest, doctor: Doctor, referral: str, form: dict[str, str]) -> Response[str]:
    """Which of the form's buttons was pressed. Whichever it was, what is typed is kept first."""
    values = answer.read_form(form)
    back = f"/review/cases/{referral}?tab=answer"
    anchor = _change(web, values, form)
    if web.review.keep(doctor, referral, values) is None:
        return web.error(request, 404)
    if "sign" in form:
        result = web.review.sign(doctor, referral, values, form.get("sign_password", ""))
        return _after(web, request, doctor, referral, values, result, f"/review/cases/{referral}?done=sent")
    if "ask" in form:
        if not values["question"].strip():
            result = Signing(flaws=(Flaw("question", "ask.empty"),))
        else:
            result = web.review.ask_back(doctor, referral, values["question"])
        return _after(web, request, doctor, referral, values, result, "/review/queue?done=asked")
    if "forward" in form:
        result = forward.forward(web.review.services, doctor, referral, values["forward_to"], values["forward_word"])
        return _after(web, request, doctor, referral, values, result, "/review/queue?done=forwarded")
    if "leave_correction" in form:
        correct.leave(web.review.services, doctor, referral)
        return redirect(f"/review/cases/{referral}?tab=answer")
    if "release" in form:
        web.review.release(doctor, referral)
        return redirect("/review/queue")
    return redirect(back + anchor)


def _change(web: DeskWeb, values: dict[str, Any], form: dict[str, str]) -> str:
    """What the pressed button does to the values; where on the page to go on."""
    lists = web.review.lists
    if "add_medicine" in form:
        added = prescribing.add_medicine(values, form["add_medicine"], lists)
        if isinstance(added, Flaw):
            return f"&refused={form['add_medicine']}#medicine_q"
        return f"&row={added}#medicine_{added}" if added else "#medicine_q"
    changes: dict[str, Callable[[str], None]] = {
        "remove_medicine": lambda n: prescribing.remove_medicine(values, n),
        "add_diagnosis": lambda code: answer.add_diagnosis(values, code, lists),
        "remove_diagnosis": lambda place: answer.remove_diagnosis(values, place),
        "add_template": lambda code: answer.add_template(values, code, lists),
        "add_investigation": lambda code: answer.add_investigation(values, code, lists),
        "follow_up_in": lambda code: answer.set_follow_up(values, code, web.review.today()),
    }
    for name, change in changes.items():
        if name in form:
            change(form[name])
            return "#medicines" if name == "remove_medicine" else f"&at={PLACES_OF[name]}#{PLACES_OF[name]}"
    return "#medicine_q" if "find_medicine" in form else "#answer"


def _after(
    web: DeskWeb,
    request: AnyRequest,
    doctor: Doctor,
    referral: str,
    values: dict[str, Any],
    result: Signing,
    done: str,
) -> Response[str]:
    """Onwards if it went out; otherwise the form again, with all that was typed and what to do."""
    if result.done:
        return redirect(done)
    opened = web.review.open_case(doctor, referral, whole=True)
    if opened is None:
        return web.error(request, 404)
    words = web.words(request)
    page = web.pages.case_values(doctor, words, opened, tab="answer", typed=dict(values, typed=True))
    if result.flaws:
        page |= web.pages.flaw_texts(result.flaws, words)
        if result.flaws[0].key == "ask.empty":
            page["problem_lead"] = words("ask.not_sent")
        if result.flaws[0].field.startswith("forward_"):
            page["problem_lead"] = words("forward.not_sent")
        return web.page(request, "case.html", page, 422)
    if not result.news:
        page["message"] = Mark("red", "alert-octagon", _refusal(web, opened, result, request))
    return web.page(request, "case.html", page, 409)


def _refusal(web: DeskWeb, opened: OpenCase, result: Signing, request: AnyRequest) -> str:
    words = web.words(request)
    if result.answered and opened.file.own["advice"]:
        advice = opened.file.own["advice"][-1]
        name = person_name(opened.file.people, advice.author, words.lang)
        return words("problem.answered", name=name, time=words.clock(advice.fields.get("signed")))
    if result.lost_to is not None:
        name = person_name(web.pages.people(result.lost_to.staff), result.lost_to.staff, words.lang)
        return words("claim.lost", name=name)
    return words("problem.passed_on" if result.passed_on else "problem.withdrawn")
