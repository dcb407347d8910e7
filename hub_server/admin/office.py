"""Which of the district office's pages each role may read and change, and how a request becomes one of its people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from litestar import Response

from hub_server.web.accounts import Person
from hub_server.web.http import AnyRequest, Web
from hub_server.web.marks import MenuItem
from hub_server.web.wording import Words, initials

READ, CHANGE = "read", "change"

PAGES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "overview": {"admin": CHANGE, "it": READ, "programme": READ},
        "places": {"admin": CHANGE, "it": READ, "programme": READ},
        "staff": {"admin": CHANGE},
        "devices": {"admin": CHANGE, "it": CHANGE},
        "quarantine": {"admin": CHANGE, "it": READ},
        "duplicates": {"admin": CHANGE},
        "notices": {"admin": CHANGE, "programme": READ},
        "audit": {"admin": READ},
    }
)
"""Page, role, right. What is not here is refused."""

MENU: tuple[tuple[str, str], ...] = (
    ("overview", "layout-dashboard"),
    ("places", "building-hospital"),
    ("staff", "users"),
    ("devices", "device-desktop"),
    ("quarantine", "shield-exclamation"),
    ("duplicates", "git-merge"),
    ("notices", "speakerphone"),
    ("audit", "list-search"),
)


def may(role: str, page: str, right: str = READ) -> bool:
    """Whether someone in this role may read, or change, what the page shows."""
    given = PAGES.get(page, {}).get(role)
    return given == CHANGE or (given == READ and right == READ)


def url_of(page: str) -> str:
    """`/admin` for the overview, `/admin/<page>` for the others."""
    return "/admin" if page == "overview" else f"/admin/{page}"


class OfficeWeb(Web):
    """The shared part of the pages, with the office's rights."""

    def reading(
        self, request: AnyRequest, page: str, work: Callable[[Person], Response[str]], *, touch: bool = True
    ) -> Response[str]:
        """`work` for whoever is signed in and may read this page; else the sign-in page or a refusal."""
        return self.for_person(
            request,
            lambda person: (
                self._work(request, lambda: work(person)) if may(person.role, page) else self.refused(request)
            ),
            touch=touch,
        )

    def changing(
        self,
        request: AnyRequest,
        page: str,
        body: bytes,
        work: Callable[[Person, dict[str, str]], Response[str]],
    ) -> Response[str]:
        """`work` for a posted form of whoever may change what this page shows."""
        return self.for_posted(
            request,
            body,
            lambda person, form: (
                self._work(request, lambda: work(person, form))
                if may(person.role, page, CHANGE)
                else self.refused(request)
            ),
        )

    def _work(self, request: AnyRequest, work: Callable[[], Response[str]]) -> Response[str]:
        # PostgreSQL takes no NUL in a text, so nothing has such an id.
        return self.error(request, 404) if "\0" in request.scope["path"] else work()

    def bar(self, person: Person, words: Words, here: str, url: str = "") -> dict[str, Any]:
        """What every page of the office shows: who is signed in, and the pages of her role."""
        name = words.named(person.staff.fields)
        return {
            "me": {"name": name, "initials": initials(name), "role": words(f"role.{person.role}")},
            "csrf": person.session.csrf,
            "home": "/admin",
            "here_url": url or url_of(here),
            "may_change": may(person.role, here, CHANGE),
            "menu": [
                MenuItem(url_of(page), icon, words(f"office.{page}"), here=page == here)
                for page, icon in MENU
                if may(person.role, page)
            ],
        }
