"""What the tests of forms share: calls in few words."""

from itertools import count
from typing import Any

from leadkeep.domain.visitors import queries
from leadkeep.store import Transaction
from leadkeep.testing import Rehearsal, Response
from tests.support.lists import fresh_name, post, reference

FORMS_FOLDER = 4
"""The folder for forms of the first workspace."""
SUBMIT = "/rest/v1/leads/submitForm.json"
PAGE = "https://www.example.com/contact"
VISIT_WEB_PAGE = 1

_numbers = count(1)


def visitor_with_history(server: Rehearsal) -> str:
    """Return the token of a visitor that nobody knows and that has looked at one page."""
    token, now = f"_mch-example.com-{next(_numbers)}-f0", server.clock.now()

    def visit(tx: Transaction) -> None:
        queries.add_visitors(tx, [(token, 1)])
        row = (token, next(_numbers), VISIT_WEB_PAGE, now, 1, PAGE, "[]")
        queries.add_visits(tx, [row])

    server.store.write_now(visit)
    return token


def new_form(
    server: Rehearsal,
    *fields: str,
    folder: str = reference(FORMS_FOLDER),
    is_approved: bool = True,
    **form: Any,  # noqa: ANN401
) -> int:
    """Create a form with first name, last name, email and these fields; return its id."""
    sent = {"name": fresh_name("Form"), "folder": folder} | form
    (item,) = post(server, "forms.json", **sent).result
    form_id: int = item["id"]
    for name in fields:
        assert post(server, f"form/{form_id}/fields.json", fieldId=name).result
    if is_approved:
        assert post(server, f"form/{form_id}/approveDraft.json").result
    return form_id


def ask(server: Rehearsal, form_id: object, *elements: Any, **wrapper: Any) -> Response:  # noqa: ANN401
    """Call Submit Form; without ``formId`` when it is None."""
    token = wrapper.pop("token", None)
    named = {} if form_id is None else {"formId": form_id}
    return server.post(SUBMIT, {**named, **wrapper, "input": list(elements)}, token=token)


def submit(
    server: Rehearsal,
    form_id: int,
    fields: dict[str, Any],
    program: int | None = None,
    **members: Any,  # noqa: ANN401
) -> Any:  # noqa: ANN401
    """Call Submit Form and return the one item of its result."""
    wrapper = {} if program is None else {"programId": program}
    element = {"leadFormFields": fields, **members}
    (item,) = ask(server, form_id, element, **wrapper).result
    return item
