"""Nasty files, made from a seed: what people and programs send as CSV, TSV and SSV.

``outcomes.py`` says what becomes of each. Where a case is not about columns, they are ``email``,
``firstName`` and ``leadScore``.
"""

import codecs
import gzip
import random
import string
from dataclasses import dataclass

SEED = 20_261_130
HEADER = ("email", "firstName", "leadScore")
ENCODINGS = {
    "utf8": "utf-8",
    "utf8-mark": "utf-8-sig",
    "utf16le": "utf-16-le",
    "utf16be": "utf-16-be",
}
MARKS = {"utf16le": codecs.BOM_UTF16_LE, "utf16be": codecs.BOM_UTF16_BE}
LINE_ENDS = {"lf": "\n", "crlf": "\r\n", "cr": "\r"}
DELIMITERS = {"csv": ",", "tsv": "\t", "ssv": ";"}


@dataclass(frozen=True)
class Case:
    """A file, and what its sender says of it."""

    data: bytes
    format: str = "csv"


def lines(*rows: str, end: str = "\n") -> str:
    return "".join(f"{row}{end}" for row in rows)


def people(count: int, delimiter: str = ",") -> list[str]:
    """Return a header and rows of people whose names have letters of many scripts."""
    names = ("Ada", "Zoë", "Łukasz", "Ольга", "明", "سارة", "\U0001f600")
    rows = [
        delimiter.join((f"p{index}@example.com", names[index % len(names)], str(index)))
        for index in range(count)
    ]
    return [delimiter.join(HEADER), *rows]


def plain_files() -> dict[str, Case]:
    """Return a good file in each encoding, with each line end and each delimiter."""
    made = {}
    for encoding, codec in ENCODINGS.items():
        for word, end in LINE_ENDS.items():
            for file_format, delimiter in DELIMITERS.items():
                text = lines(*people(7, delimiter), end=end)
                data = MARKS.get(encoding, b"") + text.encode(codec)
                made[f"plain-{encoding}-{word}-{file_format}"] = Case(data, file_format)
    return made


def texts(file_format: str = "csv", **rows: str) -> dict[str, Case]:
    """Return cases of texts, each below the usual header."""
    header = DELIMITERS[file_format].join(HEADER)
    return {
        name.replace("_", "-"): Case(f"{header}\n{text}".encode(), file_format)
        for name, text in rows.items()
    }


GOOD = "good@example.com,Ada,1\n"

QUOTES = texts(
    quotes_needed='a@example.com,"Ada, Countess",1\n',
    quotes_everywhere='"a@example.com","Ada","1"\n',
    quotes_doubled='a@example.com,"Ada ""the first""",1\n',
    quotes_hold_line_end='a@example.com,"Ada\nLovelace",1\n' + GOOD,
    quotes_hold_crlf='a@example.com,"Ada\r\nLovelace",1\n' + GOOD,
    quotes_hold_cr='a@example.com,"Ada\rLovelace",1\n' + GOOD,
    quotes_hold_empty_lines='a@example.com,"Ada\n\n\nLovelace",1\n' + GOOD,
    quotes_empty='a@example.com,"",1\n',
    quote_inside_a_word='a@example.com,Ada "x" L,1\n' + GOOD,
    quote_at_the_end_of_a_word='a@example.com,5",1\n' + GOOD,
    quote_then_text='a@example.com,"Ada"x,1\n' + GOOD,
    quote_then_blank='a@example.com,"Ada" ,1\n' + GOOD,
    quote_after_blank='a@example.com, "Ada",1\n' + GOOD,
    quote_with_backslash='a@example.com,"Ada \\"x\\"",1\n' + GOOD,
    quote_never_closed='a@example.com,"Ada,1\n' + GOOD,
    quote_closed_rows_later='a@example.com,"Ada,1\n' + GOOD + 'b@example.com,"Bob",2\n' + GOOD,
    quote_is_the_last_byte=GOOD + '"',
    quotes_single="a@example.com,'Ada',1\n",
    quotes_curly="a@example.com,“Ada”,1\n",
)

SHAPES = texts(
    row_short="a@example.com,Ada\n" + GOOD,
    row_of_one_cell="a@example.com\n" + GOOD,
    row_long="a@example.com,Ada,1,2\n" + GOOD,
    row_much_too_long="a@example.com" + "," * 500 + "\n" + GOOD,
    row_ends_with_delimiter="a@example.com,Ada,1,\n" + GOOD,
    rows_of_delimiters=",,\n,,\n" + GOOD,
    empty_line_first="\n" + GOOD,
    empty_lines_between=GOOD + "\n\n" + GOOD,
    empty_lines_last=GOOD + "\n\n\n",
    empty_line_of_blanks="   \n" + GOOD,
    no_line_end_at_the_end=GOOD + "b@example.com,Bob,2",
    no_rows="",
    line_ends_mixed="a@example.com,A,1\r\nb@example.com,B,2\nc@example.com,C,3\r" + GOOD,
    cr_inside_a_cell="a@example.com,Ada\rLovelace,1\n" + GOOD,
    cr_cr_lf="a@example.com,Ada,1\r\r\n" + GOOD,
    wrong_delimiter="a@example.com;Ada;1\n" + GOOD,
    separator_line="sep=,\n" + GOOD,
    form_feed="a@example.com,Ada\x0cL,1\n",
    next_line_mark="a@example.com,Ada\x85L,1\n",
    line_separator="a@example.com,Ada\u2028L,1\n",
    control_z=GOOD + "\x1a",
)

VALUES = texts(
    value_null="a@example.com,null,null\n",
    value_null_in_capitals="a@example.com,NULL,1\n",
    value_null_as_key="null,Ada,1\n" + GOOD,
    value_formula="a@example.com,=1+1,1\n",
    value_command="a@example.com,@SUM(A1),-5\n",
    value_leading_zeros="a@example.com,007,007\n",
    value_not_a_number="a@example.com,Ada,many\n" + GOOD,
    value_number_with_comma='a@example.com,Ada,"1,000"\n' + GOOD,
    value_fraction="a@example.com,Ada,1.5\n" + GOOD,
    value_huge_number="a@example.com,Ada,99999999999999999999\n" + GOOD,
    value_blanks="a@example.com,   ,1\n",
    value_too_long="a@example.com," + "x" * 256 + ",1\n" + GOOD,
    value_longest="a@example.com," + "x" * 255 + ",1\n",
    key_missing=",Ada,1\n" + GOOD,
    key_of_blanks="   ,Ada,1\n" + GOOD,
    key_not_an_address="nobody,Ada,1\n" + GOOD,
    key_twice=GOOD + GOOD,
    key_twice_in_other_case="GOOD@EXAMPLE.COM,Bob,2\n" + GOOD,
    key_with_blanks_around=" good@example.com ,Bob,2\n" + GOOD,
    nul_in_a_value="a@example.com,A\0da,1\n" + GOOD,
    nul_in_a_key="a\0@example.com,Ada,1\n" + GOOD,
    nul_alone="\0\n" + GOOD,
    right_to_left_mark="a@example.com,\u202eAda,1\n",
    joined_letters="a@example.com,e\u0301,1\n",
    zero_width="a@example.com,A\u200bda,1\n",
    mark_inside="a@example.com,\ufeffAda,1\n",
)


def raw(header: bytes, *rows: bytes, file_format: str = "csv") -> Case:
    return Case(b"\n".join([header, *rows, b""]), file_format)


USUAL = ",".join(HEADER).encode()
ADA = GOOD.encode().rstrip()

BYTES = {
    "latin1-name": raw(USUAL, b"a@example.com,Zo\xeb,1", ADA),
    "latin1-names-between": raw(USUAL, ADA, b"a@example.com,Zo\xeb,1", ADA, b"\xe9,x,1", ADA),
    "cp1252-quotes": raw(USUAL, b"a@example.com,\x93Ada\x94,1", ADA),
    "utf8-cut-off": Case(USUAL + b"\n" + ADA + b"\nb@example.com,Zo\xc3"),
    "utf8-overlong": raw(USUAL, b"a@example.com,\xc0\xaf,1", ADA),
    "utf8-surrogate": raw(USUAL, b"a@example.com,\xed\xa0\x80,1", ADA),
    "utf8-beyond-unicode": raw(USUAL, b"a@example.com,\xf4\x90\x80\x80,1", ADA),
    "utf8-lone-continuation": raw(USUAL, b"a@example.com,\x80,1", ADA),
    "utf8-bad-byte-in-quotes": raw(USUAL, b'a@example.com,"A\xff\nB",1', ADA),
    "utf8-bad-byte-in-ragged-row": raw(USUAL, b"a@example.com,\xff", ADA),
    "utf8-bad-byte-in-header": raw(b"email,firstN\xe4me,leadScore", ADA),
    "utf16-without-mark": Case(lines(*people(2)).encode("utf-16-le")),
    "utf16-odd-byte": Case(codecs.BOM_UTF16_LE + lines(*people(2)).encode("utf-16-le") + b"x"),
    "utf16-lone-surrogate": Case(
        codecs.BOM_UTF16_LE
        + lines(*people(1)).encode("utf-16-le")
        + "a@example.com,".encode("utf-16-le")
        + b"\x00\xd8"
        + ",1\n".encode("utf-16-le")
        + GOOD.encode("utf-16-le")
    ),
    "utf32-le": Case(codecs.BOM_UTF32_LE + lines(*people(2)).encode("utf-32-le")),
    "utf32-be": Case(codecs.BOM_UTF32_BE + lines(*people(2)).encode("utf-32-be")),
    "utf8-two-marks": Case(codecs.BOM_UTF8 * 2 + lines(*people(2)).encode()),
    "ebcdic": Case(lines(*people(2)[:2]).encode("cp037")),
    "nothing": Case(b""),
    "only-a-mark": Case(codecs.BOM_UTF8),
    "only-line-ends": Case(b"\n\r\n\n"),
    "zip": Case(b"PK\x03\x04" + bytes(range(256))),
    "picture": Case(b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
}

HEADERS = {
    "header-twice": raw(b"email,firstName,email", b"a@example.com,Ada,b@example.com"),
    "header-twice-in-other-case": raw(b"email,firstName,EMAIL", b"a@example.com,Ada,x"),
    "header-unknown": raw(b"email,firstName,shoeSize", b"a@example.com,Ada,40"),
    "header-nearly-known": raw(b"emial,firstName,leadScore", ADA),
    "header-with-blank": raw(b" email,firstName,leadScore", ADA),
    "header-without-a-name": raw(b"email,firstName,", b"a@example.com,Ada,ignored"),
    "header-of-blanks": raw(b"email,firstName,   ", b"a@example.com,Ada,ignored"),
    "header-quoted": raw(b'"email","firstName","leadScore"', ADA),
    "header-with-line-end": raw(b'email,"first\nName",leadScore', ADA),
    "header-broken-quote": raw(b'email,"first"Name,leadScore', ADA),
    "header-quote-never-closed": raw(b'email,"firstName,leadScore', ADA),
    "header-display-names": raw(b"Email Address,First Name,Lead Score", ADA),
    "header-in-other-case": raw(b"EMAIL,FIRSTNAME,LEADSCORE", ADA),
    "header-read-only": raw(b"email,firstName,createdAt", b"a@example.com,Ada,2020-01-01"),
    "header-without-key": raw(b"firstName,leadScore", b"Ada,1"),
    "header-after-empty-lines": raw(b"\n\n" + USUAL, ADA),
    "header-with-nul": raw(b"email,first\0Name,leadScore", ADA),
    "header-missing": raw(ADA, ADA),
    "header-one-column": raw(b"email", b"a@example.com", b"", b"b@example.com"),
    "header-only": raw(USUAL),
    "header-ends-without-line": Case(USUAL),
}


def large_files(rng: random.Random) -> dict[str, Case]:
    """Return files with long cells, wide rows and many rows."""
    letters = rng.choices(string.ascii_letters + "éß", k=5_000)
    long = ("".join(letters) * 1_100)[: 5 * 1024 * 1024]
    columns = ["email", *(f"col{index}" for index in range(999))]
    wide = ["wide@example.com", *("x" for _ in range(999))]
    many = [f"m{index}@example.com,Ada,{rng.randrange(100)}" for index in range(1_200)]
    return {
        "cell-of-5-mb": Case(f"{USUAL.decode()}\na@example.com,{long},1\n{GOOD}".encode()),
        "cell-of-9-mb": raw(USUAL, b"a@example.com," + b"x" * 9_000_000 + b",1", ADA),
        "columns-1000": raw(",".join(columns).encode(), ",".join(wide).encode()),
        "columns-1000-unnamed": raw(b"email" + b"," * 999, b"a@example.com" + b"," * 999),
        "rows-of-three-batches": raw(USUAL, *(each.encode() for each in many)),
        "bad-row-in-the-second-batch": raw(
            USUAL, *(each.encode() for each in many[:600]), b"bad", many[600].encode()
        ),
    }


def packed_files() -> dict[str, Case]:
    """Return gzip files, whole and damaged; only commands read them."""
    whole = gzip.compress(lines(*people(7)).encode(), mtime=0)
    rng = random.Random(SEED)
    text = lines(*(f"{rng.random()}@example.com,Ada,1" for _ in range(9_000)))
    big = gzip.compress(f"{USUAL.decode()}\n{text}".encode(), mtime=0)
    return {
        "gzip": Case(whole),
        "gzip-of-two-members": Case(whole + gzip.compress(GOOD.encode(), mtime=0)),
        "gzip-cut-off-early": Case(whole[: len(whole) // 2]),
        "gzip-cut-off-late": Case(big[:-1_000]),
        "gzip-with-rubbish-behind": Case(whole + b"rubbish"),
        "gzip-of-nothing": Case(gzip.compress(b"", mtime=0)),
    }


def corpus() -> dict[str, Case]:
    """Return all files by name; the same in each run."""
    return {
        **plain_files(),
        **QUOTES,
        **SHAPES,
        **VALUES,
        **BYTES,
        **HEADERS,
        **large_files(random.Random(SEED)),
        **packed_files(),
    }


def is_for_commands(name: str) -> bool:
    """Return whether only commands read the file: the API knows no gzip."""
    return name.startswith("gzip")
