"""Errors that all features share.

::

    LeadkeepError
    ├── Refusal            the request cannot be carried out: tell the caller why
    ├── SetupError         the operator must fix something: tell the operator how
    │   └── NoStoreError   there is no store: create one, or select another
    └── StaleCatalog       fields, clients or roles changed during a request: run it again

A record that fails is no exception but a value: an outcome with a :class:`Problem`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum, auto
from unicodedata import category

CONTROL_CATEGORIES = frozenset({"Cc", "Zl", "Zp"})
"""Unicode's categories of control characters, line separators and paragraph separators."""


class LeadkeepError(Exception):
    """The base class of all errors that leadkeep raises on purpose."""


class SetupError(LeadkeepError):
    """A setting, a file or the database's version is wrong, and the operator must correct it."""


class NoStoreError(SetupError):
    """The store to open does not exist."""


class StaleCatalog(LeadkeepError):  # noqa: N818 -- a signal to run again, not a failure
    """The catalog (fields, clients, roles) has changed since a request was authorized.

    The request is authorized and run again.
    """


class Reason(Enum):
    """Why a request or record was refused; ``api/errors.py`` maps a reason to code and text."""

    UNKNOWN_CLIENT = auto()
    BAD_CLIENT_CREDENTIALS = auto()
    MISSING_GRANT_TYPE = auto()
    UNSUPPORTED_GRANT_TYPE = auto()
    ACCESS_TOKEN_EMPTY = auto()
    ACCESS_TOKEN_INVALID = auto()
    ACCESS_TOKEN_EXPIRED = auto()
    ACCESS_DENIED = auto()
    REQUEST_TIMED_OUT = auto()
    METHOD_NOT_SUPPORTED = auto()
    RATE_LIMIT = auto()
    DAILY_QUOTA = auto()
    INVALID_JSON = auto()
    INVALID_MEMBER = auto()
    RESOURCE_NOT_FOUND = auto()
    SYSTEM_ERROR = auto()
    TEMPORARILY_UNAVAILABLE = auto()
    INVALID_CONTENT_TYPE = auto()
    CONCURRENCY_LIMIT = auto()
    WRONG_TYPE = auto()
    NOT_A_NUMBER = auto()
    MISSING_PARAMETER = auto()
    NOT_SPECIFIED = auto()
    TOO_MANY = auto()
    TOO_MANY_PARAMETERS = auto()
    INVALID_PARAMETER = auto()
    INVALID_ARGUMENT = auto()
    INVALID_CHOICE = auto()
    INVALID_FILTER = auto()
    INVALID_KEY = auto()
    INVALID_PAGING_TOKEN = auto()
    FILTER_NEEDS_RECORDS = auto()
    TOO_MANY_RESULTS = auto()
    PARTITION_NOT_FOUND = auto()
    MERGED_INTO_ITSELF = auto()
    LINK_WITHOUT_TARGET = auto()
    TYPE_WITHOUT_DEDUPE_FIELD = auto()
    TYPE_WITHOUT_DRAFT = auto()
    TYPE_NEVER_APPROVED = auto()
    UNKNOWN_ACTIVITY_TYPE = auto()
    ACTIVITY_TYPE_NOT_APPROVED = auto()
    PRIMARY_ATTRIBUTE_REQUIRED = auto()
    FORM_VALUE_MISSING = auto()
    TOO_MANY_MEMBERS = auto()
    TOO_MANY_MATCHING_MEMBERS = auto()
    RANGE_BACKWARDS = auto()
    RANGE_TOO_LONG = auto()
    ARGUMENT_TOO_LONG = auto()
    INVALID_VALUE = auto()
    FIELD_NOT_ALLOWED = auto()
    CAMPAIGN_NOT_TRIGGER = auto()
    CAMPAIGN_NOT_ACTIVE = auto()
    CAMPAIGN_NOT_BATCH = auto()
    CAMPAIGN_NOT_IN_PROGRAM = auto()
    INVALID_TOKENS = auto()
    REQUIRED_VALUE = auto()
    LOOKUP_VALUE_MISSING = auto()
    LEAD_NOT_FOUND = auto()
    NAMED_LEAD_NOT_FOUND = auto()
    LEADS_NOT_FOUND = auto()
    LEAD_EXISTS = auto()
    FIELD_NOT_FOUND = auto()
    LOOKUP_FIELD_NOT_FOUND = auto()
    SEVERAL_LEADS_MATCH = auto()
    PARTITION_ACCESS_DENIED = auto()
    PARTITION_NAME_MISSING = auto()
    PARTITION_UPDATE_NOT_ALLOWED = auto()
    LOOKUP_FIELD_NOT_SUPPORTED = auto()
    INVALID_COOKIE = auto()
    OBJECT_NOT_FOUND = auto()
    OBJECT_EXISTS = auto()
    OBJECT_IN_USE = auto()
    SALES_PERSON_NOT_FOUND = auto()
    DUPLICATE_RECORD = auto()
    PROGRAM_STATUS_NOT_FOUND = auto()
    TOO_MANY_LEAD_IDS = auto()
    IN_OR_PAST_STATUS = auto()
    LEAD_NOT_IN_PROGRAM = auto()
    ACTIVITY_TYPE_LIMIT = auto()
    ATTRIBUTE_LIMIT = auto()
    INVALID_RUN_DATE = auto()
    DRAFT_NOT_DISCARDED = auto()
    ATTRIBUTES_TOO_LONG = auto()
    CLONE_LIMIT = auto()
    COMPANY_UPDATE_NOT_ALLOWED = auto()
    VALUE_TOO_LONG = auto()
    BLANK = auto()
    ASSET_NOT_FOUND = auto()
    ASSET_GONE = auto()
    INVALID_DATE = auto()
    BUSINESS_RULE = auto()
    TEXT_TOO_LONG = auto()
    NUL_CHARACTER = auto()
    CONTROL_CHARACTER = auto()
    NAME_TAKEN = auto()
    NO_SUCH_NAME = auto()
    ASSET_NOT_MOVED = auto()
    ASSET_NOT_CLONED = auto()
    ASSET_NOT_IN_WORKSPACE = auto()
    ASSET_IN_USE = auto()
    ASSET_ACTIVE = auto()
    FOLDER_IN_ITSELF = auto()
    FOLDER_BOUND_TO_PROGRAM = auto()
    FOLDER_NOT_EMPTY = auto()
    SYSTEM_FOLDER = auto()
    PROGRAM_AS_FOLDER = auto()
    NO_TRIGGERS = auto()
    EXECUTABLE_WITH_TRIGGERS = auto()
    NO_DRAFT = auto()
    NOT_APPROVED = auto()
    TOO_MANY_FORM_FIELDS = auto()
    FIELD_ON_FORM = auto()
    MEMBER_FIELD_NOT_IN_PROGRAM = auto()
    CHANNEL_OF_OTHER_TYPE = auto()
    STATUS_OF_OTHER_TYPE = auto()
    NO_STREAMS = auto()
    STREAM_NAME_TWICE = auto()
    NOT_A_TAG_VALUE = auto()
    TAG_REQUIRED = auto()
    NOT_A_TOKEN_NAME = auto()
    NOT_A_TOKEN_VALUE = auto()
    PARENT_FOLDER_NOT_FOUND = auto()
    INCOMPATIBLE_FOLDER = auto()
    LEAD_NOT_IN_LIST = auto()
    INVALID_MULTIPART = auto()
    EMPTY_FILE = auto()
    TOO_MANY_IMPORTS = auto()
    IMPORT_IN_PROGRESS = auto()
    TOO_MANY_EXTRACTS = auto()
    ALREADY_QUEUED = auto()
    EXTRACT_QUOTA = auto()
    UNSUPPORTED_FILTER = auto()
    INVALID_FIELDS = auto()
    INVALID_STATUS_NAMES = auto()
    DATE_RANGE_TOO_LONG = auto()
    NOT_ONE_FILTER = auto()
    AMOUNT_OUT_OF_BOUNDS = auto()


INVALID_DATA: dict[Reason, str] = {
    Reason.NOT_SPECIFIED: "{} not specified",
    Reason.TOO_MANY: "Too many {}. Maximum allowed is {}",
    Reason.TOO_MANY_PARAMETERS: "Too many parameters",
    Reason.INVALID_PARAMETER: "Invalid value for parameter {}",
    Reason.INVALID_ARGUMENT: "Invalid {}",
    Reason.INVALID_CHOICE: "Invalid {} '{}' specified",
    Reason.INVALID_FILTER: "Invalid {} '{}'",
    Reason.INVALID_KEY: "Invalid {} '{}' value",
    Reason.INVALID_PAGING_TOKEN: "Invalid paging token",
    Reason.FILTER_NEEDS_RECORDS: "filterType '{}' of several fields needs an input of records",
    Reason.TOO_MANY_RESULTS: "Too many results match the filter",
    Reason.PARTITION_NOT_FOUND: "Partition '{}' not found",
    Reason.MERGED_INTO_ITSELF: "Lead '{}' cannot be merged into itself",
    Reason.LINK_WITHOUT_TARGET: "A field of type '{}' needs 'relatedTo'",
    Reason.TYPE_WITHOUT_DEDUPE_FIELD: ("Custom object type '{}' needs at least one dedupe field"),
    Reason.TYPE_WITHOUT_DRAFT: "{} '{}' has no draft",
    Reason.TYPE_NEVER_APPROVED: "{} '{}' was never approved",
    Reason.UNKNOWN_ACTIVITY_TYPE: "Invalid activity type id '{}'",
    Reason.ACTIVITY_TYPE_NOT_APPROVED: "Activity type '{}' is not approved",
    Reason.PRIMARY_ATTRIBUTE_REQUIRED: "The primary attribute cannot be deleted",
    Reason.FORM_VALUE_MISSING: "Value for required field '{}' not found",
    Reason.TOO_MANY_MEMBERS: (
        "Total membership size: {} exceeds the limit allowed {} for the filter"
    ),
    Reason.TOO_MANY_MATCHING_MEMBERS: (
        "Matching membership size: {} exceeds the limit allowed ({}) for this api"
    ),
    Reason.RANGE_BACKWARDS: "{} is before {}",
    Reason.RANGE_TOO_LONG: "Date range exceeds {} days",
    Reason.ARGUMENT_TOO_LONG: "{} is too long. Maximum allowed is {} characters",
    Reason.CAMPAIGN_NOT_TRIGGER: "Campaign is not a trigger campaign",
    Reason.CAMPAIGN_NOT_ACTIVE: "Campaign is not active",
    Reason.CAMPAIGN_NOT_BATCH: "Campaign is not a batch campaign",
    Reason.CAMPAIGN_NOT_IN_PROGRAM: "Campaign is not in a program",
    Reason.EMPTY_FILE: "Empty file",
    Reason.INVALID_FIELDS: "Invalid fields [{}]",
    Reason.INVALID_STATUS_NAMES: "Invalid Data",
    Reason.DATE_RANGE_TOO_LONG: "Invalid date range. Maximum allowed is {} days",
    Reason.AMOUNT_OUT_OF_BOUNDS: (
        "An amount has at most {} digits before the decimal point and {} after it"
    ),
    Reason.NOT_ONE_FILTER: "Exactly one filter must be specified",
    # The original's text ends with a blank.
    Reason.INVALID_TOKENS: "Invalid token value: {} ",
}
"""Texts about invalid requests and records, with a ``{}`` for each value."""


BUSINESS_RULES: dict[Reason, str] = {
    Reason.BUSINESS_RULE: "{}",
    Reason.TEXT_TOO_LONG: "{} is longer than {} characters",
    Reason.NUL_CHARACTER: "{} holds a NUL character",
    Reason.CONTROL_CHARACTER: "{} holds a control character",
    Reason.NAME_TAKEN: "{} name already exists",
    Reason.NO_SUCH_NAME: "{} '{}' does not exist",
    Reason.ASSET_NOT_MOVED: "{} cannot be moved to another workspace",
    Reason.ASSET_NOT_CLONED: "{} cannot be cloned to another workspace",
    Reason.ASSET_NOT_IN_WORKSPACE: "{} cannot get into another workspace",
    Reason.ASSET_IN_USE: "{} is in use",
    Reason.ASSET_ACTIVE: "{} is active",
    Reason.FOLDER_IN_ITSELF: "a folder cannot be moved into itself",
    Reason.FOLDER_BOUND_TO_PROGRAM: "a folder cannot be moved into or out of a program",
    Reason.FOLDER_NOT_EMPTY: "{} is not empty",
    Reason.SYSTEM_FOLDER: "a system folder cannot be changed",
    Reason.PROGRAM_AS_FOLDER: "a program is changed and deleted as a program",
    Reason.NO_TRIGGERS: "{} has no triggers",
    Reason.EXECUTABLE_WITH_TRIGGERS: "an executable campaign has no triggers",
    Reason.NO_DRAFT: "{} has no draft",
    Reason.NOT_APPROVED: "{} is not approved",
    Reason.TOO_MANY_FORM_FIELDS: "a form has at most {} fields",
    Reason.FIELD_ON_FORM: "Field '{}' is on the form already",
    Reason.MEMBER_FIELD_NOT_IN_PROGRAM: (
        "Field '{}' is of program members, and the form is in no program"
    ),
    Reason.CHANNEL_OF_OTHER_TYPE: "Channel '{}' is not for programs of type {}",
    Reason.STATUS_OF_OTHER_TYPE: "'{}' is not a status of programs of type {}",
    Reason.NO_STREAMS: "only engagement programs have streams",
    Reason.STREAM_NAME_TWICE: "two streams have one name",
    Reason.NOT_A_TAG_VALUE: "'{}' is not a value of the tag type '{}'",
    Reason.TAG_REQUIRED: "Tag type '{}' is required",
    Reason.NOT_A_TOKEN_NAME: "'{}' cannot be the name of a token",
    Reason.NOT_A_TOKEN_VALUE: "Token '{}' cannot have this value",
}
"""Texts of leadkeep's own business rules, with a ``{}`` for each value."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a request or a record was refused: a reason, and values for the ``{}`` in its text."""

    reason: Reason
    values: tuple[object, ...] = ()

    def __str__(self) -> str:
        """Return a text for operators; ``api/errors.py`` has the texts for API clients."""
        for title, texts in (("invalid data", INVALID_DATA), ("business rule", BUSINESS_RULES)):
            if self.reason in texts:
                return f"{title}: {texts[self.reason].format(*self.values)}"
        words = self.reason.name.lower().replace("_", " ")
        return ": ".join(filter(None, (words, ", ".join(map(str, self.values)))))


class Refusal(LeadkeepError):  # noqa: N818 -- "raise Refusal(...)" says what happens
    """The whole request is refused, and its transaction is rolled back."""

    def __init__(self, reason: Reason, *values: object) -> None:
        """Set the reason, and the values for the ``{}`` in the reason's text."""
        super().__init__(reason.name, *values)
        self.problem = Problem(reason, values)

    def __str__(self) -> str:
        """Return a text for operators."""
        return str(self.problem)


def has_control_character(name: str) -> bool:
    """Return whether a name has a character that moves the cursor, ends the line or shows nothing.

    Lists, logs and terminals show names: an escape sequence in one would forge what they show.
    """
    return not name.isprintable() and any(category(each) in CONTROL_CATEGORIES for each in name)


def check_name(kind: str, name: str) -> None:
    """Refuse a name with a control character, for names that operators give.

    Raises:
        ValueError: the name has a control character.
    """
    if has_control_character(name):
        raise ValueError(f"the name of a {kind} holds a control character: {name!a}")


def nearest(name: str, known: Iterable[str], prefix: str = "") -> str:
    """Return ``; did you mean ...?`` with the known name that is most like an unknown one.

    The text is empty if none is alike. Letter case does not matter. ``prefix`` stands before every
    name, and makes none of them more alike.
    """
    folded = {each.casefold(): each for each in known}
    found = get_close_matches(name.casefold(), folded, n=1, cutoff=0.7)
    return f"; did you mean {prefix}{folded[found[0]]}?" if found else ""
