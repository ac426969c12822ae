"""Read the forms that pages send."""

from urllib.parse import parse_qs

FORM_TYPE = "application/x-www-form-urlencoded"
FIELD_LIMIT = 2_000
"""Limit: fields of a form; an edit of a lead sends one for each field."""


class BadForm(Exception):  # noqa: N818 -- ends the reading of a form
    """The body of a request is no form, or has too many fields."""


class FileTooLarge(Exception):  # noqa: N818 -- ends the reading of a form
    """The file of a form has more bytes than the setting allows."""


def read_form(body: bytes, content_type: str) -> dict[str, list[str]]:
    """Return the fields of a form.

    Raises:
        BadForm: the body is no form, or has too many fields.
    """
    if content_type.partition(";")[0].strip().lower() != FORM_TYPE:
        raise BadForm
    return parse_fields(body)


def parse_fields(text: bytes) -> dict[str, list[str]]:
    """Return the fields of an encoded form or of the query of an address.

    Raises:
        BadForm: there are too many.
    """
    try:
        return parse_qs(
            text.decode("utf-8", "replace"),
            keep_blank_values=True,
            max_num_fields=FIELD_LIMIT,
            errors="replace",
        )
    except ValueError:
        raise BadForm from None
