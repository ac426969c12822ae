"""Which responses of a webhook may be used (behaviour.md 9.4)."""

import pytest

from leadkeep.domain.automation.services import WebhookFailure, WebhookResponse


@pytest.mark.parametrize(
    ("status", "is_success"),
    [(0, False), (199, False), (200, True), (204, True), (299, True), (300, False), (500, False)],
)
def test_only_a_status_of_200_to_299_is_a_success(status: int, *, is_success: bool) -> None:
    assert WebhookResponse(status).is_success is is_success


@pytest.mark.parametrize("failure", WebhookFailure)
def test_a_failure_is_no_success_whatever_the_status(failure: WebhookFailure) -> None:
    assert not WebhookResponse(200, failure=failure).is_success
