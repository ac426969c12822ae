"""The YAML subset of blueprints, in which ``NO`` is a text and not false.

A scalar without quotes is a boolean, null or a number only if a pattern of :data:`PLAIN_FORMS`
matches; dates, ``yes``, ``0123`` and ``+15550100`` are texts.
"""

import re
from typing import Any

import msgspec
import yaml

BOOLEAN_TAG = "tag:yaml.org,2002:bool"
NULL_TAG = "tag:yaml.org,2002:null"
INTEGER_TAG = "tag:yaml.org,2002:int"
NUMBER_TAG = "tag:yaml.org,2002:float"
TEXT_TAG = "tag:yaml.org,2002:str"
COLLECTION_TAGS = frozenset({"tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"})

PLAIN_FORMS = {
    BOOLEAN_TAG: re.compile(r"(?:true|True|TRUE|false|False|FALSE)$"),
    NULL_TAG: re.compile(r"(?:null|Null|NULL|~|)$"),
    INTEGER_TAG: re.compile(r"-?(?:0|[1-9][0-9]*)$"),
    NUMBER_TAG: re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$"),
}
"""Patterns of scalars without quotes and their types; the first match counts, a scalar without
match is a text."""

# The parser in C is several times as fast for large files, but not installed everywhere.
Loader: type[yaml.SafeLoader] = type(
    "Loader", (getattr(yaml, "CSafeLoader", yaml.SafeLoader),), {"yaml_implicit_resolvers": {}}
)
for _tag, _form in PLAIN_FORMS.items():
    Loader.add_implicit_resolver(_tag, _form, None)


def scalar(node: yaml.ScalarNode) -> Any:  # noqa: ANN401
    """Return the value of a scalar node: text, number, boolean or None.

    Raises:
        ValueError: the node has an unknown tag, or a value that does not fit its tag.
    """
    text: str = node.value
    if node.tag == TEXT_TAG:
        return text
    if node.tag not in PLAIN_FORMS:
        raise ValueError(f"the tag {node.tag} has no meaning here")
    if not PLAIN_FORMS[node.tag].match(text):
        raise ValueError(f"{text} does not fit the tag {node.tag}")
    if node.tag == BOOLEAN_TAG:
        return text.lower() == "true"
    if node.tag == NULL_TAG:
        return None
    if node.tag == INTEGER_TAG:
        return int(text)
    number = float(text)
    # Readers of YAML 1.1 want a point before an exponent, so 1e-05 is also written as 1.0e-05.
    written = repr(number)
    if text in (written, written.replace("e", ".0e", 1)):
        return number
    # Digits that a float does not have, as in 1.10, stay a text, which fields of numbers take.
    return text


class Dumper(yaml.SafeDumper):
    """Writes YAML in which this reader and readers of YAML 1.1 recognize the same texts."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401
        """Tell the YAML writer to repeat equal values: anchors and aliases are hard to read."""
        del data
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002 -- PyYAML calls it so
        """Indent the items of a list below the list's key."""
        del indentless
        super().increase_indent(flow, indentless=False)


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    is_safe = text.isprintable() and not any(form.match(text) for form in PLAIN_FORMS.values())
    # Double quotes allow escapes for every character; unquoted U+0085 would be a line break.
    return dumper.represent_scalar(TEXT_TAG, text, style=None if is_safe else '"')


def _represent_number(dumper: yaml.SafeDumper, number: msgspec.Raw) -> yaml.ScalarNode:
    digits = bytes(number).decode()
    return dumper.represent_scalar(NUMBER_TAG if "." in digits else INTEGER_TAG, digits)


Dumper.add_representer(str, _represent_text)
Dumper.add_representer(msgspec.Raw, _represent_number)


def dump(value: object) -> str:
    """Return a value as YAML text."""
    text: str = yaml.dump(
        value,
        Dumper=Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=100,
        default_flow_style=False,
    )
    return text
