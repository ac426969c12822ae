"""Names with control characters: every kind of name refuses them, and shows none of them."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkeep.errors import has_control_character
from tests.support.commands import Commands, module_commands
from tests.support.leads import ENGINES

NAMED = {
    "workspaces": "workspaces: [{{name: {0}}}]",
    "partitions": "partitions: [{{name: {0}, workspaces: [Default]}}]",
    "roles": "roles: [{{name: {0}, permissions: [Read-Only Lead]}}]",
    "clients": "clients: [{{name: {0}, role: API Administrator}}]",
    "client ids": "clients: [{{name: a, role: API Administrator, clientId: {0}}}]",
    "fields": "fields: [{{name: own, displayName: {0}, dataType: string}}]",
    "folders": "folders: [{{name: {0}, parent: Group Lists}}]",
    "lists": "lists: [{{name: {0}}}]",
    "programs": "programs: [{{name: {0}, type: Event, channel: Own}}]",
    "tokens": "programs: [{{name: P, type: Event, channel: Own, tokens: {{{0}: x}}}}]",
    "channels": "channels: [{{name: {0}, statuses: [{{name: Seen, step: 5}}]}}]",
    "statuses": "channels: [{{name: New, statuses: [{{name: {0}, step: 5}}]}}]",
    "tags": "tags: [{{name: {0}, values: [A]}}]",
    "values of tags": "tags: [{{name: New, values: [{0}]}}]",
    "campaigns": "campaigns: [{{name: {0}}}]",
    "smart lists": "smartLists: [{{name: {0}, filters: []}}]",
    "custom objects": (
        "customObjects: [{{apiName: own_c, displayName: {0}, fields: "
        "[{{name: id1, dataType: string, isDedupeField: true}}]}}]"
    ),
}
OWN_CHANNEL = "channels: [{name: Own, appliesTo: Event, statuses: [{name: Seen, step: 5}]}]\n"


@pytest.fixture(scope="module", params=ENGINES)
def shared(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Commands]:
    """One store of each engine for all kinds, none of which is in another one's way."""
    yield from module_commands(request, tmp_path_factory, OWN_CHANNEL)


@pytest.mark.parametrize("kind", NAMED)
def test_a_name_with_a_control_character_is_refused(shared: Commands, kind: str) -> None:
    line = NAMED[kind]
    for escape in ("\\e[31m", "\\n", "\\x7f", "\\L"):
        refused = shared.refuse("apply", shared.write(line.format(f'"a{escape}b"'), "bad.yaml"))
        assert refused.isprintable()
    shared.succeed("apply", shared.write(line.format('"a b"'), "good.yaml"))


def test_a_command_refuses_such_a_name(commands: Commands) -> None:
    refused = commands.refuse("client", "add", "a\x1b[31mb")
    assert refused == r"the name of a client holds a control character: 'a\x1b[31mb'"


@given(st.text())
def test_printable_names_have_no_control_characters(name: str) -> None:
    assert not (name.isprintable() and has_control_character(name))
    assert has_control_character(f"{name}\x1b")
