"""Model a form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import msgspec

from leadkeep.domain.assets.engine import Asset, AssetValues
from leadkeep.domain.capture.forms.field import FormField


class FormStatus(StrEnum):
    """The status of a form: draft (accepts no submissions) or approved (accepts them)."""

    DRAFT = "draft"
    APPROVED = "approved"


class Look(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a page shows a form, which leadkeep only stores, and what its answers do."""

    theme: str = "simple"
    language: str = "English"
    locale: str = "en_US"
    label_position: str = "left"
    font_family: str = "Helvetica"
    font_size: str = "13px"
    progressive_profiling: bool = False
    blank_values_clear: bool = False
    """Does a blank answer clear the field? If not, it leaves the field as it is."""


@dataclass(frozen=True, slots=True)
class Form(Asset):
    """A form asset, with its fields."""

    status: FormStatus = FormStatus.DRAFT
    look: Look = field(default_factory=Look)
    fields: tuple[FormField, ...] = ()
    """In the order in which the form shows them."""

    @property
    def has_member_fields(self) -> bool:
        """Does the form have fields of program members?"""
        return any(each.is_member_field for each in self.fields)


@dataclass(frozen=True, slots=True)
class FormValues(AssetValues):
    """The values of a form that is to be created, cloned or changed."""

    look: Mapping[str, Any] | None = None
    """Members of the look to change; the others keep their values."""
    fields: tuple[FormField, ...] | None = None
    """None gives a new form first name, last name and email."""
    status: FormStatus | None = None
