"""For any value, the reader of a text with tokens gets exactly the value (behaviour.md 9.1)."""

import json
from decimal import Decimal
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any
from unicodedata import category
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import example, given
from hypothesis import strategies as st

from leadkeep.domain.automation.campaigns.steps.text_formats import (
    HTML,
    JSON,
    ONE_LINE,
    PERCENT,
    PLAIN,
    XML,
    Html,
    TextFormat,
    Value,
    is_json,
    one_line,
    tokens_in,
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
HOSTILE = """a"b\\c&<d>'e' ]]> {{lead.x}} %41 +é\n"""
NUMBERS = st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False))


def filled(text_format: TextFormat, template: str, value: Value) -> str:
    """Return a template with the value in the place of each token."""
    parts = text_format.split(template)
    return "".join(each if isinstance(each, str) else each.encode(value) for each in parts)


@given(TEXTS)
@example(HOSTILE)
def test_forms_and_urls(value: str) -> None:
    template = "https://example.com/a/{{lead.x}}/b?one={{lead.x}}&two=2#{{lead.x}}"
    url = urlsplit(filled(PERCENT, template, value))
    assert unquote(url.path.split("/")[2]) == value
    assert parse_qs(url.query, keep_blank_values=True) == {"one": [value], "two": ["2"]}
    assert url.path.count("/") == 3


@given(st.one_of(TEXTS, NUMBERS, st.booleans(), st.none()))
@example(HOSTILE)
def test_json(value: Value) -> None:
    template = r"""{"\"a\\": {{lead.x}}, "{{lead.x}}": "b \"{{lead.x}}\\", "c": [{{lead.x}}]}"""
    found = json.loads(filled(JSON, template, value))
    text = filled(PLAIN, "{{lead.x}}", value)
    assert found == {'"a\\': value, text: f'b "{text}\\', "c": [value]}
    assert type(found["c"][0]) in {type(value), int}  # 14 for 14.0


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_numbers_keep_their_digits(value: Decimal) -> None:
    found = json.loads(filled(JSON, "{{lead.x}}", value), parse_float=Decimal)
    assert Decimal(found) == value


@given(TEXTS)
@example(HOSTILE)
def test_xml(value: str) -> None:
    template = "<r a='{{lead.x}}'><b>{{lead.x}}</b><![CDATA[<{{lead.x}}>]]></r>"
    root: Element = fromstring(filled(XML, template, value))
    # XML has no form for most control characters.
    known = "".join(each if _is_xml(each) else "\ufffd" for each in value)
    assert root.attrib == {"a": known}
    assert (root[0].text or "", root[0].tail) == (known, f"<{known}>")


def _is_xml(character: str) -> bool:
    return (character >= " " and character not in "\ufffe\uffff") or character in "\t\n\r"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[Any] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:  # noqa: ANN401
        self.tags.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.text += data


@given(TEXTS)
@example(HOSTILE)
@example("<script>x</script>")
def test_html(value: str) -> None:
    reader = _Reader()
    reader.feed(filled(HTML, '<p title="{{lead.x}}">{{lead.x}}', value))
    reader.close()
    assert reader.tags == [("p", [("title", value)])]
    assert reader.text == value


def test_html_is_not_encoded_again_and_is_a_text_elsewhere() -> None:
    value = Html("<b>&amp;</b>")
    assert filled(HTML, "{{my.x}}", value) == value
    assert json.loads(filled(JSON, "{{my.x}}", value)) == value


@given(TEXTS)
@example("a\r\nBcc: all@example.com")
def test_a_header_stays_one_line(value: str) -> None:
    text = one_line(filled(ONE_LINE, "Hello {{lead.x}}", value))
    message = EmailMessage()
    message["Subject"] = text
    assert [name for name, _ in message.items()] == ["Subject"]
    kept = "".join(" " if category(each) in {"Cc", "Zl", "Zp"} else each for each in value)
    assert text.split() == f"Hello {kept}".split()


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{lead.x}}", True),
        ('{"a": {{lead.x}}, "b": "{{lead.y}} {{my.z:default="q"}}"}', True),
        ('{"a": {{lead.x}} {{lead.y}}}', False),
        ("{{{lead.x}}: 1}", False),
        ("a={{lead.x}}", False),
        ("[" * 100_000, False),
    ],
)
def test_templates_that_are_json(template: str, *, expected: bool) -> None:
    assert is_json(template) is expected


def test_what_is_a_token() -> None:
    (found,) = tokens_in("a {{ Lead.First Name:default=you }} {{x}} {{{{")
    assert (found.kind, found.name, found.default) == ("lead", "First Name", "you")
