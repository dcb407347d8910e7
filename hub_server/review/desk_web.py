"""How a request to the doctors' pages becomes a doctor with her desks."""

from __future__ import annotations

from collections.abc import Callable

from litestar import Response

from hub_server.review.doctor import Doctor
from hub_server.review.pages import Pages
from hub_server.review.queue_pages import QueuePages
from hub_server.review.services import Review
from hub_server.review.waiting import Waiting
from hub_server.web.accounts import Accounts
from hub_server.web.http import AnyRequest, Web
from hub_server.web.rendering import Renderer


class DeskWeb(Web):
    """The shared part of the pages, with the doctors' services and what their pages show."""

    def __init__(self, accounts: Accounts, renderer: Renderer, review: Review, waiting: Waiting) -> None:
        super().__init__(accounts, renderer)
        self.review = review
        self.waiting = waiting
        self.lists = QueuePages(review, waiting)
        self.pages = Pages(review, self.lists)

    def for_doctor(
        self, request: AnyRequest, work: Callable[[Doctor], Response[str]], *, touch: bool = True
    ) -> Response[str]:
        """`work` for the doctor who is signed in; otherwise to the sign-in page, and back here afterwards."""
        return self.for_person(
            request,
            lambda person: work(doctor) if (doctor := self.review.doctor(person)) else self.refused(request),
            touch=touch,
        )

    def for_form(
        self, request: AnyRequest, body: bytes, work: Callable[[Doctor, dict[str, str]], Response[str]]
    ) -> Response[str]:
        """The same for a posted form, which must carry its session's token."""
        return self.for_posted(
            request,
            body,
            lambda person, form: (
                work(doctor, form) if (doctor := self.review.doctor(person)) else self.refused(request)
            ),
        )
