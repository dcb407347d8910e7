"""A browser without scripts for the tests of the review pages: cookies, forms, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

import requests

from tests.hub_server.review_sample import PASSWORD


class _Inputs(HTMLParser):
    """What a browser would send of a page's forms: the fields of the form with this id, or of any form."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._select = ""
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = {name: value or "" for name, value in attrs}
        name = a.get("name", "")
        if tag == "input" and name and (a.get("type") != "checkbox" or "checked" in a):
            self.fields[name] = a.get("value", "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in a or self._select not in self.fields):
            self.fields[self._select] = a.get("value", "")
        elif tag == "textarea":
            self._area = name
            self.fields[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        if tag == "textarea" and self._area:
            # A line break right after the tag is not part of what stands in the field.
            self.fields[self._area] = self.fields[self._area].removeprefix("\n")
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data


def fields_of(page: str) -> dict[str, str]:
    """The inputs of a page's answer form with their values, else of all its forms."""
    start = page.find('id="answer"')
    inputs = _Inputs()
    inputs.feed(page[start:] if start >= 0 else page)
    return inputs.fields


@dataclass
class Browser:
    """One person's browser."""

    url: str
    session: requests.Session = field(default_factory=requests.Session)

    def get(self, path: str, *, follow: bool = True, **headers: str) -> requests.Response:
        return self.session.get(self.url + path, allow_redirects=follow, headers=headers, timeout=30)

    def post(self, path: str, form: dict[str, str], *, follow: bool = True, **headers: str) -> requests.Response:
        return self.session.post(self.url + path, form, allow_redirects=follow, headers=headers, timeout=30)

    def sign_in(self, login: str, password: str = PASSWORD) -> requests.Response:
        """Through the form, as anybody would."""
        form = fields_of(self.get("/sign-in").text)
        return self.post("/sign-in", form | {"login": login, "password": password})

    def claim(self, referral: str, **more: str) -> requests.Response:
        """The case page, with the case in hand."""
        form = fields_of(self.get("/review/queue").text) | {"claim": "yes"} | more
        return self.post(f"/review/cases/{referral}/claim", form)

    def answer(self, referral: str, form: dict[str, str], **more: str) -> requests.Response:
        """Press a button of the answer form: `more` holds it, and what is typed."""
        return self.post(f"/review/cases/{referral}/answer", form | more)

    def form(self, referral: str) -> dict[str, str]:
        """The answer form as it stands on the case's page now."""
        return fields_of(self.get(f"/review/cases/{referral}").text)
