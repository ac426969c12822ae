"""List the data types of lead fields in one table, from which all rules about types are made."""

from leadkeep.domain.fields.types.blanks import trimmed
from leadkeep.domain.fields.types.boolean import BOOLEAN, BOOLEAN_WORDS, OPTIONAL_BOOLEAN
from leadkeep.domain.fields.types.model import ArePlain, FieldType, Parse, TooLong, Unacceptable
from leadkeep.domain.fields.types.number import (
    CURRENCY,
    FLOAT,
    INTEGER,
    PERCENT,
    REFERENCE,
    SCORE,
    SentNumber,
    number_as_sent,
    number_text,
    whole_number,
)
from leadkeep.domain.fields.types.text import EMAIL, PHONE, SEGMENT, STRING, TEXT, URL
from leadkeep.domain.fields.types.time import DATE, DATETIME, moment

FIELD_TYPES: dict[str, FieldType] = {
    field_type.name: field_type
    for field_type in (
        STRING,
        TEXT,
        EMAIL,
        PHONE,
        URL,
        INTEGER,
        SCORE,
        FLOAT,
        CURRENCY,
        PERCENT,
        BOOLEAN,
        OPTIONAL_BOOLEAN,
        DATE,
        DATETIME,
        REFERENCE,
        SEGMENT,
    )
}

__all__ = [
    "BOOLEAN_WORDS",
    "FIELD_TYPES",
    "ArePlain",
    "FieldType",
    "Parse",
    "SentNumber",
    "TooLong",
    "Unacceptable",
    "moment",
    "number_as_sent",
    "number_text",
    "trimmed",
    "whole_number",
]
