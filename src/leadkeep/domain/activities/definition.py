"""Define the names and attributes of a custom activity type (behaviour.md 5.4)."""

import re
from collections.abc import Sequence

import msgspec

from leadkeep.errors import Reason, Refusal, has_control_character

ATTRIBUTE_LIMIT = 20
"""Limit: secondary attributes of one type (1028)."""
LONGEST_NAME_CHARACTERS = 255
DEFAULT_DATA_TYPE = "string"
DATA_TYPES = (
    *("string", "boolean", "integer", "float", "link", "email"),
    *("currency", "date", "datetime", "phone", "text"),
)

is_type_name = re.compile(r"(?=[0-9]*[A-Za-z])[A-Za-z0-9]{1,255}").fullmatch
"""Matches the API name of an activity type: letters and digits, at least one letter."""
is_attribute_name = re.compile(r"(?=[0-9_]*[A-Za-z])[A-Za-z0-9_]{1,255}").fullmatch


class Attribute(msgspec.Struct, frozen=True):
    """One attribute of a custom activity type, as it is stored."""

    api_name: str
    name: str
    data_type: str = DEFAULT_DATA_TYPE
    description: str | None = None


class Definition(msgspec.Struct, frozen=True):
    """One version of a custom activity type, draft or approved, as it is stored."""

    name: str
    trigger_name: str
    filter_name: str
    primary: Attribute
    description: str | None = None
    attributes: tuple[Attribute, ...] = ()


class SentAttribute(msgspec.Struct, rename="camel"):
    """An attribute to create or change, as the client sent it; None for what was not sent."""

    api_name: str | None = None
    name: str | None = None
    data_type: str | None = None
    description: str | None = None
    is_primary: bool | None = None


class SentType(msgspec.Struct, rename="camel"):
    """An activity type to create or change, as the client sent it; None for what was not sent."""

    api_name: str | None = None
    name: str | None = None
    description: str | None = None
    trigger_name: str | None = None
    filter_name: str | None = None
    primary_attribute: SentAttribute | None = None


def required(member: str, sent: str | None) -> str:
    """Return a text that a client must send, after checking it.

    Raises:
        Refusal: 1002, the text is missing or empty; 1003, it is too long or has a control
            character.
    """
    if not sent:
        raise Refusal(Reason.MISSING_PARAMETER, member)
    if len(sent) > LONGEST_NAME_CHARACTERS or has_control_character(sent):
        raise Refusal(Reason.INVALID_VALUE, member, sent)
    return sent


def new_definition(sent: SentType) -> Definition:
    """Return the definition of a new activity type, made from the values that the client sent.

    Raises:
        Refusal: 1002, a required value is missing; 1003, a value is not acceptable.
    """
    if sent.primary_attribute is None:
        raise Refusal(Reason.MISSING_PARAMETER, "primaryAttribute")
    return Definition(
        required("name", sent.name),
        required("triggerName", sent.trigger_name),
        required("filterName", sent.filter_name),
        _new_attribute(sent.primary_attribute),
        sent.description,
    )


def changed_definition(present: Definition, sent: SentType) -> Definition:
    """Return an activity type's definition in which the sent values replace the present ones.

    What was not sent stays.

    Raises:
        Refusal: 1002, a sent text is empty; 1003, a value is not acceptable; 1017, the primary
            attribute has the name of another attribute.
    """
    primary = present.primary
    if sent.primary_attribute is not None:
        primary = _new_attribute(sent.primary_attribute, like=primary)
        _check_free(primary.api_name, present.attributes)
    kept = present.name, present.trigger_name, present.filter_name
    return Definition(
        kept[0] if sent.name is None else required("name", sent.name),
        kept[1] if sent.trigger_name is None else required("triggerName", sent.trigger_name),
        kept[2] if sent.filter_name is None else required("filterName", sent.filter_name),
        primary,
        present.description if sent.description is None else sent.description,
        present.attributes,
    )


def _new_attribute(sent: SentAttribute, like: Attribute | None = None) -> Attribute:
    """Return the attribute that the client sent; ``like`` supplies what was not sent."""
    api_name = sent.api_name if like is None or sent.api_name else like.api_name
    name = sent.name if like is None or sent.name else like.name
    data_type = sent.data_type or (like.data_type if like else DEFAULT_DATA_TYPE)
    description = sent.description
    if description is None and like is not None:
        description = like.description
    api_name = required("apiName", api_name)
    if not is_attribute_name(api_name):
        raise Refusal(Reason.INVALID_VALUE, "apiName", api_name)
    if data_type not in DATA_TYPES:
        raise Refusal(Reason.INVALID_VALUE, "dataType", data_type)
    return Attribute(api_name, required("name", name), data_type, description)


def _check_free(api_name: str, attributes: Sequence[Attribute]) -> None:
    if api_name.casefold() in {each.api_name.casefold() for each in attributes}:
        raise Refusal(Reason.OBJECT_EXISTS)


def with_attributes(present: Definition, sent: Sequence[SentAttribute]) -> Definition:
    """Return the definition with further secondary attributes.

    Raises:
        Refusal: 1002, a required value is missing; 1003, a value is not acceptable; 1017, the name
            is taken; 1028, the limit of attributes is exceeded.
    """
    attributes = present.attributes
    for each in sent:
        if each.is_primary:
            raise Refusal(Reason.INVALID_VALUE, "isPrimary", each.is_primary)
        new = _new_attribute(each)
        _check_free(new.api_name, (present.primary, *attributes))
        attributes = (*attributes, new)
    if len(attributes) > ATTRIBUTE_LIMIT:
        raise Refusal(Reason.ATTRIBUTE_LIMIT)
    return msgspec.structs.replace(present, attributes=attributes)


def with_changed_attributes(
    present: Definition, sent: Sequence[SentAttribute], *, is_published: bool
) -> Definition:
    """Return the definition with changed attributes; each is found by its API name.

    The primary attribute can be changed like the others. A secondary attribute sent with
    ``isPrimary`` becomes the primary one, and the old primary one becomes secondary. This is
    refused once the type was approved, because it would change the meaning of stored activities.

    Raises:
        Refusal: 1006, there is no such attribute; 1003, a value is not acceptable.
    """
    for each in sent:
        target = _attribute_named(present, each.api_name)
        changed = _new_attribute(each, like=target)
        is_primary_now = target is present.primary
        if each.is_primary is None or each.is_primary == is_primary_now:
            present = _replaced(present, target, changed)
        elif each.is_primary and not is_published:
            former = present.primary
            rest = tuple(former if one is target else one for one in present.attributes)
            present = msgspec.structs.replace(present, primary=changed, attributes=rest)
        else:
            raise Refusal(Reason.INVALID_VALUE, "isPrimary", each.is_primary)
    return present


def _replaced(present: Definition, target: Attribute, changed: Attribute) -> Definition:
    if target is present.primary:
        return msgspec.structs.replace(present, primary=changed)
    attributes = tuple(changed if each is target else each for each in present.attributes)
    return msgspec.structs.replace(present, attributes=attributes)


def without_attributes(present: Definition, sent: Sequence[SentAttribute]) -> Definition:
    """Return the definition without these secondary attributes.

    Raises:
        Refusal: 1006, there is no such attribute; 1003, the attribute is the primary one.
    """
    doomed = [_attribute_named(present, each.api_name) for each in sent]
    if present.primary in doomed:
        raise Refusal(Reason.PRIMARY_ATTRIBUTE_REQUIRED)
    attributes = tuple(each for each in present.attributes if each not in doomed)
    return msgspec.structs.replace(present, attributes=attributes)


def _attribute_named(present: Definition, sent: str | None) -> Attribute:
    api_name = required("apiName", sent)
    for each in (present.primary, *present.attributes):
        if each.api_name == api_name:
            return each
    raise Refusal(Reason.FIELD_NOT_FOUND, api_name)
