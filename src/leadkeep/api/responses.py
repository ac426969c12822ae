"""Make HTTP responses of replies and refusals, each in its endpoint's format (1.1, 2.1)."""

from collections.abc import Sequence

import msgspec
from starlette.responses import Response

from leadkeep.api import envelope
from leadkeep.api.errors import identity_error
from leadkeep.api.files import FileReply, FileResponse
from leadkeep.api.request import Request
from leadkeep.errors import Problem, Reason

IDENTITY_PREFIX = "/identity/"
RawHeaders = Sequence[tuple[bytes, bytes]]

JSON_TYPE = b"application/json;charset=UTF-8"
IDENTITY_HEADERS: RawHeaders = [
    (b"cache-control", b"no-store"),
    (b"pragma", b"no-cache"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-xss-protection", b"1; mode=block"),
    (b"x-frame-options", b"DENY"),
]
"""Headers of the token endpoint's responses (behaviour.md 1.1)."""


RETRY_LATER: RawHeaders = [(b"retry-after", b"5")]
"""How many seconds to wait while the database cannot be reached."""


class JsonResponse(Response):
    """A response of encoded JSON; ``error`` is the reason if the whole request was refused."""

    error: Reason | None = None
    has_fixed_headers = True
    """Names and values of all headers are ours, so that a server need not look at them."""

    def __init__(self, body: bytes, status: int = 200, headers: RawHeaders = ()) -> None:
        """Set body and headers directly, without Starlette's steps for other types of content."""
        self.body = body
        self.status_code = status
        self.background = None
        length = (b"content-length", str(len(body)).encode())
        self.raw_headers = [(b"content-type", JSON_TYPE), *headers, length]


ApiResponse = JsonResponse | FileResponse


def response_to(
    request: Request, reply: envelope.Reply | envelope.AssetReply | FileReply
) -> ApiResponse:
    """Return the response to a request that was carried out."""
    if isinstance(reply, FileReply):
        return FileResponse(reply, request)
    return JsonResponse(envelope.success(request.request_id, reply))


def identity(reply: object) -> JsonResponse:
    """Return the response of the token endpoint to a request that was carried out."""
    return JsonResponse(msgspec.json.encode(reply), headers=IDENTITY_HEADERS)


def refused(request_id: str, path: str, problem: Problem) -> JsonResponse:
    """Return the response to a request that was refused as a whole."""
    later = RETRY_LATER if problem.reason is Reason.TEMPORARILY_UNAVAILABLE else ()
    if path.startswith(IDENTITY_PREFIX):
        error = identity_error(problem)
        body = {"error": error.error, "error_description": error.description}
        headers = [*IDENTITY_HEADERS, *later]
        response = JsonResponse(msgspec.json.encode(body), error.status, headers)
        response.error = problem.reason
        return response
    response = JsonResponse(envelope.failure(request_id, path, problem), headers=later)
    response.error = problem.reason
    return response
