"""What a form is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import msgspec

from leadkeep.domain.assets.engine import Asset, AssetValues
from leadkeep.domain.capture.forms.field import FormField


class FormStatus(StrEnum):
    """Whether a form takes answers."""

    DRAFT = "draft"
    APPROVED = "approved"


class Look(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a form is shown: kept for the page that shows it, without a meaning here."""

    theme: str = "simple"
    language: str = "English"
    locale: str = "en_US"
    label_position: str = "left"
    font_family: str = "Helvetica"
    font_size: str = "13px"
    progressive_profiling: bool = False


@dataclass(frozen=True, slots=True)
class Form(Asset):
    """A form with its place."""

    status: FormStatus = FormStatus.DRAFT
    look: Look = field(default_factory=Look)
    fields: tuple[FormField, ...] = ()
    """In the order in which they are shown."""

    @property
    def has_member_fields(self) -> bool:
        """Does it ask for anything that is kept with the membership in a program?"""
        return any(each.is_member_field for each in self.fields)


@dataclass(frozen=True, slots=True)
class FormValues(AssetValues):
    """What to create, clone or change of a form."""

    look: Mapping[str, Any] | None = None
    """Members of its look; the others stay as they are."""
    fields: tuple[FormField, ...] | None = None
    """A new form has first name, last name and email where none are given."""
    status: FormStatus | None = None
