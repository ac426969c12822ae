"""Recorded replies of the original are ours too, but for those listed by name with a reason."""

from collections.abc import Iterator

import pytest

from leadkeep.testing import Rehearsal
from tests.support.leads import ENGINES, module_server
from tests.support.recordings import (
    Recording,
    Stage,
    arrangements,
    differences,
    differing,
    pending,
    prepare,
    recordings,
)

COMPARED = [
    pytest.param(each, id=each.name) for each in recordings().values() if each.name not in pending()
]


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    for running in module_server(request):
        prepare(running)
        yield running


@pytest.mark.parametrize("recording", COMPARED)
def test_a_recorded_request_gets_the_recorded_reply(
    server: Rehearsal, recording: Recording
) -> None:
    stage = Stage(server, recording)
    found = differences(recording, stage.send(), stage)
    if recording.name in differing():
        assert found, f"{recording.name} is as recorded now: take it out of differing.yaml"
    else:
        assert not found, "\n".join(found)


def test_lists_name_recordings() -> None:
    named = {*pending(), *differing(), *arrangements()["recordings"]}
    assert named <= recordings().keys()
