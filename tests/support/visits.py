"""What the tests of web tracking share: visitors as browsers are, the activities of a lead."""

from itertools import count
from typing import Any

from leadkeep.testing import Rehearsal, Response
from tests.support.leads import Logged, logged

BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"
VISIT, CLICK = 1, 3

_numbers = count(1_000)


def cookie() -> str:
    """Return a token that no other test uses."""
    return f"_mch-example.com-{next(_numbers)}-97bf"


def event(token: str, path: str = "/", **more: str) -> dict[str, str]:
    """Return the parameters of a visit, as the script sends them (behaviour.md 8.2)."""
    return {
        "_mchNc": "1374552656411",
        "_mchCn": "",
        "_mchId": "000-LKP-000",
        "_mchTk": token,
        "_mchHo": "www.example.com",
        "_mchPo": "",
        "_mchRu": path,
        "_mchPc": "https:",
        "_mchVr": "163",
        "_mchHa": "",
        "_mchRe": "",
        "_mchQp": "",
        **more,
    }


def send(
    server: Rehearsal,
    sent: Any,  # noqa: ANN401
    name: str = "visitWebPage",
    method: str = "POST",
    **options: Any,  # noqa: ANN401
) -> Response:
    """Send a web event as a browser does, with the parameters in its address."""
    headers = {"user-agent": BROWSER, **options.pop("headers", {})}
    path = f"/webevents/{name}"
    return server.request(method, path, sent, headers=headers, token="", **options)


def visit(server: Rehearsal, token: str, *paths: str, **more: str) -> None:
    """See some pages, and let that be written."""
    for path in paths:
        assert send(server, event(token, path, **more)).status == 204
    server.store_web_events()


def associate(server: Rehearsal, lead_id: object, sent: str, **options: Any) -> Any:  # noqa: ANN401
    """Call Associate Lead and return its body."""
    path = f"/rest/v1/leads/{lead_id}/associate.json"
    return server.post(path, query={"cookie": sent}, **options).body


def visits(server: Rehearsal, lead_id: int) -> list[Logged]:
    """Return the visits and clicks of a lead's log."""
    return [each for each in logged(server, lead_id) if each.type_id in {VISIT, CLICK}]


def seen(server: Rehearsal, lead_id: int) -> list[str]:
    """Return the pages and links of a lead's log, in the order of the log."""
    return [each.primary_value or "" for each in visits(server, lead_id)]
