"""A doctor at the hub's pages: in a real browser where there is one, else through the same pages without JavaScript."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import requests

from tests.stories.desk import numbered

if TYPE_CHECKING:
    from playwright.sync_api import Page

BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Medicine:
    """One line of a prescription as the doctor enters it."""

    search: str
    pick: str
    dose: str
    frequency: str
    days: int


@dataclass(frozen=True)
class Answer:
    advice: str
    diagnosis: str
    medicines: tuple[Medicine, ...]
    follow_up: str = ""


class Doctor(Protocol):
    """What the story asks of a doctor, however she is played."""

    def sign_in(self, login: str, password: str) -> None: ...

    def waits(self, patient: str) -> bool: ...

    def open_case(self, patient: str) -> str: ...

    def ask_back(self, question: str) -> None: ...

    def answer(self, answer: Answer, password: str) -> None: ...

    def shot(self, title: str) -> None: ...


def browser_path() -> str | None:
    """The browser of this machine, or None."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


@contextmanager
def at_the_hub(url: str, shots: Path | None = None, *, browser: bool = True) -> Iterator[Doctor]:
    """A doctor who has the hub's pages open, in a browser if there is one and it is wanted."""
    path = browser_path() if browser else None
    if path is None:
        with requests.Session() as session:
            yield FormDoctor(url, session)
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # The browser's own background errands have no place in a closed network.
        chromium = playwright.chromium.launch(executable_path=path, args=BROWSER_ARGUMENTS, env={**os.environ})
        page = chromium.new_page(viewport={"width": 1366, "height": 768}, locale="en-IN")
        yield BrowserDoctor(url, page, shots)
        chromium.close()


class BrowserDoctor:
    """Played in Chromium."""

    def __init__(self, url: str, page: Page, shots: Path | None) -> None:
        self._url, self._page, self._shots = url, page, shots

    def sign_in(self, login: str, password: str) -> None:
        self._page.goto(f"{self._url}/sign-in")
        self._page.fill("#login", login)
        self._page.fill("#password", password)
        self._page.click("#sign_in_button")
        self._page.wait_for_selector("#queue")

    def waits(self, patient: str) -> bool:
        self._page.goto(f"{self._url}/review/queue")
        return self._page.locator(".row", has_text=patient).count() > 0

    def open_case(self, patient: str) -> str:
        self._page.goto(f"{self._url}/review/queue")
        self._page.locator(".row", has_text=patient).locator("button, a.button").first.click()
        self._page.wait_for_selector("#answer")
        return str(self._page.inner_text("main"))

    def ask_back(self, question: str) -> None:
        self._page.click("#ask_box summary")
        self._page.fill("#question", question)
        self._page.click("#ask")
        self._page.wait_for_selector("#answer", state="detached")

    def answer(self, answer: Answer, password: str) -> None:
        page = self._page
        page.fill("#diagnosis", answer.diagnosis)
        page.locator("#diagnosis_hits button").first.click()
        page.wait_for_selector(".token")
        page.fill("#advice", answer.advice)
        for n, medicine in enumerate(answer.medicines, start=1):
            page.fill("#medicine_q", medicine.search)
            page.locator("#medicine_hits button", has_text=medicine.pick).first.click()
            row = page.locator("fieldset.med").nth(n - 1)
            row.wait_for()
            prefix = str(row.get_attribute("id"))
            page.fill(f"#{prefix}_dose", medicine.dose)
            page.select_option(f"#{prefix}_frequency", medicine.frequency)
            page.fill(f"#{prefix}_duration", str(medicine.days))
        if answer.follow_up:
            page.fill("#follow_up", answer.follow_up)
        page.check("#consent_confirmed")
        page.fill("#sign_password", password)
        self.shot("doctor-before-signing")
        page.click("#sign")
        page.wait_for_selector("#answer", state="detached")

    def shot(self, title: str) -> None:
        if self._shots is not None:
            self._page.screenshot(path=str(numbered(self._shots, f"hub-{title}")))


@dataclass
class _Form:
    action: str
    values: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)
    """(name, value, words on it)"""


class _Forms(HTMLParser):
    """The forms of a page with their values as a browser would send them, and all its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[_Form] = []
        self.words: list[str] = []
        self._select = self._area = ""
        self._button: tuple[str, str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "form":
            self.forms.append(_Form(given.get("action", "")))
        if not self.forms:
            return
        form, name = self.forms[-1], given.get("name", "")
        if tag == "input" and name:
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                form.values[name] = given.get("value", "")
        elif tag == "textarea":
            self._area = name
            form.values[name] = ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and (self._select not in form.values or "selected" in given):
            form.values[self._select] = given.get("value", "")
        elif tag == "button":
            self._button = (name, given.get("value", ""))
            form.buttons.append((name, given.get("value", ""), ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""
        elif tag == "button":
            self._button = None

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._area:
            self.forms[-1].values[self._area] += data
        if self._button is not None:
            name, value, words = self.forms[-1].buttons[-1]
            self.forms[-1].buttons[-1] = (name, value, words + data)


class FormDoctor:
    """Played through plain forms: the same pages, as a browser without JavaScript sends them."""

    def __init__(self, url: str, session: requests.Session) -> None:
        self._url, self._session = url, session
        self._page = _Forms("")

    def _get(self, path: str) -> None:
        self._page = _Forms(self._session.get(self._url + path, timeout=30).text)

    def _form(self, ending: str) -> _Form:
        return next(form for form in self._page.forms if form.action.endswith(ending))

    def _send(self, form: _Form, **more: str) -> None:
        answer = self._session.post(self._url + form.action, data=form.values | more, timeout=60)
        assert answer.status_code < 500, answer.text
        self._page = _Forms(answer.text)

    def sign_in(self, login: str, password: str) -> None:
        self._get("/sign-in")
        self._send(self._form("/sign-in"), login=login, password=password)

    def waits(self, patient: str) -> bool:
        self._get("/review/queue")
        return patient in " ".join(self._page.words)

    def open_case(self, patient: str) -> str:
        html = self._session.get(self._url + "/review/queue", timeout=30).text
        before = html[: html.index(patient)]
        link = before[before.rindex("/review/cases/") :].split('"')[0]
        self._get(link)
        if not any(form.action.endswith("/answer") for form in self._page.forms):
            self._send(self._form("/claim"), claim="yes")
        return " ".join(" ".join(self._page.words).split())

    def ask_back(self, question: str) -> None:
        self._send(self._form("/answer"), question=question, ask="yes")

    def answer(self, answer: Answer, password: str) -> None:
        self._send(self._form("/answer"), diagnosis=answer.diagnosis, add_diagnosis="typed")
        for medicine in answer.medicines:
            self._send(self._form("/answer"), medicine_q=medicine.search, find_medicine="yes")
            buttons = self._form("/answer").buttons
            code = next(v for name, v, words in buttons if name == "add_medicine" and medicine.pick in words)
            self._send(self._form("/answer"), add_medicine=code)
        values: dict[str, Any] = {"advice": answer.advice, "follow_up": answer.follow_up, "consent_confirmed": "yes"}
        for n, medicine in enumerate(answer.medicines, start=1):
            values |= {f"medicine_{n}_dose": medicine.dose, f"medicine_{n}_frequency": medicine.frequency}
            values |= {f"medicine_{n}_duration": str(medicine.days), f"medicine_{n}_duration_unit": "days"}
        self._send(self._form("/answer"), **values, sign_password=password, sign="yes")

    def shot(self, title: str) -> None:
        """Without a browser there is nothing to take a picture of."""
