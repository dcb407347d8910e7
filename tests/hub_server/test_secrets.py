"""What opens something stands nowhere in the store: tokens, codes, passwords and PINs are there as hashes or seals."""

from __future__ import annotations

import re
from pathlib import Path

import requests
import sqlalchemy as sa

from hub_server.services.staff import NewStaff, add_staff
from hub_server.store import sessions
from hub_server.store import tables as t
from tests.helpers.hub import Centre, HubProcess
from tests.hub_server.test_erasing import everything

PASSWORD, PIN = "seventeen green parrots", "593817"


def test_nothing_that_opens_something_is_in_the_store(hub: HubProcess, centre: Centre, tmp_path: Path) -> None:
    services = hub.services
    login = f"office{hub.count}"
    add_staff(services, NewStaff("District Office", "admin", login=login, password=PASSWORD))
    add_staff(services, NewStaff("Kumari Anjali", "cho", (centre.facility,), pin=PIN))
    code = hub.code(centre.facility)
    with requests.Session() as browser:
        form = browser.get(f"{hub.url}/sign-in", timeout=30).text
        csrf = re.search(r'name="csrf" value="([^"]+)"', form)
        assert csrf is not None
        posted = {"csrf": csrf[1], "login": login, "password": PASSWORD, "next": ""}
        browser.post(f"{hub.url}/sign-in", data=posted, timeout=30)
        cookies = [cookie.value for cookie in browser.cookies if "session" in cookie.name]
    with services.store.begin() as conn:
        token, _ = sessions.open_session(conn, "somebody", services.now())
        rows = b"".join(
            repr(tuple(row)).encode() for table in (t.sessions, t.enrol_codes) for row in conn.execute(sa.select(table))
        )
    assert len(cookies) == 1 and cookies[0]
    held = everything(services, tmp_path) + rows
    assert centre.peer.device.encode() in held
    for secret in (centre.peer.token, code, code.replace("-", ""), PASSWORD, PIN, token, str(cookies[0])):
        assert secret.encode() not in held
