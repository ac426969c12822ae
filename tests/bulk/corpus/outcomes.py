"""What becomes of each file of the corpus; written by hand, reviewed case by case.

A row that is ``unread`` is refused by the reader, one that is ``refused`` by the rules of leads;
both are keyed by the number of the row, the header being row 1. ``broken`` is a file without a
usable header, ``columns`` one whose columns a command refuses. The API compares names exactly and
ignores unknown columns, so ``api`` has its numbers of such a file.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Outcome:
    """How many rows are loaded, and which are not."""

    loaded: int = 0
    unread: dict[int, str] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)
    broken: str | None = None
    columns: str | None = None
    api: tuple[int, int] | None = None
    """How many rows the API loads and refuses, where it differs from the command."""

    @property
    def counts_of_api(self) -> tuple[int, int]:
        """How many rows the API loads, and how many it refuses."""
        return self.api or (self.loaded, len(self.unread) + len(self.refused))


ALL_SEVEN = Outcome(7)
"""The outcome of every file whose name begins with ``plain``."""

OUTCOMES = {
    "quotes-needed": Outcome(1),
    "quotes-everywhere": Outcome(1),
    "quotes-doubled": Outcome(1),
    "quotes-hold-line-end": Outcome(2),
    "quotes-hold-crlf": Outcome(2),
    "quotes-hold-cr": Outcome(2),
    "quotes-hold-empty-lines": Outcome(2),
    "quotes-empty": Outcome(1),
    "quote-inside-a-word": Outcome(2),
    "quote-at-the-end-of-a-word": Outcome(2),
    "quote-then-text": Outcome(1, unread={2: "text follows a closing quote"}),
    "quote-then-blank": Outcome(1, unread={2: "text follows a closing quote"}),
    "quote-after-blank": Outcome(2),
    "quote-with-backslash": Outcome(1, unread={2: "text follows a closing quote"}),
    "quote-never-closed": Outcome(
        0, unread={2: "lines 2 to 3: a quote is not closed before the end of the file"}
    ),
    "quote-closed-rows-later": Outcome(1, unread={2: "lines 2 to 4: text follows a closing quote"}),
    "quote-is-the-last-byte": Outcome(
        1, unread={3: "a quote is not closed before the end of the file"}
    ),
    "quotes-single": Outcome(1),
    "quotes-curly": Outcome(1),
    "row-short": Outcome(1, unread={2: "2 cells, but the header has 3"}),
    "row-of-one-cell": Outcome(1, unread={2: "1 cell, but the header has 3"}),
    "row-long": Outcome(1, unread={2: "4 cells, but the header has 3"}),
    "row-much-too-long": Outcome(1, unread={2: "501 cells, but the header has 3"}),
    "row-ends-with-delimiter": Outcome(1, unread={2: "4 cells, but the header has 3"}),
    "rows-of-delimiters": Outcome(
        1, refused={2: "lookup value missing: email", 3: "lookup value missing: email"}
    ),
    "empty-line-first": Outcome(1),
    "empty-lines-between": Outcome(2),
    "empty-lines-last": Outcome(1),
    "empty-line-of-blanks": Outcome(1, unread={2: "1 cell, but the header has 3"}),
    "no-line-end-at-the-end": Outcome(2),
    "no-rows": Outcome(0),
    "line-ends-mixed": Outcome(4),
    "cr-inside-a-cell": Outcome(
        1, unread={2: "2 cells, but the header has 3", 3: "2 cells, but the header has 3"}
    ),
    "cr-cr-lf": Outcome(2),
    "wrong-delimiter": Outcome(1, unread={2: "1 cell, but the header has 3"}),
    "separator-line": Outcome(1, unread={2: "2 cells, but the header has 3"}),
    "form-feed": Outcome(1),
    "next-line-mark": Outcome(1),
    "line-separator": Outcome(1),
    "control-z": Outcome(1, unread={3: "1 cell, but the header has 3"}),
    "value-null": Outcome(1),
    "value-null-in-capitals": Outcome(1),
    "value-null-as-key": Outcome(1, refused={2: "lookup value missing: email"}),
    "value-formula": Outcome(1),
    "value-command": Outcome(1),
    "value-leading-zeros": Outcome(1),
    "value-not-a-number": Outcome(1, refused={2: "invalid value: leadScore, many"}),
    "value-number-with-comma": Outcome(1, refused={2: "invalid value: leadScore, 1,000"}),
    "value-fraction": Outcome(1, refused={2: "invalid value: leadScore, 1.5"}),
    "value-huge-number": Outcome(1, refused={2: "invalid value: leadScore, 99999999999999999999"}),
    "value-blanks": Outcome(1),
    "value-too-long": Outcome(1, refused={2: "value too long"}),
    "value-longest": Outcome(1),
    "key-missing": Outcome(1, refused={2: "lookup value missing: email"}),
    "key-of-blanks": Outcome(1, refused={2: "invalid value: email,    "}),
    "key-not-an-address": Outcome(1, refused={2: "invalid value: email, nobody"}),
    "key-twice": Outcome(2),
    "key-twice-in-other-case": Outcome(2),
    "key-with-blanks-around": Outcome(2),
    "nul-in-a-value": Outcome(1, refused={2: "invalid value: firstName, A�da"}),
    "nul-in-a-key": Outcome(1, refused={2: "invalid value: email, a�@example.com"}),
    "nul-alone": Outcome(1, unread={2: "1 cell, but the header has 3"}),
    "right-to-left-mark": Outcome(1),
    "joined-letters": Outcome(1),
    "zero-width": Outcome(1),
    "mark-inside": Outcome(1),
    "latin1-name": Outcome(1, unread={2: "byte 42 of the file is not UTF-8"}),
    "latin1-names-between": Outcome(
        3, unread={3: "byte 65 of the file is not UTF-8", 5: "byte 92 of the file is not UTF-8"}
    ),
    "cp1252-quotes": Outcome(1, unread={2: "byte 40 of the file is not UTF-8"}),
    "utf8-cut-off": Outcome(1, unread={3: "byte 65 of the file is not UTF-8"}),
    "utf8-overlong": Outcome(1, unread={2: "byte 40 of the file is not UTF-8"}),
    "utf8-surrogate": Outcome(1, unread={2: "byte 40 of the file is not UTF-8"}),
    "utf8-beyond-unicode": Outcome(1, unread={2: "byte 40 of the file is not UTF-8"}),
    "utf8-lone-continuation": Outcome(1, unread={2: "byte 40 of the file is not UTF-8"}),
    "utf8-bad-byte-in-quotes": Outcome(
        1, unread={2: "lines 2 to 3: byte 42 of the file is not UTF-8"}
    ),
    "utf8-bad-byte-in-ragged-row": Outcome(1, unread={2: "byte 40 of the file is not UTF-8"}),
    "utf8-bad-byte-in-header": Outcome(broken="row 1: byte 12 of the file is not UTF-8"),
    "utf16-without-mark": Outcome(
        broken="row 1: a name has a NUL character: the file is not UTF-8 text"
    ),
    "utf16-odd-byte": Outcome(2, unread={4: "byte 138 of the file is not UTF-16 (little-endian)"}),
    "utf16-lone-surrogate": Outcome(
        2, unread={3: "byte 124 of the file is not UTF-16 (little-endian)"}
    ),
    "utf32-le": Outcome(broken="row 1: the file is UTF-32; save it as UTF-8"),
    "utf32-be": Outcome(broken="row 1: the file is UTF-32; save it as UTF-8"),
    "utf8-two-marks": Outcome(columns="the column '�email' is no field", api=(0, 2)),
    "ebcdic": Outcome(broken="row 1: byte 0 of the file is not UTF-8"),
    "nothing": Outcome(broken="the file is empty"),
    "only-a-mark": Outcome(broken="the file is empty"),
    "only-line-ends": Outcome(broken="the file is empty"),
    "zip": Outcome(broken="row 1: a name has a NUL character: the file is not UTF-8 text"),
    "picture": Outcome(broken="row 1: byte 0 of the file is not UTF-8"),
    "header-twice": Outcome(broken="row 1: two columns have the name 'email'"),
    "header-twice-in-other-case": Outcome(
        columns="the columns email and EMAIL are both email", api=(1, 0)
    ),
    "header-unknown": Outcome(columns="the column 'shoeSize' is no field", api=(1, 0)),
    "header-nearly-known": Outcome(columns="the column 'emial' is no field", api=(0, 1)),
    "header-with-blank": Outcome(1, api=(0, 1)),
    "header-without-a-name": Outcome(1),
    "header-of-blanks": Outcome(1),
    "header-quoted": Outcome(1),
    "header-with-line-end": Outcome(columns="the column 'first�Name' is no field", api=(1, 0)),
    "header-broken-quote": Outcome(broken="row 1: text follows a closing quote"),
    "header-quote-never-closed": Outcome(
        broken="row 1: a quote is not closed before the end of the file"
    ),
    "header-display-names": Outcome(1, api=(0, 1)),
    "header-in-other-case": Outcome(1, api=(0, 1)),
    "header-read-only": Outcome(1),
    "header-without-key": Outcome(0, refused={2: "lookup value missing: email"}),
    "header-after-empty-lines": Outcome(1),
    "header-with-nul": Outcome(
        broken="row 1: a name has a NUL character: the file is not UTF-8 text"
    ),
    "header-missing": Outcome(columns="the column 'good@example.com' is no field", api=(0, 1)),
    "header-one-column": Outcome(2),
    "header-only": Outcome(0),
    "header-ends-without-line": Outcome(0),
    "cell-of-5-mb": Outcome(1, refused={2: "value too long"}),
    "cell-of-9-mb": Outcome(1, unread={2: "the row is longer than 8,388,608 characters"}),
    "columns-1000": Outcome(columns="the column 'col0' is no field", api=(1, 0)),
    "columns-1000-unnamed": Outcome(1),
    "rows-of-three-batches": Outcome(1200),
    "bad-row-in-the-second-batch": Outcome(601, unread={602: "1 cell, but the header has 3"}),
    "gzip": Outcome(7),
    "gzip-of-two-members": Outcome(8),
    "gzip-cut-off-early": Outcome(broken="the gzip file is damaged or incomplete"),
    "gzip-cut-off-late": Outcome(8792, unread={8794: "the gzip file is damaged or incomplete"}),
    "gzip-with-rubbish-behind": Outcome(broken="the gzip file is damaged or incomplete"),
    "gzip-of-nothing": Outcome(broken="the file is empty"),
}


def outcome_of(name: str) -> Outcome:
    """Return what becomes of the file with this name."""
    return ALL_SEVEN if name.startswith("plain") else OUTCOMES[name]
