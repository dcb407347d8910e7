"""People over HTTP: the list, the form of a person, and her PIN or password, shown once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, RawBody

from hub_server.admin.forms import Form, acting, done, in_page, refused, ticked
from hub_server.admin.office import OfficeWeb
from hub_server.admin.paging import asked
from hub_server.context import Services
from hub_server.services import people, second_factor
from hub_server.services.errors import AdminError, ChangedMeanwhile, FieldError
from hub_server.services.people import PersonView
from hub_server.services.places import list_places
from hub_server.services.staff import AT_DESKS, AT_FACILITIES, ROLES, NewStaff, add_staff, revoke_staff
from hub_server.services.typed import one_line
from hub_server.web.accounts import Person
from hub_server.web.http import AnyRequest, redirect
from hub_server.web.marks import Mark
from hub_server.web.wording import Words

_TEXTS = ("name", "name_hi", "qualification", "registration_no")
_SHOWN = ("working", "ended")


def handlers(web: OfficeWeb, services: Services) -> list[HTTPRouteHandler]:
    """`/admin/staff…`."""
    pages = _Pages(web, services)
    return [_list(pages), *_new(pages), *_person(pages), *_acts(pages)]


class _Pages:
    """What the pages of people share."""

    def __init__(self, web: OfficeWeb, services: Services) -> None:
        self.web, self.services = web, services

    def form(
        self, request: AnyRequest, person: Person, form: Form, role: str, view: PersonView | None = None
    ) -> Response[str]:
        """The form of somebody, or of nobody yet."""
        words = self.web.words(request)
        url = f"/admin/staff/{view.staff.record}" if view else "/admin/staff/new"
        values: dict[str, Any] = {
            "url": url,
            "form": form.values,
            "wrong": form.wrong,
            "message": form.notice,
            "role": role,
            "roles": [(each, words(f"role.{each}")) for each in ROLES],
            "at_desk": role in AT_DESKS,
            "at_centre": role in AT_FACILITIES,
            "desks": [
                (str(desk.get("code")), f"{words.named(desk)} ({desk.get('code')})")
                for desk in (list_places(self.services, "desk") if role in AT_DESKS else [])
            ],
            "view": view,
            "name": words.named(view.staff.fields) if view else "",
            "own": view is not None and view.staff.record == person.id,
            "posts": _posts(view, words) if view else [],
        }
        bar = self.web.bar(person, words, "staff", url)
        return self.web.page(request, "person.html", bar | values, form.status)

    def secret(self, request: AnyRequest, person: Person, staff: str, what: str, secret: str) -> Response[str]:
        """A PIN or password, once: it is kept nowhere."""
        words = self.web.words(request)
        view = people.person_view(self.services, staff)
        values = {
            "what": what,
            "secret": secret,
            "view": view,
            "name": words.named(view.staff.fields) if view else "",
            "hub": str(request.base_url).rstrip("/"),
            "back": f"/admin/staff/{staff}",
        }
        bar = self.web.bar(person, words, "staff", f"/admin/staff/{staff}")
        return self.web.page(request, "secret.html", bar | values)


def _form_of(view: PersonView) -> Form:
    fields = view.staff.fields
    values = {name: str(fields.get(name) or "") for name in (*_TEXTS, "role")}
    return Form(values | {"heads": " ".join(view.staff.heads), "login": view.login or ""})


def _posts(view: PersonView, words: Words) -> list[dict[str, Any]]:
    return [
        {
            "number": number,
            "name": words.named(post.fields),
            "code": str(post.fields.get("code") or ""),
            "since": words.day_text(post.since) if post.since else "",
            "until": words.day_text(post.until) if post.until else "",
        }
        for number, post in enumerate(view.posts)
    ]


def _list(pages: _Pages) -> HTTPRouteHandler:
    web, services = pages.web, pages.services

    @get("/staff", sync_to_thread=True)
    def staff(request: AnyRequest) -> Response[str]:
        def work(person: Person) -> Response[str]:
            words = web.words(request)
            choice = asked(request, "q", "role", "show")
            named = {p["id"]: p for kind in ("facility", "desk") for p in list_places(services, kind)}
            found = _wanted(people.everybody(services), choice)
            rows = in_page(request, "/admin/staff", choice, found, lambda p: _row(p, named, words), words)
            more: dict[str, Any] = {
                "choice": choice,
                "roles": [(role, words(f"role.{role}")) for role in ROLES],
                "shows": [(show, words(f"person.show.{show}")) for show in _SHOWN],
            }
            more["message"] = done(request, words, "person.done.")
            return web.page(request, "staff.html", web.bar(person, words, "staff") | rows | more)

        return web.reading(request, "staff", work)

    return staff


def _wanted(everybody: list[dict[str, Any]], choice: Mapping[str, str]) -> list[dict[str, Any]]:
    sought, ended = choice["q"].strip().casefold(), choice["show"] == "ended"
    found = [
        each
        for each in everybody
        if each["active"] is not ended
        and (not choice["role"] or each["role"] == choice["role"])
        and any(sought in str(each[name] or "").casefold() for name in ("name", "name_hi", "login"))
    ]
    return sorted(found, key=lambda each: str(each["name"] or "").casefold())


def _row(each: Mapping[str, Any], named: Mapping[str, Mapping[str, Any]], words: Words) -> dict[str, Any]:
    return {
        "url": f"/admin/staff/{each['id']}",
        "name": words.named(each),
        "role": words.known(f"role.{each['role']}", str(each["role"])),
        "posts": ", ".join(words.named(named.get(post, {"name": post})) for post in each["working_at"]),
        "login": each["login"] or "",
        "active": each["active"],
    }


def _new(pages: _Pages) -> list[HTTPRouteHandler]:
    web, services = pages.web, pages.services

    @get("/staff/new", sync_to_thread=True)
    def new(request: AnyRequest) -> Response[str]:
        def work(person: Person) -> Response[str]:
            given = asked(request, "role", "post")
            role = given["role"] if given["role"] in ROLES else "cho"
            return pages.form(request, person, Form({"posts": given["post"]}), role)

        return web.reading(request, "staff", work)

    @post("/staff/new", sync_to_thread=True, status_code=200)
    def add(request: AnyRequest, body: RawBody) -> Response[str]:
        def work(person: Person, form: dict[str, str]) -> Response[str]:
            role = form.get("role", "")
            posts = tuple(form.get("posts", "").replace(",", " ").split())
            login = "" if role in AT_FACILITIES else one_line(form.get("login", ""))
            pin = people.new_pin() if role in AT_FACILITIES and posts else None
            password = people.new_password() if login else None
            extra = {name: one_line(form.get(name, "")) for name in _TEXTS[1:]}
            new = NewStaff(one_line(form.get("name", "")), role, posts, pin, login or None, password, extra, True)
            try:
                staff = add_staff(services, new, acting(person, request))
            except AdminError as error:
                return pages.form(request, person, refused(web.words(request), form, error), role)
            if pin or password:
                return pages.secret(request, person, staff, "pin" if pin else "password", pin or password or "")
            return redirect(f"/admin/staff/{staff}?done=added")

        return web.changing(request, "staff", body, work)

    return [new, add]


def _person(pages: _Pages) -> list[HTTPRouteHandler]:
    web, services = pages.web, pages.services

    @get("/staff/{staff:str}", sync_to_thread=True)
    def show(request: AnyRequest, staff: FromPath[str]) -> Response[str]:
        def work(person: Person) -> Response[str]:
            view = people.person_view(services, staff)
            if view is None:
                return web.error(request, 404)
            form = _form_of(view)
            form.notice = done(request, web.words(request), "person.done.")
            return pages.form(request, person, form, form.values["role"], view)

        return web.reading(request, "staff", work)

    @post("/staff/{staff:str}", sync_to_thread=True)
    def save(request: AnyRequest, staff: FromPath[str], body: RawBody) -> Response[str]:
        def work(person: Person, form: dict[str, str]) -> Response[str]:
            view = people.person_view(services, staff)
            if view is None:
                return web.error(request, 404)
            fields = {name: one_line(form.get(name, "")) for name in _TEXTS}
            if form.get("role") in AT_FACILITIES:
                fields["role"] = form["role"]
            ended = [int(number) for number in ticked(form, "end_") if number.isascii() and number.isdigit()]
            added = form.get("posts", "").replace(",", " ").split()
            words = web.words(request)
            try:
                heads = form.get("heads", "").split()
                people.change_person(services, staff, fields, ended, added, heads, acting(person, request))
            except ChangedMeanwhile:
                saved = _form_of(view).values
                said = {
                    name: words("wrong.saved_now", detail=saved[name] or "–")
                    for name in _TEXTS
                    if saved[name] != form.get(name, "").strip()
                }
                notice = Mark("red", "alert-octagon", words("place.meanwhile"))
                again = Form({**form, "heads": saved["heads"]}, said, notice)
            except AdminError as error:
                again = refused(words, form, error)
            else:
                return redirect(f"/admin/staff/{staff}?done=saved")
            return pages.form(request, person, again, str(view.staff.fields.get("role")), view)

        return web.changing(request, "staff", body, work)

    return [show, save]


def _acts(pages: _Pages) -> list[HTTPRouteHandler]:
    web, services = pages.web, pages.services

    def acted(
        request: AnyRequest, staff: str, body: bytes, act: Callable[[Person, dict[str, str]], Response[str]]
    ) -> Response[str]:
        def work(person: Person, form: dict[str, str]) -> Response[str]:
            view = people.person_view(services, staff)
            if view is None:
                return web.error(request, 404)
            try:
                return act(person, form)
            except AdminError as error:
                again = refused(web.words(request), _form_of(view).values | {"login": form.get("login", "")}, error)
                return pages.form(request, person, again, str(view.staff.fields.get("role")), view)

        return web.changing(request, "staff", body, work)

    @post("/staff/{staff:str}/pin", sync_to_thread=True, status_code=200)
    def pin(request: AnyRequest, staff: FromPath[str], body: RawBody) -> Response[str]:
        def act(person: Person, _form: dict[str, str]) -> Response[str]:
            made = people.reset_pin(services, staff, acting(person, request))
            return pages.secret(request, person, staff, "pin", made)

        return acted(request, staff, body, act)

    @post("/staff/{staff:str}/password", sync_to_thread=True, status_code=200)
    def password(request: AnyRequest, staff: FromPath[str], body: RawBody) -> Response[str]:
        def act(person: Person, form: dict[str, str]) -> Response[str]:
            if staff == person.id:
                raise FieldError("her own password is changed on her own page", "", "own-account")
            made = people.reset_password(services, staff, one_line(form.get("login", "")), acting(person, request))
            return pages.secret(request, person, staff, "password", made)

        return acted(request, staff, body, act)

    @post("/staff/{staff:str}/second-step", sync_to_thread=True)
    def second_step(request: AnyRequest, staff: FromPath[str], body: RawBody) -> Response[str]:
        def act(person: Person, _form: dict[str, str]) -> Response[str]:
            if staff == person.id:
                raise FieldError("her own second step is taken away on her own page", "", "own-account")
            second_factor.reset(services, staff, person.id)
            return redirect(f"/admin/staff/{staff}?done=one_step")

        return acted(request, staff, body, act)

    @post("/staff/{staff:str}/end", sync_to_thread=True)
    def end(request: AnyRequest, staff: FromPath[str], body: RawBody) -> Response[str]:
        def act(person: Person, form: dict[str, str]) -> Response[str]:
            if staff == person.id:
                raise FieldError("nobody ends her own work", "", "own-work")
            if form.get("sure") != "yes":
                raise FieldError("nobody ends anybody's work by a slip", "", "not-sure")
            revoke_staff(services, staff, acting(person, request))
            return redirect(f"/admin/staff/{staff}?done=ended")

        return acted(request, staff, body, act)

    @post("/staff/{staff:str}/return", sync_to_thread=True)
    def back(request: AnyRequest, staff: FromPath[str], body: RawBody) -> Response[str]:
        def act(person: Person, _form: dict[str, str]) -> Response[str]:
            people.reinstate(services, staff, acting(person, request))
            return redirect(f"/admin/staff/{staff}?done=returned")

        return acted(request, staff, body, act)

    return [pin, password, second_step, end, back]
