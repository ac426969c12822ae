"""Tokens of folders and programs (behaviour.md 4.4; request_forms.md, Assets)."""

from collections.abc import Iterator
from typing import Any

import pytest

from leadkeep.testing import Rehearsal, Response
from tests.support.leads import ENGINES, module_server, token_with
from tests.support.lists import NOTHING_FOUND, add_workspace, get, new_folder, post
from tests.support.programs import DENIED, new_program


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    yield from module_server(request)


def put(server: Rehearsal, program: int, **members: Any) -> Response:  # noqa: ANN401
    sent = {"name": "message", "type": "text", "value": "Hello", "folderType": "Program"} | members
    return post(server, f"folder/{program}/tokens.json", **sent)


def drop(server: Rehearsal, program: int, **members: Any) -> Response:  # noqa: ANN401
    sent = {"name": "message", "type": "text", "folderType": "Program"} | members
    return post(server, f"folder/{program}/tokens/delete.json", **sent)


def tokens(server: Rehearsal, program: int) -> dict[str, tuple[str, str]]:
    answer = get(server, f"folder/{program}/tokens.json", folderType="Program")
    found = answer.result or [{"tokens": []}]
    return {each["name"]: (each["type"], each["value"]) for each in found[0]["tokens"]}


@pytest.mark.fact("D", "4.4")
def test_a_token_is_made_and_read(server: Rehearsal) -> None:
    program = new_program(server)
    answer = put(server, program)
    (item,) = answer.result
    assert list(item) == ["folder", "tokens"]
    assert item["folder"] == {"type": "Program", "value": program}
    (token,) = item["tokens"]
    assert list(token) == ["name", "type", "value", "computedUrl"]
    assert (token["name"], token["type"], token["value"]) == ("message", "text", "Hello")
    again = get(server, f"folder/{program}/tokens.json", folderType="Program")
    assert again.result == answer.result


@pytest.mark.fact("U", "4.4")
def test_a_program_without_tokens(server: Rehearsal) -> None:
    program = new_program(server)
    body = get(server, f"folder/{program}/tokens.json", folderType="Program").body
    assert body["warnings"] == NOTHING_FOUND
    assert "result" not in body
    put(server, program)
    assert tokens(server, program)


@pytest.mark.fact("U", "4.4")
def test_a_token_that_is_there_gets_another_value(server: Rehearsal) -> None:
    program = new_program(server)
    put(server, program)
    put(server, program, name="{{my.message}}", type="Number", value="14.5")
    put(server, program, name="other", value="")
    assert tokens(server, program) == {"message": ("number", "14.5"), "other": ("text", "")}


@pytest.mark.fact("D", "4.4")
def test_folders_have_tokens_of_their_own(server: Rehearsal) -> None:
    folder, program = new_folder(server), new_program(server)
    put(server, program)
    put(server, folder, folderType="Folder", value="In folder")
    (item,) = get(server, f"folder/{folder}/tokens.json").result
    assert item["folder"] == {"type": "Folder", "value": folder}
    assert [each["value"] for each in item["tokens"]] == ["In folder"]
    assert tokens(server, program) == {"message": ("text", "Hello")}
    assert post(server, f"folder/{folder}/delete.json").result  # tokens do not hold a folder


GOOD = [
    *(("text", "Hé\nllo"), ("rich text", "<b>x</b>"), ("number", "-1.5"), ("score", "+5")),
    *(("score", "=10"), ("date", "2026-01-01"), ("sfdc campaign", "x")),
]


@pytest.mark.fact("D", "4.4")
@pytest.mark.parametrize(("kind", "value"), GOOD)
def test_types(server: Rehearsal, kind: str, value: str) -> None:
    program = new_program(server)
    put(server, program, type=kind, value=value)
    assert tokens(server, program) == {"message": (kind, value)}


BAD: list[tuple[dict[str, str], tuple[str, str]]] = [
    ({"name": " "}, ("701", "name cannot be blank")),
    ({"type": ""}, ("701", "type cannot be blank")),
    ({"type": "video"}, ("709", "Business Rule Violation: Token type 'video' does not exist")),
    (
        {"type": "number"},
        ("709", "Business Rule Violation: Token 'message' cannot have this value"),
    ),
    (
        {"type": "date", "value": "soon"},
        ("709", "Business Rule Violation: Token 'message' cannot have this value"),
    ),
    ({"value": "a\0b"}, ("709", "Business Rule Violation: Token 'message' cannot have this value")),
    ({"name": "{{x}}"}, ("709", "Business Rule Violation: '{{x}}' cannot be the name of a token")),
    ({"folderType": "List"}, ("1003", "Invalid folderType 'List' specified")),
]


@pytest.mark.fact("U", "4.4")
@pytest.mark.parametrize(("members", "error"), BAD)
def test_what_is_refused(
    server: Rehearsal, members: dict[str, str], error: tuple[str, str]
) -> None:
    program = new_program(server)
    assert put(server, program, **members).error == error
    assert tokens(server, program) == {}
    assert put(server, program).result


@pytest.mark.fact("D", "4.4")
def test_a_token_is_deleted(server: Rehearsal) -> None:
    program = new_program(server)
    put(server, program)
    put(server, program, name="other")
    missing = ("702", "Token not found")
    assert drop(server, program, name="nope").error == missing
    assert drop(server, program, type="number").error == missing
    assert drop(server, program, name="").error == ("701", "name cannot be blank")
    assert drop(server, program).result == [{"id": program}]
    assert drop(server, program).error == missing
    assert tokens(server, program) == {"other": ("text", "Hello")}


@pytest.mark.fact("U", "4.4")
def test_unknown_folders_and_those_outside_scope(server: Rehearsal) -> None:
    program, north = new_program(server), add_workspace(server)
    missing = ("702", "Program not found")
    for number, token in ((999_999, None), (program, north)):
        assert put(server, number, token=token).error == missing
        assert drop(server, number, token=token).error == missing
        wanted = get(server, f"folder/{number}/tokens.json", token, folderType="Program")
        assert wanted.error == missing
    assert put(server, program).result


@pytest.mark.fact("D", "2.3")
def test_permissions(server: Rehearsal) -> None:
    program = new_program(server)
    reader, writer = token_with(server, "Read-Only Assets"), token_with(server, "Read-Write Assets")
    for call in (put, drop):
        assert call(server, program, token=reader).error == DENIED
        assert call(server, program, token=writer).result
    put(server, program)
    path = f"folder/{program}/tokens.json"
    other = token_with(server, "Read-Write Lead")
    assert get(server, path, other, folderType="Program").error == DENIED
    assert get(server, path, reader, folderType="Program").result
