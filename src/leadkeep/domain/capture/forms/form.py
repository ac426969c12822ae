"""What a form is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import msgspec

from leadkeep.domain.assets.folders import FolderRef
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
class Form:
    """A form with its place."""

    id: int
    name: str
    description: str | None
    status: FormStatus
    look: Look
    fields: tuple[FormField, ...]
    """In the order in which they are shown."""
    folder: FolderRef
    program_id: int | None
    """The innermost program that it stands in."""
    workspace_id: int
    created_at: datetime
    updated_at: datetime

    @property
    def has_member_fields(self) -> bool:
        """Does it ask for anything that is kept with the membership in a program?"""
        return any(each.is_member_field for each in self.fields)


@dataclass(frozen=True, slots=True)
class NewForm:
    """A form to create."""

    name: str
    folder: FolderRef
    description: str | None = None
    look: Look = field(default_factory=Look)
    fields: Sequence[FormField] | None = None
    """None for those that every new form has: first name, last name, email."""
    status: FormStatus = FormStatus.DRAFT


@dataclass(frozen=True, slots=True)
class FormChange:
    """What to change of a form; None leaves as it is."""

    name: str | None = None
    description: str | None = None
    folder: FolderRef | None = None
    look: Look | None = None
    fields: Sequence[FormField] | None = None
    status: FormStatus | None = None
