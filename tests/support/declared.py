"""Replies are as declared: every test that runs a server checks each of its replies, too.

The handlers are wrapped, so that the replies of all tests are looked at and none can be forgotten.
What is wrong is noted and fails the test that sent the request: an error raised here would only
become a System error of the server.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import msgspec

from leadkeep.api.declarations import EVERY_OPERATION, Declaration, Handler
from leadkeep.api.errors import WIRE_ERRORS
from leadkeep.api.operations import Operation
from leadkeep.api.records import Records
from leadkeep.api.request import Request
from leadkeep.errors import Refusal

_encode = msgspec.json.Encoder().encode


class DeclaredReplies:
    """Operations that note which of their replies are not as declared."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        self.wrong: list[str] = []
        self.operations = [replace(each, handler=self._checked(each)) for each in operations]

    def _checked(self, operation: Operation) -> Handler:
        declaration = operation.declaration
        assert declaration is not None
        decoder = decoder_of(operation, declaration)
        refuses = EVERY_OPERATION | {*declaration.refuses}

        async def handler(request: Request) -> Any:  # noqa: ANN401
            try:
                reply = await declaration.handler(request)
            except Refusal as refusal:
                reason = refusal.problem.reason
                if reason not in refuses and not operation.is_public:
                    self._note(operation, f"is refused for {reason.name}, which is not declared")
                raise
            try:
                check(declaration, decoder, reply if operation.is_public else reply.result)
            except (msgspec.ValidationError, ValueError) as error:
                self._note(operation, str(error))
            return reply

        return handler

    def _note(self, operation: Operation, text: str) -> None:
        self.wrong.append(f"{operation.id}: {text}")


def decoder_of(
    operation: Operation, declaration: Declaration
) -> msgspec.json.Decoder[Any] | Records | None:
    """Return what reads a result strictly: unknown members and other types are errors."""
    item: Any = declaration.item
    if item is None or isinstance(item, Records):
        return item
    return msgspec.json.Decoder(item if operation.is_public else list[item])


def check(
    declaration: Declaration,
    decoder: msgspec.json.Decoder[Any] | Records | None,
    result: Any,  # noqa: ANN401
) -> None:
    """Check a result against its operation's declaration.

    Raises:
        ValueError: it is there or absent, or has reasons, against the declaration.
        msgspec.ValidationError: an item has another form.
    """
    if result is None or decoder is None:
        if result is not None or not (decoder is None or declaration.may_lack_result):
            raise ValueError("a result is there, or absent, against the declaration")
        return
    if isinstance(decoder, Records):
        for item in result:
            decoder.check(item)
        return
    encoded = _encode(result)  # parts of it may be encoded before
    decoder.decode(encoded)
    codes = {WIRE_ERRORS[reason].code for reason in declaration.skips}
    for item in msgspec.json.decode(encoded):
        if isinstance(item, dict) and item.get("status") == "skipped":
            reasons = [*item.get("reasons", ()), *item.get("errors", ())]
            if undeclared := {each["code"] for each in reasons} - codes:
                raise ValueError(f"a record is skipped for {undeclared}, which is not declared")
