"""Every address in the hub's OpenAPI description, asked with generated requests: answered as described, never a 500."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks
from schemathesis.core.result import Ok

from tests.helpers.hub import HubProcess, served_hub

CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    """A hub of its own: hundreds of wrong codes slow its enrolment down."""
    with served_hub(f"sqlite:///{tmp_path_factory.mktemp('described') / 'hub.db'}") as served:
        yield served


def test_the_hub_answers_as_its_description_says(described: HubProcess) -> None:
    schema = schemathesis.openapi.from_url(f"{described.url}/v1/openapi/openapi.json")
    token = described.centre().peer.token
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    assert {operation.path for operation in operations} >= {
        "/v1/health",
        "/v1/devices",
        "/v1/chains",
        "/v1/exchange",
        "/v1/release",
        "/v1/release/{sha}",
    }
    session = requests.Session()
    asked: set[tuple[str, int]] = set()
    for operation in operations:
        for headers in ({}, {"Authorization": f"Bearer {token}"}):

            @given(case=operation.as_strategy())
            @settings(
                max_examples=20,
                deadline=None,
                derandomize=True,
                database=None,
                phases=[Phase.explicit, Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            def ask(case: schemathesis.Case[Any]) -> None:
                response = case.call(session=session, headers=headers, timeout=60)  # noqa: B023
                case.validate_response(response, checks=CHECKS)
                asked.add((case.operation.path, response.status_code))

            ask()
    session.close()
    assert ("/v1/chains", 201) in asked and ("/v1/chains", 401) in asked
    assert requests.get(f"{described.url}/v1/health", timeout=60).status_code == 200
