"""The floor of reads: what uvicorn and Starlette cost when the handler does nothing."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

BODY = (
    b'{"requestId":"6227#17d4f044661","result":[{"id":1001,"firstName":"Ada",'
    b'"lastName":"Lovelace 1","email":"person1@bench.example.com",'
    b'"updatedAt":"2026-01-15T18:00:00Z","createdAt":"2026-01-15T18:00:00Z"}],"success":true}'
)


async def fixed(_request: Request) -> Response:
    """Answer with the body of one lead."""
    return Response(BODY, media_type="application/json")


app = Starlette(
    routes=[
        Route("/", fixed),
        Route("/rest/v1/lead/{number}.json", fixed),
        Route("/rest/v1/leads.json", fixed),
    ]
)
