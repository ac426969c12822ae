"""Read the forms that pages send."""

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import parse_qs

from python_multipart.multipart import create_form_parser

from leadkeep.console.visit import Upload

FORM_TYPE = "application/x-www-form-urlencoded"
MULTIPART_TYPE = "multipart/form-data"
FIELD_LIMIT = 2_000
"""Limit: fields of a form; an edit of a lead sends one for each field."""


class BadForm(Exception):  # noqa: N818 -- ends the reading of a form
    """The body of a request is no form, or has too many fields."""


@dataclass(slots=True)
class Sent:
    """Fields and files of a form."""

    values: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)


def read_form(body: bytes, content_type: str) -> Sent:
    """Return the fields and files of a form.

    Raises:
        BadForm: the body is no form, or has too many fields.
    """
    kind = content_type.partition(";")[0].strip().lower()
    if kind == FORM_TYPE:
        return Sent(parse_fields(body))
    if kind != MULTIPART_TYPE:
        raise BadForm
    sent = Sent()

    def take_field(part: object) -> None:
        name, value = _text(part, "field_name"), _text(part, "value")
        sent.values.setdefault(name, []).append(value)
        if sum(map(len, sent.values.values())) > FIELD_LIMIT:
            raise BadForm

    def take_file(part: object) -> None:
        stream: BytesIO = part.file_object  # type: ignore[attr-defined]
        stream.seek(0)
        sent.files[_text(part, "field_name")] = Upload(_text(part, "file_name"), stream.read())

    def parse() -> None:
        headers = {"Content-Type": content_type.encode("latin-1")}
        # Files stay in memory: the body is there anyway.
        config = {"MAX_MEMORY_FILE_SIZE": len(body) + 1}
        parser = create_form_parser(headers, take_field, take_file, config=config)
        parser.write(body)
        parser.finalize()

    _run(parse)
    return sent


def _run(parse: Callable[[], None]) -> None:
    try:
        parse()
    except BadForm:
        raise
    except Exception as error:
        raise BadForm from error


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


def _text(part: object, name: str) -> str:
    value = getattr(part, name)
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value or ""
